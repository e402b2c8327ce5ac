"""The page of a proposal: teams as cards with their meters, what is granted, how good it is, and what is broken."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Level
from accounts.kit.together import fetch_together
from accounts.kit.words import names
from challenges.enums import Trait
from challenges.models import Challenge, MarkKind, MatchingRun, Programme, Proposal, ProposedPlace
from challenges.queries import composition
from challenges.queries.composition_words import value_words
from challenges.queries.matching import broken, weights
from challenges.queries.matching.judging import Effect, Judged, gap_words
from challenges.queries.matching.slots import Slot, key_of
from challenges.queries.matching.world import Reads, World, free


@dataclass(frozen=True)
class Person:
    """One student in a team or without one. `enrolment` is None for who is in a team without having joined the edition."""

    enrolment: int | None
    name: str
    studies: str
    wish: str
    tone: str
    pinned: bool
    stays: bool


@dataclass(frozen=True)
class TeamCard:
    """One team of the proposal; `ok`: every rule of it holds that is shown."""

    slot: Slot
    people: Sequence[Person]
    meters: Sequence[composition.Judged]
    times: int
    ok: bool

    @property
    def all_pinned(self) -> bool:
        """Whether nobody in it can be pinned any more."""
        return all(one.pinned or one.stays or one.enrolment is None for one in self.people)

    @property
    def some_pinned(self) -> bool:
        """Whether a pin can be taken out of it."""
        return any(one.pinned for one in self.people)


@dataclass(frozen=True)
class Moving:
    """The form with which one student is moved: where from, and for each challenge where to, with what it would change."""

    enrolment: int
    name: str
    here: str
    choices: Sequence[tuple[str, Sequence[Effect]]]


@dataclass(frozen=True)
class ProposalPage:
    """All of it. `cards` by challenge; `granted`: which wish for how many; `others`: proposals to compare with; `gone`: who was
    placed and cannot be any more. `confides`: things can be said in confidence here, and nothing on the page tells whether anybody has."""

    proposal: Proposal
    judged: Judged
    cards: Sequence[tuple[Challenge, Sequence[TeamCard]]]
    without: Sequence[Person]
    granted: Sequence[tuple[str, int]]
    broken: Sequence[str]
    only_with_reason: bool
    moving: Moving | None
    others: Sequence[Proposal]
    gone: Sequence[str]
    confides: bool

    @property
    def students(self) -> int:
        """How many are placed or waiting."""
        return len(self.judged.facts.students)

    @property
    def granted_words(self) -> list[tuple[str, str]]:
        """How many got which wish, as terms with their values."""
        return [(label, str(count)) for label, count in self.granted]

    @property
    def weighed(self) -> list[tuple[str, str]]:
        """What counted, with its points, and the seed."""
        points = self.proposal.run.weights
        known = [(str(weights.LABELS[weight]), str(points.get(weight, 0))) for weight in weights.Weight]
        return [*known, (_("Seed"), str(self.proposal.run.seed))]

    @property
    def moves(self) -> list[tuple[str, str, str]]:
        """Who would go from a team that exists to another, with both."""
        world, placement = self.judged.world, self.judged.placement
        moving = [user for user, here in world.current.items() if placement.get(user) != here and placement.get(user) in world.slots]
        return sorted(
            (world.people[user].name, world.slots[world.current[user]].label, world.slots[placement[user]].label) for user in moving
        )

    @property
    def gap(self) -> str:
        """How much better is possible at most, in words."""
        return gap_words(self.judged.value, self.proposal.most)

    @property
    def teams(self) -> int:
        """How many teams there are."""
        return sum(bool(card.people) for _challenge, cards in self.cards for card in cards)


def judged_of(world: World, run: MatchingRun, places: Sequence[ProposedPlace]) -> Judged:
    """A proposal in the world of now. In a change of teams that exist, who is in one may leave it."""
    facts = free(world) if run.most_moves is not None else world.facts
    return Judged(world, facts, world.placement(places))


def proposal_page(proposal: Proposal, now: dt.datetime, moving: int | None = None) -> ProposalPage:
    """The page of a proposal that came with its run. One statement."""
    programme = proposal.run.programme
    reads = Reads(programme, now)
    places = ProposedPlace.objects.filter(proposal=proposal).order_by("pk").defer("why")
    others, left = proposals(programme).exclude(pk=proposal.pk), gone(proposal).select_related("enrolment__user")
    kinds = MarkKind.objects.filter(programme=programme)
    fetch_together(*reads.querysets, places, others, left, kinds)
    judged = judged_of(reads.world(proposal.run.weights), proposal.run, list(places))
    pins = {place.enrolment_id for place in places if place.pinned}
    people = _People(judged, pins)
    return ProposalPage(
        proposal=proposal,
        judged=judged,
        cards=_cards(judged, people),
        without=[people.person(user, None) for user in judged.world.enrolments if judged.placement.get(user) not in judged.world.slots],
        granted=granted(judged),
        broken=broken.words_of(judged, judged.broken),
        only_with_reason=all(broken.may_pass(judged, one) for one in judged.broken),
        moving=_moving(judged, moving),
        others=list(others),
        gone=[one.enrolment.user.name for one in left],
        confides=bool(kinds),
    )


def gone(proposal: Proposal) -> QuerySet[ProposedPlace]:
    """The places of those who left the edition since, or have no account any more."""
    away = Q(enrolment__left_at__isnull=False) | Q(enrolment__user__is_active=False)
    return ProposedPlace.objects.filter(away, proposal=proposal).order_by("enrolment__user__name", "pk").defer("why")


def proposals(programme: Programme) -> QuerySet[Proposal]:
    """The proposals of an edition, newest first, each with its run."""
    return Proposal.objects.filter(run__programme=programme).select_related("run").defer("history")


class _People:
    """Students as the cards show them."""

    def __init__(self, judged: Judged, pins: set[int]) -> None:
        self.world, self.placed, self.pins = judged.world, judged.facts.placed, pins

    def person(self, user: int, challenge: int | None) -> Person:
        enrolment = self.world.enrolments.get(user)
        student = self.world.students[user]
        field = value_words(Trait.DISCIPLINE_NARROW, student.traits[Trait.DISCIPLINE_NARROW])
        level = student.traits[weights.LEVEL]
        place = weights.rank(self.world.wishes.get(user, []), challenge) if challenge is not None else None
        return Person(
            enrolment=enrolment.pk if enrolment else None,
            name=self.world.people[user].name,
            studies=f"{field}, {names(Level, level)[0]}" if level else field,
            wish=wish_words(place, wished=bool(self.world.wishes.get(user))) if challenge is not None else "",
            tone={1: "teal", 2: "teal", 3: "amber"}.get(place or 0, "coral" if self.world.wishes.get(user) else "neutral"),
            pinned=enrolment is not None and enrolment.pk in self.pins,
            stays=user in self.placed,
        )


def wish_words(place: int | None, *, wished: bool) -> str:
    """Which wish it is, in a few words."""
    match place:
        case 1:
            return _("First wish")
        case 2:
            return _("Second wish")
        case 3:
            return _("Third wish")
        case None:
            return _("Not a wish") if wished else _("No wishes given")
        case _:
            return _("Later wish")


def granted(judged: Judged) -> list[tuple[str, int]]:
    """How many enrolled students got which wish, in the order of wishes; who has no team is not counted."""
    world = judged.world
    found: Counter[int | None] = Counter()
    unasked = 0
    for user in world.enrolments:
        slot = world.slots.get(judged.placement.get(user, 0))
        if slot is None:
            continue
        if not world.wishes.get(user):
            unasked += 1
            continue
        place = weights.rank(world.wishes[user], slot.challenge.pk)
        found[place if place is None or place <= len(weights.FIRST_WISHES) else len(weights.FIRST_WISHES) + 1] += 1
    order: list[int | None] = [1, 2, 3, 4, None]
    rows = [(wish_words(place, wished=True), found[place]) for place in order if place != len(order) - 1 or found[place]]
    return rows + ([(wish_words(None, wished=False), unasked)] if unasked else [])


def _cards(judged: Judged, people: _People) -> list[tuple[Challenge, list[TeamCard]]]:
    """Teams with somebody in them, and one empty one for each challenge."""
    cards: dict[int, list[TeamCard]] = defaultdict(list)
    challenges: dict[int, Challenge] = {}
    empty: set[int] = set()
    against = {one.team for one in judged.broken}
    for slot in judged.world.slots.values():
        inside = judged.members[slot.key]
        if not inside and slot.challenge.pk in empty:
            continue
        if not inside:
            empty.add(slot.challenge.pk)
        challenges[slot.challenge.pk] = slot.challenge
        times = -1
        for one in inside:
            times &= one.times
        members = [people.person(one.id, slot.challenge.pk) for one in inside]
        meters = judged.meters(slot) if inside else []
        cards[slot.challenge.pk].append(TeamCard(slot, members, meters, times.bit_count() if inside else 0, slot.key not in against))
    return [(challenges[pk], found) for pk, found in cards.items()]


def _moving(judged: Judged, enrolment: int | None) -> Moving | None:
    user = judged.world.user_of.get(enrolment) if enrolment is not None else None
    if user is None or enrolment is None:
        return None
    here = judged.world.slots.get(judged.placement.get(user, 0))
    choices: dict[str, list[Effect]] = defaultdict(list)
    for effect in judged.effects(user):
        choices[effect.slot.challenge.title].append(effect)
    return Moving(
        enrolment, judged.world.people[user].name, here.label if here else "", [(title, _few(some)) for title, some in choices.items()]
    )


def _few(effects: Sequence[Effect]) -> Sequence[Effect]:
    """Every team with somebody in it, and the first of the empty ones: they are alike."""
    filled = [one for one in effects if one.people]
    return filled + [one for one in effects if not one.people][:1]


def moved_words(before: Judged, user: int, to: Slot) -> str:
    """What moving a student did: to the total, and which rules it broke or mended. What is confidential is told of the whole alone."""
    after = Judged(before.world, before.facts, {**before.placement, user: to.key})
    known, now = (broken.words_of(one, one.broken) for one in (before, after))
    said = _("%(name)s is in %(team)s now. The total went from %(before)d to %(after)d.") % {
        "name": before.world.people[user].name,
        "team": to.label,
        "before": before.value,
        "after": after.value,
    }
    fresh = [words for words in now if words not in known]
    mended = len([words for words in known if words not in now])
    if fresh:
        said = f"{said} {_('Broken by it: %(what)s') % {'what': ' '.join(fresh)}}"
    return f"{said} {ngettext('%(count)d rule is mended.', '%(count)d rules are mended.', mended) % {'count': mended}}" if mended else said


def inside(proposal: Proposal, key: int) -> list[int]:
    """The enrolments that a proposal has in one team."""
    places = proposal.places.values_list("enrolment", "challenge", "team", "number")
    return [enrolment for enrolment, challenge, team, number in places if key_of(challenge, team, number) == key]
