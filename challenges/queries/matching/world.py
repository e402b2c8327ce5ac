"""Everything that forming the teams of an edition starts from, read in bulk, as the solver's facts and as rows to show."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.kit.together import fetch_together
from accounts.models import Profile, User
from challenges.enums import Keep, Trait
from challenges.matching import Facts, Placement, Student
from challenges.models import CompositionRule, Enrolment, KeptPair, Participation, Programme, ProposedPlace, Team, Wish
from challenges.queries.composition import student_of
from challenges.queries.matching import weights
from challenges.queries.matching.eligible import Eligible
from challenges.queries.matching.slots import Slot, key_of, slots_of
from challenges.queries.terms import joined_through

SEVERAL = 2
Marks = Mapping[int, frozenset[str]]
NO_MARKS: Marks = {}
_PROFILE = [
    f"profile__{name}" for name in ("user", "programme_of_study", "level", "discipline", "languages", "times", "institution", "faculty")
]
_NAMES = ["profile__institution__name", "profile__faculty__name", "profile__faculty__institution__name"]
_PERSON = ["name", *_PROFILE, *_NAMES]


@dataclass(frozen=True)
class World:
    """`people` and `enrolments` by the number of the user; `slots` by key; `current`: in which existing team somebody is."""

    programme: Programme
    people: Mapping[int, User]
    enrolments: Mapping[int, Enrolment]
    slots: Mapping[int, Slot]
    current: Placement
    wishes: Mapping[int, Sequence[weights.Wished]]
    pairs: Sequence[KeptPair]
    facts: Facts

    @cached_property
    def students(self) -> Mapping[int, Student]:
        """The solver's students, by number."""
        return {one.id: one for one in self.facts.students}

    def placement(self, places: Iterable[ProposedPlace]) -> Placement:
        """Who is where in a proposal: those whom it places, and whoever is in a team that exists."""
        proposed = {
            self.user_of[place.enrolment_id]: key_of(place.challenge_id, place.team_id, place.number)
            for place in places
            if place.enrolment_id in self.user_of
        }
        return {**self.current, **proposed}

    @cached_property
    def user_of(self) -> Mapping[int, int]:
        """The person of each active enrolment."""
        return {enrolment.pk: user for user, enrolment in self.enrolments.items()}


