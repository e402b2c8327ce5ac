"""Two presses on the forms by which people come into a team, and work in it together."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.queries.people import holders
from challenges.actions import agreements, rooms
from challenges.models import Challenge, RemovalRequest, Team, TeamLink
from challenges.queries.team_links import path_of
from tests.factories import ask_to_join, coordinator, make_team, published_challenge, student
from tests.races.clicks import Click, makes_once
from tests.races.clicks.cases import at, told
from tests.races.clicks.taking_part import JOINED, NO_WORDS, member, team_of
from tests.races.guards import Lock

TWICE = "it was recorded twice"


def seeking() -> Team:
    return make_team(published_challenge(), student(), seeks="Somebody who can build.")


def link_into(team: Team) -> TeamLink:
    return TeamLink.objects.create(team=team, opened_at=timezone.now())


@makes_once("team_link_open", {Lock(Challenge, Team): NO_WORDS})
def open_link() -> Click:
    team, typed = team_of(), {"seen": "0"}
    return Click(member(team), at(team.challenge, "team/link/"), {"TeamLink": 1, "Entry": 1}, "The link is made.", lambda: typed)


@makes_once("team_link_close", {Lock(Challenge, Team): TWICE})
def close_link() -> Click:
    team = link_into(team_of()).team
    return Click(member(team), at(team.challenge, "team/link/close/"), {"Entry": 1}, "The link is closed")


@makes_once("team_link_join", {Lock(Challenge, Team, User): NO_WORDS})
def join_by_link() -> Click:
    typed = {"terms": "on", "version": 1}
    return Click(student(), f"{path_of(link_into(team_of()))}join/", told(2, Entry=1, **JOINED), "You are in the team", lambda: typed)


@makes_once("team_seeks", {Lock(Challenge, Team): TWICE})
def look_for() -> Click:
    team, typed = team_of(), {"seeks": "Somebody who can build."}
    return Click(member(team), at(team.challenge, "team/seeks/"), {"Entry": 1}, "can read it and ask", lambda: typed)


@makes_once("team_ask", {Lock(Challenge, Team, User): NO_WORDS})
def ask() -> Click:
    team, typed = seeking(), {"words": "I build.", "terms": "on", "version": 1}
    makes = told(1, JoinRequest=1, TermsAcceptance=1, Entry=1)
    return Click(student(), at(team.challenge, f"join/teams/{team.pk}/"), makes, "is asked. You hear", lambda: typed)


@makes_once("join_request_withdraw", {Lock(Challenge, Team): TWICE})
def take_back() -> Click:
    request = ask_to_join(seeking(), student())
    path = at(request.team.challenge, f"join/requests/{request.pk}/withdraw/")
    return Click(request.user, path, {"Entry": 1}, "Your request is taken back.")


@makes_once("join_request_accept", {})
def take_in() -> Click:
    request = ask_to_join(seeking(), student())
    path = at(request.team.challenge, f"team/requests/{request.pk}/accept/")
    return Click(member(request.team), path, told(3, Entry=2, Participation=1), "is in the team.")


@makes_once("join_request_decline", {Lock(Challenge, Team): TWICE})
def turn_down() -> Click:
    request = ask_to_join(seeking(), student())
    path = at(request.team.challenge, f"team/requests/{request.pk}/decline/")
    return Click(member(request.team), path, told(1, Entry=1), "your team cannot take them in")


@makes_once("team_agreement", {Lock(Team): NO_WORDS})
def agree() -> Click:
    team = team_of(size=2)
    typed = {"how": "By turns.", "seen": agreements.mark_of(None)}
    makes = told(1, TeamAgreement=1, Entry=1)
    return Click(member(team), at(team.challenge, f"team/{team.pk}/agreement/"), makes, "The agreement is saved.", lambda: typed)


@makes_once("team_agreement_accept", {})
def accept_agreement() -> Click:
    team = team_of()
    written = agreements.write(team=team, words=agreements.Words("By turns.", "", ""), seen="", by=member(team), now=timezone.now())
    typed = {"seen": agreements.mark_of(written)}
    path = at(team.challenge, f"team/{team.pk}/agreement/accept/")
    return Click(member(team), path, {"AgreementAcceptance": 1, "Entry": 1}, "You have accepted", lambda: typed)


@makes_once("removal_ask", {Lock(Challenge, Team): NO_WORDS})
def ask_to_go() -> Click:
    team = team_of(size=2)
    path, typed = at(team.challenge, f"team/members/{team.participations.last().pk}/go/"), {"reason": "We quarrel."}
    coordinator()
    people = 1 + holders(Role.COORDINATOR, timezone.now()).count()
    return Click(member(team), path, told(people, RemovalRequest=1, Entry=1), "The programme office looks at it", lambda: typed)


@makes_once("removal_decide", {Lock(Challenge, Team): TWICE})
def decide() -> Click:
    team = team_of(size=2)
    request = RemovalRequest.objects.create(
        participation=team.participations.last(), reason="We quarrel.", asked_by=member(team), asked_at=timezone.now()
    )
    typed = {f"removal-{request.pk}-decision": "go", f"removal-{request.pk}-words": "Better so."}
    return Click(coordinator(), f"/manage/removals/{request.pk}/", told(2, Entry=1), "It is decided", lambda: typed)


@makes_once("team_messages", {Lock(Team): "it was there twice"})
def write() -> Click:
    team, typed = team_of(size=2), {"text": "Shall we meet?"}
    return Click(member(team), at(team.challenge, f"team/{team.pk}/messages/"), told(1, TeamMessage=1), "Shall we meet?", lambda: typed)


@makes_once("team_files", {Lock(Team): "the file was there twice"})
def share() -> Click:
    team = team_of()

    def typed() -> dict[str, object]:
        return {"files": SimpleUploadedFile("notes.txt", b"Notes.")}

    return Click(member(team), at(team.challenge, f"team/{team.pk}/files/"), {"TeamFile": 1}, "notes.txt", typed)


@makes_once("team_file_remove", {Lock(Team): TWICE})
def unshare() -> Click:
    team = team_of()
    (file,) = rooms.share(team=team, uploads=[SimpleUploadedFile("notes.txt", b"N.")], by=member(team), now=timezone.now()).files
    path = at(team.challenge, f"team/{team.pk}/files/{file.key}/remove/")
    return Click(member(team), path, {"TeamFile": -1, "Entry": 1}, "is removed.", is_over=True)


@makes_once("team_pulse", {})
def say_how_it_goes() -> Click:
    team, typed = team_of(), {"score": "4", "words": "Good."}
    return Click(member(team), at(team.challenge, f"team/{team.pk}/pulse/"), {"PulseAnswer": 1}, "Thank you.", lambda: typed)
