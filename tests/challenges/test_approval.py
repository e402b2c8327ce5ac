"""Two keys: submitting, sending back, approving, naming and handing over the owner."""

import datetime as dt

import pytest

from accounts.actions import notifications
from accounts.audit.models import Entry
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import Notification, RoleGrant
from accounts.outbox import notices
from accounts.outbox.actions import compose
from accounts.outbox.models import Mail
from challenges.actions import approval, cancelling, ownership
from challenges.enums import CHALLENGE_STEPS, ChallengeState
from challenges.models import Challenge
from challenges.queries.approval import keys, may
from partners.enums import MemberRole
from tests.factories import (
    ChallengeFactory,
    OrganisationFactory,
    UserFactory,
    coordinator,
    faculty,
    grant,
    published_challenge,
    staff_of,
    student,
)
from tests.factories.cases import complete

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
SECRET = "Compound XR-17 is not yet announced"


@pytest.fixture
def owner():
    return faculty(name="Prof. Petra")


@pytest.fixture
def office():
    return coordinator(name="Olga Office")


@pytest.fixture
def draft(owner):
    return complete(title="Returning", slug="returning", case=SECRET, faculty_owner=owner)


@pytest.fixture
def editor(draft):
    return staff_of(draft.organisation)


@pytest.fixture
def submitted(draft, editor, now):
    return approval.submit(challenge=draft, proposed_owner="", by=editor, now=now - DAY)


def read_at(challenge):
    return challenge.submitted_at.isoformat()


def url(challenge, rest=""):
    return f"/challenges/{challenge.slug}/approval/{rest}"


def told(kind):
    return set(Notification.objects.filter(kind=kind).values_list("user__email", flat=True))


def actions():
    return list(Entry.objects.order_by("pk").values_list("action", flat=True))


class TestSteps:
    """Every step from every state: the table decides, and nothing changes where it says no."""

    ACTS = {
        "submit": (lambda c, by, now: approval.submit(challenge=c, proposed_owner="", by=by, now=now), "submitted"),
        "withdraw": (lambda c, by, now: approval.withdraw(challenge=c, by=by, now=now), "draft"),
        "send_back": (
            lambda c, by, now: approval.send_back(challenge=c, comments={"case": "Why?"}, read_at=read_at(c), by=by, now=now),
            "draft",
        ),
        "owner": (lambda c, by, now: approval.approve_as_owner(challenge=c, read_at=read_at(c), by=c.faculty_owner, now=now), "published"),
        "office": (lambda c, by, now: approval.approve_as_office(challenge=c, read_at=read_at(c), by=by, now=now), "published"),
        "cancel": (lambda c, by, now: cancelling.cancel(challenge=c, reason="R", by=by, now=now), "cancelled"),
    }

    @pytest.mark.parametrize("state", list(ChallengeState))
    @pytest.mark.parametrize("name", list(ACTS))
    def test_a_step_is_taken_or_refused_as_the_table_says(self, owner, office, now, state, name):
        challenge = published_challenge(faculty_owner=owner)
        Challenge.objects.filter(pk=challenge.pk).update(
            state=state,
            submitted_at=now,
            published_at=now if state == "published" else None,
            owner_approved_at=now if state == "published" else None,
            owner_approved_by=owner if state == "published" else None,
            office_approved_at=now if state == "published" else None,
            office_approved_by=office if state == "published" else None,
            cancelled_at=now if state == "cancelled" else None,
            cancel_reason="R" if state == "cancelled" else "",
        )
        challenge.refresh_from_db()
        act, target = self.ACTS[name]

        if target in CHALLENGE_STEPS[state]:
            assert act(challenge, coordinator(), now).state == ("submitted" if name in {"owner", "office"} else target)
        else:
            with pytest.raises(WrongState):
                act(challenge, coordinator(), now)
            assert Challenge.objects.get(pk=challenge.pk).state == state
            assert actions() == []


