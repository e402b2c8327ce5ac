"""Kinds of notice about joining and teams."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.outbox.models import Mail
from accounts.outbox.notices import Notice
from accounts.queries.people import holders
from challenges.models import Admission, Participation, Team, TeamInvitation
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


def _leads(mail: Mail, now: dt.datetime) -> bool:
    return _is_member(mail, now) and Team.objects.filter(pk=mail.context["team_id"], captain=mail.user_id).exists()


_MEMBER = _("You are a member of this team.")

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
    "team_invitation.sent": _("invited somebody into the team"),
    "team_invitation.sent_again": _("sent an invitation into the team again"),
    "team_invitation.declined": _("declined an invitation into the team"),
    "team_invitation.withdrawn": _("withdrew an invitation into the team"),
}
