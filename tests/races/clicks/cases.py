"""Two presses on the forms that make, approve and talk about a challenge."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from challenges.actions.questions import mark
from challenges.models import Challenge, Programme, Question
from tests.challenges.typed import posted
from tests.factories import OrganisationFactory, ProgrammeFactory, coordinator, faculty, make_team, published_challenge, staff_of, student
from tests.factories.cases import complete
from tests.races.approving import waiting
from tests.races.clicks import Click, makes_once
from tests.races.guards import Lock, Unique

TWO_DRAFTS = "two drafts"
TOLD_TWICE = "it was done, recorded and told twice"


def at(challenge: Challenge, then: str) -> str:
    return f"/challenges/{challenge.slug}/{then}"


def told(people: int, **made: int) -> dict[str, int]:
    """What is made, besides a notification and a mail for each of so many people."""
    return made | {"Notification": people, "Mail": people}


@makes_once("challenge_new", {Lock(User): TWO_DRAFTS})
def new() -> Click:
    organisation = OrganisationFactory()
    typed = {"title": "Night shifts", "organisation": organisation.pk}
    return Click(staff_of(organisation), "/challenges/new/", {"Challenge": 1, "Entry": 1}, "Night shifts", lambda: typed)


@makes_once("challenge_new:from an earlier one", {Lock(User): TWO_DRAFTS})
def new_from() -> Click:
    earlier = complete()
    typed = {"title": "Night shifts", "organisation": earlier.organisation_id, "source": earlier.pk}
    makes = {"Challenge": 1, "Milestone": 2, "Criterion": 2, "RubricLevel": 8, "Entry": 1}
    return Click(staff_of(earlier.organisation), "/challenges/new/", makes, "Night shifts", lambda: typed)


@makes_once("challenge_copy", {Lock(User): TWO_DRAFTS})
def copy() -> Click:
    source = complete()
    makes = {"Challenge": 1, "Milestone": 2, "Criterion": 2, "RubricLevel": 8, "Entry": 1}
    return Click(staff_of(source.organisation), at(source, "copy/"), makes, "This is a copy")


@makes_once("challenge_edit", {Lock(Challenge): "one change was listed and told twice"})
def edit() -> Click:
    challenge = published_challenge()
    make_team(challenge, student())
    typed = posted(challenge, "case", case="Other words.")
    makes = told(1, PublishedChange=1, Entry=1)
    return Click(staff_of(challenge.organisation), at(challenge, "edit/case/"), makes, "Saved.", lambda: typed)


@makes_once("challenge_edit:a draft's dates", {})
def edit_dates() -> Click:
    draft = complete()
    typed = posted(draft, "times", milestones__0__title="Another title")
    return Click(staff_of(draft.organisation), at(draft, "edit/times/"), {}, "Saved.", lambda: typed)


@makes_once("challenge_edit_files", {Lock(Challenge): "the file was there twice"})
def attach() -> Click:
    draft = complete()

    def upload() -> dict[str, Any]:
        return {"files": SimpleUploadedFile("figures.csv", b"a;b\n1;2\n")}

    return Click(staff_of(draft.organisation), at(draft, "edit/files/"), {"Attachment": 1}, "Saved.", upload)


@makes_once("challenge_submit", {Lock(Challenge): TOLD_TWICE})
def submit() -> Click:
    draft = complete(faculty_owner=faculty())
    return Click(staff_of(draft.organisation), at(draft, "approval/submit/"), told(1, Entry=1), "It waits for approval now.")


@makes_once("challenge_withdraw", {Lock(Challenge): TOLD_TWICE})
def withdraw() -> Click:
    challenge = waiting()
    return Click(staff_of(challenge.organisation), at(challenge, "approval/withdraw/"), {"Entry": 1}, "It is a draft again.")


@makes_once("challenge_approve_as_owner", {Lock(Challenge): TOLD_TWICE})
def approve_as_owner() -> Click:
    challenge = waiting()
    coordinator()
    read = {"read_at": challenge.submitted_at.isoformat()}
    path = at(challenge, "approval/approve/owner/")
    return Click(challenge.faculty_owner, path, told(1, Entry=1), "You have approved it.", lambda: read)


@makes_once("challenge_approve_as_office", {Lock(Challenge): TOLD_TWICE})
def approve_as_office() -> Click:
    challenge = waiting(owner_key=True)
    read = {"read_at": challenge.submitted_at.isoformat()}
    return Click(coordinator(), at(challenge, "approval/approve/office/"), told(1, Entry=2), "You have approved it.", lambda: read)


@makes_once("challenge_send_back", {Lock(Challenge): TOLD_TWICE})
def send_back() -> Click:
    challenge = waiting()
    staff_of(challenge.organisation)
    typed = {"read_at": challenge.submitted_at.isoformat(), "case": "Say more."}
    makes = told(1, ApprovalComment=1, Entry=1)
    return Click(coordinator(), at(challenge, "approval/send-back/"), makes, "It went back with your comments.", lambda: typed)


@makes_once("challenge_name_owner", {Lock(Challenge): TOLD_TWICE})
def name_owner() -> Click:
    draft, owner = complete(), faculty()
    typed = {"owner": owner.pk}
    return Click(coordinator(), at(draft, "approval/owner/"), told(1, Entry=1), "The owner is named and told.", lambda: typed)


@makes_once("challenge_hand_over", {Lock(Challenge): TOLD_TWICE})
def hand_over() -> Click:
    challenge, colleague = waiting(), faculty(email="colleague@example.org")
    typed = {"address": colleague.email}
    path = at(challenge, "approval/hand-over/")
    return Click(challenge.faculty_owner, path, told(1, Entry=1), "Your colleague owns it now", lambda: typed, is_over=True)


@makes_once("challenge_cancel", {Lock(Challenge): TOLD_TWICE})
def cancel() -> Click:
    challenge = published_challenge()
    make_team(challenge, student())
    by = User.objects.get(pk=challenge.office_approved_by_id)
    typed = {"reason": "No data."}
    return Click(by, at(challenge, "approval/cancel/"), told(2, Entry=1), "It is cancelled.", lambda: typed)


@makes_once("question_list", {Lock(Challenge): "the question was asked twice"})
def ask() -> Click:
    typed = {"text": "Which data can we use?"}
    return Click(student(), at(published_challenge(), "questions/"), told(1, Question=1), "Your question is sent.", lambda: typed)


@makes_once("question_answer", {Lock(Challenge, Question): "it was recorded twice"})
def answer() -> Click:
    challenge = published_challenge()
    question = Question.objects.create(challenge=challenge, text="Which data?", asked_by=student(), asked_at=timezone.now())
    typed = {"answer": "All of it.", "seen": mark(question)}
    path = at(challenge, f"questions/{question.pk}/")
    return Click(challenge.faculty_owner, path, told(1, Entry=1), "The answer is there for everyone.", lambda: typed)


@makes_once("announcement_new", {Lock(Challenge): TOLD_TWICE})
def announce() -> Click:
    challenge = published_challenge()
    make_team(challenge, student())
    typed = {"title": "Data", "text": "They are there.", "step": "send"}
    makes, words = told(1, Announcement=1, Entry=1), "The announcement is on the page"
    return Click(challenge.faculty_owner, at(challenge, "announcements/new/"), makes, words, lambda: typed)


def programme(**changes: Any) -> dict[str, Any]:
    host = OrganisationFactory()
    typed = {"name": "Spring", "slug": "spring", "host": host.pk, "summary": "Eleven cases."}
    return typed | {"starts_on": "2027-02-01", "ends_on": "2027-06-01"} | changes


@makes_once("programme_office_new", {Unique(Programme, "slug", "name"): "two programmes"})
def new_programme() -> Click:
    typed = programme()
    return Click(
        coordinator(), "/manage/programmes/new/", {"Programme": 1, "Entry": 1}, "Challenges can be put into it now.", lambda: typed
    )


@makes_once("programme_office_edit", {Lock(Programme): "it was recorded twice"})
def edit_programme() -> Click:
    stored = ProgrammeFactory()
    typed = programme(host=stored.host_id)
    return Click(coordinator(), f"/manage/programmes/{stored.slug}/", {"Entry": 1}, "Saved.", lambda: typed)