class TestSubmitting:
    def test_owner_and_office_are_told_and_comments_count_as_answered(self, draft, editor, owner, office, now):
        draft.approval_comments.create(section="case", text="Source?", by=owner, at=now)

        done = approval.submit(challenge=draft, proposed_owner=" Prof. Else ", by=editor, now=now)

        assert (done.state, done.submitted_at, done.proposed_owner) == ("submitted", now, "Prof. Else")
        assert told("challenge_submitted") == {owner.email, office.email}
        assert draft.approval_comments.get().resolved_at == now
        assert actions() == ["challenge.submitted"]

    def test_an_incomplete_draft_is_refused_with_what_is_missing(self, as_, draft, editor):
        Challenge.objects.filter(pk=draft.pk).update(summary="", faculty_owner=None)

        answer = as_(editor).post(url(draft, "submit/"), {"proposed_owner": "prof@uu.example"})

        assert answer.status_code == 422
        assert "Still missing: A summary." in answer.content.decode()
        assert Challenge.objects.get(pk=draft.pk).state == "draft"

    def test_what_has_passed_by_now_is_missing_too(self, draft, editor, now):
        with pytest.raises(Refusal, match="Until when one can join"):
            approval.submit(challenge=draft, proposed_owner="", by=editor, now=now + 11 * DAY)

    def test_by_the_button(self, as_, draft, editor):
        page = as_(editor).post(url(draft, "submit/"), {"proposed_owner": ""}, follow=True)

        assert "It waits for approval now." in page.content.decode()

    def test_too_long_a_proposal_stays_in_its_field(self, as_, draft, editor):
        Challenge.objects.filter(pk=draft.pk).update(faculty_owner=None)

        page = as_(editor).post(url(draft, "submit/"), {"proposed_owner": "x" * 201})

        assert page.status_code == 422
        assert "x" * 201 in page.content.decode()

    def test_taken_back_it_is_a_draft_without_keys(self, as_, submitted, editor, owner, now):
        approval.approve_as_owner(challenge=submitted, read_at=read_at(submitted), by=owner, now=now)

        as_(editor).post(url(submitted, "withdraw/"))

        submitted.refresh_from_db()
        assert (submitted.state, submitted.owner_approved_at, submitted.submitted_at) == ("draft", None, None)

    def test_a_button_pressed_too_late_says_so(self, as_, draft, editor):
        page = as_(editor).post(url(draft, "withdraw/"), follow=True)

        assert "This is no longer possible" in page.content.decode()


class TestSendingBack:
    @pytest.mark.parametrize("who", ["owner", "office"])
    def test_comments_reach_the_editors_and_stand_beside_their_parts(self, as_, submitted, editor, owner, office, who):
        by = {"owner": owner, "office": office}[who]
        mentor = staff_of(submitted.organisation, MemberRole.MENTOR)

        as_(by).post(url(submitted, "send-back/"), {"case": "Where does the figure come from?", "times": "", "read_at": read_at(submitted)})

        submitted.refresh_from_db()
        assert submitted.state == "draft"
        assert [(one.section, one.text, one.by) for one in submitted.approval_comments.all()] == [
            ("case", "Where does the figure come from?", by)
        ]
        assert told("challenge_returned") == {editor.email}
        assert mentor.email not in told("challenge_returned")
        assert "Where does the figure come from?" in as_(editor).get(f"/challenges/{submitted.slug}/edit/case/").content.decode()
        assert "Where does the figure come from?" not in as_(editor).get(f"/challenges/{submitted.slug}/edit/times/").content.decode()

    def test_without_a_word_it_stays_where_it_is(self, as_, submitted, owner):
        answer = as_(owner).post(url(submitted, "send-back/"), {"case": "  ", "read_at": read_at(submitted)})

        assert answer.status_code == 422
        assert "Say on at least one part what has to be mended." in answer.content.decode()
        assert Challenge.objects.get(pk=submitted.pk).state == "submitted"

    def test_too_long_a_comment_is_kept_in_its_field(self, as_, submitted, owner):
        answer = as_(owner).post(url(submitted, "send-back/"), {"case": "x" * 2001, "read_at": read_at(submitted)})

        assert answer.status_code == 422
        assert "x" * 2001 in answer.content.decode()

    def test_keys_that_were_turned_are_void(self, submitted, owner, office, now):
        approval.approve_as_owner(challenge=submitted, read_at=read_at(submitted), by=owner, now=now)

        back = approval.send_back(challenge=submitted, comments={"case": "No."}, read_at=read_at(submitted), by=office, now=now)

        assert (back.owner_approved_at, back.owner_approved_by) == (None, None)


