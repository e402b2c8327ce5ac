"""What one gets, who keeps the rights, and the terms that one accepts on joining."""

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.enums import Rights
from challenges.forms.writing.base import PartForm


def _text(label: object, help_text: object = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4, "class": "short"}), help_text=help_text
    )


class TermsForm(PartForm):
    fixed = ("rights",)
    needed = ("offer", "rights", "confidentiality", "data_use")

    offer = _text(_("What one gets"), _("Credits, feedback, a visit, a prize: what you are sure of. Markdown."))
    rights = forms.ChoiceField(
        label=_("Who keeps the rights on what is made"), required=False, choices=Rights.choices, widget=forms.RadioSelect
    )
    rights_text = _text(
        _("The rights in words"), _("Who may do what with the work afterwards. Needed where the partner shares or takes the rights.")
    )
    confidentiality = _text(_("Confidentiality"), _("What may not be told to others, or that nothing is confidential."))
    data_use = _text(_("Use of data"), _("Which data a team may use and how, or that there are none."))
