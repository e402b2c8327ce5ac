"""Making and editing an organisation."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.kit.forms import AddressField, NameField
from partners.enums import OrganisationKind
from partners.forms.fields import LogoField, RorField
from partners.models import Organisation


class OrganisationForm(forms.Form):
    """What owners say about their organisation. `seen` marks what the page showed."""

    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What the organisation does, and what it hopes to learn from students. Markdown can be used."),
    )
    website = forms.URLField(label=_("Website"), required=False, max_length=200, assume_scheme="https")
    ror = RorField(
        label=_("ROR identifier"),
        required=False,
        help_text=_("From the Research Organization Registry, for example https://ror.org/04pp8hn57"),
    )
    logo = LogoField(
        label=_("Logo"), required=False, help_text=_("PNG, JPEG or WebP, at most 2 MB. It is shown at most 512 pixels wide and high.")
    )
    remove_logo = forms.BooleanField(label=_("Take the logo off"), required=False)
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, organisation: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if organisation is None or not organisation.logo:
            del self.fields["remove_logo"]

    def values(self) -> dict[str, str]:
        """What goes into the row; the logo goes apart."""
        return {name: value for name, value in self.cleaned_data.items() if name in {"name", "kind", "description", "website", "ror"}}


class OfficeForm(OrganisationForm):
    """What the office may change besides: the name and the kind."""

    name = NameField(label=_("Name"), max_length=150)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    field_order = ["name", "kind"]


class NewOrganisationForm(OfficeForm):
    """A new organisation, with its address and its first owner."""

    slug = forms.SlugField(
        label=_("Address"),
        required=False,
        max_length=80,
        help_text=_("What stands in its web address, for example roche. Made from the name if empty; it stays for good."),
    )
    owner = AddressField(
        label=_("E-mail address of the first owner"),
        required=False,
        help_text=_("This person is invited by mail, and can then edit the page and invite colleagues."),
    )
    field_order = ["name", "kind", "slug", "owner"]

    def clean_slug(self) -> str:
        return (self.cleaned_data["slug"] or slugify(self.cleaned_data.get("name", ""))[:80].strip("-")).lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("name") and cleaned.get("slug") == "":
            self.add_error("slug", _("Choose an address of letters and digits."))
        return cleaned
