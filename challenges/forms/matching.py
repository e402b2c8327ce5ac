"""What the office fills in when it forms the teams of an edition."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.enums import Keep
from challenges.models import Enrolment
from challenges.queries.matching.judging import Effect
from challenges.queries.matching.weights import HELP, LABELS, MOST, USUAL, Weight

MOST_SEED = 2**31 - 1


class RunForm(forms.Form):
    """The weights and the seed."""

    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=1,
        max_value=MOST_SEED,
        initial=1,
        help_text=_("The same seed and facts give the same teams; another seed gives another proposal to compare with."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weight in Weight:
            self.fields[weight] = forms.IntegerField(
                label=LABELS[weight], help_text=HELP[weight], min_value=0, max_value=MOST, initial=USUAL[weight]
            )
        self.order_fields([*Weight, "seed"])

    @staticmethod
    def usual() -> dict[str, int]:
        """The weights that the form begins with."""
        return {str(weight): points for weight, points in USUAL.items()}

    def weights(self) -> dict[str, int]:
        """The weights by name."""
        return {str(weight): self.cleaned_data[weight] for weight in Weight}


class ChangeForm(forms.Form):
    """How many people who are in a team may move."""

    most_moves = forms.IntegerField(
        label=_("How many others may move"),
        min_value=0,
        max_value=1000,
        initial=0,
        help_text=_("People who are in a team now. With 0 only those without a team are placed."),
    )


class RevisionForm(forms.Form):
    """A button on the page of a proposal; `revision` is the state that the page showed."""

    revision = forms.IntegerField(min_value=0, max_value=MOST_SEED, widget=forms.HiddenInput)


class MoveForm(RevisionForm):
    """Another team for one student. `to` is the number of a team."""

    enrolment = forms.IntegerField(min_value=1, max_value=MOST_SEED, widget=forms.HiddenInput)
    to = forms.ChoiceField(label=_("Move to"))

    def __init__(self, *args: Any, choices: Iterable[tuple[str, Iterable[Effect]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (title, [(effect.slot.key, effect.words) for effect in effects]) for title, effects in choices
        ]


class PinForm(RevisionForm):
    """One student, or all of a team: 'pin:12', 'unpin:12', 'pin-team:7', 'unpin-team:7'."""

    what = forms.RegexField(r"^(un)?pin(-team)?:-?[0-9]{1,18}$", max_length=30, widget=forms.HiddenInput)

    def chosen(self) -> tuple[bool, bool, int]:
        """Whether to pin, whether a whole team, and which number."""
        what, number = self.cleaned_data["what"].split(":")
        return not what.startswith("un"), what.endswith("-team"), int(number)


class PublishForm(RevisionForm):
    """A reason, where a rule does not hold."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2, "class": "short"}))


class PairForm(forms.Form):
    """Two students of the edition, and what has to hold for them."""

    one = forms.TypedChoiceField(label=_("Student"), coerce=int)
    keep = forms.ChoiceField(label=_("What has to hold"), choices=Keep.choices)
    other = forms.TypedChoiceField(label=_("The other student"), coerce=int)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "class": "short"}),
        help_text=_("Only the programme office reads it."),
    )

    def __init__(self, *args: Any, enrolments: list[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {one.pk: one for one in enrolments}
        for name in ("one", "other"):
            choices = [("", _("Choose a student")), *((one.pk, one.user.name) for one in enrolments)]
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def chosen(self, name: str) -> Enrolment:
        """The student chosen in a field."""
        return self.known[self.cleaned_data[name]]
