"""What one writes on the board, and how one looks at it."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from accounts.enums.disciplines import BROAD
from challenges.queries.board import Wanted

SHOWS = ("people", "teams")


def _short(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "short"})


class CardForm(forms.Form):
    """What somebody brings and looks for."""

    brings = forms.CharField(
        label=_("What I bring"),
        max_length=300,
        widget=_short(),
        help_text=_("What you are good at, and what you have done before."),
    )
    seeks = forms.CharField(label=_("What I look for"), max_length=300, required=False, widget=_short())


class IntroductionForm(forms.Form):
    """A few words of a team to somebody on the board."""

    words = forms.CharField(
        label=_("Your words"),
        max_length=500,
        widget=_short(4),
        help_text=_("Who you are, and why you would work well together. Your own name goes with it; no address does."),
    )


class ReportForm(forms.Form):
    """Why something is not right."""

    reason = forms.CharField(label=_("What is not right?"), max_length=500, widget=_short(3))


def read(query: QueryDict) -> Wanted:
    """What an address asks to see; whatever is not known is left out."""
    show, field, language = query.get("show", ""), query.get("field", ""), query.get("language", "")
    return Wanted(
        show=show if show in SHOWS else "",
        field=field if field in BROAD else "",
        language=language if language in Language.values else "",
    )
