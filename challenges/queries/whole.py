"""A whole challenge: its milestones, rubric, rules for joining and for teams, files and comments, read in one statement."""

from typing import Any

from django.db.models import QuerySet, Value, prefetch_related_objects

from accounts.kit.together import attach, fetch_together
from challenges.models import Challenge, Criterion, RubricLevel


def read_whole(challenge: Challenge, *beside: QuerySet[Any, Any]) -> None:
    """Read every part of a challenge, and other querysets in the same statement. `challenge.milestones.all()` and its like then know
    their rows."""
    milestones, files, rules = challenge.milestones.all(), challenge.attachments.all(), challenge.composition_rules.all()
    quotas, criteria = challenge.quotas.all(), Criterion.objects.filter(challenge=challenge)
    levels = RubricLevel.objects.filter(criterion__challenge=challenge)
    comments = challenge.approval_comments.select_related("by")
    asked, questions = challenge.prerequisites.all(), challenge.application_questions.all()
    here = {"whole": Value(challenge.pk)}
    institutions = challenge.eligible_institutions.annotate(**here)
    faculties = challenge.eligible_faculties.select_related("institution").annotate(**here)
    fetch_together(milestones, files, rules, quotas, criteria, levels, comments, asked, questions, institutions, faculties, *beside)
    attach(criteria, "levels", levels)
    parts: dict[str, QuerySet[Any, Any]] = {
        "milestones": milestones,
        "attachments": files,
        "composition_rules": rules,
        "quotas": quotas,
        "criteria": criteria,
    }
    parts |= {"prerequisites": asked, "application_questions": questions, "approval_comments": comments}
    for name, rows in parts.items():
        attach([challenge], name, rows)
    attach([challenge], "eligible_institutions", institutions, by="whole")
    attach([challenge], "eligible_faculties", faculties, by="whole")


def rubric(challenge: Challenge) -> list[Criterion]:
    """The criteria with their levels; nothing is read again where they were read already."""
    found = list(challenge.criteria.all())
    prefetch_related_objects(found, "levels")
    return found
