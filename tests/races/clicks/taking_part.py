"""Two presses on the forms of students, teams, coaches and reviewers."""

import datetime as dt
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.kit.clock import local
from accounts.kit.marks import mark
from accounts.models import User
from challenges.actions import lists
from challenges.models import (
    Admission,
    Application,
    Challenge,
    Draft,
    ListedStudent,
    Prerequisite,
    Programme,
    Review,
    StudentList,
    Team,
    TeamInvitation,
)
from challenges.queries.invitations import path_of
from challenges.queries.lists import plan
from challenges.queries.terms import terms_of_edition
from tests.challenges.scenes import closed_scene, judgement, submitted
from tests.factories import ReviewFactory, coordinator, enrol, faculty, make_team, open_edition, published_challenge, student
from tests.races.clicks import Click, makes_once
from tests.races.clicks.cases import TOLD_TWICE, at, told
from tests.races.guards import Lock
from tests.races.joining import invited

NO_WORDS = "an error of the database"
JOINED = {"Participation": 1, "TermsAcceptance": 1}


@makes_once("challenge_join", {Lock(Challenge, User): NO_WORDS})
def join_alone() -> Click:
    typed = {"way": "alone", "terms": "on", "version": 1}
    makes = told(1, Team=1, Entry=1, **JOINED)
    return Click(student(), at(published_challenge(), "join/"), makes, "You take part in", lambda: typed)


@makes_once("challenge_join:with a team", {Lock(Challenge, User): NO_WORDS})
def join_with_team() -> Click:
    typed = {"way": "team", "name": "Night watch", "terms": "on", "version": 1}
    makes = told(1, Team=1, Entry=2, **JOINED)
    return Click(student(), at(published_challenge(), "join/"), makes, "You take part in", lambda: typed)


@makes_once("prerequisite_met", {})
def say_met() -> Click:
    prerequisite = Prerequisite.objects.create(challenge=published_challenge(), text="Six months of Dutch.")
    path = at(prerequisite.challenge, f"join/prerequisites/{prerequisite.pk}/")
    return Click(student(), path, {"PrerequisiteMet": 1, "Entry": 1}, "It is kept that you meet this.")


@makes_once("challenge_apply", {Lock(Challenge): NO_WORDS})
def apply() -> Click:
    challenge = published_challenge(joining="application")
    typed = {"motivation": "I know the ward.", "revision": 0}
    return Click(student(), at(challenge, "apply/"), told(1, Application=1, Entry=1), "Your application is in.", lambda: typed)


def applied(challenge: Challenge) -> Application:
    said = {"motivation": "I know the ward.", "applied_at": timezone.now(), "changed_at": timezone.now(), "pseudonym": "Heron"}
    return Application.objects.create(challenge=challenge, user=student(), **said)


@makes_once("application_withdraw", {Lock(Challenge): "it was recorded twice"})
def withdraw_application() -> Click:
    challenge = published_challenge(joining="application")
    return Click(applied(challenge).user, at(challenge, "apply/withdraw/"), {"Entry": 1}, "Your application is withdrawn.")


@makes_once("application_decide", {Lock(Challenge): "it was recorded twice"})
def decide() -> Click:
    challenge = published_challenge(joining="application")
    typed = {"chosen": [f"{applied(challenge).pk}.1"], "words": "Welcome.", "decision": "accept"}
    words = "application is decided, and the applicant is told."
    return Click(coordinator(), at(challenge, "applications/decide/"), told(1, Entry=1), words, lambda: typed)


@makes_once("challenge_let_in", {})
def let_in() -> Click:
    somebody, challenge = student(), published_challenge()
    typed = {"address": somebody.email, "reason": "Knows the ward."}
    path = f"/manage/challenges/{challenge.slug}/joining/"
    return Click(coordinator(), path, told(1, Admission=1, Entry=1), "is let in", lambda: typed)


