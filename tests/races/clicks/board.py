"""Two presses on the board of a challenge, and on what is said in confidence."""

from django.utils import timezone

from accounts.models import User
from challenges.actions import board, introductions
from challenges.enums import Mode
from challenges.models import BoardCard, Challenge, Introduction, MarkKind, Programme, Team
from tests.factories import coordinator, enrol, make_team, open_edition, published_challenge, student
from tests.races.clicks import Click, makes_once
from tests.races.clicks.cases import at, told
from tests.races.guards import Lock


def scene(seeks: str = "") -> tuple[Challenge, User, Team]:
    """A challenge for teams, with one of them and its member."""
    challenge, member = published_challenge(mode=Mode.TEAM), student()
    return challenge, member, make_team(challenge, member, seeks=seeks)


def card_in(challenge: Challenge) -> BoardCard:
    return board.show(challenge=challenge, brings="A pen.", seeks="", by=student(), now=timezone.now())


def written(team: Team, member: User) -> Introduction:
    return introductions.introduce(card=card_in(team.challenge), team=team, words="Hello.", by=member, now=timezone.now())


@makes_once("board_card", {})
def show() -> Click:
    challenge, _member, _team = scene()
    typed = {"do": "show", "brings": "A pen.", "seeks": ""}
    return Click(student(), at(challenge, "board/card/"), {"BoardCard": 1}, "You are on the board.", lambda: typed)


@makes_once("board_introduce", {})
def introduce() -> Click:
    challenge, member, _team = scene()
    path, typed = at(challenge, f"board/people/{card_in(challenge).pk}/introduce/"), {"words": "Hello."}
    return Click(member, path, told(1, Introduction=1), "Your words are on their way", lambda: typed)


@makes_once("board_answer", {})
def answer() -> Click:
    challenge, member, team = scene()
    asked = written(team, member)
    path, typed = at(challenge, f"board/introductions/{asked.pk}/"), {"answer": "yes"}
    return Click(asked.user, path, told(2, TeamInvitation=1, Entry=1), "You said yes", lambda: typed)


def _report(by: User, path: str) -> Click:
    return Click(by, path, told(1, Entry=1), "The programme office is told.", lambda: {"reason": "It is rude."})


TOLD_TWICE = "the office was told twice"


@makes_once("board_report_person", {Lock(Challenge): TOLD_TWICE})
def report_person() -> Click:
    challenge, member, _team = scene()
    return _report(member, at(challenge, f"board/people/{card_in(challenge).pk}/report/"))


@makes_once("board_report_team", {Lock(Challenge): TOLD_TWICE})
def report_team() -> Click:
    challenge, _member, team = scene(seeks="Somebody.")
    return _report(student(), at(challenge, f"board/teams/{team.pk}/report/"))


@makes_once("board_report_introduction", {Lock(Challenge): TOLD_TWICE})
def report_introduction() -> Click:
    challenge, member, team = scene()
    return _report(member, at(challenge, f"board/introductions/{written(team, member).pk}/report/"))


@makes_once("board_remove_person", {})
def remove_person() -> Click:
    challenge, _member, _team = scene()
    path = at(challenge, f"board/people/{card_in(challenge).pk}/remove/")
    return Click(coordinator(), path, {"BoardCard": -1, "Entry": 1}, "The card is off the board.", is_over=True)


@makes_once("board_remove_team", {Lock(Challenge, Team): "it was recorded twice"})
def remove_team() -> Click:
    challenge, _member, team = scene(seeks="Somebody.")
    path = at(challenge, f"board/teams/{team.pk}/remove/")
    return Click(coordinator(), path, {"Entry": 1}, "The card is off the board.", is_over=True)


def edition() -> tuple[Programme, MarkKind]:
    """An edition in which one thing can be said in confidence."""
    programme = open_edition()
    return programme, MarkKind.objects.create(programme=programme, words="is tall")


@makes_once("confidence", {Lock(Programme): "an error of the database"})
def say() -> Click:
    programme, kind = edition()
    by = student()
    enrol(programme, by)
    typed = {"kinds": [kind.pk], "consent": "on"}
    words = "This is kept in confidence."
    return Click(by, f"/programmes/{programme.slug}/confidence/", {"ConfidentialMark": 1}, words, lambda: typed)


@makes_once("confidence_kinds", {Lock(Programme): "an error of the database"})
def offer() -> Click:
    programme, _kind = edition()
    path, typed = f"/manage/programmes/{programme.slug}/confidence/", {"words": "is small"}
    return Click(coordinator(), path, {"MarkKind": 1, "Entry": 1}, "Students can say", lambda: typed)


@makes_once("confidence_kind_remove", {Lock(Programme): "it was recorded twice"})
def take_away() -> Click:
    programme, kind = edition()
    path = f"/manage/programmes/{programme.slug}/confidence/{kind.pk}/remove/"
    return Click(coordinator(), path, {"MarkKind": -1, "Entry": 1}, "This can", is_over=True)
