"""How the office gives, confirms, refuses and revokes a role."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.rules import may_decide_on

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class GrantForm(forms.Form):
    """A role, and its last day if it has one."""

    role = forms.ChoiceField(label=_("Role"))
    until = forms.DateField(label=_("Last day"), required=False, widget=DAY, help_text=_("Empty: until it is revoked."))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(value, label) for value, label in Role.choices if may_decide_on(by, Role(value))]


class ConfirmForm(forms.Form):
    """The last day of a role that is confirmed, if it has one."""

    until = forms.DateField(label=_("Last day"), required=False, widget=DAY, help_text=_("For example the end of the programme of study."))


class ReasonForm(forms.Form):
    """Why; the person reads it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads this, here and by mail."),
    )
