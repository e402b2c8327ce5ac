"""What one fills in in the rooms of a team."""

from django import forms
from django.utils.translation import gettext_lazy as _


class MessageForm(forms.Form):
    """A message to the others."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The members and the coach read it. Markdown can be used."),
    )


class PulseForm(forms.Form):
    """How it is going this week."""

    score = forms.TypedChoiceField(
        label=_("How is it going in your team?"),
        coerce=int,
        choices=[
            (1, _("1 – badly")),
            (2, _("2 – not well")),
            (3, _("3 – so-so")),
            (4, _("4 – well")),
            (5, _("5 – very well")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the five.")},
    )
    words = forms.CharField(
        label=_("What helps, or what is in the way?"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    named = forms.BooleanField(
        label=_("My coach may see my answer with my name"),
        required=False,
        help_text=_("Without this your words stay yours, and your number counts only in an average of three or more."),
    )