@makes_once("challenge_let_in_back", {Lock(Challenge): "it was recorded twice"})
def let_in_no_longer() -> Click:
    challenge, now = published_challenge(), timezone.now()
    admission = Admission.objects.create(challenge=challenge, user=student(), reason="Knows the ward.", at=now)
    path = f"/manage/challenges/{challenge.slug}/joining/{admission.pk}/back/"
    return Click(coordinator(), path, {"Admission": -1, "Entry": 1}, "is let in no longer", is_over=True)


@makes_once("programme_join", {Lock(Programme): NO_WORDS})
def join_an_edition() -> Click:
    edition = open_edition()
    published_challenge(programme=edition)
    typed = {"seen": terms_of_edition(edition).mark, "terms": "on"}
    makes = told(1, Enrolment=1, TermsAcceptance=1, Entry=1)
    return Click(student(), f"/programmes/{edition.slug}/join/", makes, "You are in “", lambda: typed)


@makes_once("programme_wishes", {Lock(Programme): NO_WORDS})
def rank() -> Click:
    edition = open_edition()
    challenge, by = published_challenge(programme=edition), student()
    enrol(edition, by)
    typed = {f"wish_{challenge.pk}": "1"}
    return Click(by, f"/programmes/{edition.slug}/wishes/", {"Wish": 1, "Entry": 1}, "Your wishes are saved.", lambda: typed)


def brought_in(edition: Programme) -> StudentList:
    content = b"address;name\nnoor@example.org;Noor\n"
    return lists.bring_in(programme=edition, name="list.csv", content=content, by=coordinator(), now=timezone.now())


@makes_once("programme_student_list", {Lock(Programme): NO_WORDS})
def bring_in_a_list() -> Click:
    edition = open_edition()

    def typed() -> dict[str, Any]:
        return {"file": SimpleUploadedFile("list.csv", b"address;name\nnoor@example.org;Noor\n")}

    return Click(coordinator(), f"/manage/programmes/{edition.slug}/list/", {"StudentList": 1}, "Is invited by mail", typed)


@makes_once("programme_list_confirm", {Lock(Programme, StudentList): NO_WORDS})
def confirm_a_list() -> Click:
    waiting = brought_in(open_edition())
    typed = {"seen": plan(waiting, timezone.now()).mark}
    makes = {"StudentList": -1, "ListedStudent": 1, "Mail": 1, "Entry": 1}
    path = f"/manage/programmes/{waiting.programme.slug}/list/{waiting.pk}/confirm/"
    return Click(coordinator(), path, makes, "The list is in.", lambda: typed, is_over=True)


@makes_once("programme_list_remove", {Lock(Programme): "it was recorded twice"})
def take_off_a_list() -> Click:
    edition = open_edition()
    one = ListedStudent.objects.create(programme=edition, address="noor@example.org", name="Noor", listed_at=timezone.now())
    path = f"/manage/programmes/{edition.slug}/list/people/{one.pk}/remove/"
    return Click(coordinator(), path, {"ListedStudent": -1, "Entry": 1}, "Noor is off the list.", is_over=True)


@makes_once("programme_list_forget", {})
def forget_a_list() -> Click:
    waiting = brought_in(open_edition())
    path = f"/manage/programmes/{waiting.programme.slug}/list/{waiting.pk}/forget/"
    return Click(coordinator(), path, {"StudentList": -1}, "Nothing has happened.", is_over=True)


@makes_once("programme_leave", {Lock(Programme): "it was recorded twice"})
def leave_an_edition() -> Click:
    enrolment = enrol(open_edition(), student())
    return Click(enrolment.user, f"/programmes/{enrolment.programme.slug}/leave/", {"Entry": 1}, "You have left “")


def team_of(*, size: int = 1) -> Team:
    return make_team(published_challenge(), *(student() for _ in range(size)))


def member(team: Team) -> Any:
    return team.participations.first().user


@makes_once("team_rename", {Lock(Challenge, Team): "it was recorded twice"})
def rename() -> Click:
    team = team_of()
    typed = {"name": "Night watch"}
    return Click(member(team), at(team.challenge, "team/rename/"), {"Entry": 1}, "The team has its new name.", lambda: typed)


