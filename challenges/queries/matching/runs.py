"""The pages around a proposal: what there is to form teams from, how a run goes, pairs of students."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.kit.together import fetch_together
from challenges.enums import RunState
from challenges.models import Enrolment, KeptPair, MatchingRun, Participation, Programme, Proposal, Wish
from challenges.queries.matching import obstacles
from challenges.queries.matching.page import proposals
from challenges.queries.matching.world import world_of
from challenges.queries.terms import joined_through

LATEST = 20


@dataclass(frozen=True)
class FormingPage:
    """What teams are formed from, in numbers, with the run under way and the latest that ended."""

    facts: Sequence[tuple[str, int]]
    without_team: int
    running: MatchingRun | None
    runs: Sequence[MatchingRun]
    has_teams: bool


@dataclass(frozen=True)
class RunPage:
    """One run: its proposal, or why there is none and what would help."""

    run: MatchingRun
    proposal: Proposal | None
    reasons: Sequence[obstacles.Reason]
    proved: bool


@dataclass(frozen=True)
class PairsPage:
    """The pairs of an edition, and whom one can choose from."""

    pairs: Sequence[KeptPair]
    enrolments: list[Enrolment]


def forming_page(programme: Programme) -> FormingPage:
    """What the office sees before it forms teams. One statement."""
    active = Enrolment.objects.active().filter(programme=programme)
    enrolled = active.order_by().values_list("user", flat=True)
    wishing = Wish.objects.filter(enrolment__in=active).order_by().values("enrolment").distinct()
    challenges = joined_through(programme).order_by("pk")
    placed = Participation.objects.active().filter(challenge__in=challenges).order_by().values_list("user", flat=True)
    runs = MatchingRun.objects.filter(programme=programme).select_related("proposal", "asked_by")[:LATEST]
    fetch_together(enrolled, wishing, challenges, placed, runs)
    without = len(set(enrolled) - set(placed))
    return FormingPage(
        facts=[
            (_("Students in this edition"), len(enrolled)),
            (_("Of these with wishes"), len(wishing)),
            (_("Not in a team yet"), without),
            (_("Challenges"), len(challenges)),
            (_("Seats"), sum(one.seats or 0 for one in challenges)),
        ],
        without_team=without,
        running=next((one for one in runs if one.is_under_way()), None),
        runs=[one for one in runs if not one.is_under_way()],
        has_teams=bool(placed),
    )


def run_page(run: MatchingRun, now: dt.datetime) -> RunPage:
    """One run; the facts are read for the names in its reasons alone."""
    proposal = getattr(run, "proposal", None)
    if run.state != RunState.IMPOSSIBLE:
        return RunPage(run, proposal, [], proved=True)
    reasons = obstacles.reasons(run.obstacles, world_of(run.programme, run.weights, now))
    return RunPage(run, proposal, reasons, proved=all(one["proved"] for one in run.obstacles))


def last_published(programme: Programme) -> Proposal | None:
    """The proposal from which the teams were made last."""
    return proposals(programme).filter(published_at__isnull=False).order_by("-published_at", "-pk").first()


def pairs_page(programme: Programme) -> PairsPage:
    """Pairs with their reasons, and the students of the edition by name. One statement."""
    pairs = KeptPair.objects.filter(programme=programme).select_related("one__user", "other__user")
    enrolments = Enrolment.objects.active().filter(programme=programme).select_related("user").order_by("user__name", "pk")
    fetch_together(pairs, enrolments)
    return PairsPage(list(pairs), list(enrolments))
