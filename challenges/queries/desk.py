"""The desk of the programme office: what waits for it, with where to see to it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.kit import clock
from accounts.models import RoleGrant
from accounts.outbox.enums import MailState
from accounts.outbox.models import Mail
from challenges.enums import ChallengeState
from challenges.models import Challenge, Milestone, Participation, Review, Submission, Team
from challenges.queries.due import short

AHEAD = dt.timedelta(days=14)


@dataclass(frozen=True)
class Link:
    """One of the things behind a count."""

    label: str
    url: str
    note: str


@dataclass(frozen=True)
class Item:
    """A kind of thing that waits: how many, in words, and the things themselves (or one list of them)."""

    title: str
    words: str
    count: int
    tone: str
    links: list[Link]


@dataclass(frozen=True)
class Upcoming:
    """A date in the coming fortnight."""

    at: dt.datetime
    when: str
    what: str
    url: str


@dataclass(frozen=True)
class Desk:
    """Everything that waits, and what is ahead."""

    items: list[Item]
    upcoming: list[Upcoming]

    @property
    def waiting(self) -> int:
        return sum(item.count for item in self.items)


@dataclass
class _Facts:
    """The versions that count of one milestone, counted."""

    works: int = 0
    unassigned: int = 0
    unreviewed: int = 0
    open: int = 0
    late: int = 0


def desk(now: dt.datetime) -> Desk:
    """The whole desk. Nine queries, however much waits."""
    return Desk(items=[*_approvals(now), _statements(), _without_coach(now), *_reviewing(now), _failed()], upcoming=_upcoming(now))


def _approvals(now: dt.datetime) -> list[Item]:
    submitted = list(
        Challenge.objects.filter(state=ChallengeState.SUBMITTED)
        .select_related("organisation")
        .only("slug", "title", "organisation__name", "submitted_at", "faculty_owner", "owner_approved_at", "office_approved_at")
        .order_by("submitted_at", "pk")
    )
    own = [_approval(one) for one in submitted if one.owner_approved_at and not one.office_approved_at]
    orphans = [_approval(one) for one in submitted if not one.faculty_owner_id]
    return [
        Item(
            _("Approval"),
            ngettext("%(n)d challenge waits for your key", "%(n)d challenges wait for your key", len(own)) % {"n": len(own)},
            len(own),
            "amber",
            own,
        ),
        Item(
            _("Owners"),
            ngettext("%(n)d challenge has no faculty owner", "%(n)d challenges have no faculty owner", len(orphans)) % {"n": len(orphans)},
            len(orphans),
            "amber",
            orphans,
        ),
    ]


def _approval(challenge: Challenge) -> Link:
    since = _("submitted on %(day)s") % {"day": clock.day(challenge.submitted_at)} if challenge.submitted_at else ""
    return Link(challenge.title, f"/challenges/{challenge.slug}/approval/", f"{challenge.organisation.name}, {since}".strip(", "))


def _statements() -> Item:
    count = RoleGrant.objects.awaiting().count()
    return Item(
        _("People"),
        ngettext("%(n)d statement about a role waits for your word", "%(n)d statements about a role wait for your word", count)
        % {"n": count},
        count,
        "amber",
        [Link(_("See the statements"), "/manage/people/", "")],
    )


def _without_coach(now: dt.datetime) -> Item:
    people = Participation.objects.active().filter(team=OuterRef("pk"))
    ahead = Milestone.objects.filter(challenge=OuterRef("challenge"), deadline__gt=now)
    rows = list(
        Team.objects.filter(Exists(people), Exists(ahead), coach__isnull=True, challenge__state=ChallengeState.PUBLISHED)
        .order_by()
        .values_list("challenge__slug", "challenge__title")
        .annotate(n=Count("pk"))
        .order_by("challenge__title")
    )
    total = sum(n for _slug, _title, n in rows)
    return Item(
        _("Coaches"),
        ngettext("%(n)d team has no coach", "%(n)d teams have no coach", total) % {"n": total},
        total,
        "amber",
        [Link(title, f"/manage/challenges/{slug}/teams/", _teams(n)) for slug, title, n in rows],
    )


def _reviewing(now: dt.datetime) -> list[Item]:
    facts = _count(now)
    milestones = Milestone.objects.filter(pk__in=facts).select_related("challenge").order_by("deadline", "pk")
    without: list[Link] = []
    late: list[Link] = []
    ready: list[Link] = []
    for milestone in milestones:
        found, base = facts[milestone.pk], f"/manage/challenges/{milestone.challenge.slug}"
        name = f"{milestone.challenge.title} · {milestone.title}"
        if found.unassigned:
            without.append(Link(name, f"{base}/reviews/?milestone={milestone.pk}", _teams(found.unassigned)))
        if found.late:
            late.append(Link(name, f"{base}/results/?milestone={milestone.pk}", _reviews(found.late)))
        if not found.open and not found.unreviewed:
            ready.append(Link(name, f"{base}/results/?milestone={milestone.pk}", _teams(found.works)))
    return [
        Item(
            _("Reviewers"),
            ngettext("%(n)d deliverable has work without a reviewer", "%(n)d deliverables have work without a reviewer", len(without))
            % {"n": len(without)},
            len(without),
            "amber",
            without,
        ),
        Item(
            _("Late reviews"),
            ngettext("Reviews are late for %(n)d deliverable", "Reviews are late for %(n)d deliverables", len(late)) % {"n": len(late)},
            len(late),
            "coral",
            late,
        ),
        Item(
            _("Results"),
            ngettext("%(n)d deliverable is ready to release", "%(n)d deliverables are ready to release", len(ready)) % {"n": len(ready)},
            len(ready),
            "teal",
            ready,
        ),
    ]


def _count(now: dt.datetime) -> dict[int, _Facts]:
    undone = Q(reviews__submitted_at__isnull=True, reviews__isnull=False)
    rows = (
        Submission.objects.last_versions()
        .filter(
            milestone__assessed=True,
            milestone__released_at__isnull=True,
            milestone__deadline__lt=now,
            milestone__challenge__state=ChallengeState.PUBLISHED,
        )
        .annotate(
            asked=Count("reviews"), open=Count("reviews", filter=undone), late=Count("reviews", filter=undone & Q(reviews__due_at__lte=now))
        )
        .values_list("milestone_id", "asked", "open", "late")
    )
    found: dict[int, _Facts] = {}
    for milestone, asked, open_, late in rows:
        facts = found.setdefault(milestone, _Facts())
        facts.works += 1
        facts.unassigned += not asked
        facts.unreviewed += asked == open_
        facts.open += open_
        facts.late += late
    return found


def _failed() -> Item:
    count = Mail.objects.filter(state=MailState.FAILED).count()
    return Item(
        _("Mails"),
        ngettext("%(n)d mail could not be delivered", "%(n)d mails could not be delivered", count) % {"n": count},
        count,
        "coral",
        [Link(_("See the failed mails"), "/manage/mails/?state=failed", "")],
    )


def _upcoming(now: dt.datetime) -> list[Upcoming]:
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
        what = f"{_reviews(count)} · {deliverable} · {title}"
        found.append(_ahead(due_at, what, f"/manage/challenges/{slug}/reviews/", now))
    return sorted(found, key=lambda one: (one.at, one.what))


def _ahead(at: dt.datetime, what: str, url: str, now: dt.datetime) -> Upcoming:
    return Upcoming(at, short(at, now), what, url)


def _teams(count: int) -> str:
    return ngettext("%(n)d team", "%(n)d teams", count) % {"n": count}


def _reviews(count: int) -> str:
    return ngettext("%(n)d review", "%(n)d reviews", count) % {"n": count}
