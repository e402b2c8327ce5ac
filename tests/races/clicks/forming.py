"""Two presses on the forms with which the office forms the teams of an edition."""

from typing import Any

from django.utils import timezone

from challenges.enums import Keep, RunState
from challenges.models import KeptPair, MatchingRun, Proposal
from tests.factories import coordinator
from tests.factories.editions import enrol
from tests.factories.forming import WEIGHTS, Edition, edition
from tests.factories.people import student
from tests.races.clicks import Click, makes_once
from tests.races.clicks.cases import told

STARTED = {"MatchingRun": 1, "Entry": 1}
BEGINS = "It begins within a few seconds."


def at(given: Edition, then: str = "") -> str:
    return f"/manage/programmes/{given.programme.slug}/teams/{then}"


def proposal(given: Edition) -> Proposal:
    """All students of the edition in the first new team of its challenge."""
    now = timezone.now()
    run = MatchingRun.objects.create(programme=given.programme, weights=WEIGHTS, state=RunState.FOUND, asked_at=now, ended_at=now)
    made = Proposal.objects.create(run=run, most=99, created_at=now)
    for one in given.enrolments:
        made.places.create(enrolment=one, challenge=given.challenges[0], number=1)
    return made


def on_proposal(step: str, makes: dict[str, int], words: str, typed: dict[str, Any]) -> Click:
    given = edition(students=3, challenges=1)
    made = proposal(given)
    return Click(coordinator(), at(given, f"{made.pk}/{step}/"), makes, words, lambda: {"revision": 0} | typed)


@makes_once("matching", {})
def started() -> Click:
    return Click(coordinator(), at(edition(students=3, challenges=1)), STARTED, BEGINS, lambda: WEIGHTS | {"seed": 1})


@makes_once("matching_change", {})
def changed() -> Click:
    return Click(coordinator(), at(edition(students=3, challenges=1), "change/"), STARTED, BEGINS, lambda: {"most_moves": 0})


@makes_once("proposal_solve", {})
def solved_again() -> Click:
    return on_proposal("solve", STARTED, BEGINS, {})


@makes_once("proposal_publish", {})
def published() -> Click:
    return on_proposal("publish", told(3, Team=1, Participation=3, Entry=6), "3 students were placed", {"reason": ""})


@makes_once("matching_pairs", {})
def paired() -> Click:
    given = edition(students=1, challenges=1)
    other = enrol(given.programme, student())
    typed = {"one": given.enrolments[0].pk, "other": other.pk, "keep": Keep.APART, "reason": "They asked."}
    return Click(coordinator(), at(given, "pairs/"), {"KeptPair": 1, "Entry": 1}, "The next proposal keeps to it.", lambda: typed)


@makes_once("matching_pair_remove", {})
def unpaired() -> Click:
    given = edition(students=2, challenges=1)
    one, other = given.enrolments
    pair = KeptPair.objects.create(programme=given.programme, one=one, other=other, keep=Keep.APART, reason="So.", made_at=timezone.now())
    makes = {"KeptPair": -1, "Entry": 1}
    return Click(coordinator(), at(given, f"pairs/{pair.pk}/remove/"), makes, "The rule is removed.", is_over=True)


@makes_once("matching_run_stop", {})
def stopped() -> Click:
    given = edition(students=1, challenges=1)
    run = MatchingRun.objects.create(programme=given.programme, weights=WEIGHTS, asked_at=timezone.now())
    return Click(coordinator(), at(given, f"runs/{run.pk}/stop/"), {"Entry": 1}, "It is being stopped.")