class TestKeys:
    @pytest.mark.parametrize("first", ["owner", "office"])
    def test_with_the_second_key_it_is_published_at_once(self, as_, submitted, editor, owner, office, first):
        order = [("owner", owner), ("office", office)]
        for whose, by in order if first == "owner" else order[::-1]:
            assert Challenge.objects.get(pk=submitted.pk).state == "submitted"
            as_(by).post(url(submitted, f"approve/{whose}/"), {"read_at": read_at(submitted)})

        submitted.refresh_from_db()
        assert submitted.state == "published"
        assert submitted.published_at is not None
        assert told("challenge_key_turned") == ({office.email} if first == "owner" else {owner.email})
        assert told("challenge_published") == {editor.email, owner.email}
        assert actions()[-1] == "challenge.published"
        assert [key.by for key in keys(submitted)] == ["Prof. Petra", "Olga Office"]

    def test_two_keys_need_two_people(self, as_, submitted, owner, now):
        grant(owner, "coordinator")
        approval.approve_as_office(challenge=submitted, read_at=read_at(submitted), by=owner, now=now)

        with pytest.raises(Refusal, match="Two keys need two people"):
            approval.approve_as_owner(challenge=submitted, read_at=read_at(submitted), by=owner, now=now)
        page = as_(owner).get(url(submitted)).content.decode()

        assert "Approve as faculty owner" not in page
        assert Challenge.objects.get(pk=submitted.pk).state == "submitted"

    def test_two_keys_need_two_people_the_other_way_round(self, submitted, owner, now):
        grant(owner, "coordinator")
        approval.approve_as_owner(challenge=submitted, read_at=read_at(submitted), by=owner, now=now)

        with pytest.raises(Refusal, match="Two keys need two people"):
            approval.approve_as_office(challenge=submitted, read_at=read_at(submitted), by=owner, now=now)

    def test_a_key_is_turned_once(self, submitted, owner, office, now):
        approval.approve_as_owner(challenge=submitted, read_at=read_at(submitted), by=owner, now=now)
        with pytest.raises(WrongState, match="turned already"):
            approval.approve_as_owner(challenge=submitted, read_at=read_at(submitted), by=owner, now=now)

        Challenge.objects.filter(pk=submitted.pk).update(owner_approved_at=None, owner_approved_by=None)
        approval.approve_as_office(challenge=submitted, read_at=read_at(submitted), by=office, now=now)
        with pytest.raises(WrongState, match="turned already"):
            approval.approve_as_office(challenge=submitted, read_at=read_at(submitted), by=coordinator(), now=now)

    def test_nobody_approves_what_they_have_not_read(self, submitted, editor, owner, office, now):
        page = read_at(submitted)
        approval.withdraw(challenge=submitted, by=editor, now=now)
        again = approval.submit(challenge=submitted, proposed_owner="", by=editor, now=now)

        for act, by in ((approval.approve_as_owner, owner), (approval.approve_as_office, office)):
            with pytest.raises(Refusal, match="Read it again"):
                act(challenge=again, read_at=page, by=by, now=now)
        with pytest.raises(Refusal, match="Read it again"):
            approval.send_back(challenge=again, comments={"case": "x"}, read_at="", by=owner, now=now)

    def test_what_has_passed_while_it_waited_stops_it(self, submitted, owner, now):
        with pytest.raises(Refusal, match="Still missing"):
            approval.approve_as_owner(challenge=submitted, read_at=read_at(submitted), by=owner, now=now + 11 * DAY)

    def test_without_an_owner_the_office_waits(self, submitted, office, now):
        Challenge.objects.filter(pk=submitted.pk).update(faculty_owner=None)

        with pytest.raises(Refusal, match="Name a faculty owner first"):
            approval.approve_as_office(challenge=submitted, read_at=read_at(submitted), by=office, now=now)

    def test_an_owner_who_was_replaced_or_lost_the_role(self, submitted, owner, now):
        with pytest.raises(Refusal, match="not the faculty owner"):
            approval.approve_as_owner(challenge=submitted, read_at=read_at(submitted), by=faculty(), now=now)
        RoleGrant.objects.filter(user=owner).update(revoked_at=now)
        with pytest.raises(Refusal, match="member of faculty"):
            approval.approve_as_owner(challenge=submitted, read_at=read_at(submitted), by=owner, now=now)

    @pytest.mark.parametrize(
        ("path", "good"),
        [
            ("approve/owner/", "owner"),
            ("approve/office/", "office"),
            ("send-back/", "owner office"),
            ("owner/", "office"),
            ("withdraw/", "editor office"),
        ],
    )
    def test_who_may(self, as_, submitted, editor, owner, office, path, good):
        people = {
            "editor": editor,
            "owner": owner,
            "office": office,
            "mentor": staff_of(submitted.organisation, MemberRole.MENTOR),
            "stranger": staff_of(OrganisationFactory()),
            "colleague": faculty(),
            "student": student(),
        }
        allowed = []
        for name, one in people.items():
            Challenge.objects.filter(pk=submitted.pk).update(state="submitted", submitted_at=submitted.submitted_at)
            if as_(one).post(url(submitted, path)).status_code != 404:
                allowed.append(name)

        assert sorted(allowed) == sorted(good.split())

    def test_there_is_no_third_key(self, as_, submitted, office):
        assert as_(office).post(url(submitted, "approve/nobody/")).status_code == 404


