"""Changes after publication: what may change, what is listed, and who is told."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from accounts.audit.models import Entry
from accounts.kit import clock
from accounts.models import Notification
from accounts.outbox import notices
from accounts.outbox.actions import compose
from accounts.outbox.models import Mail
from challenges.actions import attachments, writing
from challenges.errors import Faults
from challenges.models import Challenge, PublishedChange
from challenges.queries.changes import published_changes
from challenges.queries.facts import revision
from challenges.queries.words import said
from challenges.rules.typed import CriterionTyped, LevelTyped, MilestoneTyped
from tests.challenges.typed import posted, shown
from tests.factories import (
    CriterionFactory,
    ReviewFactory,
    SubmissionFactory,
    coordinator,
    make_team,
    published_challenge,
    staff_of,
    student,
)

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def challenge():
    return published_challenge(title="Returning", slug="returning", case="Secret words of the case")


@pytest.fixture
def editor(challenge):
    return staff_of(challenge.organisation)


@pytest.fixture
def member(challenge):
    one = student()
    make_team(challenge, one)
    return one


@pytest.fixture
def save(as_, challenge, editor):
    """Post one part as its editor, with a few fields changed."""

    def act(section, **changes):
        return as_(editor).post(f"/challenges/returning/edit/{section}/", posted(challenge, section, **changes))

    return act


def faults_of(answer):
    form = answer.context["form"]
    rows = getattr(form, "rows", None)
    found = {name: list(errors) for name, errors in form.errors.items()}
    for place, row in enumerate(rows.forms if rows else []):
        found |= {f"{place}.{name}": list(errors) for name, errors in row.errors.items()}
    return found


def later(challenge, days):
    """The second deadline, moved by so many days, as the form shows it."""
    return shown(challenge.milestones.last().deadline + days * DAY)


class TestWhatIsListed:
    def test_each_changed_field_once_with_before_and_after_in_the_readers_words(self, save, challenge, editor):
        save("audience", seats="25", team_max="5", levels=["master", "phd"])

        assert [(one.label, one.before, one.after) for one in published_changes(challenge.changes.all())] == [
            ("Levels", "Master (EQF 7)", "Master (EQF 7), PhD (EQF 8)"),
            ("Largest team", "4", "5"),
            ("Seats", "20", "25"),
        ]
        assert Entry.objects.get(action="challenge.changed").detail == {"section": "audience", "fields": ["levels", "team_max", "seats"]}

    def test_a_deadline_by_its_deliverable(self, save, challenge):
        before = challenge.milestones.last().deadline
        save("times", milestones__1__deadline=later(challenge, 3))

        change = published_changes(challenge.changes.all())[0]

        after = before.replace(second=0, microsecond=0) + 3 * DAY
        assert (change.label, change.before, change.after) == ("Deadline of “Proposal”", clock.moment(before), clock.moment(after))

    def test_nothing_changed_nothing_listed_and_nobody_told(self, save, challenge, member):
        for section in ("basics", "case", "audience", "times", "rubric", "terms"):
            assert save(section).status_code == 302

        assert PublishedChange.objects.count() == 0
        assert Notification.objects.count() == 0

    def test_files_by_their_name(self, challenge, editor, now):
        attachment = attachments.add(challenge=challenge, uploads=[SimpleUploadedFile("map.csv", b"1\n")], by=editor, now=now)[0]
        attachments.remove(attachment=attachment, by=editor, now=now + DAY)

        assert [(one.label, one.before, one.after) for one in published_changes(challenge.changes.all())] == [
            ("Attachment “map.csv”", "map.csv", ""),
            ("Attachment “map.csv”", "", "map.csv"),
        ]

    def test_the_words_of_a_level_and_a_long_text(self, save, challenge):
        save("rubric", criteria__0__level_1_title="Start", criteria__0__level_1_description="Seen anew.")
        save("case", case="word " * 100)

        long, level = published_changes(challenge.changes.all())
        assert (level.label, level.before, level.after) == ("Level 1 of “Understanding”", "Level 1: What one sees.", "Start: Seen anew.")
        assert (long.label, long.long, level.long) == ("The case", True, False)

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("milestone.assessed", "1", "yes"),
            ("milestone.assessed", "", "no"),
            ("criterion.weight", "30", "30 %"),
            ("ects", "2.5", "2.5"),
            ("starts_on", "2027-01-11", "11 January 2027"),
            ("sdgs", "3,12", "Good health and well-being, Responsible consumption and production"),
            ("rights", "makers", "You keep them"),
            ("themes", "unknown_by_now", "unknown_by_now"),
            ("seats", "", ""),
        ],
    )
    def test_raw_values_in_words(self, field, value, words):
        assert said(field, value) == words


class TestWhoIsTold:
    def test_those_who_take_part_once_a_save_and_nobody_else(self, save, challenge, member):
        gone = student()
        make_team(challenge, gone).participations.update(left_at=clock.now())

        save("times", milestones__1__deadline=later(challenge, 3), milestones__1__title="Plan", milestones__0__brief="Three pages")

        assert list(Notification.objects.values_list("user", "kind")) == [(member.pk, "challenge_changed")]

    @pytest.mark.parametrize(
        ("language", "subject", "moved"),
        [("en", "New dates in “Returning”", "the deadline moved from"), ("nl", "Nieuwe data in “Returning”", "de deadline ging van")],
    )
    def test_a_moved_deadline_is_named_with_both_instants(self, save, challenge, member, language, subject, moved):
        before = challenge.milestones.last().deadline
        save("times", milestones__1__deadline=later(challenge, 3), milestones__0__brief="Three pages")
        mail = Mail.objects.get()
        mail.language = language

        message = compose(mail)

        with translation.override(language):
            instants = [clock.moment(before), clock.moment(before + 3 * DAY)]
        assert message.subject == subject
        assert moved in message.body
        assert all(one in message.body for one in instants)
        assert "Three pages" not in message.body

    @pytest.mark.parametrize("language", ["en", "nl"])
    def test_a_mail_says_which_part_and_never_what_stands_in_it(self, save, challenge, member, editor, now, language):
        save("basics", summary="Other")
        save("case", case="New words of the case")
        save("audience", seats="30")
        save("times", join_until=shown(challenge.join_until + DAY), milestones__0__title="Renamed")
        save("rubric", criteria__0__title="Renamed criterion")
        save("terms", confidentiality="Other secret")
        attachments.add(challenge=challenge, uploads=[SimpleUploadedFile("map.csv", b"1\n")], by=editor, now=now)
        Mail.objects.update(language=language)

        bodies = [compose(mail).body for mail in Mail.objects.order_by("pk")]

        assert len(bodies) == 7
        assert len(set(bodies)) == 7
        assert not any(secret in body for body in bodies for secret in ("words of the case", "Other secret", "Renamed"))
        assert all("/challenges/returning/" in body for body in bodies)

    def test_not_who_left_or_when_it_was_cancelled_meanwhile(self, save, challenge, member, now):
        save("audience", seats="30")
        mail = Mail.objects.get()

        assert notices.get(mail.kind).relevant(mail, now)
        challenge.participations.update(left_at=clock.now())
        assert not notices.get(mail.kind).relevant(mail, now)


class TestTerms:
    @pytest.mark.parametrize(
        ("changes", "version"),
        [({"confidentiality": "Other"}, 2), ({"data_use": "Other"}, 2), ({"rights_text": "Other"}, 2), ({"offer": "More"}, 1)],
    )
    def test_changed_terms_get_a_new_version(self, save, challenge, member, changes, version):
        save("terms", **changes)

        challenge.refresh_from_db()
        assert challenge.terms_version == version
        assert challenge.participations.get().terms.version == 1

    def test_who_keeps_the_rights_stays(self, save, challenge, editor, now):
        save("terms", rights="partner")

        values = {"offer": "O", "rights": "partner", "rights_text": "", "confidentiality": "C", "data_use": "D"}
        read = revision(challenge, "terms")
        with pytest.raises(Faults) as refused:
            writing.save(challenge=challenge, section="terms", values=values, revision_read=read, by=editor, now=now)

        challenge.refresh_from_db()
        assert challenge.rights == "makers"
        assert [fault.field for fault in refused.value.faults] == ["rights"]


class TestWhatIsNeeded:
    @pytest.mark.parametrize(
        ("section", "field", "value"),
        [("basics", "summary", ""), ("basics", "themes", None), ("case", "case", ""), ("terms", "data_use", "")],
    )
    def test_what_was_approved_cannot_be_emptied(self, save, section, field, value):
        assert faults_of(save(section, **{field: value})) == {field: ["A published challenge needs this."]}


class TestAudience:
    @pytest.mark.parametrize(
        ("changes", "faults"),
        [
            ({"seats": "19"}, {"seats": ["This can only go up: at least 20."]}),
            ({"seats": ""}, {"seats": ["This can only go up: at least 20."]}),
            ({"team_max": "3"}, {"team_max": ["This can only go up: at least 4."]}),
            ({"team_min": "3"}, {"team_min": ["This can only go down: at most 2."]}),
            ({"team_min": ""}, {"team_min": ["This can only go down: at most 2."]}),
            ({"levels": ["phd"]}, {"levels": ["You can add to this, but take nothing away: people joined for it."]}),
            ({"working_languages": None}, {"working_languages": ["You can add to this, but take nothing away: people joined for it."]}),
            (
                {"seats": "1", "team_max": "3"},
                {"seats": ["This can only go up: at least 20."], "team_max": ["This can only go up: at least 4."]},
            ),
            ({"seats": "21", "team_max": "5", "disciplines": ["0916", "0421", "0312"]}, None),
        ],
    )
    def test_only_to_the_good_of_those_who_joined(self, save, changes, faults):
        answer = save("audience", **changes)

        assert (answer.status_code == 302) if faults is None else (faults_of(answer) == faults)

    def test_size_credits_and_mode_stay_whatever_is_posted(self, save, challenge):
        save("audience", size="nano", ects="5", hours="5", mode="solo", seats="22")

        challenge.refresh_from_db()
        assert (challenge.size, challenge.ects, challenge.hours, challenge.mode, challenge.seats) == ("mini", 2, 56, "either", 22)

    def test_alone_only_there_is_no_team_to_mind(self, as_, now):
        solo = published_challenge(mode="solo", team_min=None, team_max=None, slug="solo", disciplines=[])

        answer = as_(staff_of(solo.organisation)).post("/challenges/solo/edit/audience/", posted(solo, "audience", seats="30"))

        assert answer.status_code == 302


class TestTimes:
    def test_a_deadline_moves_later_and_not_earlier(self, save, challenge):
        before = challenge.milestones.last().deadline

        earlier = save("times", milestones__1__deadline=later(challenge, -3))
        save("times", milestones__1__deadline=later(challenge, 3))

        assert faults_of(earlier) == {"1.deadline": [f"This only moves later: it was {clock.moment(before)}."]}
        assert challenge.milestones.last().deadline > before

    def test_join_until_and_the_start_too(self, save, challenge):
        assert list(faults_of(save("times", join_until=shown(challenge.join_until - DAY)))) == ["join_until"]
        assert list(faults_of(save("times", join_until=""))) == ["join_until"]
        assert faults_of(save("times", starts_on=shown(challenge.starts_on - DAY))) == {"starts_on": ["This date only moves later."]}
        assert list(faults_of(save("times", starts_on=""))) == ["starts_on"]
        assert save("times", join_until=shown(challenge.join_until + DAY), starts_on=shown(challenge.starts_on + DAY)).status_code == 302

    def test_once_it_has_started_the_start_stays(self, save, challenge, now):
        Challenge.objects.filter(pk=challenge.pk).update(starts_on=clock.today(now))
        challenge.refresh_from_db()

        assert faults_of(save("times", starts_on=shown(challenge.starts_on + DAY))) == {"starts_on": ["It has started; this date stays."]}

    def test_a_start_that_was_never_set_can_be_given(self, save, challenge, now):
        Challenge.objects.filter(pk=challenge.pk).update(starts_on=None)
        challenge.refresh_from_db()

        assert save("times", starts_on=shown(clock.today(now))).status_code == 302

    def test_milestones_stay_as_many_as_they_are(self, save, challenge):
        more = {
            "milestones-count": 3,
            "milestones-2-title": "Third",
            "milestones-2-phase": "act",
            "milestones-2-deadline": later(challenge, 9),
        }

        added = save("times", **more)
        removed = save("times", **{"milestones-count": 1})
        renamed = save("times", milestones__0__title="Other name")

        assert added.status_code == removed.status_code == 422
        assert list(faults_of(removed)) == ["__all__"]
        assert renamed.status_code == 302
        assert [one.title for one in challenge.milestones.all()] == ["Other name", "Proposal"]

    def test_phase_and_judging_stay_whatever_is_posted(self, save, challenge, editor, now):
        save("times", milestones__0__phase="act", milestones__0__assessed="on", milestones__0__brief="B")
        typed = [
            MilestoneTyped(phase="act", title=one.title, deadline=one.deadline, assessed=not one.assessed, pk=one.pk)
            for one in challenge.milestones.all()
        ]
        dates = ("starts_on", "join_until", "roster_locks_at", "text_locks_at")
        values = {**{name: getattr(challenge, name) for name in dates}, "milestones": typed}

        with pytest.raises(Faults) as refused:
            writing.save(
                challenge=challenge, section="times", values=values, revision_read=revision(challenge, "times"), by=editor, now=now
            )

        assert [(one.phase, one.assessed) for one in challenge.milestones.all()] == [("engage", False), ("act", True)]
        assert [fault.field for fault in refused.value.faults] == ["milestones.0.phase", "milestones.0.assessed", "milestones.1.assessed"]

    @pytest.fixture
    def closed(self, challenge, now):
        """The first deadline was yesterday and the second ten days from now; joining closed with the first."""
        first, second = challenge.milestones.all()
        first.__class__.objects.filter(pk=first.pk).update(deadline=now - DAY, assessed=True)
        second.__class__.objects.filter(pk=second.pk).update(deadline=now + 10 * DAY)
        Challenge.objects.filter(pk=challenge.pk).update(join_until=now - 2 * DAY, starts_on=clock.today(now) - 9 * DAY)
        challenge.refresh_from_db()
        first.refresh_from_db()
        return first

    def test_a_deadline_that_has_passed_can_open_again_in_the_future_only(self, save, closed, now):
        past = save("times", milestones__0__deadline=shown(now - DAY / 2))
        future = save("times", milestones__0__deadline=shown(now + DAY))

        assert faults_of(past) == {"0.deadline": ["Choose a moment that is still to come."]}
        assert future.status_code == 302

    def test_words_change_while_old_deadlines_stay(self, save, closed):
        assert save("times", milestones__0__title="Renamed").status_code == 302

    def test_not_once_a_review_is_in(self, save, challenge, closed, member, now):
        work = SubmissionFactory(team=challenge.teams.get(), milestone=closed)
        review = ReviewFactory(submission=work)

        assert save("times", milestones__0__brief="Words").status_code == 302
        review.submitted_at = now
        review.save()
        assert faults_of(save("times", milestones__0__deadline=shown(now + DAY))) == {
            "0.deadline": ["It is being reviewed; this deadline stays."]
        }

    def test_not_once_results_are_out(self, save, closed, now):
        closed.released_at, closed.released_by = now, coordinator()
        closed.save()

        answer = save("times", milestones__0__deadline=shown(now + DAY))

        assert faults_of(answer) == {"0.deadline": ["Its results have been released; this deadline stays."]}


class TestRubric:
    def test_words_may_change(self, save, challenge):
        save("rubric", criteria__0__title="Insight", criteria__0__description="Sees it.")

        assert [(one.title, one.weight) for one in challenge.criteria.all()] == [("Insight", 50), ("Evidence", 50)]

    def test_weights_levels_and_criteria_stay(self, save, challenge, editor, now):
        fewer = save("rubric", criteria__0__level_4_title=None, criteria__0__level_4_description=None)
        empty = save("rubric", criteria__0__level_2_description="")
        removed = save("rubric", **{"criteria-count": 1})
        save("rubric", criteria__0__weight="10")
        typed = [
            CriterionTyped(title=one.title, weight=1, levels=tuple(LevelTyped("L", "D") for _n in range(4)), pk=one.pk)
            for one in challenge.criteria.all()
        ]

        read = revision(challenge, "rubric")
        with pytest.raises(Faults) as refused:
            writing.save(challenge=challenge, section="rubric", values={"criteria": typed}, revision_read=read, by=editor, now=now)

        assert list(faults_of(fewer)) == ["0.level_1_title"]
        assert list(faults_of(empty)) == ["0.level_2_description"]
        assert list(faults_of(removed)) == ["__all__"]
        assert [fault.field for fault in refused.value.faults] == ["criteria.0.weight", "criteria.1.weight"]
        assert [one.weight for one in challenge.criteria.all()] == [50, 50]

    def test_once_reviewing_has_begun_it_is_read_only(self, as_, save, challenge, editor, member, now):
        typed = posted(challenge, "rubric", criteria__0__title="Other")
        work = SubmissionFactory(team=challenge.teams.get(), milestone=challenge.milestones.last())
        ReviewFactory(submission=work, saved_at=now)
        same = [
            CriterionTyped(
                title=one.title,
                weight=50,
                pk=one.pk,
                levels=tuple(LevelTyped(level.title, level.description) for level in one.levels.all()),
            )
            for one in challenge.criteria.all()
        ]
        other = [CriterionTyped(title="Other", weight=50, pk=one.pk, levels=one.levels) for one in same]
        read = revision(challenge, "rubric")

        page = as_(editor).post("/challenges/returning/edit/rubric/", typed).content.decode()
        writing.save(challenge=challenge, section="rubric", values={"criteria": same}, revision_read=read, by=editor, now=now)
        with pytest.raises(Faults, match="word for word"):
            writing.save(challenge=challenge, section="rubric", values={"criteria": other}, revision_read=read, by=editor, now=now)

        assert "Reviewing has begun" in page
        assert challenge.criteria.first().title == "Understanding"


def test_who_joined_reads_what_changed_on_the_page_and_others_do_not(as_, save, challenge, member):
    save("audience", seats="33")

    assert "33" in as_(member).get("/challenges/returning/").content.decode()
    assert "Changed since it was published" in as_(member).get("/challenges/returning/").content.decode()
    assert "Changed since it was published" not in as_(None).get("/challenges/returning/").content.decode()


def test_a_rubric_of_another_challenge_is_not_touched(challenge, editor, now):
    foreign = CriterionFactory(title="Foreign")
    typed = [CriterionTyped(title="Mine now", weight=50, levels=(), pk=foreign.pk)]

    read = revision(challenge, "rubric")
    with pytest.raises(Faults):
        writing.save(challenge=challenge, section="rubric", values={"criteria": typed}, revision_read=read, by=editor, now=now)

    foreign.refresh_from_db()
    assert foreign.title == "Foreign"
