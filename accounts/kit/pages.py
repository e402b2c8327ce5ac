"""Lists in pages."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)
Shown = TypeVar("Shown")


def searched(request: HttpRequest, name: str) -> str:
    """What stands in the address under a name: trimmed, and without NUL, which PostgreSQL does not take."""
    return request.GET.get(name, "").replace("\0", "").strip()


def page_of(found: "QuerySet[Row]", number: str | int | None, size: int, shown: Callable[[Row], Shown]) -> "Page[Shown]":
    """One page of the rows, each as it is shown; the nearest page there is for a number that makes no sense."""
    page: Any = Paginator(found, size).get_page(number)
    return Page([shown(row) for row in page.object_list], page.number, page.paginator)
