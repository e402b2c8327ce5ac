"""Who a challenge is for, how much work it is, and how many can join."""

from decimal import Decimal
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language, Level
from accounts.enums.disciplines import choices as disciplines
from challenges.enums import Mode, Size
from challenges.forms.writing import composition, quotas
from challenges.forms.writing.base import PartForm, grouped
from challenges.models import Challenge
from challenges.models.challenges import ECTS_HOURS, OFFER_HOURS
from challenges.rules import quotas as limits
from challenges.rules.composition import faults

QUARTER = Decimal("0.25")


class AudienceForm(PartForm):
    fixed = ("size", "ects", "hours", "mode")
    needed = ("levels", "working_languages", "size", "seats")

    levels = forms.MultipleChoiceField(
        label=_("Levels of study"), required=False, choices=Level.choices, widget=forms.CheckboxSelectMultiple
    )
    working_languages = forms.MultipleChoiceField(
        label=_("Working languages"), required=False, choices=Language.choices, widget=forms.CheckboxSelectMultiple
    )
    disciplines = forms.MultipleChoiceField(
        label=_("Disciplines wanted"),
        required=False,
        choices=disciplines,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means that every discipline is welcome."),
    )
    size = forms.ChoiceField(
        label=_("Size"),
        required=False,
        choices=[("", _("Choose a size")), *Size.choices],
        help_text=_("Nano: some days. Mini: some weeks. Standard: a course or a term."),
    )
    ects = forms.DecimalField(
        label=_("Credits (ECTS)"),
        required=False,
        min_value=QUARTER,
        max_value=60,
        max_digits=4,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.25", "inputmode": "decimal"}),
        help_text=_("In quarters. With credits the hours follow: 28 an ECTS."),
    )
    hours = forms.IntegerField(
        label=_("Hours in total"),
        required=False,
        min_value=1,
        max_value=2000,
        help_text=_("A student's whole effort. Type them only if there are no credits."),
    )
    mode = forms.ChoiceField(label=_("Alone or in a team"), choices=Mode.choices, widget=forms.RadioSelect)
    team_min = forms.IntegerField(label=_("Smallest team"), required=False, min_value=2, max_value=20)
    team_max = forms.IntegerField(label=_("Largest team"), required=False, min_value=2, max_value=20)
    seats = forms.IntegerField(
        label=_("Seats"), required=False, min_value=1, max_value=2000, help_text=_("How many people can join, all teams together.")
    )
    offer_hours = forms.IntegerField(
        label=_("Hours for an offer"), required=False, min_value=1, max_value=336, help_text=_("48 where you type nothing.")
    )

    def __init__(self, data: QueryDict | None = None, *, challenge: Challenge, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, challenge=challenge, initial=initial)
        self.rows = composition.rows_for(challenge, data, (initial or {}).get(composition.PREFIX))
        self.quotas = quotas.rows_for(challenge, data, (initial or {}).get(quotas.PREFIX))

    @classmethod
    def again(cls, data: QueryDict, button: str, *, challenge: Challenge) -> Self:
        empty = cls(challenge=challenge)
        typed = {name: field.widget.value_from_datadict(data, {}, name) for name, field in empty.fields.items() if not field.disabled}
        rows = {composition.PREFIX: composition.typed_again(data, button), quotas.PREFIX: quotas.typed_again(data, button)}
        return cls(challenge=challenge, initial=typed | rows)

    def is_valid(self) -> bool:
        fields, rows, shares = super().is_valid(), self.rows.is_valid(), self.quotas.is_valid()
        if not fields or not rows or not shares:
            return False
        values = self.values()
        for fault in (*faults(values[composition.PREFIX], values["team_max"]), *limits.faults(values[quotas.PREFIX], values["seats"])):
            self.place(fault.field, str(fault.words))
        return not self.errors and not self.rows.faulty and not self.quotas.faulty

    def values(self) -> dict[str, Any]:
        rows = {composition.PREFIX: composition.typed(self.rows, self.cleaned_data), quotas.PREFIX: quotas.typed(self.quotas)}
        return self.cleaned_data | rows

    def place(self, field: str, words: str) -> None:
        thing, _dot, rest = field.partition(".")
        at, _dot, name = rest.partition(".")
        rows = {composition.PREFIX: self.rows, quotas.PREFIX: self.quotas}.get(thing)
        if rows is None or not at.isdigit() or not rows.place(int(at), name, words):
            super().place(field, words)

    def clean_ects(self) -> Decimal | None:
        ects: Decimal | None = self.cleaned_data["ects"]
        if ects is not None and ects % QUARTER:
            raise ValidationError(_t("Use whole, half or quarter credits, such as 2.25."))
        return ects

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if ects := cleaned.get("ects"):
            cleaned["hours"] = int(ects * ECTS_HOURS)
            self.errors.pop("hours", None)
        if cleaned.get("mode") == Mode.SOLO:
            cleaned["team_min"] = cleaned["team_max"] = None
            for name in ("team_min", "team_max"):
                self.errors.pop(name, None)
        cleaned["offer_hours"] = cleaned.get("offer_hours") or OFFER_HOURS
        smallest, largest = cleaned.get("team_min"), cleaned.get("team_max")
        if smallest and largest and largest < smallest:
            self.add_error("team_max", _t("The largest team can't be smaller than the smallest."))
        seats = cleaned.get("seats")
        if seats and smallest and cleaned.get("mode") == Mode.TEAM and seats < smallest:
            self.add_error("seats", _t("With fewer seats than the smallest team nobody can join."))
        return cleaned

    def discipline_groups(self) -> list[tuple[str, list[dict[str, Any]], int]]:
        """The boxes of each broad field, with how many of them are ticked."""
        return grouped(self["disciplines"])

    def effort(self) -> str:
        """The sum of credits and hours in words, for what stands in the form; empty without whole quarters of credits."""
        try:
            ects = Decimal(str(self["ects"].value()))
            hours, fits = ects * ECTS_HOURS, 0 < ects <= 60 and not ects % QUARTER
        except ArithmeticError:
            return ""
        if not fits:
            return ""
        return _t("%(ects)s ECTS × %(each)d hours = %(hours)s hours in total.") % {
            "ects": f"{ects.normalize():f}",
            "each": ECTS_HOURS,
            "hours": f"{hours.normalize():f}",
        }
