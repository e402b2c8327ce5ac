"""What a challenge still lacks before it can be submitted, part by part."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from challenges.enums import Mode, Rights, Section
from challenges.models import Challenge, Criterion
from challenges.queries.whole import rubric
from challenges.rules import composition, dates


@dataclass(frozen=True)
class Item:
    """One thing that a challenge needs: in which part, in words, and whether it is there."""

    section: str
    words: str
    ok: bool


def everything(challenge: Challenge, now: dt.datetime) -> list[Item]:
    """All that is needed, whether it is there or not. Reads the milestones and the rubric once."""
    return [
        Item(Section.BASICS, _("A summary"), bool(challenge.summary.strip())),
        Item(Section.BASICS, _("One to three themes"), 1 <= len(challenge.themes) <= 3),
        Item(Section.CASE, _("The text of the case"), bool(challenge.case.strip())),
        *_audience(challenge),
        *_times(challenge, now),
        *_rubric(rubric(challenge)),
        Item(Section.TERMS, _("What one gets"), bool(challenge.offer.strip())),
        Item(Section.TERMS, _("Who keeps the rights"), bool(challenge.rights)),
        Item(
            Section.TERMS,
            _("The rights in words"),
            challenge.rights in {"", Rights.MAKERS, Rights.OPEN} or bool(challenge.rights_text.strip()),
        ),
        Item(Section.TERMS, _("What is confidential"), bool(challenge.confidentiality.strip())),
        Item(Section.TERMS, _("How data may be used"), bool(challenge.data_use.strip())),
    ]


def missing(challenge: Challenge, now: dt.datetime) -> list[Item]:
    """What is not there yet; an empty list means that the challenge can be submitted and approved."""
    return [item for item in everything(challenge, now) if not item.ok]


def _audience(challenge: Challenge) -> list[Item]:
    sized = challenge.mode == Mode.SOLO or (challenge.team_min is not None and challenge.team_max is not None)
    rules = list(challenge.composition_rules.all())
    met = [Item(Section.AUDIENCE, _("Rules for teams that a team can meet"), not composition.faults(rules, challenge.team_max))]
    return [
        Item(Section.AUDIENCE, _("At least one level of study"), bool(challenge.levels)),
        Item(Section.AUDIENCE, _("At least one working language"), bool(challenge.working_languages)),
        Item(Section.AUDIENCE, _("A size"), bool(challenge.size)),
        Item(Section.AUDIENCE, _("Credits or hours"), challenge.hours is not None),
        Item(Section.AUDIENCE, _("The smallest and the largest team"), sized),
        Item(Section.AUDIENCE, _("The number of seats"), challenge.seats is not None),
        *(met if rules else []),
    ]


def _times(challenge: Challenge, now: dt.datetime) -> list[Item]:
    milestones = list(challenge.milestones.all())
    until = challenge.join_until
    return [
        Item(Section.TIMES, _("A day on which it starts"), challenge.starts_on is not None),
        Item(Section.TIMES, _("Until when one can join, still to come"), until is not None and until > now),
        Item(Section.TIMES, _("At least one milestone"), bool(milestones)),
        Item(Section.TIMES, _("At least one milestone that is reviewed"), any(one.assessed for one in milestones)),
        Item(Section.TIMES, _("Dates that fit together"), not dates.faults(dates.Dates.of(challenge), milestones)),
    ]


def _rubric(criteria: list[Criterion]) -> list[Item]:
    total = sum(one.weight for one in criteria)
    described = all(2 <= len(levels := one.levels.all()) <= 6 and all(level.description for level in levels) for one in criteria)
    return [
        Item(Section.RUBRIC, _("At least one criterion"), bool(criteria)),
        Item(Section.RUBRIC, _("Weights that add up to 100 (now %(total)d)") % {"total": total}, total == 100),
        Item(Section.RUBRIC, _("Two to six described levels for each criterion"), bool(criteria) and described),
    ]
