"""Form fields that the portal needs more than once."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.kit import addresses
from accounts.kit.clock import AMSTERDAM, faults_of_local_time, local
from accounts.kit.names import one_line
from accounts.kit.refusals import Refusal


def show_refusal(form: forms.BaseForm, refusal: Refusal) -> None:
    """Put an action's refusal beside the field that it names, or on top of the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))


def set_sent(form: forms.BaseForm, name: str, value: object) -> None:
    """Put another value in the place of one that was sent, such as the version that a page shows from now on; the rest stays as typed."""
    sent = cast(QueryDict, form.data).copy()
    sent[name] = str(value)
    form.data = sent


class NameField(forms.CharField):
    """A name or a title that others read; see `accounts.kit.names`."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class AddressField(forms.EmailField):
    """An e-mail address, made canonical before it is checked, so that no variant passes; see `accounts.kit.addresses`."""

    default_validators = [addresses.check]
    widget = forms.EmailInput(attrs={"autocomplete": "email"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=addresses.LONGEST, **kwargs)

    def to_python(self, value: Any) -> str:
        return addresses.canonical(super().to_python(value) or "")


class LocalDateTimeField(forms.Field):
    """An instant typed as Amsterdam's wall clock, given back aware.

    Refuses a time that daylight saving skips, and one that it repeats (the hour before and after can be used instead).
    """

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def prepare_value(self, value: object) -> object:
        return local(value).replace(tzinfo=None) if isinstance(value, dt.datetime) and value.tzinfo else value

    def to_python(self, value: Any) -> dt.datetime | None:
        if value in self.empty_values:
            return None
        try:
            naive = dt.datetime.fromisoformat(str(value).strip())
            if naive.tzinfo is not None or not 2000 <= naive.year <= 2100:
                raise ValueError
        except ValueError:
            raise ValidationError(_("Enter a date and a time, such as 2027-01-30 17:00."), code="invalid") from None
        match faults_of_local_time(naive):
            case "missing":
                raise ValidationError(_("This time does not exist: the clock goes from 02:00 to 03:00 that night."), code="missing")
            case "twice":
                raise ValidationError(
                    _("This time comes twice that night, when the clock goes back. Choose one before 02:00 or from 03:00."), code="twice"
                )
        return naive.replace(tzinfo=AMSTERDAM).astimezone(dt.UTC)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            typed = self.to_python(data)
        except ValidationError:
            return True
        if isinstance(initial, dt.datetime) and typed is not None:
            return initial.replace(second=0, microsecond=0) != typed.replace(second=0, microsecond=0)
        return bool(initial) != bool(typed)