class Reads:
    """What is read, so that a page can read it in one statement with what else it needs; `world` makes it up afterwards."""

    def __init__(self, programme: Programme, now: dt.datetime) -> None:
        self.programme = programme
        challenges = joined_through(programme)
        active = Enrolment.objects.active().filter(programme=programme, user__is_active=True)
        self.enrolments = _lean(active.order_by("pk"), "user_id", "programme_id", "joined_at")
        wishes = Wish.objects.filter(enrolment__in=active).order_by("pk")
        self.wishes = wishes.values_list("enrolment__user_id", "challenge_id", "place", "points")
        people = Count("participations", filter=Q(participations__left_at__isnull=True))
        self.challenges = challenges.annotate(people=people).order_by("title", "pk")
        self.rules = CompositionRule.objects.filter(challenge__in=challenges).order_by("pk")
        inside = Participation.objects.active().filter(challenge__in=challenges)
        self.teams = Team.objects.filter(Exists(inside.filter(team=OuterRef("pk")))).order_by("pk")
        self.members = _lean(inside.order_by("pk"), "user_id", "team_id", "challenge_id")
        self.pairs = KeptPair.objects.filter(programme=programme, one__left_at__isnull=True, other__left_at__isnull=True)
        before = Participation.objects.filter(user__in=active.values("user")).exclude(challenge__programme=programme)
        self.earlier = before.order_by().values("user").annotate(times=Count("challenge", distinct=True))
        self.eligible = Eligible(challenges, active, now)

    @property
    def querysets(self) -> list["QuerySet"]:  # type: ignore[type-arg]
        """All of them, for `fetch_together`."""
        found = [self.enrolments, self.wishes, self.challenges, self.rules, self.teams, self.members, self.pairs, self.earlier]
        return [*found, *self.eligible.querysets]

    def world(self, chosen: Mapping[str, int], marks: Marks = NO_MARKS) -> World:
        """The facts with these weights: whoever is in a team that exists stays there. Without `marks`, nothing depends on them."""
        enrolments = {one.user_id: one for one in self.enrolments}
        people = {one.user_id: one.user for one in self.members} | {user: one.user for user, one in enrolments.items()}
        current = {one.user_id: one.team_id for one in self.members}
        places = {one.user_id: one.challenge_id for one in self.members}
        slots = {slot.key: slot for slot in self._slots()}
        wishes: dict[int, list[weights.Wished]] = defaultdict(list)
        user_of = {one.pk: user for user, one in enrolments.items()}
        for user, challenge, place, points in self.wishes:
            wishes[user].append(weights.Wished(challenge, place, points))
        facts = Facts(
            students=tuple(self._student(people[user], wishes.get(user, []), chosen, places.get(user)) for user in sorted(people)),
            teams=tuple(slots[key].filled() for key in sorted(slots)),
            together=_groups([pair for pair in self.pairs if pair.keep == Keep.TOGETHER], user_of),
            apart=frozenset(frozenset({user_of[pair.one_id], user_of[pair.other_id]}) for pair in self.pairs if pair.keep == Keep.APART),
            placed=current,
            weights=weights.of_solver(chosen),
        )
        if marks:
            given = {user_of[enrolment]: said for enrolment, said in marks.items() if enrolment in user_of}
            facts = replace(facts, students=tuple(replace(one, marks=given.get(one.id, frozenset())) for one in facts.students))
        return World(self.programme, people, enrolments, slots, current, wishes, list(self.pairs), facts)

    def _slots(self) -> Iterable[Slot]:
        rules: dict[int, list[CompositionRule]] = defaultdict(list)
        for rule in self.rules:
            rules[rule.challenge_id].append(rule)
        people = Counter(one.team_id for one in self.members)
        teams: dict[int, list[tuple[Team, int]]] = defaultdict(list)
        for team in self.teams:
            teams[team.challenge_id].append((team, people[team.pk]))
        for challenge in self.challenges:
            left = max(0, (challenge.seats or 0) - challenge.people)
            yield from slots_of(challenge, left, teams[challenge.pk], rules[challenge.pk])

    def _student(self, person: User, wishes: Sequence[weights.Wished], chosen: Mapping[str, int], place: int | None) -> Student:
        user = person.pk
        profile: Profile | None = getattr(person, "profile", None)
        known = student_of(profile) if profile else Student(user, dict.fromkeys(Trait.values, ""), frozenset())
        own = {weights.LEVEL: profile.level if profile else "", weights.EXPERIENCE: self._experience(user)}
        points = {one.challenge: weights.points_of(one, self.programme, chosen) for one in wishes}
        return replace(
            known,
            traits={**known.traits, **own},
            wishes={challenge: worth for challenge, worth in points.items() if worth},
            barred=self.eligible.barred(user, profile, self.challenges, place),
        )

    @cached_property
    def _earlier(self) -> Mapping[int, int]:
        return {row["user"]: row["times"] for row in self.earlier}

    def _experience(self, user: int) -> str:
        return str(min(self._earlier.get(user, 0), SEVERAL))


def world_of(programme: Programme, chosen: Mapping[str, int], now: dt.datetime, marks: Marks = NO_MARKS) -> World:
    """The facts of an edition as they are now. One statement. Whoever gives `marks` shows none of what comes of them to a person."""
    reads = Reads(programme, now)
    fetch_together(*reads.querysets)
    return reads.world(chosen, marks)


def pinned(world: World, placement: Placement, places: Iterable[ProposedPlace]) -> Facts:
    """The facts in which, beside who is in a team that exists, those stay whom the office has pinned."""
    stay = {world.user_of[one.enrolment_id] for one in places if one.pinned and one.enrolment_id in world.user_of}
    kept = {user: placement[user] for user in stay if placement[user] in world.slots}
    return replace(world.facts, placed={**world.facts.placed, **kept})


def free(world: World) -> Facts:
    """The facts in which nobody is held where they are, for a change of teams that exist."""
    return replace(world.facts, placed={})


def _lean(found: "QuerySet", *fields: str) -> "QuerySet":  # type: ignore[type-arg]
    """Rows with their person and profile, and of these only what forming teams asks for."""
    with_person = found.select_related("user__profile__institution", "user__profile__faculty__institution")
    return with_person.only(*fields, *(f"user__{name}" for name in _PERSON))


def _groups(pairs: Iterable[KeptPair], user_of: Mapping[int, int]) -> tuple[frozenset[int], ...]:
    """Pairs that share somebody are one group."""
    groups: list[set[int]] = []
    for pair in pairs:
        one = {user_of[pair.one_id], user_of[pair.other_id]}
        touched = [group for group in groups if group & one]
        groups = [group for group in groups if not group & one] + [one.union(*touched)]
    return tuple(frozenset(group) for group in groups)
