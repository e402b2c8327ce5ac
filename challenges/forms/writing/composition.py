"""Rows for the rules of composition, in the part that says who a challenge is for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.kit.forms import NameField
from challenges.enums import Mode, RuleKind, Trait
from challenges.forms.writing.rows import RowForm, Rows
from challenges.models import Challenge, CompositionRule
from challenges.queries import traits
from challenges.rules import composition
from challenges.rules.typed import RuleTyped

PREFIX = "composition"


class RuleRow(RowForm):
    """One rule. Which fields it needs hangs on its kind: at least so many *from* names where they come from; a language needs nothing."""

    counts = ("kind", "number", "trait", "named", "programme")

    kind = forms.ChoiceField(
        label=_("Rule"),
        choices=[("", _("Choose a rule")), *RuleKind.choices],
        error_messages={"required": _("Choose what is asked, or remove this rule.")},
    )
    number = forms.IntegerField(label=_("How many"), required=False, min_value=1, max_value=20)
    trait = forms.ChoiceField(
        label=_("Different or the same in"),
        required=False,
        choices=[("", _("Choose what is looked at")), *Trait.choices],
        help_text=_("For “different” and “the same”."),
    )
    named = forms.ChoiceField(label=_("From"), required=False, help_text=_("For “from”: an institution, a faculty or a field."))
    programme = NameField(
        label=_("From this programme of study"),
        required=False,
        max_length=150,
        help_text=_("Or, for “from”, as students write it in their profile."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer([])

    def offer(self, groups: Sequence[traits.Group]) -> None:
        """The institutions, faculties and fields among which one chooses."""
        self.fields["named"].choices = [("", _("Choose where they come from")), *groups]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind, number = cleaned.get("kind"), cleaned.get("number")
        if kind in {RuleKind.DISTINCT, RuleKind.SAME, RuleKind.FROM} and number is None and "number" not in self.errors:
            self.add_error("number", _t("Say how many."))
        if kind == RuleKind.DISTINCT and number == 1:
            self.add_error("number", _t("Every team has one; ask for two or more, or remove this rule."))
        if kind in {RuleKind.DISTINCT, RuleKind.SAME} and not cleaned.get("trait") and "trait" not in self.errors:
            self.add_error("trait", _t("Choose what is looked at."))
        if kind == RuleKind.FROM and not self.errors and bool(cleaned.get("named")) == bool(cleaned.get("programme")):
            raise ValidationError({"named": _t("Choose where they come from, or type a programme of study; one of the two.")})
        return cleaned

    def typed(self) -> RuleTyped:
        """The row as the action takes it; fields that its kind has no use for fall away."""
        found = self.cleaned_data
        kind = found["kind"]
        if kind == RuleKind.LANGUAGE:
            return RuleTyped(kind)
        if kind != RuleKind.FROM:
            return RuleTyped(kind, found["trait"], "", found["number"])
        if found["programme"]:
            return RuleTyped(kind, Trait.PROGRAMME_OF_STUDY, found["programme"], found["number"])
        trait, _between, value = found["named"].partition(traits.BETWEEN)
        return RuleTyped(kind, trait, value, found["number"])


class RuleRows(Rows[RuleRow]):
    MOST = composition.MOST


def rows_for(challenge: Challenge, data: QueryDict | None, shown: Sequence[dict[str, Any]] | None) -> RuleRows:
    """The rules as they were posted, as they were typed before a button, or as the challenge has them."""
    initial = [_stored(one) for one in challenge.composition_rules.all()] if shown is None else shown
    rows = RuleRows(RuleRow, PREFIX, data=data, initial=initial)
    groups = traits.named_values()
    for row in rows.forms:
        row.offer(groups)
    return rows


def typed_again(data: QueryDict, button: str) -> list[dict[str, Any]]:
    """The rules as typed, after a button of theirs or any other."""
    return RuleRows.typed(RuleRow, PREFIX, data, button.removeprefix(f"{PREFIX}-"))


def typed(rows: RuleRows, cleaned: dict[str, Any]) -> list[RuleTyped]:
    """The rules of valid rows; none where everybody works alone."""
    return [] if cleaned.get("mode") == Mode.SOLO else [row.typed() for row in rows.filled]


def _stored(rule: CompositionRule) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": rule.kind, "number": rule.number}
    if rule.kind != RuleKind.FROM:
        return found | {"trait": rule.trait}
    if rule.trait == Trait.PROGRAMME_OF_STUDY:
        return found | {"programme": rule.value}
    return found | {"named": f"{rule.trait}{traits.BETWEEN}{rule.value}"}
