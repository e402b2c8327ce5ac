"""Reads for the pages on which a challenge is written."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User
from accounts.rules import is_coordinator
from challenges.enums import Section
from challenges.models import Challenge
from challenges.queries.checklist import missing
from partners.enums import MemberRole
from partners.models import Organisation


@dataclass(frozen=True)
class Step:
    """One part in the navigation of the editor: what is missing there, and how many open comments it has."""

    section: str
    label: str
    url: str
    missing: list[str]
    comments: int
    current: bool


def organisations(user: User) -> QuerySet[Organisation]:
    """For which organisations a person may start a challenge: where they are owner or editor; the office for all."""
    if is_coordinator(user):
        return Organisation.objects.order_by("name")
    own = user.memberships.filter(role__in=[MemberRole.OWNER, MemberRole.EDITOR]).values("organisation")
    return Organisation.objects.filter(pk__in=own).order_by("name")


def sources(user: User) -> QuerySet[Challenge]:
    """Earlier challenges of these organisations, newest first."""
    found = Challenge.objects.filter(organisation__in=organisations(user)).select_related("organisation")
    return found.defer("case", "search_nl", "search_en", "search_simple").order_by("-created_at", "-pk")


def edit_url(challenge: Challenge, section: str) -> str:
    """Where one part is written."""
    return f"{challenge.get_absolute_url()}edit/{section}/"


def steps(challenge: Challenge, current: str, now: dt.datetime) -> list[Step]:
    """All parts in their order, of a challenge that was read whole."""
    lacking = missing(challenge, now)
    open_comments = [one.section for one in challenge.approval_comments.all() if one.resolved_at is None]
    return [
        Step(
            section=section.value,
            label=str(section.label),
            url=edit_url(challenge, section),
            missing=[item.words for item in lacking if item.section == section],
            comments=open_comments.count(section.value),
            current=section == current,
        )
        for section in Section
    ]


def next_section(section: str) -> str | None:
    """The part after this one; None after the last."""
    order = [one.value for one in Section]
    place = order.index(section) + 1
    return order[place] if place < len(order) else None
