"""What a team agrees on, and what it asks the office to decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.forms.writing.base import one_line_end


def _words(label: Any, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 6}), **kwargs)


class AgreementForm(forms.Form):
    """The three parts of an agreement; `seen` marks the words that the page showed."""

    how = _words(_("How we work"), help_text=_("Markdown can be used."))
    when = _words(_("When we meet"))
    what_if = _words(_("What if"))
    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        return {name: one_line_end(value) for name, value in cleaned.items()}


class AskToGoForm(forms.Form):
    """Why somebody should leave the team."""

    reason = forms.CharField(
        label=_("What happened, and what you have tried"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Only the programme office reads this. It also hears the person whom it is about."),
    )


GO, STAY = "go", "stay"


class DecideForm(forms.Form):
    """Whether somebody leaves the team, with words for them and for whoever asked."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(STAY, _("The member stays in the team")), (GO, _("The member leaves the team"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    words = forms.CharField(
        label=_("What you say"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The member and whoever asked read these words."),
    )
