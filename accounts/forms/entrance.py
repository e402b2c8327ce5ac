"""The forms of django-allauth in the portal's words. An address is made canonical before it is checked, so that no variant passes."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.fields import EmailField
from allauth.account.internal.flows.signup import prevent_enumeration
from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.kit.forms import AddressField, NameField
from accounts.models import User

ADDRESS = _("E-mail address")
STRONG = _("At least 12 characters. A few words in a row work well.")


class _Worded(forms.Form):
    """Labels in the portal's words, no words inside a field, and canonical addresses."""

    labels: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, EmailField):
                self.fields[name] = field = AddressField(label=ADDRESS)
            if name == "password1":
                field.help_text = STRONG
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)


class SignInForm(_Worded, allauth_forms.LoginForm):
    """Address and password."""

    labels = {"password": _("Password")}


class SignUpForm(_Worded, allauth_forms.SignupForm):
    """A name, an address and a password; everything else is asked when first needed."""

    name = NameField(label=_("Full name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ("name", "email", "password1")
    labels = {"password1": _("Password")}

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Make the account. Whoever has one already, or gets one in the same moment elsewhere, is told by mail alone."""
        if self.account_already_exists:
            User().set_password(self.cleaned_data["password1"])
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            return None, prevent_enumeration(request, email=self.cleaned_data["email"])


class ResetPasswordForm(_Worded, allauth_forms.ResetPasswordForm):
    """The address to which the link goes."""


class ChangeAddressForm(_Worded, allauth_forms.AddEmailForm):
    """The address that is to replace the present one."""

    labels = {"email": _("New address")}


class ChangePasswordForm(_Worded, allauth_forms.ChangePasswordForm):
    """The present password, and the new one twice."""

    labels = {"oldpassword": _("Present password"), "password1": _("New password"), "password2": _("New password once more")}


class SetPasswordForm(_Worded, allauth_forms.SetPasswordForm):
    """A first password, twice."""

    labels = {"password1": _("Password"), "password2": _("Password once more")}


class NewPasswordForm(_Worded, allauth_forms.ResetPasswordKeyForm):
    """A new password, twice, for whoever opened the link of a mail."""

    labels = {"password1": _("New password"), "password2": _("New password once more")}


class ReauthenticateForm(_Worded, allauth_forms.ReauthenticateForm):
    """The password once more."""

    labels = {"password": _("Password")}