class TestOwners:
    def test_the_office_names_whoever_the_partner_proposed_by_address(self, as_, draft, office, owner, now):
        other = faculty(email="prof@uu.example", name="Prof. Other")
        Challenge.objects.filter(pk=draft.pk).update(faculty_owner=None, proposed_owner="Prof@UU.example")

        page = as_(office).get(url(draft))
        as_(office).post(url(draft, "owner/"), {"owner": other.pk})

        assert page.context["owner_form"].initial["owner"] == other
        assert Challenge.objects.get(pk=draft.pk).faculty_owner == other
        assert told("owner_named") == {"prof@uu.example"}
        assert told("owner_handed_over") == set()

    def test_a_name_is_shown_and_chosen_by_nobody(self, as_, draft, office):
        Challenge.objects.filter(pk=draft.pk).update(faculty_owner=None, proposed_owner="Prof. Somebody")

        page = as_(office).get(url(draft))

        assert page.context["owner_form"].initial["owner"] is None
        assert "The partner proposes: Prof. Somebody" in page.content.decode()

    def test_a_change_while_it_waits_voids_the_owners_key_only(self, submitted, owner, office, now):
        approval.approve_as_owner(challenge=submitted, read_at=read_at(submitted), by=owner, now=now)
        other = faculty()

        done = ownership.name_owner(challenge=submitted, owner=other, by=office, now=now)

        assert (done.state, done.owner_approved_at, done.faculty_owner) == ("submitted", None, other)
        assert Entry.objects.filter(action="challenge.owner_named").get().detail == {"owner": other.name, "before": owner.name}

    def test_handing_over_after_publication_keeps_it_published_and_tells_all(self, as_, owner, office):
        challenge = published_challenge(faculty_owner=owner)
        mentor = staff_of(challenge.organisation, MemberRole.MENTOR)
        other = faculty(email="next@uu.example")

        answer = as_(owner).post(url(challenge, "hand-over/"), {"address": " Next@UU.example "})

        challenge.refresh_from_db()
        assert answer.url == "/me/"
        assert (challenge.faculty_owner, challenge.state, challenge.owner_approved_by) == (other, "published", owner)
        assert told("owner_named") == {"next@uu.example"}
        assert told("owner_handed_over") == {mentor.email, office.email, challenge.office_approved_by.email}

    @pytest.mark.parametrize("address", ["nobody@uu.example", "student@uu.example", "nonsense", ""])
    def test_only_to_a_member_of_faculty(self, as_, submitted, owner, address):
        student(email="student@uu.example")

        answer = as_(owner).post(url(submitted, "hand-over/"), {"address": address})

        assert answer.status_code == 422
        assert Challenge.objects.get(pk=submitted.pk).faculty_owner == owner

    def test_not_to_oneself(self, as_, submitted, owner):
        answer = as_(owner).post(url(submitted, "hand-over/"), {"address": owner.email})

        assert "This person owns it already." in answer.content.decode()

    def test_the_office_can_name_nobody_without_the_role(self, as_, submitted, office, now):
        outsider = UserFactory()

        answer = as_(office).post(url(submitted, "owner/"), {"owner": outsider.pk})
        with pytest.raises(Refusal, match="member of faculty"):
            ownership.name_owner(challenge=submitted, owner=outsider, by=office, now=now)

        assert answer.status_code == 422

    def test_a_refusal_of_the_action_stands_in_the_form(self, as_, submitted, office, owner):
        answer = as_(office).post(url(submitted, "owner/"), {"owner": owner.pk})

        assert answer.status_code == 422
        assert "This person owns it already." in answer.content.decode()

    def test_not_of_a_cancelled_one(self, draft, editor, office, now):
        cancelling.cancel(challenge=draft, reason="R", by=editor, now=now)

        with pytest.raises(WrongState):
            ownership.name_owner(challenge=draft, owner=faculty(), by=office, now=now)


