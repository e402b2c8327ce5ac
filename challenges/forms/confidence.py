"""What one says in confidence, and what the office lets one say."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.kit.forms import NameField
from challenges.models import MarkKind
from challenges.queries.marks import sentence


class MarksForm(forms.Form):
    """Sentences to tick, and the consent without which none is kept."""

    kinds = forms.TypedMultipleChoiceField(label=_("What I ask"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple)
    consent = forms.BooleanField(
        label=_("I consent: the program that forms teams may use what I ticked"),
        required=False,
        help_text=_("You can take this back at any moment, here, without a reason and without any disadvantage."),
    )

    def __init__(self, *args: Any, kinds: list[MarkKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(kind.pk, sentence(kind)) for kind in kinds]  # type: ignore[attr-defined]


class MarkKindForm(forms.Form):
    """The end of a sentence."""

    words = NameField(
        label=_("Please do not place me as the only one who …"),
        max_length=120,
        help_text=_("Such as “is older than thirty”. Ask for nothing that forming teams does not need."),
    )
