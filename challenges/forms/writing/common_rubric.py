"""A rubric to start from: four criteria with four described levels, in the language of the case."""

from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LEVELS: tuple[Promise, ...] = (_("Beginning"), _("Developing"), _("Sound"), _("Outstanding"))
CRITERIA: tuple[tuple[Promise, int, Promise, tuple[Promise, ...]], ...] = (
    (
        _("Understanding of the problem"),
        30,
        _("Is it clear what is going on, for whom, and why it has not been solved?"),
        (
            _("Repeats the case."),
            _("Names causes, without telling which matter most."),
            _("Separates causes and shows for whom each one matters."),
            _("Makes one see the problem in a new way, and shows why that is right."),
        ),
    ),
    (
        _("Evidence"),
        25,
        _("Do sources, data and conversations carry what is claimed?"),
        (
            _("Claims stand by themselves."),
            _("Some sources; it is unclear how they were chosen."),
            _("Sources and own data fit the claims, and their limits are named."),
            _("Different kinds of evidence support each other, and what speaks against is weighed."),
        ),
    ),
    (
        _("Use of disciplines"),
        20,
        _("Does each field that takes part change the outcome?"),
        (
            _("One point of view."),
            _("Several points of view, side by side."),
            _("Points of view correct and complete each other."),
            _("Together they lead to something that none would have found alone."),
        ),
    ),
    (
        _("Feasibility and effect"),
        25,
        _("Could somebody start with it, and would it help those concerned?"),
        (
            _("An idea without a way to get there."),
            _("First steps; who would take them and what they cost is open."),
            _("Steps, people, costs and risks are named and fit together."),
            _("It was tried on a small scale, and the proposal changed because of what came out."),
        ),
    ),
)


def rows(language: str) -> list[dict[str, Any]]:
    """The common rubric as rows of the form, in a language of the portal."""
    found = []
    with translation.override(language):
        for title, weight, asks, levels in CRITERIA:
            row: dict[str, Any] = {"title": str(title), "weight": weight, "description": str(asks)}
            for n, (name, sees) in enumerate(zip(LEVELS, levels, strict=True), start=1):
                row |= {f"level_{n}_title": str(name), f"level_{n}_description": str(sees)}
            found.append(row)
    return found