class TestPage:
    def test_who_reads_it(self, as_, submitted, editor, owner, office):
        mentor = staff_of(submitted.organisation, MemberRole.MENTOR)
        outsiders = [faculty(), student(), staff_of(OrganisationFactory()), UserFactory()]

        assert {as_(one).get(url(submitted)).status_code for one in (editor, mentor, owner, office)} == {200}
        assert {as_(one).get(url(submitted)).status_code for one in outsiders} == {404}
        assert as_(None).get(url(submitted)).status_code == 302

    def test_a_published_ones_approval_is_nobody_elses_either(self, as_):
        assert as_(student()).get(url(published_challenge())).status_code == 404

    def test_the_whole_challenge_and_its_comments_can_be_read(self, as_, submitted, owner, now):
        submitted.approval_comments.create(section="case", text="Resolved remark", by=owner, at=now, resolved_at=now)
        submitted.approval_comments.create(section="terms", text="Open remark", by=owner, at=now)

        page = as_(owner).get(url(submitted)).content.decode()

        for words in (
            SECRET,
            "Problem statement",
            "Understanding",
            "You keep what you make.",
            "Pharmacy",
            "Resolved remark",
            "Open remark",
        ):
            assert words in page

    def test_faculty_are_listed_to_the_office_only(self, as_, submitted, editor, owner, office):
        colleague = faculty(name="Dr. Colleague")

        assert colleague.name in as_(office).get(url(submitted)).content.decode()
        assert colleague.name not in as_(editor).get(url(submitted)).content.decode()
        assert colleague.name not in as_(owner).get(url(submitted)).content.decode()

    @pytest.mark.parametrize(
        ("state", "who", "expected"),
        [
            ("draft", "editor", {"write", "submit", "cancel", "copy"}),
            ("draft", "owner", {"hand_over"}),
            ("draft", "office", {"write", "submit", "cancel", "copy", "name_owner"}),
            ("draft", "mentor", set()),
            ("submitted", "editor", {"withdraw", "cancel", "copy"}),
            ("submitted", "owner", {"approve_as_owner", "send_back", "hand_over"}),
            ("submitted", "office", {"approve_as_office", "send_back", "withdraw", "name_owner", "cancel", "copy"}),
            ("published", "editor", {"write", "cancel", "copy"}),
            ("published", "owner", {"hand_over"}),
            ("cancelled", "editor", {"copy"}),
            ("cancelled", "office", {"copy"}),
        ],
    )
    def test_what_one_may_do(self, draft, editor, owner, office, state, who, expected):
        draft.state = state
        mentor = staff_of(draft.organisation, MemberRole.MENTOR)

        found = may({"editor": editor, "owner": owner, "office": office, "mentor": mentor}[who], draft)

        assert {name for name, allowed in vars(found).items() if allowed} == expected