@makes_once("team_hand_over", {Lock(Challenge, Team): "it was recorded twice"})
def hand_over() -> Click:
    team = team_of(size=2)
    other = team.participations.last().user
    typed = {"captain": other.pk}
    words = f"{other.name} is the captain of the team now."
    return Click(member(team), at(team.challenge, "team/hand-over/"), told(1, Entry=1), words, lambda: typed)


@makes_once("team_invite", {Lock(Challenge, Team): NO_WORDS})
def invite() -> Click:
    team = team_of()
    typed = {"email": "sem@example.org"}
    makes = {"TeamInvitation": 1, "Entry": 1, "Mail": 1}
    return Click(member(team), at(team.challenge, "team/invite/"), makes, "gets a mail with the invitation", lambda: typed)


@makes_once("team_invitation_again", {Lock(Challenge, Team, TeamInvitation): "it was recorded twice"})
def invite_again() -> Click:
    invitation = invited(team_of(), "sem@example.org")
    path, typed = at(invitation.team.challenge, f"team/invitations/{invitation.pk}/again/"), {"round": 1}
    return Click(member(invitation.team), path, {"Entry": 1, "Mail": 1}, "The mail is sent again", lambda: typed)


@makes_once("team_invitation_withdraw", {Lock(Challenge, Team, TeamInvitation): "it was recorded twice"})
def withdraw() -> Click:
    invitation = invited(team_of(), "sem@example.org")
    path = at(invitation.team.challenge, f"team/invitations/{invitation.pk}/withdraw/")
    return Click(member(invitation.team), path, {"Entry": 1}, "The invitation is withdrawn")


@makes_once("team_invitation_accept", {Lock(Challenge, Team, TeamInvitation, User): NO_WORDS})
def accept() -> Click:
    sem, typed = student(email="sem@example.org"), {"terms": "on", "version": 1}
    path = f"{path_of(invited(team_of(), sem.email))}accept/"
    return Click(sem, path, told(2, Entry=1, **JOINED), "You are in the team", lambda: typed)


@makes_once("team_invitation_decline", {Lock(Team, TeamInvitation): "it was recorded twice"})
def decline() -> Click:
    team, now = team_of(), timezone.now()
    invitation = TeamInvitation.objects.create(
        team=team, address="sem@example.org", invited_by=member(team), invited_at=now, expires_at=now + dt.timedelta(days=1)
    )
    return Click(None, f"{path_of(invitation)}decline/", told(1, Entry=1), "You declined.")


@makes_once("team_leave", {Lock(Challenge, Team): "it was recorded twice"})
def leave() -> Click:
    team = team_of(size=2)
    return Click(member(team), at(team.challenge, "team/leave/"), told(1, Entry=1), "You no longer take part", is_over=True)


@makes_once("team_coach", {Lock(Challenge, Team): TOLD_TWICE})
def name_coach() -> Click:
    team, coach = team_of(), faculty()
    typed = {f"team-{team.pk}-coach": coach.pk}
    path = f"/manage/challenges/{team.challenge.slug}/teams/{team.pk}/coach/"
    return Click(coordinator(), path, told(2, Entry=1), "The coach of", lambda: typed)


@makes_once("challenge_teams_spread", {Lock(Challenge, Team): TOLD_TWICE})
def spread() -> Click:
    team, typed = team_of(), {"coaches": [faculty().pk]}
    path = f"/manage/challenges/{team.challenge.slug}/teams/spread/"
    return Click(coordinator(), path, told(2, Entry=1), "1 team has a coach now.", lambda: typed)


def handing_in(team: Team, **fields: Any) -> dict[str, Any]:
    return {"text": "What we found.", "page": "a-page", "revision": 0, "do": "hand_in"} | fields


@makes_once("submission_work", {Lock(Challenge, Team): NO_WORDS})
def hand_in() -> Click:
    team = team_of()
    milestone = team.challenge.milestones.first()
    Draft.objects.create(team=team, milestone=milestone, text="What we found.", revision=1, saved_at=timezone.now())
    path = at(team.challenge, f"submissions/{milestone.pk}/")
    makes = told(1, Submission=1, Entry=1)
    return Click(member(team), path, makes, "What we found.", partial(handing_in, team, revision=1))


