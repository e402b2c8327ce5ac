"""The board of a challenge: who looks for whom, the best fit first, each with its reasons."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.kit.together import fetch_together
from accounts.models import Profile, User
from challenges import matching
from challenges.models import BoardCard, Challenge, CompositionRule, Introduction, JoinRequest, Participation, Team, TeamInvitation
from challenges.queries import board_access
from challenges.queries.board_words import Entry, Told, person_entry, state, team_entry, told
from challenges.queries.composition import WITH_TRAITS, people_of, student_of

SIZE = 24


@dataclass(frozen=True)
class Wanted:
    """What a reader wants to see: people or teams, and of these only one broad field or one language."""

    show: str = ""
    field: str = ""
    language: str = ""


@dataclass(frozen=True)
class BoardPage:
    """The board for one reader. `closed`: nobody is shown any more. `own_card`, `own_team`, `told`, `asked`: what is theirs, with their
    introductions and their open requests; `alone` is a student who looks for a team."""

    show: str
    closed: bool
    alone: bool
    own_card: BoardCard | None
    own_team: Team | None
    entries: list[Entry]
    told: list[Told]
    asked: list[JoinRequest]
    guides: bool
    counts: dict[str, int] = field(default_factory=dict)


class _Reads:
    """Everything about a board that one statement reads."""

    def __init__(self, user: User, challenge: Challenge, now: dt.datetime) -> None:
        here = {"challenge": challenge}
        self.cards: QuerySet[BoardCard] = BoardCard.objects.filter(user__is_active=True, **here).select_related(*WITH_TRAITS)
        self.seeking: QuerySet[Team] = Team.objects.filter(solo=False, **here).exclude(seeks="").order_by("-created_at", "pk")
        self.inside = Participation.objects.active().filter(**here).select_related("team", *WITH_TRAITS)
        open_ones: Any = TeamInvitation.objects.open(now)
        self.open = open_ones.filter(team__challenge=challenge).order_by().values_list("team_id", flat=True)
        self.rules: QuerySet[CompositionRule] = challenge.composition_rules.all()
        self.own: QuerySet[Profile] = Profile.objects.filter(user=user).select_related("institution", "faculty__institution")
        mine = Participation.objects.active().filter(user=user, **here).order_by().values("team")
        self.told: QuerySet[Introduction] = Introduction.objects.filter(Q(user=user) | Q(team__in=mine), team__challenge=challenge)
        self.told = self.told.select_related("team", "user", "by")
        self.asked: QuerySet[JoinRequest] = JoinRequest.objects.open(now).filter(user=user, team__challenge=challenge)
        self.asked = self.asked.select_related("team").order_by("asked_at", "pk")
        fetch_together(self.cards, self.seeking, self.inside, self.open, self.rules, self.own, self.told, self.asked)


def board_page(user: User, challenge: Challenge, wanted: Wanted, now: dt.datetime) -> BoardPage | None:
    """The board for whoever may see it: its teams, who may join one or has a card on it, and who guides them; None for anybody else."""
    reads = _Reads(user, challenge, now)
    teams: dict[int, list[Participation]] = defaultdict(list)
    for one in reads.inside:
        teams[one.team_id].append(one)
    own_team = next((one.team for one in reads.inside if one.user_id == user.pk), None)
    guides = own_team is None and board_access.guides(user, challenge)
    alone = own_team is None and not guides
    own_card = next((one for one in reads.cards if one.user_id == user.pk), None)
    if not challenge.has_board or (alone and own_card is None and board_access.may_be_shown(user, challenge, now)):
        return None
    show = wanted.show or ("teams" if alone else "people")
    closed = not challenge.teams_take_in(now)
    places = _places(challenge, teams, reads.open)
    seen_by = _Seen(reads, teams, own_team, None if guides else user)
    found = {"people": seen_by.people(reads.cards, places), "teams": seen_by.teams(reads.seeking, places)}
    shown = [] if closed else [one for one in found[show] if one.is_wanted(wanted.field, wanted.language)]
    return BoardPage(
        show=show,
        closed=closed,
        alone=alone,
        own_card=own_card,
        own_team=own_team if own_team and not own_team.solo else None,
        entries=sorted(shown, key=lambda entry: -entry.fit.score),
        told=[told(one, user) for one in reads.told],
        asked=list(reads.asked),
        guides=guides,
        counts={name: len(entries) for name, entries in found.items()},
    )


def _places(challenge: Challenge, teams: dict[int, list[Participation]], invited: Iterable[int]) -> Counter[int]:
    """How many people each team can still take in; open invitations count."""
    asked = Counter(invited)
    return Counter({team: (challenge.team_max or 0) - len(members) - asked[team] for team, members in teams.items()})


class _Seen:
    """The board as one reader sees it. A fit is told to whoever looks for somebody; who guides sees the newest first."""

    def __init__(self, reads: _Reads, teams: dict[int, list[Participation]], own_team: Team | None, reader: User | None) -> None:
        self._rules, self._members, self._team, self._reader = reads.rules, teams, own_team, reader
        self._profile = next(iter(reads.own), None)
        self._met = {(one.team_id, one.user_id): one for one in reads.told}
        self._asked = {one.team_id for one in reads.asked}

    def people(self, cards: Iterable[BoardCard], places: Counter[int]) -> list[Entry]:
        """Everybody on the board but the reader."""
        ours = self._students(self._team.pk) if self._team and not self._team.solo else []
        looking = bool(ours) and self._team is not None and places[self._team.pk] > 0
        beside = ours or ([student_of(self._profile)] if self._profile and self._reader and self._team is None else [])
        return [
            person_entry(
                card,
                beside,
                self._rules if ours else (),
                met=self._met.get((self._team.pk if self._team else 0, card.user_id)),
                may=looking,
            )
            for card in cards
            if card.user_id != (self._reader.pk if self._reader else 0) and hasattr(card.user, "profile")
        ]

    def teams(self, seeking: Iterable[Team], places: Counter[int]) -> list[Entry]:
        """Every team on the board that has a place but the reader's own."""
        me = student_of(self._profile) if self._profile and self._reader and self._team is None else None
        return [
            team_entry(
                team,
                self._students(team.pk),
                len(self._members[team.pk]),
                places[team.pk],
                me,
                self._rules,
                met=self._said_to(team),
            )
            for team in seeking
            if places[team.pk] > 0 and team != self._team
        ]

    def _said_to(self, team: Team) -> str:
        if team.pk in self._asked:
            return _("You have asked this team")
        introduced = self._met.get((team.pk, self._reader.pk if self._reader else 0))
        return state(introduced) if introduced else ""

    def _students(self, team: int) -> Sequence[matching.Student]:
        return [one.student for one in people_of(self._members[team])]
