"""What waits about reviews and results."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.enums import ChallengeState
from challenges.models import Milestone, Submission
from challenges.queries.desk.parts import Item, Link, Querysets, reviews, teams


@dataclass
class _Facts:
    """The versions that count of one milestone, counted."""

    works: int = 0
    unassigned: int = 0
    unreviewed: int = 0
    open: int = 0
    late: int = 0


class Reviewing:
    """Closed deliverables with work: read `querysets` together, then ask for the items."""

    def __init__(self, now: dt.datetime) -> None:
        undone = Q(reviews__submitted_at__isnull=True, reviews__isnull=False)
        closed = Milestone.objects.filter(
            assessed=True, released_at__isnull=True, deadline__lt=now, challenge__state=ChallengeState.PUBLISHED
        )
        self._works = (
            Submission.objects.last_versions()
            .filter(milestone__in=closed.order_by().values("pk"))
            .order_by()
            .annotate(
                asked=Count("reviews"),
                open=Count("reviews", filter=undone),
                late=Count("reviews", filter=undone & Q(reviews__due_at__lte=now)),
            )
            .values_list("milestone_id", "asked", "open", "late")
        )
        self._milestones = (
            closed.select_related("challenge").only("title", "challenge__slug", "challenge__title").order_by("deadline", "pk")
        )
        self.querysets: Querysets = [self._works, self._milestones]

    def items(self) -> list[Item]:
        """Those with work that nobody was asked to review, with late reviews, and ready to release."""
        facts = self._counted()
        without: list[Link] = []
        late: list[Link] = []
        ready: list[Link] = []
        for milestone in self._milestones:
            if milestone.pk not in facts:
                continue
            found, base = facts[milestone.pk], f"/manage/challenges/{milestone.challenge.slug}"
            name = f"{milestone.challenge.title} · {milestone.title}"
            if found.unassigned:
                without.append(Link(name, f"{base}/reviews/?milestone={milestone.pk}", teams(found.unassigned)))
            if found.late:
                late.append(Link(name, f"{base}/results/?milestone={milestone.pk}", reviews(found.late)))
            if not found.open and not found.unreviewed:
                ready.append(Link(name, f"{base}/results/?milestone={milestone.pk}", teams(found.works)))
        return [
            Item(
                _("Reviewers"),
                ngettext("%(n)d milestone has work without a reviewer", "%(n)d milestones have work without a reviewer", len(without))
                % {"n": len(without)},
                _("All work has a reviewer"),
                len(without),
                "amber",
                without,
            ),
            Item(
                _("Late reviews"),
                ngettext("Reviews are late for %(n)d milestone", "Reviews are late for %(n)d milestones", len(late)) % {"n": len(late)},
                _("No review is late"),
                len(late),
                "coral",
                late,
            ),
            Item(
                _("Results"),
                ngettext("%(n)d milestone is ready to release", "%(n)d milestones are ready to release", len(ready)) % {"n": len(ready)},
                _("No results wait for release"),
                len(ready),
                "teal",
                ready,
            ),
        ]

    def _counted(self) -> dict[int, _Facts]:
        found: dict[int, _Facts] = {}
        for milestone, asked, open_, late in self._works:
            facts = found.setdefault(milestone, _Facts())
            facts.works += 1
            facts.unassigned += not asked
            facts.unreviewed += asked == open_
            facts.open += open_
            facts.late += late
        return found
