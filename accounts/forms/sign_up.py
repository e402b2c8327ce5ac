"""Signing up asks for a name; everything else is asked when first needed."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class SignUpForm(forms.Form):
    """What the portal adds to django-allauth's form."""

    name = forms.CharField(label=_("Full name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ("name", "email", "password1")

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by django-allauth once the account is made."""
        user.name = self.cleaned_data["name"]
        user.language = getattr(request, "LANGUAGE_CODE", "en")
        user.save(update_fields=["name", "language"])

    def clean_name(self) -> Any:
        return " ".join(self.cleaned_data["name"].split())
