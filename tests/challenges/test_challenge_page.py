"""A challenge's page: what each reader finds on it, and what nobody may find."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.utils import timezone

from challenges.enums import ChallengeState, Mode, Phase
from challenges.models import Announcement, Attachment, PublishedChange, Question
from challenges.queries import challenge_page as pages
from challenges.queries.cards import effort_words, languages_words, standing_in_words, team_words, with_facts
from challenges.queries.timeline import span, timeline
from partners.enums import MemberRole
from tests.factories import (
    CriterionFactory,
    MilestoneFactory,
    OrganisationFactory,
    ProgrammeFactory,
    ReviewFactory,
    SubmissionFactory,
    UserFactory,
    coordinator,
    faculty,
    join,
    make_team,
    published_challenge,
    staff_of,
    student,
)
from tests.factories.cases import complete

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def challenge():
    return published_challenge(
        slug="medicines",
        title="Unused medicines",
        case="# Why\n\nPacks are **destroyed**.",
        organisation=OrganisationFactory(name="Roche Nederland", slug="roche"),
        faculty_owner=faculty(name="Dr Frida Faculty"),
        programme=ProgrammeFactory(name="BITT 2027"),
    )


def read(client) -> str:
    response = client.get("/challenges/medicines/")
    assert response.status_code == 200
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def with_page_facts(challenge):
    return with_facts(type(challenge).objects.filter(pk=challenge.pk), timezone.now()).get()


class TestReading:
    def test_everyone_reads_the_case_who_brought_it_when_and_how_it_is_judged(self, client, challenge):
        page = read(client)
        for words in ("<strong>destroyed</strong>", "Roche Nederland", "with Dr Frida Faculty", "BITT 2027", "Engage", "Problem statement"):
            assert words in page, words
        for words in ("Understanding", "50 %", "Level 4", "You keep what you make.", "Nothing here is confidential.", "No patient data."):
            assert words in page, words

    def test_the_case_says_its_language(self, client, challenge):
        type(challenge).objects.update(case_language="nl")
        page = read(client)
        assert '<h1 lang="nl">Unused medicines</h1>' in page
        assert '<div class="prose" lang="nl">' in page

    def test_a_visitor_reads_who_can_join_and_is_sent_to_sign_in_first(self, client, challenge):
        page = read(client)
        assert "20 seats left" in page
        assert "/accounts/login/?next=/challenges/medicines/join/" in page
        assert "Join this challenge" not in page

    def test_a_student_who_may_join_finds_the_button(self, as_, challenge):
        page = read(as_(student()))
        assert 'href="/challenges/medicines/join/"' in page
        assert "You can join" in page

    def test_who_may_not_join_reads_why_and_finds_no_button(self, as_, challenge):
        page = read(as_(UserFactory()))
        assert 'href="/challenges/medicines/join/"' not in page
        assert "Only students can join" in page

    def test_a_participant_finds_the_way_to_the_team(self, as_, challenge):
        member = student()
        make_team(challenge, member, name="Second Shelf")
        page = read(as_(member))
        assert 'href="/challenges/medicines/team/"' in page
        assert "Second Shelf" in page
        assert "Join this challenge" not in page

    def test_who_works_alone_finds_the_way_to_the_work(self, as_, challenge):
        member = student()
        make_team(challenge, member, solo=True)
        assert "You take part, alone." in read(as_(member))

    def test_a_full_one_says_so(self, client, challenge):
        type(challenge).objects.update(seats=1)
        make_team(challenge, student())
        page = read(client)
        assert "No seats left" in page
        assert "1 of 1 seats taken" in page
        assert "All 1 seats are taken." in page

    def test_whoever_comes_too_late_reads_until_when_one_could_join(self, client, as_, challenge, now):
        type(challenge).objects.update(join_until=now - DAY)
        for reader in (client, as_(student())):
            page = read(reader)
            assert "Closed, runs until" in page
            assert "One could join until" in page
            assert "Join this challenge" not in page
        assert "One could join" not in read(as_(staff_of(challenge.organisation)))

    def test_a_scarce_seat_is_coral(self, challenge, now):
        type(challenge).objects.update(seats=1)
        rows = pages.read(AnonymousUser(), challenge.slug, now)
        assert pages.challenge_page(rows, AnonymousUser(), now).bar_tone == "teal"
        type(challenge).objects.update(seats=5)
        for _ in range(4):
            make_team(challenge, student())
        rows = pages.read(AnonymousUser(), challenge.slug, now)
        assert pages.challenge_page(rows, AnonymousUser(), now).bar_tone == "coral"

    def test_it_stays_readable_after_it_was_cancelled(self, client, challenge, now):
        type(challenge).objects.update(state=ChallengeState.CANCELLED, cancelled_at=now, cancel_reason="The data cannot be shared.")
        page = read(client)
        assert "This challenge was cancelled on" in page
        assert "The data cannot be shared." in page
        assert "Sign in to join" not in page


class TestBehind:
    @pytest.fixture(autouse=True)
    def _words(self, challenge, now):
        Announcement.objects.create(
            challenge=challenge, title="Another room", text="We meet in **1.2**.", by=challenge.faculty_owner, at=now
        )
        PublishedChange.objects.create(challenge=challenge, at=now, by=challenge.faculty_owner, field="seats", before="10", after="20")
        PublishedChange.objects.create(challenge=challenge, at=now, by=challenge.faculty_owner, field="summary", before="", after="Later")
        PublishedChange.objects.create(challenge=challenge, at=now, by=challenge.faculty_owner, field="offer", before="Earlier", after="")
        PublishedChange.objects.create(challenge=challenge, at=now, by=challenge.faculty_owner, field="case", before="x" * 200, after="y")

    def test_those_who_joined_and_those_behind_it_read_announcements_and_changes(self, as_, challenge):
        member, coach = student(), faculty()
        make_team(challenge, member, coach=coach)
        for user in (member, coach, coordinator(), challenge.faculty_owner, staff_of(challenge.organisation, MemberRole.MENTOR)):
            page = read(as_(user))
            assert "Another room" in page
            assert "From 10 to 20" in page
            assert "New: Later" in page
            assert "No longer: Earlier" in page

    def test_nobody_else_does(self, as_, challenge):
        gone = student()
        left = join(make_team(challenge), gone)
        left.left_at = timezone.now()
        left.save()
        for user in (None, student(), gone, staff_of(OrganisationFactory(), MemberRole.OWNER)):
            page = read(as_(user))
            assert "Another room" not in page
            assert "From 10 to 20" not in page

    def test_an_announcement_says_for_whom_somebody_speaks(self, as_, challenge, now):
        speaker = staff_of(challenge.organisation, name="Ed Editor")
        Announcement.objects.create(challenge=challenge, title="By the partner", text="x", by=speaker, at=now)
        Announcement.objects.create(challenge=challenge, title="By the office", text="x", by=coordinator(name="Ada Office"), at=now)
        page = read(as_(challenge.faculty_owner))
        assert '<span class="role">Roche Nederland</span>' in page
        assert '<span class="role">Programme office</span>' in page
        assert "Ed Editor" not in page
        assert "Ada Office" not in page


def test_no_link_on_the_page_leads_nowhere(as_, challenge, now):
    member = student()
    team = make_team(challenge, member)
    challenge.milestones.update(deadline=now - DAY)
    final = challenge.milestones.get(assessed=True)
    SubmissionFactory(team=team, milestone=final)
    type(final).objects.filter(pk=final.pk).update(released_at=now, released_by=challenge.faculty_owner)
    staff = [staff_of(challenge.organisation, role) for role in MemberRole]
    for user in (member, challenge.faculty_owner, coordinator(), *staff):
        client = as_(user)
        links = set(re.findall(r'href="(/[^"#]*)"', read(client)))
        assert any(link.startswith("/challenges/medicines/") for link in links)
        for link in links:
            assert client.get(link).status_code == 200, (user, link)


class TestUnpublished:
    @pytest.fixture(autouse=True)
    def _draft(self):
        self.draft = complete(slug="draft", title="A draft", faculty_owner=faculty())
        Attachment.objects.create(
            challenge=self.draft,
            blob=ContentFile(b"secret", name="x"),
            name="secret.txt",
            size=6,
            sha256="0" * 64,
            content_type="text/plain",
            uploaded_at=timezone.now(),
        )

    def test_those_behind_it_see_it_as_it_will_be(self, as_):
        for user in (staff_of(self.draft.organisation, MemberRole.MENTOR), self.draft.faculty_owner, coordinator()):
            page = as_(user).get("/challenges/draft/").content.decode()
            assert "A draft, not public yet" in page
            assert "/challenges/draft/approval/" in page

    def test_only_editors_are_offered_to_edit(self, as_):
        mentor, editor = staff_of(self.draft.organisation, MemberRole.MENTOR), staff_of(self.draft.organisation)
        assert "/challenges/draft/edit/basics/" not in as_(mentor).get("/challenges/draft/").content.decode()
        assert "/challenges/draft/edit/basics/" in as_(editor).get("/challenges/draft/").content.decode()

    def test_for_everyone_else_it_does_not_exist(self, as_):
        key = self.draft.attachments.get().key
        for user in (None, student(), faculty(), staff_of(OrganisationFactory(), MemberRole.OWNER)):
            for path in ("/challenges/draft/", f"/challenges/draft/files/{key}/", "/challenges/draft/questions/"):
                assert as_(user).get(path).status_code == 404, path

    def test_one_that_waits_says_for_whom(self, as_):
        type(self.draft).objects.update(state=ChallengeState.SUBMITTED, submitted_at=timezone.now())
        page = as_(self.draft.faculty_owner).get("/challenges/draft/").content.decode()
        assert "Waiting for approval, not public yet" in page

    def test_an_almost_empty_draft_is_a_page_too(self, as_):
        from tests.factories import ChallengeFactory

        empty = ChallengeFactory(slug="empty")
        assert "Not written yet." in as_(staff_of(empty.organisation)).get("/challenges/empty/").content.decode()


def test_an_attachment_is_a_download_for_everyone(client, challenge):
    file = Attachment.objects.create(
        challenge=challenge,
        blob=ContentFile(b"hello", name="x"),
        name="background.txt",
        size=5,
        sha256="0" * 64,
        content_type="text/plain",
        uploaded_at=timezone.now(),
    )
    assert "background.txt" in read(client)
    response = client.get(f"/challenges/medicines/files/{file.key}/")
    assert b"".join(response.streaming_content) == b"hello"
    assert response["Content-Disposition"] == 'attachment; filename="background.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"
    other = published_challenge()
    assert client.get(f"/challenges/{other.slug}/files/{file.key}/").status_code == 404


class TestOutcome:
    @pytest.fixture
    def released(self, challenge, now):
        challenge.outcome = "Two ideas are **tried out**."
        challenge.save()
        challenge.milestones.update(deadline=now - DAY)
        final = challenge.milestones.get(assessed=True)
        for name, consents in (("Openly", [True, True]), ("Halfway", [True, False]), ("Silent", [False])):
            team = make_team(
                challenge, *(student(name=f"{name} Person{n}", named_in_results=yes) for n, yes in enumerate(consents)), name=name
            )
            submission = SubmissionFactory(team=team, milestone=final)
            ReviewFactory(submission=submission, reviewer=faculty(name="Secret Reviewer"), submitted_at=now)
        alone = make_team(challenge, student(name="Solo Person", named_in_results=True), solo=True, name="Solo Person")
        SubmissionFactory(team=alone, milestone=final)
        make_team(challenge, student(name="Idle Person", named_in_results=True), name="Idle")
        return final

    def release(self, milestone, challenge, now):
        type(milestone).objects.filter(pk=milestone.pk).update(released_at=now, released_by=challenge.faculty_owner)

    def test_nothing_of_it_is_public_before_release(self, as_, challenge, released):
        for user in (None, staff_of(challenge.organisation)):
            page = read(as_(user))
            for words in ("tried out", "Openly", "Halfway", "Person", "Secret Reviewer"):
                assert words not in page

    def test_after_release_only_teams_whose_every_member_agreed_are_named(self, as_, challenge, released, now):
        self.release(released, challenge, now)
        for user in (None, staff_of(challenge.organisation), student()):
            page = read(as_(user))
            assert "<strong>tried out</strong>" in page
            assert "Openly Person0, Openly Person1" in page
            assert "Solo Person" in page
            assert "2 teams that are not named here" in page
            for words in ("Halfway", "Silent", "Idle", "Secret Reviewer", "@example.org"):
                assert words not in page, words

    def test_somebody_who_left_neither_hides_nor_is_named(self, client, challenge, released, now):
        gone = join(challenge.teams.get(name="Openly"), student(name="Gone Person", named_in_results=False))
        gone.left_at = now + DAY
        gone.save()
        self.release(released, challenge, now)
        page = read(client)
        assert "Openly Person0, Openly Person1" in page
        assert "Gone Person" not in page

    def test_an_interim_release_makes_nothing_public(self, client, as_, challenge, released, now):
        type(challenge).objects.update(join_until=now - 10 * DAY)
        interim = MilestoneFactory(challenge=challenge, deadline=now - 2 * DAY)
        self.release(interim, challenge, now)
        for words in ("What came of it", "tried out", "Openly", "Person", "Results are out"):
            assert words not in read(client), words
        assert "/challenges/medicines/results/" in read(as_(challenge.faculty_owner))
        assert "My results" in read(as_(challenge.teams.get(name="Openly").participations.first().user))
        self.release(released, challenge, now)
        assert "Openly Person0" in read(client)
        assert "Results are out" in read(client)

    def test_a_milestone_for_which_nobody_handed_in_keeps_nobody_waiting(self, client, challenge, released, now):
        self.release(released, challenge, now)
        idle = MilestoneFactory(challenge=challenge, deadline=now - DAY)
        assert "Openly Person0" in read(client)
        type(idle).objects.filter(pk=idle.pk).update(deadline=now + DAY)
        assert "Openly" not in read(client)

    def test_a_cancelled_one_has_no_outcome(self, client, challenge, released, now):
        self.release(released, challenge, now)
        type(challenge).objects.update(state=ChallengeState.CANCELLED, cancelled_at=now, cancel_reason="x")
        assert "Openly" not in read(client)


@pytest.mark.parametrize("items", [1, 3])
def test_the_page_takes_as_many_queries_for_three_of_everything_as_for_one(items, challenge, as_, now, django_assert_num_queries):
    editor = staff_of(challenge.organisation)
    final = challenge.milestones.get(assessed=True)
    final.released_at, final.released_by, final.deadline = now, challenge.faculty_owner, now - DAY
    final.save()
    for number in range(items):
        CriterionFactory(challenge=challenge)
        MilestoneFactory(challenge=challenge, assessed=False)
        team = make_team(challenge, student(named_in_results=True))
        SubmissionFactory(team=team, milestone=final)
        Announcement.objects.create(challenge=challenge, title=f"{number}", text="x", by=editor, at=now)
        PublishedChange.objects.create(challenge=challenge, at=now, field="seats", before="1", after="2")
        Question.objects.create(challenge=challenge, text="?", asked_at=now, answer="!", answered_at=now, answered_by=editor)
    client = as_(editor)
    with django_assert_num_queries(7):
        client.get("/challenges/medicines/")


class TestTimeline:
    def test_the_next_deadline_is_current_once_it_has_begun(self, challenge, now):
        def states(at):
            return [step.state for step in timeline(challenge, at)]

        assert states(now) == ["future", "future"]
        assert states(now + 11 * DAY) == ["current", "future"]
        assert states(now + 21 * DAY) == ["past", "current"]
        assert states(now + 60 * DAY) == ["past", "past"]

    def test_a_deadline_still_counts_at_its_own_instant(self, challenge):
        first = challenge.milestones.first()
        assert timeline(challenge, first.deadline)[0].state == "current"
        assert timeline(challenge, first.deadline + dt.timedelta(microseconds=1))[0].state == "past"

    def test_words(self):
        now = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
        challenge = published_challenge(starts_on=dt.date(2026, 1, 12), join_until=now + 10 * DAY)
        challenge.milestones.all().delete()
        MilestoneFactory(challenge=challenge, phase=Phase.ENGAGE, title="Problem", deadline=dt.datetime(2026, 1, 30, 16, tzinfo=dt.UTC))
        MilestoneFactory(challenge=challenge, phase=Phase.ACT, title="Pitch", deadline=dt.datetime(2027, 3, 6, 16, tzinfo=dt.UTC))
        first, second = timeline(challenge, now)
        assert (first.title, first.what, first.when, first.due) == ("Engage", "Problem", "12–30 January", "Due Fri 30 Jan, 17:00")
        assert (second.when, second.due) == ("31 January 2026 – 6 March 2027", "Due Sat 6 Mar 2027, 17:00")

    @pytest.mark.parametrize(
        ("first", "last", "words"),
        [
            (dt.date(2026, 1, 12), dt.date(2026, 1, 30), "12–30 January"),
            (dt.date(2026, 2, 2), dt.date(2026, 3, 6), "2 February – 6 March"),
            (dt.date(2026, 12, 20), dt.date(2027, 1, 8), "20 December 2026 – 8 January 2027"),
            (dt.date(2026, 1, 12), dt.date(2026, 1, 12), ""),
            (None, dt.date(2026, 1, 12), ""),
        ],
    )
    def test_spans(self, first, last, words):
        assert span(first, last) == words


class TestWords:
    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"mode": Mode.SOLO, "team_min": None, "team_max": None}, ("Alone", "")),
            ({"mode": Mode.TEAM}, ("Team", "of 2–4")),
            ({"mode": Mode.EITHER}, ("Alone or team", "of 2–4")),
            ({"mode": Mode.TEAM, "team_min": 3, "team_max": 3}, ("Team", "of 3")),
            ({"mode": Mode.TEAM, "team_min": None, "team_max": None}, ("Team", "")),
        ],
    )
    def test_team(self, fields, words):
        assert team_words(complete(**fields)) == words

    def test_effort(self):
        assert effort_words(with_page_facts(complete(ects="3.5", hours=98, starts_on=None))) == ("3.5 ECTS,", "98 hours")
        assert effort_words(with_page_facts(complete(ects=30, hours=840, starts_on=None))) == ("30 ECTS,", "840 hours")
        assert effort_words(with_page_facts(complete(ects=None, hours=56))) == ("14 hours a week", "")
        assert effort_words(with_page_facts(complete(ects=None, hours=1, starts_on=None))) == ("1 hour", "")
        assert effort_words(with_page_facts(complete(ects=None, hours=None))) == ("", "")

    def test_languages(self):
        assert languages_words(complete(working_languages=[])) == ""
        assert languages_words(complete(working_languages=["nl"])) == "Dutch"
        assert languages_words(complete(working_languages=["nl", "en", "de"])) == "Dutch, English or German"

    def test_where_it_stands(self, now):
        def words(challenge, at=now):
            return standing_in_words(with_page_facts(challenge), at)

        open_one = published_challenge(join_until=now + 5 * DAY)
        assert words(open_one)[1] == "teal"
        assert words(open_one, now + 4 * DAY) == ("Closes in 24 hours", "coral")
        assert words(open_one, now + 6 * DAY)[0].startswith("Closed, runs until")
        assert words(open_one, now + 60 * DAY)[0].startswith("Finished on")
        open_one.milestones.all().delete()
        assert words(open_one, now + 60 * DAY) == ("Finished", "neutral")
        assert words(complete()) == ("Draft", "amber")
