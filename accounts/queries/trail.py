"""The whole audit trail, for the programme office."""

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from accounts.audit import words
from accounts.models import Entry

PAGE_SIZE = 50


def entries(*, person: str = "", thing: str = "", action: str = "") -> QuerySet[Entry]:
    """Entries by somebody whose name or address contains `person`, on a thing whose name or key contains `thing`, and of actions whose
    words or key contain `action`; newest first."""
    found = Entry.objects.select_related("by")
    if person:
        found = found.filter(Q(by__name__icontains=person) | Q(by__email__icontains=person))
    if thing:
        found = found.filter(Q(subject_label__icontains=thing) | Q(subject=thing) | Q(scope=thing))
    if action:
        found = found.filter(Q(action__in=words.matching(action)) | Q(action__icontains=action))
    return found


def page(number: str | int | None, **wanted: str) -> "Page[Entry]":
    """One page of the entries that fit."""
    return Paginator(entries(**wanted), PAGE_SIZE).get_page(number)
