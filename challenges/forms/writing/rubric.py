"""How the work is judged: criteria with weights and described levels."""

from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.kit.forms import NameField
from challenges.forms.writing import common_rubric
from challenges.forms.writing.base import PartForm
from challenges.forms.writing.rows import RowForm, Rows
from challenges.models import Challenge, Criterion
from challenges.queries.whole import rubric
from challenges.rules.typed import CriterionTyped, LevelTyped

LEVELS = range(1, 7)


class CriterionRow(RowForm):
    """A criterion with room for six levels, from low to high. Those left empty at the end do not count."""

    counts = ("title", "description", "weight", *(f"level_{n}_{part}" for n in LEVELS for part in ("title", "description")))

    title = NameField(label=_("Criterion"), max_length=100, error_messages={"required": _("Give it a name, such as “Evidence”.")})
    weight = forms.IntegerField(
        label=_("Weight in %"),
        min_value=1,
        max_value=100,
        error_messages={"required": _("Give it a weight; all weights together are 100.")},
    )
    description = forms.CharField(
        label=_("What it asks"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2, "class": "short"})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        filled = [n for n in LEVELS if cleaned.get(f"level_{n}_title") or cleaned.get(f"level_{n}_description")]
        for n in range(1, max(filled, default=0) + 1):
            if not cleaned.get(f"level_{n}_title") and f"level_{n}_title" not in self.errors:
                self.add_error(f"level_{n}_title", _t("Name this level, or empty it and those above it."))
        return cleaned

    def levels(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        """The fields of each level with its points, for the page."""
        return [(n, self[f"level_{n}_title"], self[f"level_{n}_description"]) for n in LEVELS]

    @property
    def opened(self) -> bool:
        """Whether its levels show at once: while there are fewer than two, or something is wrong."""
        return bool(self.errors) or sum(bool(self[f"level_{n}_title"].value()) for n in LEVELS) < 2

    def typed(self) -> CriterionTyped:
        """The row as the action takes it."""
        found = self.cleaned_data
        return CriterionTyped(
            pk=found["pk"],
            title=found["title"],
            description=found["description"],
            weight=found["weight"],
            levels=tuple(
                LevelTyped(found[f"level_{n}_title"], found[f"level_{n}_description"]) for n in LEVELS if found[f"level_{n}_title"]
            ),
        )


for _n in LEVELS:  # twelve fields that differ by a number
    CriterionRow.base_fields[f"level_{_n}_title"] = NameField(label=_("Level"), required=False, max_length=60)
    CriterionRow.base_fields[f"level_{_n}_description"] = forms.CharField(
        label=_("What one sees"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2, "class": "short"})
    )


def _stored(criterion: Criterion) -> dict[str, Any]:
    found: dict[str, Any] = {"pk": criterion.pk, "title": criterion.title, "weight": criterion.weight, "description": criterion.description}
    for n, level in enumerate(criterion.levels.all(), start=1):
        found |= {f"level_{n}_title": level.title, f"level_{n}_description": level.description}
    return found


class RubricForm(PartForm):
    """The criteria; it has no field besides its rows."""

    def __init__(self, data: QueryDict | None = None, *, challenge: Challenge, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, challenge=challenge, initial=initial)
        stored = {one.pk: _stored(one) for one in rubric(challenge)}
        shown = (initial or {}).get("criteria")
        self.rows = Rows(
            CriterionRow,
            "criteria",
            data=data,
            initial=list(stored.values()) or [{}] if shown is None else shown,
            stored=stored,
            fixed=("weight",) if self.is_published else (),
        )

    @classmethod
    def again(cls, data: QueryDict, button: str, *, challenge: Challenge) -> Self:
        rows = Rows.typed(CriterionRow, "criteria", data, button)
        if button == "common":
            filled = [row for row in rows if any(str(row.get(name) or "").strip() for name in CriterionRow.counts)]
            rows = [*filled, *common_rubric.rows(challenge.case_language)]
        return cls(challenge=challenge, initial={"criteria": rows})

    def is_valid(self) -> bool:
        fields, rows = super().is_valid(), self.rows.is_valid()
        return fields and rows

    def values(self) -> dict[str, Any]:
        return {"criteria": [row.typed() for row in self.rows.filled]}

    def place(self, field: str, words: str) -> None:
        thing, _dot, rest = field.partition(".")
        at, _dot, name = rest.partition(".")
        if not (thing == "criteria" and at.isdigit() and self.rows.place(int(at), name, words)):
            super().place(field, words)

    def total(self) -> int:
        """The sum of the weights that stand in the form."""
        weights = [str(row["weight"].value() or "") for row in self.rows.forms]
        return sum(int(weight) for weight in weights if weight.isascii() and weight.isdigit() and len(weight) < 5)
