"""Races for what a challenge says and which state it is in: writing, approving, cancelling."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils import timezone

from accounts.kit.states import WrongState
from accounts.models import User
from challenges.actions import announcements, approval, joining, ownership, questions, writing
from challenges.errors import Newer
from challenges.models import Announcement, Challenge, Question
from challenges.queries.facts import FIELDS, revision
from tests.factories import OrganisationFactory, UserFactory, coordinator, faculty, make_team, published_challenge, staff_of, student
from tests.factories.cases import complete
from tests.races.guards import Lock, Unique
from tests.races.table import Race, guarded_by, parted, told, trail

MOVED_ON = "This is no longer possible: its state has changed in the meantime. Look at the page again."


def waiting(*, owner_key: bool = False) -> Challenge:
    """A challenge that waits for approval, perhaps with the faculty owner's key turned."""
    owner, now = faculty(), timezone.now()
    keys = {"owner_approved_at": now, "owner_approved_by": owner} if owner_key else {}
    return complete(faculty_owner=owner, state="submitted", submitted_at=now, **keys)


def turning(action: Callable[..., Challenge], challenge: Challenge, by: User) -> Callable[[], Challenge]:
    return partial(action, challenge=challenge, read_at=challenge.submitted_at.isoformat(), by=by, now=timezone.now())


def keys(challenge: Challenge) -> tuple[bool, bool, bool]:
    """Whether the owner's key, the office's key and the publication are there."""
    return bool(challenge.owner_approved_at), bool(challenge.office_approved_at), bool(challenge.published_at)


@guarded_by({Lock(Challenge): "both keys were turned and it was not published"})
def two_keys_at_once() -> Race:
    """The faculty owner and the office turn their keys."""
    challenge, office = waiting(), coordinator()
    editor = staff_of(challenge.organisation)

    def check(found: list[Challenge]) -> None:
        challenge.refresh_from_db()
        assert sorted(one.state for one in found) == ["published", "submitted"]
        assert (challenge.state, keys(challenge)) == ("published", (True, True, True))
        told_of = told()
        assert told_of.pop("challenge_key_turned") == 1
        assert (told_of, editor.mails.count()) == ({"challenge_published": 2}, 1)
        assert trail() == {"challenge.approved_by_owner": 1, "challenge.approved_by_office": 1, "challenge.published": 1}

    acts = [turning(approval.approve_as_owner, challenge, challenge.faculty_owner), turning(approval.approve_as_office, challenge, office)]
    return Race(acts, check)


@guarded_by({Lock(Challenge): "it was published and taken back"})
def approval_against_withdrawal() -> Race:
    """The office turns the second key while the partner withdraws."""
    challenge, office = waiting(owner_key=True), coordinator()
    editor = staff_of(challenge.organisation)

    def check(found: list[Any]) -> None:
        challenge.refresh_from_db()
        _done, words = parted(found)
        assert words == [MOVED_ON]
        if isinstance(found[0], WrongState):
            assert (challenge.state, keys(challenge)) == ("draft", (False, False, False))
            assert (told(), trail()) == ({}, {"challenge.withdrawn": 1})
        else:
            assert (challenge.state, keys(challenge)) == ("published", (True, True, True))
            assert told() == {"challenge_published": 2}
            assert trail() == {"challenge.approved_by_office": 1, "challenge.published": 1}

    withdraw = partial(approval.withdraw, challenge=challenge, by=editor, now=timezone.now())
    return Race([turning(approval.approve_as_office, challenge, office), withdraw], check)


@guarded_by({Lock(Challenge): "one office published what the other had sent back"})
def approval_against_sending_back() -> Race:
    """One coordinator turns the second key while another one sends it back."""
    challenge = waiting(owner_key=True)

    def check(found: list[Any]) -> None:
        challenge.refresh_from_db()
        _done, words = parted(found)
        assert words == [MOVED_ON]
        sent_back = isinstance(found[0], WrongState)
        assert challenge.state == ("draft" if sent_back else "published")
        assert challenge.approval_comments.exists() == sent_back
        assert trail() == ({"challenge.returned": 1} if sent_back else {"challenge.approved_by_office": 1, "challenge.published": 1})

    back = partial(turning(approval.send_back, challenge, coordinator()), comments={"case": "Say more."})
    return Race([turning(approval.approve_as_office, challenge, coordinator()), back], check)


