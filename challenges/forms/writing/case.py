"""The case itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.forms.writing.base import PartForm
from challenges.models import Challenge


class CaseForm(PartForm):
    fixed = ("case_language",)
    needed = ("case",)

    case_language = forms.ChoiceField(
        label=_("Language of the text"), choices=Challenge._meta.get_field("case_language").choices, widget=forms.RadioSelect
    )
    case = forms.CharField(
        label=_("The case"),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_(
            "What is going on, for whom, what has been tried, and what you ask. Markdown: ## heading, **bold**, - list, [words](https://address)."
        ),
    )
