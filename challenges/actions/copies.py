"""Starting from an earlier challenge."""

import datetime as dt
from contextlib import suppress

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.audit import trail
from accounts.kit import clock
from accounts.models import User
from challenges.actions import joining_rules
from challenges.actions.writing import insert, replace_criteria, replace_milestones, replace_quotas, replace_rules, started_already
from challenges.enums import Joining
from challenges.models import Attachment, Challenge, Criterion, Milestone
from challenges.queries.facts import FIELDS
from challenges.rules.typed import CriterionTyped, LevelTyped, MilestoneTyped, QuotaTyped, RuleTyped

WEEK = dt.timedelta(days=7)
AHEAD = dt.timedelta(days=28)


def copy(*, challenge: Challenge, title: str, by: User, now: dt.datetime) -> Challenge:
    """A new draft with the texts, the rules for joining, seats and teams, the rubric, the milestones and the files of another one, for the
    same organisation.

    Its dates move by whole weeks, so that weekday and time of day stay and the first one lies at least four weeks ahead; approval,
    owner, programme, people and work stay behind. Pressed twice, it gives back the first copy.
    """
    with transaction.atomic():
        fresh = Challenge(organisation_id=challenge.organisation_id, created_at=now, created_by=by, changed_at=now, changed_by=by)
        for fields in FIELDS.values():
            for field in fields:
                setattr(fresh, field, getattr(challenge, field))
        fresh.title, fresh.programme = title.strip(), None
        if fresh.joining == Joining.PROGRAMME:
            fresh.joining = Joining.OPEN
        weeks = _weeks_ahead(challenge, now)
        fresh.starts_on = challenge.starts_on + weeks * WEEK if challenge.starts_on else None
        for field in ("join_until", "roster_locks_at", "text_locks_at"):
            setattr(fresh, field, _moved(instant, weeks) if (instant := getattr(challenge, field)) else None)
        if (twin := started_already(fresh, by, source=challenge)) is not None:
            return twin
        insert(fresh)
        replace_milestones(fresh, [_milestone_of(one, weeks) for one in challenge.milestones.all()])
        replace_criteria(fresh, [_criterion_of(one) for one in challenge.criteria.prefetch_related("levels")])
        replace_rules(fresh, [RuleTyped(one.kind, one.trait, one.value, one.number) for one in challenge.composition_rules.all()])
        joining_rules.copy(challenge, fresh)
        replace_quotas(fresh, [QuotaTyped(one.discipline, one.most) for one in challenge.quotas.all()])
        for attachment in challenge.attachments.all():
            with suppress(FileNotFoundError):  # it was removed a moment ago
                _copy_file(attachment, fresh, by, now)
        trail.record("challenge.copied", on=fresh, by=by, now=now, source=challenge.slug)
    return fresh


def _weeks_ahead(challenge: Challenge, now: dt.datetime) -> int:
    deadlines = [clock.today(one.deadline) for one in challenge.milestones.all()]
    days = [
        *deadlines,
        *([challenge.starts_on] if challenge.starts_on else []),
        *([clock.today(challenge.join_until)] if challenge.join_until else []),
    ]
    behind = (clock.today(now) + AHEAD - min(days)) if days else dt.timedelta(0)
    return max(0, -(-behind // WEEK))


def _moved(instant: dt.datetime, weeks: int) -> dt.datetime:
    """The same wall-clock time, whole weeks later; across daylight saving too."""
    there = clock.local(instant)
    return (there.replace(tzinfo=None) + weeks * WEEK).replace(tzinfo=clock.AMSTERDAM).astimezone(dt.UTC)


def _milestone_of(one: Milestone, weeks: int) -> MilestoneTyped:
    return MilestoneTyped(phase=one.phase, title=one.title, brief=one.brief, deadline=_moved(one.deadline, weeks), assessed=one.assessed)


def _criterion_of(one: Criterion) -> CriterionTyped:
    levels = tuple(LevelTyped(level.title, level.description) for level in one.levels.all())
    return CriterionTyped(title=one.title, description=one.description, weight=one.weight, levels=levels)


def _copy_file(attachment: Attachment, fresh: Challenge, by: User, now: dt.datetime) -> None:
    with attachment.blob.open("rb") as blob:
        copied = Attachment(
            challenge=fresh,
            name=attachment.name,
            size=attachment.size,
            sha256=attachment.sha256,
            content_type=attachment.content_type,
            uploaded_at=now,
            uploaded_by=by,
        )
        copied.blob.save(attachment.name, ContentFile(blob.read()), save=True)
