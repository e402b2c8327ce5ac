"""Lists in pages."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
Shown = TypeVar("Shown")


def page_of(found: "QuerySet[Row]", number: str | int | None, size: int, shown: Callable[[Row], Shown]) -> "Page[Shown]":
    """One page of the rows, each as it is shown; the nearest page there is for a number that makes no sense."""
    page: Any = Paginator(found, size).get_page(number)
    return Page([shown(row) for row in page.object_list], page.number, page.paginator)
