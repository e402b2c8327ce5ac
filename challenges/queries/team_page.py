"""The page of a team."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Language
from accounts.enums.disciplines import rolled_up
from accounts.kit import clock
from accounts.kit.together import fetch_together
from accounts.kit.words import names
from accounts.models import Profile, User
from challenges.models import (
    Challenge,
    Draft,
    JoinRequest,
    Participation,
    ProposedPlace,
    Submission,
    Team,
    TeamInvitation,
    TeamLink,
    WorkFile,
)
from challenges.queries import board_access, composition, milestones, team_links
from challenges.queries.captains import captain_of
from challenges.queries.matching import reasons


@dataclass(frozen=True)
class Member:
    """One member as the others know them: a name and what they study, no address. `pk` is the participation's."""

    pk: int
    name: str
    you: bool
    is_captain: bool
    studies: str
    discipline: str
    languages: str


@dataclass(frozen=True)
class Invited:
    """An invitation that nobody has decided on, with its state in words."""

    invitation: TeamInvitation
    words: str
    is_open: bool


@dataclass(frozen=True)
class Asking:
    """An open request to join: who asks, what they study, their words, until when it can be answered."""

    request: JoinRequest
    name: str
    studies: str
    words: str


@dataclass(frozen=True)
class TeamPage:
    """A team with its people, places, invitations and milestones. The words are empty where there is nothing to say.

    `why_here`: why the office put the reader into this team, for nobody else.

    `leads`: the reader is the captain; `hands_over_to` are then the other members. `link` is the secret address of an open link,
    `link_number` counts the links that were made.
    """

    team: Team
    members: list[Member]
    leads: bool
    hands_over_to: list[User]
    asking: list[Asking]
    link: str
    link_number: int
    invited: list[Invited]
    milestones: list[milestones.MilestoneRow]
    places_left: int
    can_invite: bool
    too_small: str
    meter: composition.Meter | None
    why_no_leave: str
    leave_until: dt.datetime | None
    name_stays: bool
    why_here: list[str]


def team_page(team: Team, user: User, now: dt.datetime) -> TeamPage:
    """What members, the coach, the faculty owner and the office see of a team. One statement."""
    challenge = team.challenge
    participations = team.participations.active().select_related(*composition.WITH_TRAITS)
    rules = challenge.composition_rules.all()
    board = board_access.on_board(challenge)
    invitations: Any = team.invitations.undecided()
    undecided = invitations.select_related("introduced").order_by("invited_at", "pk")
    requests = team.join_requests.open(now).select_related("user", "user__profile__institution")
    links = TeamLink.objects.filter(team=team)
    own = ProposedPlace.objects.filter(participation__team=team, participation__user=user, participation__left_at__isnull=True)
    with_work, reads = _with_work(team), milestones.Reads(team)
    fetch_together(participations, rules, board, undecided, requests, links, own, with_work, *reads.querysets)
    invited = [_invited(one, now) for one in undecided]
    places = _places(team, len(participations), sum(one.is_open for one in invited))
    rows = reads.rows(now)
    leave_until = challenge.roster_locks_at or (rows[0].milestone.deadline if rows else None)
    captain, link = captain_of(team, participations), next(iter(links), None)
    return TeamPage(
        team=team,
        members=[_member(one, user, captain) for one in participations],
        leads=captain == user,
        hands_over_to=[one.user for one in participations if one.user_id != user.pk] if captain == user else [],
        asking=[Asking(one, one.user.name, _studies(one.user), one.words) for one in requests],
        link=team_links.path_of(link) if link is not None and link.is_open else "",
        link_number=link.round if link is not None else 0,
        invited=invited,
        milestones=rows,
        places_left=places,
        can_invite=not team.solo and places > 0 and challenge.teams_take_in(now),
        too_small=too_small(team, len(participations)),
        meter=None if team.solo else composition.meter(rules, composition.people_of(participations), composition.people_of(board)),
        why_no_leave=_why_no_leave(challenge, leave_until, len(participations), bool(with_work), now),
        leave_until=leave_until,
        name_stays=challenge.team_texts_stay(now),
        why_here=[words for place in own for words in reasons.words(place.why)],
    )


def too_small(team: Team, size: int) -> str:
    """Words for a team that has fewer people than the challenge asks; empty for one that is large enough."""
    least = team.challenge.team_min
    if team.solo or least is None or size >= least:
        return ""
    missing = ngettext("%(count)d person is missing", "%(count)d people are missing", least - size) % {"count": least - size}
    return _("A team of this challenge has at least %(least)d people: %(missing)s.") % {"least": least, "missing": missing}


def may_not_leave(team: Team, now: dt.datetime) -> str:
    """Why a member cannot leave by themselves now; empty when they can."""
    challenge, first = team.challenge, team.challenge.milestones.first()
    until = challenge.roster_locks_at or (first.deadline if first else None)
    return _why_no_leave(challenge, until, team.participations.active().count(), has_work(team), now)


def _why_no_leave(challenge: Challenge, until: dt.datetime | None, members: int, has_work: bool, now: dt.datetime) -> str:
    if challenge.roster_locks_at is not None and now >= challenge.roster_locks_at:
        return _("Teams are fixed since %(moment)s. Only the programme office can take somebody out of a team now.") % {
            "moment": clock.moment(challenge.roster_locks_at)
        }
    if until is not None and now > until:
        return _("The first deadline was %(deadline)s. From then on only the programme office can take somebody out of a team.") % {
            "deadline": clock.moment(until)
        }
    if has_work and members <= 1:
        return _("You are the last member, and there is work in the draft or handed in. Empty the draft, or ask the programme office.")
    return ""


def has_work(team: Team) -> bool:
    """Whether the team has handed in something, or has a text or a file in a draft."""
    return _with_work(team).exists()


def _with_work(team: Team) -> QuerySet[Team]:
    this = OuterRef("pk")
    written = Draft.objects.filter(team=this).exclude(text__regex=r"^\s*$")
    work = Exists(Submission.objects.filter(team=this)) | Exists(WorkFile.objects.filter(team=this)) | Exists(written)
    return Team.objects.filter(work, pk=team.pk)


def _places(team: Team, members: int, invited: int) -> int:
    most = 1 if team.solo else team.challenge.team_max
    return 0 if most is None else max(0, most - members - invited)


def _invited(invitation: TeamInvitation, now: dt.datetime) -> Invited:
    if invitation.is_open(now):
        return Invited(invitation, _("Open until %(until)s") % {"until": clock.day(invitation.expires_at)}, True)
    return Invited(invitation, _("Expired on %(until)s") % {"until": clock.day(invitation.expires_at)}, False)


def _member(participation: Participation, user: User, captain: User | None) -> Member:
    person = participation.user
    profile: Profile | None = getattr(person, "profile", None)
    return Member(
        pk=participation.pk,
        name=person.name,
        you=person.pk == user.pk,
        is_captain=captain is not None and person.pk == captain.pk,
        studies=_studies(person),
        discipline=" · ".join(str(name) for name in rolled_up(profile.discipline)) if profile else "",
        languages=get_text_list(list(names(Language, *profile.languages)), _("and")) if profile else "",
    )


def _studies(person: User) -> str:
    profile: Profile | None = getattr(person, "profile", None)
    return f"{profile.programme_of_study}, {profile.institution}" if profile else ""
