"""Rows within a form, such as milestones: added and removed by buttons that work without a script."""

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict

from challenges.forms.writing.base import one_line_end


class RowForm(forms.Form):
    """One row. A row in which nothing of `counts` is filled in is blank: it is skipped, and nothing in it is wrong."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    counts: tuple[str, ...] = ()

    @property
    def blank(self) -> bool:
        return self.is_bound and not any(str(self[name].data or "").strip() for name in self.counts)

    def full_clean(self) -> None:
        super().full_clean()
        if self.blank:
            self._errors = ErrorDict()
            self.cleaned_data = {}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        return {name: one_line_end(value) for name, value in cleaned.items()}


Row = TypeVar("Row", bound=RowForm)


class Rows(Generic[Row]):
    """The rows of one kind under a prefix. The form posts how many there are in `<prefix>-count`."""

    MOST = 20

    def __init__(
        self,
        form_class: type[Row],
        prefix: str,
        *,
        data: QueryDict | None = None,
        initial: Sequence[Mapping[str, Any]] = (),
        stored: Mapping[int, Mapping[str, Any]] | None = None,
        fixed: Sequence[str] = (),
    ) -> None:
        self.form_class, self.prefix, self.fixed, self.stored = form_class, prefix, fixed, stored or {}
        if data is None:
            self.forms = [self._row(place, None, values) for place, values in enumerate(initial)]
        else:
            self.forms = [self._row(place, data, self._stored_for(data, place)) for place in range(self.count(data, prefix))]

    @classmethod
    def count(cls, data: QueryDict, prefix: str) -> int:
        """How many rows were posted; nonsense is none, and never more than a form may have."""
        typed = data.get(f"{prefix}-count", "")
        return min(int(typed), cls.MOST) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0

    def _stored_for(self, data: QueryDict, place: int) -> Mapping[str, Any]:
        pk = data.get(f"{self.prefix}-{place}-pk", "")
        return self.stored.get(int(pk), {}) if pk.isascii() and pk.isdigit() and len(pk) < 20 else {}

    def _row(self, place: int, data: QueryDict | None, initial: Mapping[str, Any]) -> Row:
        row = self.form_class(data, prefix=f"{self.prefix}-{place}", initial=dict(initial))
        for name in self.fixed:
            row.fields[name].disabled = True
        return row

    @classmethod
    def typed(cls, form_class: type[Row], prefix: str, data: QueryDict, button: str) -> list[dict[str, Any]]:
        """The rows as typed, after the button 'add' (a blank one more) or 'remove-2' (without the third)."""
        rows = []
        for place in range(cls.count(data, prefix)):
            if button != f"remove-{place}":
                fields = form_class.base_fields.items()
                rows.append({name: field.widget.value_from_datadict(data, {}, f"{prefix}-{place}-{name}") for name, field in fields})
        if button == "add" and len(rows) < cls.MOST:
            rows.append({})
        return rows

    @property
    def filled(self) -> list[Row]:
        """The rows that are not blank."""
        return [row for row in self.forms if not row.blank]

    @property
    def faulty(self) -> list[Row]:
        """The rows in which something is wrong."""
        return [row for row in self.forms if row.errors]

    def is_valid(self) -> bool:
        """Whether every filled row is; all of them are looked at, so that all errors show at once."""
        return not [row for row in self.forms if not row.is_valid()]

    def place(self, at: int, field: str, words: str) -> bool:
        """Put an error beside a field of the filled row number `at`; False when there is no such place."""
        rows = self.filled
        if at >= len(rows) or field not in rows[at].fields:
            return False
        rows[at].add_error(field, words)
        return True
