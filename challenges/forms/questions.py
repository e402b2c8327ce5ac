"""Asking, answering and announcing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.kit.forms import NameField


class QuestionForm(forms.Form):
    """A question for everyone to read once it is answered."""

    text = forms.CharField(
        label=_("Your question"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everyone can read it once it is answered. Your name is not shown, so do not write it in the text."),
    )


class AnswerForm(forms.Form):
    """An answer; `seen` marks the one that the page showed."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Everyone can read it. Markdown can be used."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)


class AnnouncementForm(forms.Form):
    """Words to all who joined."""

    title = NameField(label=_("Title"), max_length=120)
    text = forms.CharField(
        label=_("Text"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Markdown can be used. The mail holds the title and a link; the text is read in the portal."),
    )
