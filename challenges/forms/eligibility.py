"""What the office fills in to let somebody in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.kit.forms import AddressField


class LetInForm(forms.Form):
    """A person by their address, and why."""

    address = AddressField(label=_("E-mail address"), help_text=_("One that the person has confirmed in their account."))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "short"}),
        help_text=_("For the trail of the programme office. The person does not read it."),
    )