@guarded_by({Lock(Challenge): "who owned it for a moment was not told that it went on to somebody else"})
def two_owners_named() -> Race:
    """Two coordinators name two owners while the first owner turns the key."""
    challenge, new = waiting(), [faculty(), faculty()]
    first = challenge.faculty_owner

    def check(found: list[Any]) -> None:
        challenge.refresh_from_db()
        parted(found)
        # Whoever is named last owns it, and no key of an earlier owner is left.
        assert challenge.faculty_owner in new
        assert keys(challenge) == (False, False, False)
        assert [one.mails.filter(kind="owner_named").count() for one in new] == [1, 1]
        other = new[1] if challenge.faculty_owner == new[0] else new[0]
        assert other.mails.filter(kind="owner_handed_over").count() == 1
        assert trail()["challenge.owner_named"] == 2

    acts = [partial(ownership.name_owner, challenge=challenge, owner=one, by=coordinator(), now=timezone.now()) for one in new]
    return Race([*acts, turning(approval.approve_as_owner, challenge, first)], check)


@guarded_by({Lock(Challenge): "one text was lost without a word"})
def two_editors_save_one_part() -> Race:
    """Two editors save the same part."""
    draft = complete()
    read = revision(draft, "case")

    def check(found: list[Any]) -> None:
        draft.refresh_from_db()
        (saved,), (words,) = parted(found)
        assert {type(one) for one in found} == {Challenge, Newer}
        assert (draft.case, draft.changed_by) == (saved.case, saved.changed_by)
        assert saved.changed_by.name in words

    def save(number: int, by: User) -> Challenge:
        values = {"case": f"Version {number}", "case_language": "en"}
        return writing.save(challenge=draft, section="case", values=values, revision_read=read, by=by, now=timezone.now())

    return Race([partial(save, number, staff_of(draft.organisation)) for number in range(2)], check)


@guarded_by({Lock(Challenge): "who had joined under the earlier terms was not told of the change"})
def terms_change_while_one_joins() -> Race:
    """The terms change while somebody joins under the earlier ones."""
    challenge, by = published_challenge(), student()
    values = {field: getattr(challenge, field) for field in FIELDS["terms"]} | {"confidentiality": "All of it is confidential."}

    def check(found: list[Any]) -> None:
        challenge.refresh_from_db()
        joined, words = parted(found[:1])
        assert (found[1], challenge.terms_version) == (challenge, 2)
        assert (by.mails.filter(kind="challenge_changed").count(), len(words)) == (len(joined), 1 - len(joined))
        assert [one.version for one in by.accepted_terms.all()] == [1] * len(joined)
        assert trail() == {"challenge.changed": 1} | ({"participation.joined": 1} if joined else {})

    change = partial(
        writing.save,
        challenge=challenge,
        section="terms",
        values=values,
        revision_read=revision(challenge, "terms"),
        by=staff_of(challenge.organisation),
        now=timezone.now(),
    )
    return Race([partial(joining.join_alone, challenge=challenge, by=by, version=1, now=timezone.now()), change], check)


@guarded_by({Unique(Challenge, "slug"): "four challenges had one address"})
def four_drafts_of_one_title() -> Race:
    """Four people start a draft with the same title."""
    organisation = OrganisationFactory()

    def check(found: list[Any]) -> None:
        parted(found)
        assert sorted(Challenge.objects.values_list("slug", flat=True)) == ["same", "same-2", "same-3", "same-4"]
        assert trail() == {"challenge.created": 4}

    return Race(
        [partial(writing.create, organisation=organisation, title="Same", by=UserFactory(), now=timezone.now()) for _ in range(4)], check
    )


@guarded_by({Lock(Challenge, Question): "the second answer replaced the first without a word"})
def two_who_answer() -> Race:
    """Two people answer one question."""
    challenge = published_challenge()
    question = Question.objects.create(challenge=challenge, text="Which data?", asked_by=student(), asked_at=timezone.now())
    make_team(challenge, student())

    def check(found: list[Any]) -> None:
        (answered,), (words,) = parted(found)
        question.refresh_from_db()
        assert (question.answer, question.answered_by) == (answered.answer, answered.answered_by)
        assert words.startswith("Somebody answered this question after you opened the page.")
        assert (told(), trail()) == ({"question_answered": 2}, {"question.answered": 1})

    def answer(by: User) -> Question:
        seen = questions.mark(question)
        return questions.answer(question=question, text=f"Says {by.pk}.", seen=seen, by=by, now=timezone.now())

    return Race([partial(answer, staff_of(challenge.organisation)) for _ in range(2)], check)


@guarded_by({Lock(Challenge): "everybody was told twice"})
def two_who_announce_the_same() -> Race:
    """Two people send the same announcement."""
    challenge = published_challenge()
    make_team(challenge, student(), student())

    def check(found: list[Any]) -> None:
        made, words = parted(found)
        assert (made, words) == ([Announcement.objects.get()], ["This announcement has been sent already."])
        assert (told(), trail()) == ({"announcement": 2}, {"announcement.made": 1})

    send = partial(announcements.announce, challenge=challenge, title="Data", text="They are there.", now=timezone.now())
    return Race([partial(send, by=staff_of(challenge.organisation)) for _ in range(2)], check)
