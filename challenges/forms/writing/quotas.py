"""Rows for the seats that a discipline may have at most, in the part that says who a challenge is for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.enums.disciplines import BROAD, DETAILED, NARROW
from challenges.forms.writing.rows import RowForm, Rows
from challenges.models import Challenge
from challenges.rules import quotas
from challenges.rules.typed import QuotaTyped

PREFIX = "quotas"


class QuotaRow(RowForm):
    """A field of study and its seats at most."""

    counts = ("discipline", "most")

    discipline = forms.ChoiceField(
        label=_("Field of study"),
        choices=[
            ("", _("Choose a field")),
            (_("Broad fields"), list(BROAD.items())),
            (_("Narrow fields"), list(NARROW.items())),
            (_("Disciplines"), list(DETAILED.items())),
        ],
        error_messages={"required": _("Choose a field, or remove this limit.")},
    )
    most = forms.IntegerField(label=_("Seats at most"), min_value=1, max_value=2000, error_messages={"required": _("Say how many seats.")})

    def typed(self) -> QuotaTyped:
        """The row as the action takes it."""
        return QuotaTyped(self.cleaned_data["discipline"], self.cleaned_data["most"])


class QuotaRows(Rows[QuotaRow]):
    MOST = quotas.MOST


def rows_for(challenge: Challenge, data: QueryDict | None, shown: Sequence[dict[str, Any]] | None) -> QuotaRows:
    """The limits as they were posted, as they were typed before a button, or as the challenge has them."""
    initial = [{"discipline": one.discipline, "most": one.most} for one in challenge.quotas.all()] if shown is None else shown
    return QuotaRows(QuotaRow, PREFIX, data=data, initial=initial)


def typed_again(data: QueryDict, button: str) -> list[dict[str, Any]]:
    """The limits as typed, after a button of theirs or any other."""
    return QuotaRows.typed(QuotaRow, PREFIX, data, button.removeprefix(f"{PREFIX}-"))


def typed(rows: QuotaRows) -> list[QuotaTyped]:
    """The limits of valid rows."""
    return [row.typed() for row in rows.filled]
