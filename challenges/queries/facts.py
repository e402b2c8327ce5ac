"""What a challenge says, part by part, as raw values that can be compared, kept and put into words.

Lists of codes are joined by commas, instants are ISO 8601 in UTC, truths are '1' or ''.
"""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal

from challenges.enums import Section
from challenges.models import Challenge
from challenges.queries.composition_words import kept
from challenges.queries.joining_facts import joining_facts
from challenges.rules.composition import key

FIELDS: dict[str, tuple[str, ...]] = {
    Section.BASICS: ("title", "summary", "programme", "themes", "sdgs"),
    Section.CASE: ("case", "case_language"),
    Section.AUDIENCE: (
        "disciplines", "levels", "working_languages", "size", "ects", "hours", "mode", "team_min", "team_max", "seats", "offer_hours",
    ),
    Section.JOINING: ("joining", "eligible_disciplines", "eligible_programmes", "most_running"),
    Section.TIMES: ("starts_on", "join_until", "roster_locks_at", "text_locks_at"),
    Section.RUBRIC: (),
    Section.TERMS: ("offer", "rights", "rights_text", "confidentiality", "data_use"),
    Section.FILES: (),
}  # fmt: skip
TERMS = ("rights", "rights_text", "confidentiality", "data_use")


@dataclass(frozen=True)
class Fact:
    """One value. `field` is a label key such as 'seats' or 'milestone.deadline', `of` the title of what it belongs to."""

    field: str
    of: str
    value: str


def raw(value: object) -> str:
    """A value as it is kept: see the top of this module."""
    match value:
        case None | False:
            return ""
        case True:
            return "1"
        case list() | tuple():
            return ",".join(str(item) for item in value)
        case Decimal():
            return f"{value.normalize():f}"
        case dt.datetime():
            return value.astimezone(dt.UTC).isoformat()
        case dt.date():
            return value.isoformat()
        case _:
            return str(value)


def facts(challenge: Challenge, section: str) -> dict[str, Fact]:
    """The facts of one part, by a key that stays the same while a row lives. Reads milestones, criteria, rules or files when asked
    for them."""
    found = {field: Fact(field, "", raw(getattr(challenge, field))) for field in FIELDS[section]}
    if section == Section.AUDIENCE:
        for rule in challenge.composition_rules.all():
            found[f"composition#{key(rule)}"] = Fact("composition", "", kept(rule))
        for quota in challenge.quotas.all():
            found[f"quota#{quota.discipline}"] = Fact("quota", quota.discipline, raw(quota.most))
    if section == Section.JOINING:
        found |= {field: Fact(field, "", value) for field, value in joining_facts(challenge).items()}
    if section == Section.TIMES:
        for milestone in challenge.milestones.all():
            for field in ("title", "phase", "brief", "deadline", "assessed"):
                _add(found, "milestone", field, milestone.pk, milestone.title, getattr(milestone, field))
    if section == Section.RUBRIC:
        for criterion in challenge.criteria.all():
            for field in ("title", "description", "weight"):
                _add(found, "criterion", field, criterion.pk, criterion.title, getattr(criterion, field))
            for level in criterion.levels.all():
                words = f"{level.title}: {level.description}" if level.description else level.title
                _add(found, "criterion", f"level{level.points}", criterion.pk, criterion.title, words)
    if section == Section.FILES:
        for attachment in challenge.attachments.all():
            found[f"file#{attachment.pk}"] = Fact("file", attachment.name, attachment.sha256)
    return found


def _add(found: dict[str, Fact], thing: str, field: str, pk: int, title: str, value: object) -> None:
    found[f"{thing}.{field}#{pk}"] = Fact(f"{thing}.{field}", title, raw(value))


def revision(challenge: Challenge, section: str) -> str:
    """A short mark of what one part says now. Two pages opened before and after a change of that part carry different marks."""
    said = [(fact.field, fact.of, fact.value) for fact in facts(challenge, section).values()]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]
