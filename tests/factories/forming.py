"""Editions whose teams the office forms, and proposals for them."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.models import User
from challenges.actions import matching
from challenges.enums import Joining, Mode, RuleKind, Trait
from challenges.models import Challenge, CompositionRule, Enrolment, MatchingRun, Programme, Proposal
from challenges.queries.matching.weights import USUAL
from tests.factories.cases import published_challenge
from tests.factories.editions import enrol, open_edition, wish
from tests.factories.people import coordinator, student

WEIGHTS = {str(weight): points for weight, points in USUAL.items()}
FIELDS = ("0912", "0511", "0413", "0611")


@dataclass(frozen=True)
class Edition:
    """An edition with its challenges and its enrolled students, by their number."""

    programme: Programme
    challenges: list[Challenge]
    enrolments: list[Enrolment]


def edition(students: int = 12, challenges: int = 2, **fields: Any) -> Edition:
    """An edition of challenges with teams of three to four and two broad fields each; everyone wishes for the first challenge most."""
    programme = open_edition()
    values = {"mode": Mode.TEAM, "team_min": 3, "team_max": 4, "seats": 12, "programme": programme, "joining": Joining.PROGRAMME} | fields
    cases = [published_challenge(title=f"Case {number}", **values) for number in range(1, challenges + 1)]
    for case in cases:
        CompositionRule.objects.create(challenge=case, kind=RuleKind.DISTINCT, trait=Trait.DISCIPLINE_BROAD, number=2)
        CompositionRule.objects.create(challenge=case, kind=RuleKind.LANGUAGE)
    enrolments = [enrolled(programme, number, *cases) for number in range(students)]
    return Edition(programme, cases, enrolments)


def enrolled(programme: Programme, number: int, *wishes: Challenge) -> Enrolment:
    """One more student of the edition, of one of four fields, with these wishes."""
    person = student(name=f"Student {number:02}")
    person.profile.discipline = FIELDS[number % len(FIELDS)]
    person.profile.times = [0, 1, 4, number % 7 + 7]
    person.profile.save()
    found = enrol(programme, person)
    wish(found, *wishes)
    return found


def run(programme: Programme, by: User | None = None, **fields: Any) -> MatchingRun:
    """Have a worker carry a run to its end; gives it as it ended."""
    asked = matching.start(programme=programme, weights=WEIGHTS, seed=1, by=by or coordinator(), now=timezone.now(), **fields)
    matching.work(clock=timezone.now)
    asked.refresh_from_db()
    return asked


def proposed(programme: Programme, by: User | None = None, **fields: Any) -> Proposal:
    """A proposal for the edition."""
    found: Proposal = run(programme, by, **fields).proposal
    return found
