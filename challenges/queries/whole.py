"""A whole challenge: its milestones, rubric, rules for teams, files and comments, read in one statement."""

from typing import Any

from django.db.models import QuerySet, prefetch_related_objects

from accounts.kit.together import attach, fetch_together
from challenges.models import Challenge, Criterion, RubricLevel


def read_whole(challenge: Challenge, *beside: QuerySet[Any, Any]) -> None:
    """Read every part of a challenge, and other querysets in the same statement. `challenge.milestones.all()` and its like then know
    their rows."""
    milestones, files, rules = challenge.milestones.all(), challenge.attachments.all(), challenge.composition_rules.all()
    criteria = Criterion.objects.filter(challenge=challenge)
    levels = RubricLevel.objects.filter(criterion__challenge=challenge)
    comments = challenge.approval_comments.select_related("by")
    fetch_together(milestones, files, rules, criteria, levels, comments, *beside)
    attach(criteria, "levels", levels)
    parts = {"milestones": milestones, "attachments": files, "composition_rules": rules, "criteria": criteria}
    for name, rows in {**parts, "approval_comments": comments}.items():
        attach([challenge], name, rows)


def rubric(challenge: Challenge) -> list[Criterion]:
    """The criteria with their levels; nothing is read again where they were read already."""
    found = list(challenge.criteria.all())
    prefetch_related_objects(found, "levels")
    return found
