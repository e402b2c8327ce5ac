"""Forms of approval, ownership and cancelling."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.kit.addresses import canonical
from accounts.kit.forms import NameField
from accounts.models import User
from challenges.enums import ChallengeState, Section


class SubmitForm(forms.Form):
    """The partner's words on who could own it."""

    proposed_owner = NameField(
        label=_("Who could own it at the university?"),
        required=False,
        max_length=200,
        help_text=_("A name or an e-mail address. The programme office names the owner."),
    )


class SendBackForm(forms.Form):
    """One comment a part; each field stands beside its part on the page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in Section:
            self.fields[section.value] = forms.CharField(
                label=_("What has to be mended here?"),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3, "class": "short form-control", "form": "send-back"}),
            )


class NameOwnerForm(forms.Form):
    """The office chooses among members of faculty."""

    owner = forms.ModelChoiceField(label=_("Faculty owner"), queryset=User.objects.none(), empty_label=_("Choose somebody"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        faculty = kwargs.pop("faculty")
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = faculty
        self.fields["owner"].choices = [("", _("Choose somebody")), *((one.pk, f"{one.name} ({one.email})") for one in faculty)]


class HandOverForm(forms.Form):
    """An owner types the address of a colleague."""

    address = forms.CharField(label=_("E-mail address of your colleague"), max_length=254)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.faculty = kwargs.pop("faculty")
        super().__init__(*args, **kwargs)

    def clean_address(self) -> User:
        found = self.faculty.filter(email=canonical(self.cleaned_data["address"])).first()
        if found is None:
            raise forms.ValidationError(_t("No member of faculty has this address here. The programme office can add your colleague."))
        return found


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "short"}),
        help_text=_("Those who joined read it."),
    )


class OfficeFilter(forms.Form):
    """The office's list: words and a state."""

    q = forms.CharField(required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *ChallengeState.choices])
