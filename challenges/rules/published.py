"""What may still change once a challenge is published: words may, promises only to the good of those who joined."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.kit import clock
from challenges.enums import Section
from challenges.errors import Fault
from challenges.models import Challenge, Criterion, Milestone, Review
from challenges.rules import quotas
from challenges.rules.composition import tightened
from challenges.rules.typed import CriterionTyped, MilestoneTyped
from challenges.rules.who_may_join import narrowed

FIXED = {Section.AUDIENCE: ("size", "ects", "hours", "mode"), Section.CASE: ("case_language",), Section.TERMS: ("rights",)}
WIDER = ("disciplines", "levels", "working_languages")
NEEDED = {
    Section.BASICS: ("summary", "themes"),
    Section.CASE: ("case",),
    Section.TERMS: ("offer", "confidentiality", "data_use"),
}


def faults(challenge: Challenge, section: str, values: Mapping[str, object], now: dt.datetime) -> list[Fault]:
    """What a published challenge, stored and locked, does not allow of the typed `values` of one part."""
    found = [
        Fault(field, _("This stays as it is: people joined for it."))
        for field in FIXED.get(Section(section), ())
        if values[field] != getattr(challenge, field)
    ]
    found += [Fault(field, _("A published challenge needs this.")) for field in NEEDED.get(Section(section), ()) if not values[field]]
    if section == Section.AUDIENCE:
        found += _audience(challenge, values)
        found += tightened(list(challenge.composition_rules.all()), values["composition"])  # type: ignore[arg-type]
        found += quotas.tightened(list(challenge.quotas.all()), values.get("quotas", ()))  # type: ignore[arg-type]
    if section == Section.JOINING:
        found += narrowed(challenge, values)
    if section == Section.TIMES:
        found += _times(challenge, values, now)
    if section == Section.RUBRIC:
        found += _rubric(challenge, values["criteria"])  # type: ignore[arg-type]
    return found


def rubric_is_frozen(challenge: Challenge) -> bool:
    """Whether somebody has begun to review: from then on the rubric stays word for word."""
    return Review.objects.filter(Q(submitted_at__isnull=False) | Q(saved_at__isnull=False), submission__team__challenge=challenge).exists()


def _audience(challenge: Challenge, values: Mapping[str, object]) -> list[Fault]:
    found = [
        Fault(field, _("You can add to this, but take nothing away: people joined for it."))
        for field in WIDER
        if getattr(challenge, field) and not (values[field] and set(getattr(challenge, field)) <= set(values[field]))  # type: ignore[call-overload]
    ]
    for field, least in (("seats", challenge.seats), ("team_max", challenge.team_max)):
        typed = values[field]
        if least is not None and (not isinstance(typed, int) or typed < least):
            found.append(Fault(field, _("This can only go up: at least %(least)d.") % {"least": least}))
    typed = values["team_min"]
    if challenge.team_min is not None and (not isinstance(typed, int) or typed > challenge.team_min):
        found.append(Fault("team_min", _("This can only go down: at most %(most)d.") % {"most": challenge.team_min}))
    return found


def _times(challenge: Challenge, values: Mapping[str, object], now: dt.datetime) -> list[Fault]:
    found = []
    starts_on, join_until = values["starts_on"], values["join_until"]
    if challenge.starts_on and starts_on != challenge.starts_on:
        if clock.today(now) >= challenge.starts_on:
            found.append(Fault("starts_on", _("It has started; this date stays.")))
        elif not isinstance(starts_on, dt.date) or starts_on < challenge.starts_on:
            found.append(Fault("starts_on", _("This date only moves later.")))
    if join_until != challenge.join_until:
        found += _later("join_until", challenge.join_until, join_until, now)
    found += _of_teams(challenge, values, now)
    return found + _milestones(list(challenge.milestones.all()), values["milestones"], now)  # type: ignore[arg-type]


def _of_teams(challenge: Challenge, values: Mapping[str, object], now: dt.datetime) -> list[Fault]:
    """Until now one can leave up to the first deadline where teams have no date of their own: an earlier one would take that away."""
    first = challenge.milestones.first()
    before = {
        "roster_locks_at": challenge.roster_locks_at or (first.deadline if first else None),
        "text_locks_at": challenge.text_locks_at,
    }
    return [
        fault
        for field, date in before.items()
        if values[field] != getattr(challenge, field)
        for fault in _later(field, date, values[field], now)
    ]


def _later(field: str, before: dt.datetime | None, typed: object, now: dt.datetime) -> list[Fault]:
    if before is not None and (not isinstance(typed, dt.datetime) or typed < before):
        return [Fault(field, _("This only moves later: it was %(moment)s.") % {"moment": clock.moment(before)})]
    if isinstance(typed, dt.datetime) and typed <= now:
        return [Fault(field, _("Choose a moment that is still to come."))]
    return []


def _milestones(stored: list[Milestone], typed: Sequence[MilestoneTyped], now: dt.datetime) -> list[Fault]:
    by_pk = {milestone.pk: milestone for milestone in stored}
    if sorted(by_pk) != sorted(one.pk or 0 for one in typed):
        return [Fault("milestones", _("Milestones can't be added or removed after publication: people joined for these."))]
    found = []
    for place, one in enumerate(typed):
        before = by_pk[one.pk or 0]
        at = f"milestones.{place}"
        if one.phase != before.phase:
            found.append(Fault(f"{at}.phase", _("This stays as it is: people joined for it.")))
        if one.assessed != before.assessed:
            found.append(Fault(f"{at}.assessed", _("This stays as it is: people joined for it.")))
        if one.deadline != before.deadline:
            found += _deadline(f"{at}.deadline", before, one.deadline, now)
    return found


def _deadline(field: str, before: Milestone, typed: dt.datetime, now: dt.datetime) -> list[Fault]:
    if before.released_at:
        return [Fault(field, _("Its results have been released; this deadline stays."))]
    if before.deadline < now and Review.objects.filter(submission__milestone=before, submitted_at__isnull=False).exists():
        return [Fault(field, _("It is being reviewed; this deadline stays."))]
    return _later(field, before.deadline, typed, now)


def _rubric(challenge: Challenge, typed: Sequence[CriterionTyped]) -> list[Fault]:
    stored = {criterion.pk: criterion for criterion in challenge.criteria.prefetch_related("levels")}
    if sorted(stored) != sorted(one.pk or 0 for one in typed):
        return [Fault("criteria", _("Criteria can't be added or removed after publication: people joined for these."))]
    frozen = rubric_is_frozen(challenge)
    found = []
    for place, one in enumerate(typed):
        found += _criterion(f"criteria.{place}", stored[one.pk or 0], one)
        if frozen and not _same_words(stored[one.pk or 0], one):
            return [Fault("criteria", _("Reviewing has begun: the rubric stays word for word."))]
    return found


def _criterion(at: str, before: Criterion, typed: CriterionTyped) -> list[Fault]:
    found = []
    if typed.weight != before.weight:
        found.append(Fault(f"{at}.weight", _("Weights stay as they are after publication; only words may change.")))
    if len(typed.levels) != len(before.levels.all()):
        found.append(Fault(f"{at}.level_1_title", _("The number of levels stays as it is after publication.")))
    found += [
        Fault(f"{at}.level_{points}_description", _("A published challenge needs this."))
        for points, level in enumerate(typed.levels, start=1)
        if not level.description
    ]
    return found


def _same_words(before: Criterion, typed: CriterionTyped) -> bool:
    levels = [(level.title, level.description) for level in before.levels.all()]
    return (before.title, before.description, levels) == (
        typed.title,
        typed.description,
        [(one.title, one.description) for one in typed.levels],
    )