@makes_once("submission_work:with a file", {Lock(Team): "the file was there twice"})
def add_file() -> Click:
    team = team_of()
    milestone = team.challenge.milestones.first()

    def typed() -> dict[str, Any]:
        return handing_in(team, do="save", files=SimpleUploadedFile("notes.txt", b"Notes."))

    return Click(member(team), at(team.challenge, f"submissions/{milestone.pk}/"), {"WorkFile": 1, "Draft": 1}, "notes.txt", typed)


def judged(review: Review, **fields: Any) -> dict[str, Any]:
    marks = judgement(review.submission.milestone.challenge).marks
    return {"comment": "Well argued."} | {f"level_{pk}": level for pk, (level, _remark) in marks.items()} | fields


@makes_once("review_detail", {Lock(Challenge): "it was recorded twice"})
def submit_review() -> Click:
    review = ReviewFactory(submission=closed_scene(teams=1).works[0])
    makes = {"Score": 2, "Entry": 1}
    return Click(review.reviewer, f"/reviews/{review.pk}/", makes, "Submitted.", partial(judged, review, do="submit"))


@makes_once("review_draft", {})
def save_review() -> Click:
    review = ReviewFactory(submission=closed_scene(teams=1).works[0])
    return Click(review.reviewer, f"/reviews/{review.pk}/draft/", {"Score": 2}, "Saved", partial(judged, review))


@makes_once("review_reopen", {Lock(Challenge): "it was recorded twice"})
def reopen() -> Click:
    review = submitted(closed_scene(teams=1).works[0])
    return Click(review.reviewer, f"/reviews/{review.pk}/reopen/", {"Entry": 1}, "Your review is open again.")


def in_days(days: int) -> str:
    return f"{local(timezone.now() + dt.timedelta(days=days)):%Y-%m-%dT12:00}"


@makes_once("review_assign", {Lock(Challenge): NO_WORDS})
def assign() -> Click:
    scene, person = closed_scene(teams=1), faculty()
    typed = {"submissions": [scene.works[0].pk], "people": [person.pk], "how": "all", "each": 1, "due_at": in_days(9)}
    path = f"/manage/challenges/{scene.challenge.slug}/reviews/?milestone={scene.milestone.pk}"
    return Click(coordinator(), path, told(1, Review=1, Entry=1), "1 review was assigned.", lambda: typed)


@makes_once("review_due_move", {Lock(Challenge): TOLD_TWICE})
def move_due() -> Click:
    scene = closed_scene(teams=1)
    ReviewFactory(submission=scene.works[0])
    typed = {"move-due_at": in_days(9)}
    path = f"/manage/challenges/{scene.challenge.slug}/reviews/{scene.milestone.pk}/due/"
    return Click(coordinator(), path, told(1, Entry=1), "1 review has a new due date.", lambda: typed)


@makes_once("review_withdraw", {Lock(Challenge): "it was recorded twice"})
def withdraw_review() -> Click:
    scene = closed_scene(teams=1)
    review = ReviewFactory(submission=scene.works[0])
    path = f"/manage/challenges/{scene.challenge.slug}/reviews/{review.pk}/withdraw/"
    return Click(coordinator(), path, told(1, Review=-1, Entry=1), "The review was withdrawn.", is_over=True)


@makes_once("release", {Lock(Challenge): "it was recorded twice"})
def release() -> Click:
    scene = closed_scene(teams=1)
    submitted(scene.works[0])
    path = f"/manage/challenges/{scene.challenge.slug}/results/{scene.milestone.pk}/release/"
    return Click(coordinator(), path, told(3, Entry=1), "The results are released.")


@makes_once("outcome", {Lock(Challenge): "it was recorded twice"})
def outcome() -> Click:
    scene, typed = closed_scene(teams=1), {"outcome": "Two ideas go on.", "seen": mark("")}
    return Click(
        coordinator(), f"/manage/challenges/{scene.challenge.slug}/results/outcome/", {"Entry": 1}, "The outcome is saved.", lambda: typed
    )
