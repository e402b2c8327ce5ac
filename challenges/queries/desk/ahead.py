"""The coming fortnight."""

import datetime as dt

from django.db.models import Count
from django.utils.translation import gettext as _

from challenges.enums import ChallengeState
from challenges.models import Challenge, Milestone, Review
from challenges.queries.desk.parts import Upcoming, reviews
from challenges.queries.due import short

AHEAD = dt.timedelta(days=14)


def upcoming(now: dt.datetime) -> list[Upcoming]:
    """Deadlines, closing dates and reviews due from now on, in order. Three queries."""
    end = now + AHEAD
    found: list[Upcoming] = []
    for milestone in Milestone.objects.filter(
        challenge__state=ChallengeState.PUBLISHED, deadline__gt=now, deadline__lte=end
    ).select_related("challenge"):
        what = _("%(deliverable)s due · %(challenge)s") % {"deliverable": milestone.title, "challenge": milestone.challenge.title}
        found.append(_ahead(milestone.deadline, what, f"/manage/challenges/{milestone.challenge.slug}/teams/", now))
    for slug, title, until in Challenge.objects.filter(state=ChallengeState.PUBLISHED, join_until__gt=now, join_until__lte=end).values_list(
        "slug", "title", "join_until"
    ):
        assert until is not None  # noqa: S101 - the filter asks for it
        found.append(_ahead(until, _("Joining closes · %(challenge)s") % {"challenge": title}, f"/challenges/{slug}/", now))
    for slug, title, deliverable, due_at, count in (
        Review.objects.filter(
            submitted_at__isnull=True,
            due_at__gt=now,
            due_at__lte=end,
            submission__milestone__released_at__isnull=True,
            submission__milestone__challenge__state=ChallengeState.PUBLISHED,
        )
        .order_by()
        .values_list(
            "submission__milestone__challenge__slug", "submission__milestone__challenge__title", "submission__milestone__title", "due_at"
        )
        .annotate(count=Count("pk"))
    ):
        what = f"{reviews(count)} · {deliverable} · {title}"
        found.append(_ahead(due_at, what, f"/manage/challenges/{slug}/reviews/", now))
    return sorted(found, key=lambda one: (one.at, one.what))


def _ahead(at: dt.datetime, what: str, url: str, now: dt.datetime) -> Upcoming:
    return Upcoming(at, short(at, now), what, url)
