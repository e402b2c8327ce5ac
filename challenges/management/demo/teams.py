"""Who works with whom on what, with the terms that each accepted."""

import datetime as dt
import itertools
import random
from dataclasses import dataclass, field

from accounts.models import TermsAcceptance, User
from accounts.models.invitations import LIFETIME
from challenges.enums import Mode
from challenges.enums.pseudonyms import BIRDS
from challenges.management.demo.calendar import DAY, Calendar
from challenges.management.demo.cases import MULTIPLIED, Built
from challenges.management.demo.data import chance, read
from challenges.management.demo.people import People
from challenges.models import Participation, Team, TeamInvitation
from challenges.queries.terms import terms_of


@dataclass
class Group:
    """A team before it is stored: its people, and who made it first."""

    built: Built
    people: list[User]
    solo: bool = False
    coach: User | None = None


@dataclass
class Joined:
    """What was stored, for the trail."""

    participations: list[Participation] = field(default_factory=list)
    invitation: TeamInvitation | None = None


def form(built: list[Built], people: People, calendar: Calendar, seed: int) -> Joined:
    """Store teams, acceptances and participations: whole editions first, then who joined the challenges that are open."""
    draw = chance(seed, "teams")
    groups = [*_editions(built, people), *_open(built, people, draw)]
    _store_teams(groups, calendar, draw)
    joined = Joined(_store_participations(groups, calendar, draw))
    _agree(groups, draw)
    joined.invitation = _invitation(built, people, calendar)
    return joined


def split(people: list[User], parts: int) -> list[list[User]]:
    """Neighbours together, in parts whose sizes differ by one at most."""
    small, larger = divmod(len(people), parts)
    sizes = [small + 1] * larger + [small] * (parts - larger)
    taken = iter(people)
    return [list(itertools.islice(taken, size)) for size in sizes]


def _editions(built: list[Built], people: People) -> list[Group]:
    found = []
    for edition, students in people.students.items():
        inside = [one for one in built if one.case.programme == edition]
        slots = [one for one in inside for _ in range(one.case.teams)]
        if not slots:
            continue
        coaches = itertools.cycle([None] if edition == "covid-challenge-2021" else people.tutors)
        found += [Group(one, group, coach=next(coaches)) for one, group in zip(slots, split(students, len(slots)), strict=True)]
    return found


def _open(built: list[Built], people: People, draw: random.Random) -> list[Group]:
    """Students of the demo editions, each in one more challenge at most. The first of an edition, who sign in, are left out."""
    free = [user for edition in MULTIPLIED for user in people.students[edition][8:]]
    draw.shuffle(free)
    found = []
    for one in built:
        if one.case.taken:
            chosen, free = free[: one.case.taken], free[one.case.taken :]
            found += _groups(one, chosen, draw)
    return found


def _groups(one: Built, chosen: list[User], draw: random.Random) -> list[Group]:
    if one.case.mode == Mode.SOLO:
        return [Group(one, [user], solo=True) for user in chosen]
    alone = chosen[: len(chosen) // 4] if one.case.mode == Mode.EITHER else []
    rest = chosen[len(alone) :]
    smallest, largest = one.case.team
    parts = draw.randint(-(-len(rest) // largest), len(rest) // smallest)
    return [*(Group(one, [user], solo=True) for user in alone), *(Group(one, group) for group in split(rest, parts))]


def _store_teams(groups: list[Group], calendar: Calendar, draw: random.Random) -> None:
    names: dict[int, list[str]] = {}
    for group in groups:
        challenge = group.built.challenge
        ready = names.setdefault(challenge.pk, _pairs(draw))
        count = len(group.built.teams)
        bird, lap = BIRDS[(count * 9 + len(challenge.slug)) % len(BIRDS)], count // len(BIRDS) + 1
        opened, closed = _window(group.built)
        team = Team(
            challenge=challenge,
            name=group.people[0].name if group.solo else ready.pop(),
            solo=group.solo,
            pseudonym=bird if lap == 1 else f"{bird} {lap}",
            coach=group.coach,
            created_at=calendar.some_time(draw, opened, opened + (closed - opened) // 2),
        )
        group.built.teams.append(team)
        group.built.members[id(team)] = group.people
    joined = _with_teams(groups)
    Team.objects.bulk_create([team for one in joined for team in one.teams], batch_size=2000)
    for one in joined:
        one.members = {team.pk: one.members[id(team)] for team in one.teams}


def _with_teams(groups: list[Group]) -> list[Built]:
    return list({id(group.built): group.built for group in groups}.values())


def _pairs(draw: random.Random) -> list[str]:
    words = read("people")["team_names"]
    names = [f"{first} {second}" for first in words["first"] for second in words["second"]]
    draw.shuffle(names)
    return names


def _window(built: Built) -> tuple[dt.date, dt.date]:
    """The days on which people joined: from the day after publication to the day before joining closed."""
    challenge = built.challenge
    return challenge.published_at.date() + DAY, challenge.join_until.date() - DAY


def _store_participations(groups: list[Group], calendar: Calendar, draw: random.Random) -> list[Participation]:
    """Members come after their team was made. Terms are kept as they stood, in the language that the person reads."""
    found = []
    for built in _with_teams(groups):
        challenge = built.challenge
        terms = terms_of(challenge)
        _opened, closed = _window(built)
        for team in built.teams:
            for place, user in enumerate(built.members[team.pk]):
                at = team.created_at if place == 0 else max(team.created_at, calendar.some_time(draw, team.created_at.date(), closed))
                accepted = TermsAcceptance(
                    user=user, document=terms.document, title=challenge.title, version=terms.version, text=terms.text, accepted_at=at
                )
                found.append(Participation(challenge=challenge, team=team, user=user, terms=accepted, joined_at=at))
    TermsAcceptance.objects.bulk_create([one.terms for one in found], batch_size=2000)
    Participation.objects.bulk_create(found, batch_size=2000)
    return found


def _agree(groups: list[Group], draw: random.Random) -> None:
    """In more than half of the teams everybody agreed to be named in results, in the others some did."""
    agreed = [user.pk for group in groups for together in [draw.random() < 0.6] for user in group.people if together or draw.random() < 0.4]
    User.objects.filter(pk__in=agreed).update(named_in_results=True)


def _invitation(built: list[Built], people: People, calendar: Calendar) -> TeamInvitation:
    """The new student is asked by a team that has a place left."""
    one = next(one for one in built if one.case.slug == "the-bin-beside-the-operating-table")
    team = next(team for team in one.teams if not team.solo and len(one.members[team.pk]) < one.case.team[1])
    at = calendar.at(-1, 19, 12)
    return TeamInvitation.objects.create(
        team=team, address=people.by_key["new-student"].email, invited_by=one.members[team.pk][0], invited_at=at, expires_at=at + LIFETIME
    )
