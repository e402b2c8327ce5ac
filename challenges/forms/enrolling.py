"""What one fills in to join an edition and to rank its challenges, and what the office looks for among its students."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.enums import Ranking
from challenges.models import Challenge, Programme
from challenges.queries.edition_students import SHOWN
from challenges.queries.terms import Terms
from challenges.queries.wishes import choice
from challenges.rules.wishes import fault


class EnrolForm(forms.Form):
    """One yes to the terms that stand beside it; `seen` marks those that were shown."""

    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)
    terms = forms.BooleanField(label=_("I accept these terms"), error_messages={"required": _("Accept the terms to join.")})

    def __init__(self, *args: Any, shown: Terms, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = shown.mark
        self.fields["terms"].help_text = _("Version %(version)d. It is kept word for word under Privacy.") % {"version": shown.version}


class WishesForm(forms.Form):
    """A place or points for each challenge of an edition; what stays empty is no wish."""

    def __init__(self, *args: Any, programme: Programme, challenges: Sequence[Challenge], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme, self.count = programme, len(challenges)
        places = [("", _("No wish")), *((place, choice(place)) for place in range(1, self.count + 1))]
        for challenge in challenges:
            self.fields[f"wish_{challenge.pk}"] = (
                forms.IntegerField(label=challenge.title, required=False, min_value=0, max_value=programme.points)
                if programme.ranking == Ranking.POINTS
                else forms.TypedChoiceField(label=challenge.title, required=False, coerce=int, empty_value=None, choices=places)
            )
            self.fields[f"wish_{challenge.pk}"].help_text = f"{challenge.organisation.name}. {challenge.summary}"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            values = list(self.wishes().values())
            if words := fault(values, ranking=self.programme.ranking, challenges=self.count, points=self.programme.points):
                self.add_error(None, words)
        return cleaned

    def wishes(self) -> dict[int, int]:
        """What was given, by the number of the challenge; asked after cleaning."""
        return {int(name.removeprefix("wish_")): value for name, value in self.cleaned_data.items() if value}


class StudentFilter(forms.Form):
    """What the office looks for among the students of an edition."""

    q = forms.CharField(required=False, max_length=100)
    show = forms.ChoiceField(label=_("Wishes"), required=False, choices=list(SHOWN.items()))