class TestOfficeList:
    def test_what_needs_the_office_comes_first(self, as_, submitted, owner, office, now):
        done = complete(
            title="Half approved",
            faculty_owner=owner,
            state="submitted",
            submitted_at=now,
            office_approved_at=now,
            office_approved_by=office,
        )
        unowned = complete(title="Nobody owns it", state="submitted", submitted_at=now)
        live = published_challenge(title="Live")
        empty = ChallengeFactory(title="Only a title")

        page = as_(office).get("/manage/challenges/")

        lines = page.context["lines"]
        assert [line.challenge for line in lines][2:] == [done, empty, live]
        assert {line.challenge for line in lines[:2]} == {submitted, unowned}
        assert [line.needs_you for line in lines] == [True, True, False, False, False]
        assert {line.waits for line in lines[:2]} == {"you: name a faculty owner", "you: read it and approve, or send it back"}
        assert lines[2].waits == "Prof. Petra, the faculty owner"

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("q=returning", 1),
            ("q=petra", 1),
            ("state=published", 1),
            ("q=nothing", 0),
            ("state=nonsense", 2),
            ("q=" + "x" * 101, 2),
            ("page=99", 2),
        ],
    )
    def test_filters(self, as_, submitted, office, query, expected):
        published_challenge(title="Live")

        assert len(as_(office).get(f"/manage/challenges/?{query}").context["lines"]) == expected

    def test_empty_states_say_what_to_do(self, as_, office):
        assert "No challenges yet" in as_(office).get("/manage/challenges/").content.decode()
        assert "No challenge fits" in as_(office).get("/manage/challenges/?q=x").content.decode()

    @pytest.mark.parametrize("who", [faculty, student, lambda: staff_of(OrganisationFactory())])
    def test_it_is_the_offices(self, as_, who):
        assert as_(who()).get("/manage/challenges/").status_code == 404

    def test_constant_queries(self, as_, office, django_assert_num_queries):
        client = as_(office)
        ChallengeFactory(faculty_owner=faculty())
        client.get("/manage/challenges/")
        with django_assert_num_queries(4):
            client.get("/manage/challenges/")
        ChallengeFactory(faculty_owner=faculty())
        ChallengeFactory(faculty_owner=faculty())
        with django_assert_num_queries(4):
            client.get("/manage/challenges/")


class TestMails:
    KINDS = ["challenge_submitted", "challenge_key_turned", "challenge_returned", "challenge_published", "owner_named", "owner_handed_over"]

    def life(self, submitted, editor, owner, office, now):
        """Everything that is told about approving one challenge."""
        approval.send_back(challenge=submitted, comments={"case": "Remark"}, read_at=read_at(submitted), by=owner, now=now)
        again = approval.submit(challenge=submitted, proposed_owner="", by=editor, now=now)
        approval.approve_as_owner(challenge=again, read_at=read_at(again), by=owner, now=now)
        done = approval.approve_as_office(challenge=again, read_at=read_at(again), by=office, now=now)
        return ownership.name_owner(challenge=done, owner=faculty(), by=office, now=now)

    @pytest.mark.parametrize("language", ["en", "nl"])
    def test_each_is_worded_in_both_languages_without_the_case_or_the_remarks(self, submitted, editor, owner, office, now, language):
        self.life(submitted, editor, owner, office, now)
        Mail.objects.update(language=language)

        assert set(Mail.objects.values_list("kind", flat=True)) == set(self.KINDS)
        for mail in Mail.objects.all():
            message = compose(mail)
            text = message.subject + message.body
            assert "Returning" in message.subject
            assert SECRET not in text
            assert "Remark" not in text
            assert f"/challenges/{submitted.slug}/" in text

    def test_what_is_over_is_not_sent(self, submitted, editor, owner, office, now):
        def relevant():
            return {mail.kind for mail in Mail.objects.all() if notices.get(mail.kind).relevant(mail, now)}

        assert relevant() == {"challenge_submitted"}
        self.life(submitted, editor, owner, office, now)
        assert relevant() == {"challenge_published", "owner_named", "owner_handed_over"}
        RoleGrant.objects.update(revoked_at=now)
        editor.memberships.all().delete()
        assert relevant() == set()
        RoleGrant.objects.update(revoked_at=None)
        cancelling.cancel(challenge=submitted, reason="R", by=office, now=now)
        assert relevant() == {"challenge_cancelled"}
        Mail.objects.all().delete()
        notifications.tell(kind="owner_named", to=[owner], path="/", context={"challenge": 0, "title": "Gone"}, key="k", now=now)
        assert relevant() == set()

    def test_a_coordinator_who_is_none_any_more_is_not_told(self, submitted, office, now):
        RoleGrant.objects.filter(user=office).update(revoked_at=now)
        mail = Mail.objects.filter(user=office)

        assert [notices.get(one.kind).relevant(one, now) for one in mail] == [False] * len(mail)
