"""What the forms of all parts of a challenge share."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.kit.refusals import Refusal
from challenges.enums import ChallengeState
from challenges.errors import Faults
from challenges.models import Challenge


def one_line_end(value: object) -> object:
    """A text with one kind of line ends, whatever the browser sent; anything else as it is."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def same_minute(before: dt.datetime | None, typed: dt.datetime | None) -> dt.datetime | None:
    """The instant before, where somebody left it alone: a form shows minutes only."""
    if before and typed and before.replace(second=0, microsecond=0) == typed.replace(second=0, microsecond=0):
        return before
    return typed


def grouped(field: forms.BoundField) -> list[tuple[str, list[dict[str, Any]], int]]:
    """The boxes of a field whose choices stand in groups, a group after the other, with how many of it are ticked."""
    ticked = [str(code) for code in field.value() or []]
    groups = field.field.widget.optgroups(field.html_name, ticked, {"id": field.auto_id})
    return [(str(label), options, sum(option["selected"] for option in options)) for label, options, _place in groups]


class PartForm(forms.Form):
    """One part of a challenge. Made unbound with `of`, bound with the data posted, or with `again`: as typed, without a verdict.

    Fields named in `fixed` cannot be changed once the challenge is published. Those in `needed` may stay empty in a draft, but are
    not shown as optional: nothing is approved without them.
    """

    use_required_attribute = False
    fixed: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()

    def __init__(self, data: QueryDict | None = None, *, challenge: Challenge, initial: Mapping[str, Any] | None = None) -> None:
        self.challenge = challenge
        self.is_published = challenge.state == ChallengeState.PUBLISHED
        super().__init__(data, initial={**self.stored(challenge), **(initial or {})})
        for name in self.fixed if self.is_published else ():
            self.fields[name].disabled = True
            self.fields[name].help_text = _("This stays as it is: people joined for it.")

        self._require(True)

    def _require(self, required: bool) -> None:
        for name in self.needed:
            self.fields[name].required = required

    def full_clean(self) -> None:
        self._require(False)
        super().full_clean()
        self._require(True)

    @classmethod
    def stored(cls, challenge: Challenge) -> dict[str, Any]:
        """What the challenge says now."""
        return {name: getattr(challenge, name) for name in cls.base_fields}

    @classmethod
    def again(cls, data: QueryDict, button: str, *, challenge: Challenge) -> Self:
        """The form as it was typed, after a button that only changes the form (a row more, a preview); nothing is checked or saved."""
        empty = cls(challenge=challenge)
        typed = {name: field.widget.value_from_datadict(data, {}, name) for name, field in empty.fields.items() if not field.disabled}
        return cls(challenge=challenge, initial=typed)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        return {name: one_line_end(value) for name, value in cleaned.items()}

    def values(self) -> dict[str, object]:
        """What was typed, in the shape that the action takes."""
        return dict(self.cleaned_data)

    def refuse(self, refusal: Refusal) -> None:
        """Show what an action refused beside the fields that are meant."""
        if isinstance(refusal, Faults):
            for fault in refusal.faults:
                self.place(fault.field, str(fault.words))
        else:
            self.place(refusal.field or "", str(refusal.message))

    def place(self, field: str, words: str) -> None:
        """Put one error where it belongs: beside its field, else on top."""
        self.add_error(field if field in self.fields else None, words)
