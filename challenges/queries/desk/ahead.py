"""The coming fortnight."""

import datetime as dt

from django.db.models import Count
from django.utils.translation import gettext as _

from challenges.enums import ChallengeState
from challenges.models import Challenge, Milestone, Review
from challenges.queries.desk.parts import Querysets, Upcoming, reviews
from challenges.queries.due import short

AHEAD = dt.timedelta(days=14)


class Ahead:
    """Deadlines, closing dates and reviews due from now on: read `querysets` together, then ask for what is upcoming."""

    def __init__(self, now: dt.datetime) -> None:
        end = now + AHEAD
        case = "submission__milestone__challenge"
        self._now = now
        self._deadlines = Milestone.objects.filter(
            challenge__state=ChallengeState.PUBLISHED, deadline__gt=now, deadline__lte=end
        ).values_list("challenge__slug", "challenge__title", "title", "deadline")
        self._closing = Challenge.objects.filter(state=ChallengeState.PUBLISHED, join_until__gt=now, join_until__lte=end).values_list(
            "slug", "title", "join_until"
        )
        self._reviews = (
            Review.objects.filter(
                submitted_at__isnull=True,
                due_at__gt=now,
                due_at__lte=end,
                submission__milestone__released_at__isnull=True,
                submission__milestone__challenge__state=ChallengeState.PUBLISHED,
            )
            .order_by()
            .values_list(f"{case}__slug", f"{case}__title", "submission__milestone__title", "due_at")
            .annotate(count=Count("pk"))
        )
        self.querysets: Querysets = [self._deadlines, self._closing, self._reviews]

    def upcoming(self) -> list[Upcoming]:
        """All of it, in order of time."""
        found: list[Upcoming] = []
        for slug, title, deliverable, deadline in self._deadlines:
            what = _("%(deliverable)s due · %(challenge)s") % {"deliverable": deliverable, "challenge": title}
            found.append(self._one(deadline, what, f"/manage/challenges/{slug}/teams/"))
        for slug, title, until in self._closing:
            assert until is not None  # noqa: S101 - the filter asks for it
            found.append(self._one(until, _("Joining closes · %(challenge)s") % {"challenge": title}, f"/challenges/{slug}/"))
        for slug, title, deliverable, due_at, count in self._reviews:
            what = f"{reviews(count)} · {deliverable} · {title}"
            found.append(self._one(due_at, what, f"/manage/challenges/{slug}/reviews/"))
        return sorted(found, key=lambda one: (one.at, one.what))

    def _one(self, at: dt.datetime, what: str, url: str) -> Upcoming:
        return Upcoming(at, short(at, self._now), what, url)
