"""Kinds of notice about joining and teams."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.outbox.models import Mail
from accounts.outbox.notices import Notice
from accounts.queries.people import holders
from challenges.models import Admission, JoinRequest, Participation, RemovalRequest, Team, TeamInvitation
from challenges.queries.invitations import path_of


def _takes_part(mail: Mail, now: dt.datetime) -> bool:
    return Participation.objects.active().filter(pk=mail.context["participation"], user=mail.user_id).exists()


def _is_let_in(mail: Mail, now: dt.datetime) -> bool:
    return Admission.objects.filter(pk=mail.context["admission"], user=mail.user_id).exists()


def _is_member(mail: Mail, now: dt.datetime) -> bool:
    return Participation.objects.active().filter(team=mail.context["team_id"], user=mail.user_id).exists()


def _is_coach(mail: Mail, now: dt.datetime) -> bool:
    return Team.objects.filter(pk=mail.context["team_id"], coach__in=holders(Role.FACULTY, now).filter(pk=mail.user_id)).exists()


def _still_coached(mail: Mail, now: dt.datetime) -> bool:
    return _is_member(mail, now) and Team.objects.filter(pk=mail.context["team_id"], coach=mail.context["coach_id"]).exists()


def _invitation(mail: Mail) -> TeamInvitation | None:
    found = TeamInvitation.objects.filter(pk=mail.context["invitation"], round=mail.context["round"])
    invitation: TeamInvitation | None = found.select_related("team__challenge").first()
    return invitation


def _can_be_accepted(mail: Mail, now: dt.datetime) -> bool:
    found = _invitation(mail)
    return found is not None and found.is_open(now) and found.team.challenge.teams_take_in(now)


def _invitation_path(mail: Mail) -> str:
    found = _invitation(mail)
    return path_of(found) if found else mail.path


def _waits(mail: Mail, now: dt.datetime) -> bool:
    return _is_member(mail, now) and JoinRequest.objects.open(now).filter(pk=mail.context["request"]).exists()


def _undecided(mail: Mail, now: dt.datetime) -> bool:
    waits = RemovalRequest.objects.filter(pk=mail.context["removal"], decided_at__isnull=True)
    return waits.filter(participation__left_at__isnull=True).exists()


def _is_inside(mail: Mail, now: dt.datetime) -> bool:
    return _is_member(mail, now) or _is_coach(mail, now)


def _still_open(mail: Mail, now: dt.datetime) -> bool:
    return now < dt.datetime.fromisoformat(mail.context["until"]) and _is_member(mail, now)


def _leads(mail: Mail, now: dt.datetime) -> bool:
    return _is_member(mail, now) and Team.objects.filter(pk=mail.context["team_id"], captain=mail.user_id).exists()


_MEMBER = _("You are a member of this team.")
_ASKED = _("You asked this team to be taken in.")

NOTICES: list[Notice] = [
    Notice("challenge_joined", label=_("You joined a challenge"), why=_("You joined a challenge."), essential=True, relevant=_takes_part),
    Notice(
        "challenge_let_in",
        label=_("The programme office lets you join"),
        why=_("The programme office lets you join this challenge."),
        essential=True,
        relevant=_is_let_in,
    ),
    Notice(
        "team_invited",
        label=_("You are invited into a team"),
        why=_("Somebody asked you by your address to join their team."),
        essential=True,
        relevant=_can_be_accepted,
        secret_path=_invitation_path,
    ),
    Notice("team_joined", label=_("Somebody joined your team"), why=_MEMBER, relevant=_is_member),
    Notice(
        "team_invitation_declined",
        label=_("An invitation into your team was declined"),
        why=_("You invited somebody into your team."),
        relevant=_is_member,
    ),
    Notice("team_left", label=_("Somebody left your team"), why=_MEMBER, relevant=_is_member),
    Notice("join_requested", label=_("Somebody asks to join your team"), why=_MEMBER, relevant=_waits),
    Notice("join_request_accepted", label=_("A team takes you in"), why=_ASKED, essential=True, relevant=_is_member),
    Notice("join_request_declined", label=_("A team cannot take you in"), why=_ASKED),
    Notice("agreement_written", label=_("Your team has an agreement to accept"), why=_MEMBER, relevant=_is_member),
    Notice(
        "removal_asked",
        label=_("A team asks a member to go"),
        why=_("You get this because you work at the programme office."),
        relevant=_undecided,
    ),
    Notice("removal_asked_of_you", label=_("The office looks at your place in a team"), why=_MEMBER, essential=True, relevant=_undecided),
    Notice("removed_from_team", label=_("You are no longer in a team"), why=_("You were a member of this team."), essential=True),
    Notice("removal_refused", label=_("You stay in your team"), why=_MEMBER, essential=True, relevant=_is_member),
    Notice("removal_decided", label=_("The office has decided about a member"), why=_("You asked the office."), relevant=_is_member),
    Notice("roster_7d", label=_("Your team lacks somebody, a week before teams are fixed"), why=_MEMBER, relevant=_still_open),
    Notice("roster_2d", label=_("Your team lacks somebody, two days before teams are fixed"), why=_MEMBER, relevant=_still_open),
    Notice(
        "roster_unmet",
        label=_("Teams that do not meet the rules are fixed"),
        why=_("You get this because you work at the programme office."),
    ),
    Notice(
        "team_message",
        label=_("There are messages in your team"),
        why=_("You are a member or the coach of this team."),
        relevant=_is_inside,
    ),
    Notice("captain_named", label=_("You are the captain of your team"), why=_MEMBER, relevant=_leads),
    Notice(
        "coach_named",
        label=_("You coach a team"),
        why=_("The programme office named you coach of this team."),
        essential=True,
        relevant=_is_coach,
    ),
    Notice("team_coach_named", label=_("Your team has a coach"), why=_MEMBER, relevant=_still_coached),
]

DONE = {
    "participation.joined": _("joined the challenge"),
    "participation.left": _("left the challenge"),
    "prerequisite.met": _("said to meet a prerequisite"),
    "admission.made": _("let somebody in"),
    "admission.taken_back": _("let somebody in no longer"),
    "team.made": _("made a team"),
    "team.renamed": _("renamed the team"),
    "team.handed_over": _("handed the team over to another captain"),
    "team.dissolved": _("dissolved the team"),
    "team.coach_named": _("named the coach"),
    "team.looked_for": _("said whom the team looks for"),
    "team_link.opened": _("made a link into the team"),
    "team_link.closed": _("closed the link into the team"),
    "join_request.made": _("asked to join the team"),
    "join_request.accepted": _("took somebody into the team who had asked"),
    "join_request.declined": _("declined a request to join the team"),
    "join_request.withdrawn": _("took a request to join the team back"),
    "team_file.removed": _("removed a file that the team shared"),
    "agreement.written": _("wrote the agreement of the team"),
    "agreement.accepted": _("accepted the agreement of the team"),
    "removal.asked": _("asked the office to take a member out of the team"),
    "removal.granted": _("took a member out of the team"),
    "removal.refused": _("left a member in the team"),
    "team_invitation.sent": _("invited somebody into the team"),
    "team_invitation.sent_again": _("sent an invitation into the team again"),
    "team_invitation.declined": _("declined an invitation into the team"),
    "team_invitation.withdrawn": _("withdrew an invitation into the team"),
}
