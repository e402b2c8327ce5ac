"""Starting a challenge and writing it part by part."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from accounts.audit.models import Entry
from accounts.enums import Level
from accounts.kit import clock
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import User
from challenges.actions import attachments, copies, writing
from challenges.enums import ChallengeState, Mode, Phase, Rights, Section
from challenges.forms.writing import FORMS, common_rubric
from challenges.models import Attachment, Challenge
from challenges.queries.checklist import everything, missing
from challenges.queries.facts import revision
from partners.enums import MemberRole
from tests.challenges.typed import posted, shown
from tests.factories import (
    ChallengeFactory,
    MembershipFactory,
    MilestoneFactory,
    OrganisationFactory,
    ProgrammeFactory,
    UserFactory,
    coordinator,
    faculty,
    published_challenge,
    staff_of,
    student,
)
from tests.factories.cases import complete

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def draft():
    return complete(title="Returning unused medicines", slug="returning")


@pytest.fixture
def editor(draft):
    return staff_of(draft.organisation, name="Eva Editor")


def url(challenge, section):
    return f"/challenges/{challenge.slug}/edit/{section}/"


class TestStarting:
    def test_an_editor_of_one_organisation_types_a_title_and_is_asked_for_nothing_else(self, as_):
        organisation = OrganisationFactory()
        by = staff_of(organisation)

        page = as_(by).get("/challenges/new/")
        answer = as_(by).post("/challenges/new/", {"title": "New", "organisation": organisation.pk})

        assert 'type="hidden" name="organisation"' in page.content.decode()
        challenge = Challenge.objects.get()
        assert answer.url == "/challenges/new-2/edit/basics/"
        assert (challenge.slug, challenge.state, challenge.organisation, challenge.created_by) == ("new-2", "draft", organisation, by)
        assert Entry.objects.get().action == "challenge.created"

    def test_who_acts_for_two_chooses(self, as_):
        first, second = OrganisationFactory(), OrganisationFactory()
        by = staff_of(first, MemberRole.OWNER)
        MembershipFactory(organisation=second, user=by, role=MemberRole.EDITOR)
        MembershipFactory(organisation=(third := OrganisationFactory()), user=by, role=MemberRole.MENTOR)

        page = as_(by).get("/challenges/new/").content.decode()
        refused = as_(by).post("/challenges/new/", {"title": "T", "organisation": third.pk})
        as_(by).post("/challenges/new/", {"title": "T", "organisation": second.pk})

        assert first.name in page
        assert third.name not in page
        assert "Select a valid choice" in refused.content.decode()
        assert Challenge.objects.get().organisation == second

    def test_the_office_writes_for_any(self, as_):
        organisation = OrganisationFactory()
        office = coordinator()

        as_(office).post("/challenges/new/", {"title": "For them", "organisation": organisation.pk})

        assert Challenge.objects.get().organisation == organisation
        assert as_(office).get("/challenges/for-them/edit/case/").status_code == 200

    @pytest.mark.parametrize("who", [UserFactory, student, faculty, lambda: staff_of(OrganisationFactory(), MemberRole.MENTOR)])
    def test_nobody_else_finds_the_page(self, as_, who):
        assert as_(who()).get("/challenges/new/").status_code == 404

    def test_a_visitor_signs_in_first(self, client):
        assert client.get("/challenges/new/").url == "/accounts/login/?next=/challenges/new/"

    @pytest.mark.parametrize(
        ("title", "slug"), [("New", "new-2"), ("Preview", "preview-2"), ("ÜÄ", "ua"), ("药", "challenge"), ("A" * 120, "a" * 80)]
    )
    def test_an_address_comes_from_the_title_and_is_never_a_fixed_word(self, title, slug, now):
        made = writing.create(organisation=OrganisationFactory(), title=title, by=UserFactory(), now=now)
        again = writing.create(organisation=made.organisation, title=title, by=UserFactory(), now=now)

        assert made.slug == slug
        assert again.slug != slug

    def test_a_title_without_words_is_refused(self, now):
        with pytest.raises(Refusal) as refused:
            writing.create(organisation=OrganisationFactory(), title="  ", by=UserFactory(), now=now)
        assert refused.value.field == "title"

    def test_a_constraint_that_fails_for_another_reason_is_not_hidden(self, now):
        with pytest.raises(IntegrityError):
            writing.insert(Challenge(organisation=OrganisationFactory(), title="T", created_at=now, changed_at=now, state="nonsense"))


class TestWhoMay:
    @pytest.mark.parametrize("section", list(Section))
    def test_a_draft_opens_for_editors_and_the_office_only(self, as_, draft, editor, section):
        mentor = staff_of(draft.organisation, MemberRole.MENTOR)
        outsider = staff_of(OrganisationFactory(), MemberRole.OWNER)
        owner = faculty()
        Challenge.objects.filter(pk=draft.pk).update(faculty_owner=owner)

        answers = [as_(one).get(url(draft, section)).status_code for one in (editor, coordinator(), mentor, outsider, owner, student())]

        assert answers == [200, 200, 404, 404, 404, 404]

    @pytest.mark.parametrize(
        "path", ["edit/basics/", "copy/", "edit/files/", "edit/files/1/remove/", "approval/submit/", "approval/cancel/"]
    )
    def test_another_organisations_editor_writes_nothing(self, as_, draft, path):
        assert as_(staff_of(OrganisationFactory())).post(f"/challenges/{draft.slug}/{path}").status_code == 404

    def test_no_such_part(self, as_, draft, editor):
        assert as_(editor).get(url(draft, "nonsense")).status_code == 404


class TestSaving:
    @pytest.mark.parametrize("section", list(FORMS))
    def test_what_was_opened_and_saved_unchanged_says_the_same(self, as_, draft, editor, section):
        before = revision(draft, section)

        answer = as_(editor).post(url(draft, section), posted(draft, section, go="next"))

        draft.refresh_from_db()
        assert answer.status_code == 302, answer.context["form"].errors
        assert revision(draft, section) == before
        assert draft.changed_by == editor

    def test_save_and_next_goes_to_the_next_part_and_save_stays(self, as_, draft, editor):
        assert as_(editor).post(url(draft, "basics"), posted(draft, "basics", go="next")).url == url(draft, "case")
        assert as_(editor).post(url(draft, "basics"), posted(draft, "basics")).url == url(draft, "basics")

    @pytest.mark.parametrize("section", list(FORMS))
    def test_an_empty_draft_is_saved_at_every_step(self, as_, section):
        empty = ChallengeFactory()
        editor = staff_of(empty.organisation)

        assert as_(editor).post(url(empty, section), posted(empty, section)).status_code == 302

    def test_basics(self, as_, draft, editor):
        programme = ProgrammeFactory()
        typed = {
            "title": "Other",
            "summary": "S\r\nT",
            "programme": programme.pk,
            "themes": ["prevention", "nutrition"],
            "sdgs": ["3", "12"],
        }

        as_(editor).post(url(draft, "basics"), posted(draft, "basics", **typed))

        draft.refresh_from_db()
        assert (draft.title, draft.summary, draft.programme, draft.slug) == ("Other", "S\nT", programme, "returning")
        assert (draft.themes, draft.sdgs) == (["prevention", "nutrition"], [3, 12])

    def test_more_than_three_themes(self, as_, draft, editor):
        typed = posted(draft, "basics", themes=["prevention", "nutrition", "sustainability", "mental_health"], title="Kept title")

        answer = as_(editor).post(url(draft, "basics"), typed)

        assert answer.status_code == 422
        assert "Choose at most three." in answer.content.decode()
        assert "Kept title" in answer.content.decode()

    def test_the_case_keeps_one_kind_of_line_ends(self, as_, draft, editor):
        as_(editor).post(url(draft, "case"), posted(draft, "case", case="One\r\n\r\nTwo", case_language="nl"))

        draft.refresh_from_db()
        assert (draft.case, draft.case_language) == ("One\n\nTwo", "nl")

    def test_with_credits_the_hours_follow(self, as_, draft, editor):
        as_(editor).post(url(draft, "audience"), posted(draft, "audience", ects="2.25", hours="5"))

        draft.refresh_from_db()
        assert (draft.ects, draft.hours) == (2.25, 63)

    def test_without_credits_one_types_hours(self, as_, draft, editor):
        as_(editor).post(url(draft, "audience"), posted(draft, "audience", ects="", hours="30"))

        draft.refresh_from_db()
        assert (draft.ects, draft.hours) == (None, 30)

    def test_alone_there_are_no_team_sizes(self, as_, draft, editor):
        as_(editor).post(url(draft, "audience"), posted(draft, "audience", mode="solo", team_min="1", team_max="x"))

        draft.refresh_from_db()
        assert (draft.mode, draft.team_min, draft.team_max) == (Mode.SOLO, None, None)

    @pytest.mark.parametrize(
        ("typed", "field", "words"),
        [
            ({"ects": "2.1"}, "ects", "Use whole, half or quarter credits, such as 2.25."),
            ({"team_min": "5", "team_max": "4"}, "team_max", "The largest team can&#x27;t be smaller than the smallest."),
            ({"mode": "team", "team_min": "3", "seats": "2"}, "seats", "With fewer seats than the smallest team nobody can join."),
            ({"seats": "0"}, "seats", "Ensure this value is greater than or equal to 1."),
        ],
    )
    def test_what_does_not_fit_is_said_beside_the_field(self, as_, draft, editor, typed, field, words):
        answer = as_(editor).post(url(draft, "audience"), posted(draft, "audience", **typed))

        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]
        assert words in answer.content.decode()

    def test_terms(self, as_, draft, editor):
        as_(editor).post(url(draft, "terms"), posted(draft, "terms", rights="shared", rights_text="Both."))

        draft.refresh_from_db()
        assert (draft.rights, draft.rights_text, draft.terms_version) == (Rights.SHARED, "Both.", 1)


class TestTimes:
    def test_rows_are_added_and_removed_without_saving_anything(self, as_, draft, editor):
        added = as_(editor).post(url(draft, "times"), posted(draft, "times", again="add", milestones__0__title="Typed name"))
        removed = as_(editor).post(url(draft, "times"), posted(draft, "times", again="remove-0"))

        assert [row["title"].value() for row in added.context["form"].rows.forms] == ["Typed name", "Proposal", None]
        assert [row["title"].value() for row in removed.context["form"].rows.forms] == ["Proposal"]
        assert "This was not saved" not in added.content.decode()
        assert draft.milestones.count() == 2

    def test_a_row_that_was_added_is_saved_and_a_blank_one_is_not(self, as_, draft, editor):
        deadline = shown(clock.now() + 50 * DAY)
        more = {"milestones-count": 4, "milestones-3-title": "Pitch", "milestones-3-phase": "act", "milestones-3-deadline": deadline}

        as_(editor).post(url(draft, "times"), posted(draft, "times") | more | {"milestones-2-phase": "engage"})

        assert [one.title for one in draft.milestones.all()] == ["Problem statement", "Proposal", "Pitch"]

    def test_each_fault_stands_beside_its_field_and_nothing_typed_is_lost(self, as_, draft, editor):
        typed = posted(
            draft,
            "times",
            milestones__0__title="",
            milestones__0__brief="A long brief",
            milestones__1__deadline="nonsense",
            join_until="2027-03-28T02:30",
        )

        answer = as_(editor).post(url(draft, "times"), typed)

        rows = answer.context["form"].rows.forms
        assert answer.status_code == 422
        assert (list(rows[0].errors), list(rows[1].errors), list(answer.context["form"].errors)) == (
            ["title"],
            ["deadline"],
            ["join_until"],
        )
        assert "A long brief" in answer.content.decode()
        assert 'value="nonsense"' in answer.content.decode()
        assert draft.milestones.first().title == "Problem statement"

    @pytest.mark.parametrize(
        ("changes", "where"),
        [
            ({"join_until": 25}, "join_until"),
            ({"milestones__0__deadline": 5, "join_until": 1}, "milestones"),
            ({"milestones__0__deadline": 45}, "phase"),
        ],
    )
    def test_dates_that_contradict_each_other(self, as_, draft, editor, changes, where):
        days = {name: shown(clock.now() + count * DAY) for name, count in changes.items()}

        form = as_(editor).post(url(draft, "times"), posted(draft, "times", **days)).context["form"]

        faulty = [name for row in form.rows.forms for name in row.errors]
        assert (list(form.errors), faulty) == {
            "join_until": (["join_until"], []),
            "milestones": ([], ["deadline"]),
            "phase": ([], ["phase"]),
        }[where]

    @pytest.mark.parametrize("count", ["", "x", "-1", "99999999", "²"])
    def test_a_nonsense_count_of_rows_is_no_server_error(self, as_, draft, editor, count):
        assert as_(editor).post(url(draft, "times"), posted(draft, "times", **{"milestones-count": count})).status_code in {302, 422}


class TestRubric:
    def test_the_common_rubric_stands_in_the_form_in_the_language_of_the_case_and_is_complete(self, as_, draft, editor, now):
        draft.criteria.all().delete()

        page = as_(editor).post(url(draft, "rubric"), posted(draft, "rubric", again="common"))
        rows = page.context["form"].rows.forms
        typed = {"revision": revision(draft, "rubric"), "criteria-count": 4}
        for row in rows:
            typed |= {field.html_name: field.value() for field in row if field.value() is not None}
        answer = as_(editor).post(url(draft, "rubric"), typed)

        assert answer.status_code == 302
        assert [one.weight for one in draft.criteria.all()] == [30, 25, 20, 25]
        assert {one.levels.count() for one in draft.criteria.all()} == {4}
        assert missing(draft, now) == []
        assert len(common_rubric.rows("nl")) == 4

    def test_the_common_rubric_comes_after_what_was_typed(self, as_, draft, editor):
        page = as_(editor).post(url(draft, "rubric"), posted(draft, "rubric", again="common", criteria__0__title="Mine"))

        titles = [row["title"].value() for row in page.context["form"].rows.forms]
        assert titles[:2] == ["Mine", "Evidence"]
        assert len(titles) == 6

    def test_levels_are_counted_from_the_first_and_named(self, as_, draft, editor):
        good = posted(draft, "rubric", criteria__0__level_4_title=None, criteria__0__level_4_description=None)
        bad = posted(draft, "rubric", criteria__0__level_2_title=None)

        refused = as_(editor).post(url(draft, "rubric"), bad)
        as_(editor).post(url(draft, "rubric"), good)

        assert list(refused.context["form"].rows.forms[0].errors) == ["level_2_title"]
        assert [level.points for level in draft.criteria.first().levels.all()] == [1, 2, 3]

    def test_the_sum_of_the_weights_is_said(self, as_, draft, editor):
        page = as_(editor).post(url(draft, "rubric"), posted(draft, "rubric", criteria__0__weight="30", again="add")).content.decode()

        assert "The weights add up to 80 %; they have to be 100." in page


class TestSomebodyElseSaved:
    def test_both_versions_are_shown_and_nothing_is_written(self, as_, draft, editor):
        typed = posted(draft, "case", case="Mine")
        other = staff_of(draft.organisation, name="Sam Second")
        as_(other).post(url(draft, "case"), posted(draft, "case", case="Theirs"))

        answer = as_(editor).post(url(draft, "case"), typed)

        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Sam Second saved this part after you opened it" in page
        assert "Theirs" in page
        assert answer.context["form"]["case"].value() == "Mine"
        assert Challenge.objects.get(pk=draft.pk).case == "Theirs"

    def test_saving_again_replaces_theirs(self, as_, draft, editor):
        typed = posted(draft, "case", case="Mine")
        Challenge.objects.filter(pk=draft.pk).update(case="Theirs", changed_by=None)
        answer = as_(editor).post(url(draft, "case"), typed)

        as_(editor).post(url(draft, "case"), typed | {"revision": answer.context["revision"]})

        assert "Somebody saved this part" in answer.content.decode()
        assert Challenge.objects.get(pk=draft.pk).case == "Mine"

    def test_a_change_of_another_part_is_in_nobodys_way(self, as_, draft, editor):
        typed = posted(draft, "case", case="Mine")
        as_(staff_of(draft.organisation)).post(url(draft, "basics"), posted(draft, "basics", title="Theirs"))

        as_(editor).post(url(draft, "case"), typed)

        draft.refresh_from_db()
        assert (draft.title, draft.case) == ("Theirs", "Mine")

    def test_a_row_that_somebody_removed(self, as_, draft, editor):
        typed = posted(draft, "times")
        draft.milestones.first().delete()

        answer = as_(editor).post(url(draft, "times"), typed)

        assert answer.status_code == 409
        assert len(answer.context["form"].rows.forms) == 2


@pytest.mark.parametrize("state", [ChallengeState.SUBMITTED, ChallengeState.CANCELLED])
def test_what_waits_or_was_cancelled_can_be_read_and_not_changed(as_, draft, editor, now, state):
    typed = {one: posted(draft, one) for one in FORMS}
    cancelled = {"cancelled_at": now, "cancel_reason": "R"} if state == ChallengeState.CANCELLED else {}
    Challenge.objects.filter(pk=draft.pk).update(state=state, **cancelled)

    for section in FORMS:
        page = as_(editor).post(url(draft, section), typed[section] | {"title": "Changed"})
        assert "form" not in page.context or page.context.get("read")
    files = as_(editor).get(url(draft, "files"))
    with pytest.raises(WrongState):
        writing.save(challenge=draft, section="case", values={}, revision_read="", by=editor, now=now)

    assert 'type="file"' not in files.content.decode()
    assert Challenge.objects.get(pk=draft.pk).title == "Returning unused medicines"


class TestPreview:
    def test_it_is_sanitised(self, as_, editor):
        page = as_(editor).post(
            "/challenges/preview/", {"case": "**b** <script>alert(1)</script> ![x](https://e.org/x.png) [a](javascript:x)"}
        )

        html = page.content.decode()
        assert "<strong>b</strong>" in html
        assert "<script" not in html
        assert "<img" not in html
        assert 'href="javascript' not in html

    def test_without_a_script_a_button_does_it_and_nothing_is_saved(self, as_, draft, editor):
        page = as_(editor).post(url(draft, "case"), posted(draft, "case", case="**typed**", again="preview")).content.decode()

        assert "<strong>typed</strong>" in page
        assert Challenge.objects.get(pk=draft.pk).case == "Pharmacies destroy what comes back."

    def test_the_sum_of_credits_in_words(self, as_, draft, editor):
        def effort(ects):
            return as_(editor).post(url(draft, "audience"), posted(draft, "audience", ects=ects, again="recount")).context["form"].effort()

        assert effort("2.5") == "2.5 ECTS × 28 hours = 70 hours in total."
        assert [effort(one) for one in ("", "x", "0", "100", "NaN", "0.1", "1e-999999")] == [""] * 7


class TestFiles:
    def test_some_are_added_and_one_is_removed(self, as_, draft, editor):
        files = [SimpleUploadedFile("a.csv", b"1,2\n"), SimpleUploadedFile("b.md", b"# Words\n")]

        as_(editor).post(url(draft, "files"), {"files": files})
        first = draft.attachments.first()
        page = as_(editor).get(url(draft, "files")).content.decode()
        as_(editor).post(f"/challenges/{draft.slug}/edit/files/{first.pk}/remove/")

        assert "a.csv" in page
        assert [one.name for one in draft.attachments.all()] == ["b.md"]

    def test_one_bad_file_stops_all_and_says_to_choose_again(self, as_, draft, editor):
        files = [SimpleUploadedFile("a.csv", b"1,2\n"), SimpleUploadedFile("b.pdf", b"MZ\x00")]

        answer = as_(editor).post(url(draft, "files"), {"files": files})

        assert answer.status_code == 422
        assert "“b.pdf”" in answer.content.decode()
        assert "Nothing was added; choose the files again." in answer.content.decode()
        assert draft.attachments.count() == 0

    def test_nothing_chosen(self, as_, draft, editor):
        assert "Choose a file first." in as_(editor).post(url(draft, "files")).content.decode()

    def test_at_most_ten_and_no_blob_is_left_behind(self, draft, editor, now, settings):
        for number in range(10):
            attachments.add(challenge=draft, uploads=[SimpleUploadedFile(f"{number}.csv", b"1\n")], by=editor, now=now)

        with pytest.raises(Refusal):
            attachments.add(challenge=draft, uploads=[SimpleUploadedFile("b.csv", b"1\n")], by=editor, now=now)

        assert len([path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]) == 10

    def test_a_failure_on_the_way_leaves_no_blob_behind(self, draft, now, settings):
        with pytest.raises(ValueError, match="unsaved"):
            attachments.add(challenge=draft, uploads=[SimpleUploadedFile("a.csv", b"1\n")], by=User(email="x"), now=now)

        assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []

    def test_a_file_of_another_challenge_is_not_found(self, as_, draft, editor, now):
        other = ChallengeFactory()
        attachment = attachments.add(challenge=other, uploads=[SimpleUploadedFile("a.csv", b"1\n")], by=editor, now=now)[0]

        assert as_(editor).post(f"/challenges/{draft.slug}/edit/files/{attachment.pk}/remove/").status_code == 404

    def test_a_submitted_one_keeps_its_files(self, as_, draft, editor, now):
        attachment = attachments.add(challenge=draft, uploads=[SimpleUploadedFile("a.csv", b"1\n")], by=editor, now=now)[0]
        Challenge.objects.filter(pk=draft.pk).update(state=ChallengeState.SUBMITTED)

        page = as_(editor).post(f"/challenges/{draft.slug}/edit/files/{attachment.pk}/remove/", follow=True)

        assert "It waits for approval" in page.content.decode()
        assert Attachment.objects.count() == 1


class TestCopying:
    def test_texts_rubric_milestones_and_files_come_along_people_and_approval_do_not(self, now, settings):
        source = published_challenge(programme=ProgrammeFactory(), terms_version=3)
        editor = staff_of(source.organisation)
        attachments.add(challenge=source, uploads=[SimpleUploadedFile("a.csv", b"1\n")], by=editor, now=now)

        fresh = copies.copy(challenge=source, title="Next year", by=editor, now=now)

        fresh.refresh_from_db()
        assert (fresh.slug, fresh.state, fresh.organisation, fresh.case, fresh.seats) == (
            "next-year",
            "draft",
            source.organisation,
            source.case,
            20,
        )
        assert (fresh.programme, fresh.faculty_owner, fresh.office_approved_at, fresh.terms_version) == (None, None, None, 1)
        assert [(one.title, one.weight, one.levels.count()) for one in fresh.criteria.all()] == [
            ("Understanding", 50, 4),
            ("Evidence", 50, 4),
        ]
        assert [one.title for one in fresh.milestones.all()] == ["Problem statement", "Proposal"]
        copied, original = fresh.attachments.get(), source.attachments.get()
        with copied.blob.open() as blob:
            assert (copied.name, copied.sha256, blob.read()) == ("a.csv", original.sha256, b"1\n")
        assert copied.blob.name != original.blob.name
        assert missing(fresh, now) == []

    def test_a_file_that_was_removed_a_moment_ago_stays_behind(self, now):
        source = complete()
        editor = staff_of(source.organisation)
        attachments.add(challenge=source, uploads=[SimpleUploadedFile("a.csv", b"1\n")], by=editor, now=now)
        source.attachments.get().blob.storage.delete(source.attachments.get().blob.name)

        assert not copies.copy(challenge=source, title="Next year", by=editor, now=now).attachments.exists()

    def test_dates_move_by_whole_weeks_at_the_same_time_of_day_across_daylight_saving(self):
        source = ChallengeFactory(starts_on=dt.date(2026, 1, 12), join_until=dt.datetime(2026, 1, 14, 16, 0, tzinfo=dt.UTC))
        MilestoneFactory(challenge=source, phase=Phase.ENGAGE, deadline=dt.datetime(2026, 1, 30, 16, 0, tzinfo=dt.UTC))
        now = dt.datetime(2026, 6, 1, 8, 0, tzinfo=dt.UTC)

        fresh = copies.copy(challenge=source, title="T", by=UserFactory(), now=now)

        assert fresh.starts_on == dt.date(2026, 6, 29)
        assert clock.moment(fresh.milestones.get().deadline) == "Fri 17 Jul 2026, 17:00 CEST"
        assert clock.moment(fresh.join_until) == "Wed 1 Jul 2026, 17:00 CEST"

    def test_an_empty_draft(self, now):
        fresh = copies.copy(challenge=ChallengeFactory(), title="T", by=UserFactory(), now=now)

        assert (fresh.starts_on, fresh.join_until) == (None, None)

    def test_by_the_button_and_by_the_form(self, as_, draft, editor):
        button = as_(editor).post(f"/challenges/{draft.slug}/copy/")
        as_(editor).post("/challenges/new/", {"title": "By form", "organisation": draft.organisation_id, "source": draft.pk})

        assert button.url == "/challenges/returning-unused-medicines/edit/basics/"
        assert Challenge.objects.get(slug="by-form").case == draft.case

    def test_not_from_another_organisation(self, as_, draft, editor):
        foreign = complete()
        both = coordinator()

        outside = as_(editor).post("/challenges/new/", {"title": "T", "organisation": draft.organisation_id, "source": foreign.pk})
        office = as_(both).post("/challenges/new/", {"title": "T", "organisation": draft.organisation_id, "source": foreign.pk})

        assert "Select a valid choice" in outside.content.decode()
        assert "A challenge is copied within its own organisation" in office.content.decode()
        assert foreign.title not in as_(editor).get("/challenges/new/").content.decode()


class TestChecklist:
    def test_nothing_is_missing_in_a_complete_draft(self, draft, now):
        assert missing(draft, now) == []

    def test_an_empty_one_lacks_something_in_every_part_but_joining_and_files(self, now):
        assert {item.section for item in missing(ChallengeFactory(), now)} == {*Section} - {Section.JOINING, Section.FILES}

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"summary": ""}, "A summary"),
            ({"themes": []}, "One to three themes"),
            ({"case": " "}, "The text of the case"),
            ({"levels": []}, "At least one level of study"),
            ({"working_languages": []}, "At least one working language"),
            ({"size": ""}, "A size"),
            ({"ects": None, "hours": None}, "Credits or hours"),
            ({"team_max": None}, "The smallest and the largest team"),
            ({"seats": None}, "The number of seats"),
            ({"starts_on": None}, "A day on which it starts"),
            ({"join_until": None}, "Until when one can join, still to come"),
            ({"offer": ""}, "What one gets"),
            ({"rights": ""}, "Who keeps the rights"),
            ({"rights": "partner", "rights_text": ""}, "The rights in words"),
            ({"confidentiality": ""}, "What is confidential"),
            ({"data_use": ""}, "How data may be used"),
        ],
    )
    def test_each_thing_that_is_needed(self, now, fields, words):
        assert [item.words for item in missing(complete(**fields), now)] == [words]

    @pytest.mark.parametrize(
        "fields", [{"mode": Mode.SOLO, "team_min": None, "team_max": None}, {"rights": "open", "rights_text": ""}, {"disciplines": []}]
    )
    def test_what_is_not_needed(self, now, fields):
        assert missing(complete(**fields), now) == []

    def test_times_and_rubric(self, draft, now):
        draft.milestones.update(assessed=False)
        draft.criteria.filter(position=0).update(weight=49)
        draft.criteria.last().levels.update(description="")

        assert [item.words for item in missing(draft, now)] == [
            "At least one milestone that is reviewed",
            "Weights that add up to 100 (now 99)",
            "Two to six described levels for each criterion",
        ]

    def test_what_is_there_is_listed_too(self, draft, now):
        assert all(item.ok for item in everything(draft, now))

    def test_the_navigation_says_what_is_missing_and_which_comments_are_open(self, as_, draft, editor, now):
        Challenge.objects.filter(pk=draft.pk).update(summary="")
        draft.approval_comments.create(section="case", text="Source?", by=faculty(), at=now)
        draft.approval_comments.create(section="case", text="Old", by=faculty(), at=now, resolved_at=now)

        steps = {step.section: step for step in as_(editor).get(url(draft, "case")).context["steps"]}

        assert steps["basics"].missing == ["A summary"]
        assert (steps["case"].comments, steps["case"].current) == (1, True)


def test_a_page_costs_the_same_for_few_and_many_rows(as_, draft, editor, django_assert_num_queries):
    client = as_(editor)
    client.get(url(draft, "times"))
    with django_assert_num_queries(4):
        client.get(url(draft, "times"))
    for _n in range(5):
        MilestoneFactory(challenge=draft)
    with django_assert_num_queries(4):
        client.get(url(draft, "times"))


def test_levels_and_languages_are_kept(as_, draft, editor):
    as_(editor).post(
        url(draft, "audience"), posted(draft, "audience", levels=["master", "phd"], working_languages=["nl"], disciplines=["0916"])
    )

    draft.refresh_from_db()
    assert (draft.levels, draft.working_languages, draft.disciplines) == ([Level.MASTER, Level.PHD], ["nl"], ["0916"])
