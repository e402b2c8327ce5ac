"""Title, summary, and what the challenge is about."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.kit.forms import NameField
from challenges.enums import Theme, sdgs
from challenges.forms.writing.base import PartForm
from challenges.models import Programme


class BasicsForm(PartForm):
    needed = ("summary", "themes")

    title = NameField(label=_("Title"), max_length=120)
    summary = forms.CharField(
        label=_("Summary"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "class": "short"}),
        help_text=_("One or two sentences, as they stand on the card in the catalogue. At most 300 characters."),
    )
    programme = forms.ModelChoiceField(
        label=_("Programme"),
        required=False,
        queryset=Programme.objects.none(),
        empty_label=_("None"),
        help_text=_("The edition that it belongs to."),
    )
    themes = forms.MultipleChoiceField(
        label=_("Themes"), required=False, choices=Theme.choices, widget=forms.CheckboxSelectMultiple, help_text=_("One to three.")
    )
    sdgs = forms.TypedMultipleChoiceField(
        label=_("Sustainable development goals"), required=False, coerce=int, choices=sdgs.choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = Programme.objects.order_by("-starts_on", "name")

    def clean_themes(self) -> list[str]:
        themes: list[str] = self.cleaned_data["themes"]
        if len(themes) > 3:
            raise ValidationError(_t("Choose at most three."))
        return themes
