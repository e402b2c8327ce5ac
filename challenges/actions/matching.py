"""Runs that form teams: a row first, which a worker takes up, with a lease, counted attempts, progress, and a word when it ends."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications
from accounts.audit import trail
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState, check_step
from accounts.models import User
from challenges import matching
from challenges.actions.locks import lock_programme
from challenges.enums import RUN_STEPS, RunState
from challenges.matching.solver import repair
from challenges.models import MatchingRun, Programme, Proposal, ProposedPlace
from challenges.queries import marks
from challenges.queries.matching import obstacles
from challenges.queries.matching.world import World, free, pinned, world_of
from challenges.queries.terms import joined_through

Clock = Callable[[], dt.datetime]
# A run tells of itself every few seconds, a change of teams at its end; one that is silent for longer has lost its worker.
LEASE = dt.timedelta(seconds=120)
LONGEST = dt.timedelta(seconds=200)
MAX_ATTEMPTS = 2


def start(
    *,
    programme: Programme,
    weights: Mapping[str, int],
    seed: int,
    by: User,
    now: dt.datetime,
    based_on: Proposal | None = None,
    most_moves: int | None = None,
) -> MatchingRun:
    """Ask for a proposal: anew, around what is pinned in another (`based_on`), or as a change of the teams that exist, in which at most
    `most_moves` others move. Refuses while another run of the edition is under way, and where there is nobody to place or nowhere."""
    with transaction.atomic():
        locked = lock_programme(programme.pk)
        if locked.matching_runs.under_way().exists():
            raise WrongState(_("Teams are being formed for this edition already. Wait for that to end, or stop it."))
        if not locked.enrolments.active().exists():
            raise Refusal(_("Nobody is in this edition yet, so there are no teams to form."))
        if not joined_through(locked).exists():
            raise Refusal(_("No published challenge is joined through this edition, so there are no teams to fill."))
        run = MatchingRun.objects.create(
            programme=locked, seed=seed, weights=dict(weights), most_moves=most_moves, based_on=based_on, asked_at=now, asked_by=by
        )
        trail.record("matching.started", on=run, within=locked, by=by, now=now, seed=seed)
        return run


def cancel(*, run: MatchingRun, by: User, now: dt.datetime) -> None:
    """Stop a run: at once while it waits, and at its next step while a worker computes. Refuses one that has ended."""
    with transaction.atomic():
        locked = MatchingRun.objects.select_for_update().get(pk=run.pk)
        check_step(RUN_STEPS, locked.state, RunState.CANCELLED)
        if locked.cancel_asked:
            return
        locked.cancel_asked = True
        locked.save(update_fields=["cancel_asked"])
        trail.record("matching.stopped", on=locked, within=locked.programme, by=by, now=now)
        if locked.state == RunState.WAITING:
            _end(locked, RunState.CANCELLED, now)


def work(*, clock: Clock) -> int:
    """Take up runs until none is due; gives their number. Any number of workers may do so side by side."""
    taken = 0
    while (run := _claim(clock())) is not None:
        taken += 1
        solve(run, clock)
    return taken


def _claim(now: dt.datetime) -> MatchingRun | None:
    """The run that has waited longest, leased; one that took its workers down with it before is given up."""
    with transaction.atomic():
        due = MatchingRun.objects.due(now).select_for_update(skip_locked=True, of=("self",)).order_by("asked_at", "pk")
        for run in due:
            if run.attempts >= MAX_ATTEMPTS:
                _end(run, RunState.FAILED, now)
                continue
            run.state, run.attempts, run.progress, run.leased_until = RunState.RUNNING, run.attempts + 1, 0, now + LEASE
            run.save(update_fields=["state", "attempts", "progress", "leased_until"])
            return run
    return None


class _Watch:
    """Looks after a run while it is computed: tells of its progress, keeps its lease, and says when to stop."""

    def __init__(self, run: MatchingRun, clock: Clock) -> None:
        self.run, self.clock, self.late = run, clock, False
        self._until = clock() + LONGEST

    def __call__(self, share: float) -> bool:
        now = self.clock()
        self.late = now > self._until
        leased = now + LEASE
        mine = MatchingRun.objects.filter(pk=self.run.pk, state=RunState.RUNNING, leased_until=self.run.leased_until)
        if not mine.update(progress=min(99, int(100 * share)), leased_until=leased):
            return True
        self.run.leased_until = leased
        return self.late or MatchingRun.objects.filter(pk=self.run.pk, cancel_asked=True).exists()


def solve(run: MatchingRun, clock: Clock) -> None:
    """Carry a run that this worker has leased to its end, whichever it is."""
    watch = _Watch(run, clock)
    try:
        world = world_of(run.programme, run.weights, clock(), marks.for_solver(run.programme))
        found = _search(run, world, watch)
    except Exception:
        _finish(run, RunState.FAILED, clock())
        raise
    if found is None:
        _finish(run, RunState.FAILED if watch.late else RunState.CANCELLED, clock())
    elif isinstance(found, matching.Impossible):
        _finish(run, RunState.IMPOSSIBLE, clock(), _Kept(world, found.nearest, None), obstacles.kept(found))
    else:
        _finish(run, RunState.FOUND, clock(), _Kept(world, found.placement, found.most))


def _search(run: MatchingRun, world: World, watch: _Watch) -> matching.Proposal | matching.Impossible | None:
    if run.most_moves is not None:
        return repair(free(world), world.current, most_moves=run.most_moves)
    facts = world.facts
    if run.based_on is not None:
        places = list(run.based_on.places.all())
        facts = pinned(world, world.placement(places), places)
    return matching.propose(facts, seed=run.seed, progress=watch)


@dataclass(frozen=True)
class _Kept:
    """What a run leaves: a placement, the best or the nearest, and what none can pass."""

    world: World
    placement: matching.Placement | None
    most: int | None


def _finish(
    run: MatchingRun, state: RunState, now: dt.datetime, left: _Kept | None = None, reasons: list[obstacles.Kept] | None = None
) -> None:
    """Write how a run ended, unless another worker has it by now. What was to be stopped leaves no proposal."""
    with transaction.atomic():
        mine = MatchingRun.objects.select_for_update().filter(pk=run.pk, state=RunState.RUNNING, leased_until=run.leased_until).first()
        if mine is None:
            return
        if mine.cancel_asked:
            _end(mine, RunState.CANCELLED, now)
            return
        mine.obstacles = reasons or []
        _end(mine, state, now)
        if left is not None and left.placement is not None:
            _keep(mine, left.world, left.placement, left.most, now)
        if mine.asked_by is not None:
            notifications.tell(
                kind="teams_run_ended",
                to=[mine.asked_by],
                path=f"/manage/programmes/{mine.programme.slug}/teams/runs/{mine.pk}/",
                context={"programme": mine.programme.name, "state": str(state)},
                key=str(mine.pk),
                now=now,
            )


def _end(run: MatchingRun, state: RunState, now: dt.datetime) -> None:
    check_step(RUN_STEPS, run.state, state)
    run.state, run.ended_at, run.leased_until = state, max(now, run.asked_at), None
    run.save(update_fields=["state", "ended_at", "leased_until", "obstacles"])


def _keep(run: MatchingRun, world: World, placement: matching.Placement, most: int | None, now: dt.datetime) -> None:
    """Write the proposal and the place of everybody who is enrolled; what the office pinned stays pinned."""
    proposal = Proposal.objects.create(run=run, most=most, created_at=now)
    stay = set(run.based_on.places.filter(pinned=True).values_list("enrolment", flat=True)) if run.based_on else set()
    places = [(enrolment, world.slots[placement[user]]) for user, enrolment in world.enrolments.items() if user in placement]
    ProposedPlace.objects.bulk_create(
        ProposedPlace(
            proposal=proposal,
            enrolment=enrolment,
            challenge=slot.challenge,
            team=slot.team,
            number=slot.number,
            pinned=enrolment.pk in stay,
        )
        for enrolment, slot in places
    )
