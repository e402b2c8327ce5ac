"""What one fills in to apply, and who decides to answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from challenges.forms.writing.base import one_line_end
from challenges.models import ApplicationQuestion

ACCEPT, REFUSE = "accept", "refuse"


class ApplyForm(forms.Form):
    """A motivation, and a field for each question. `revision` is that of the application which was shown."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    motivation = forms.CharField(
        label=_("Why do you want to take part?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("The partner reads this without your name, so leave out what tells who you are."),
    )

    def __init__(self, *args: Any, questions: Sequence[ApplicationQuestion], answers: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {one.pk: f"question_{one.pk}" for one in questions}
        for one in questions:
            self.fields[self.names[one.pk]] = forms.CharField(
                label=one.text,
                required=one.required,
                max_length=3000,
                initial=answers.get(one.pk, ""),
                widget=forms.Textarea(attrs={"rows": 4, "class": "short"}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        return {name: one_line_end(value) for name, value in cleaned.items()}

    def typed(self) -> dict[str, Any]:
        """What was typed, in the shape that the action takes."""
        found = self.cleaned_data
        answers = {pk: found[name] for pk, name in self.names.items()}
        return {"motivation": found["motivation"], "answers": answers, "revision": found["revision"]}


class Marks(forms.MultipleChoiceField):
    """Which applications were chosen, each with the revision that was read: '12.3'. The action tells what is no longer so."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value)

    def validate(self, value: Any) -> None:
        if not value:
            raise ValidationError(self.error_messages["required"], code="required")
        for mark in value:
            pk, _dot, revision = mark.partition(".")
            if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in (pk, revision)):
                raise ValidationError(_t("Choose at least one application."))


class DecideForm(forms.Form):
    """Some applications, what is decided, and words to the applicants."""

    chosen = Marks(
        label=_("Applications"), error_messages={"required": _("Choose at least one application.")}, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label=_("Words to those whom you chose"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "short"}),
        help_text=_("Needed where you do not accept. Each of them reads these words, and nobody else does."),
    )
    decision = forms.ChoiceField(choices=[(ACCEPT, _("Accept")), (REFUSE, _("Do not accept"))], widget=forms.HiddenInput)

    def marks(self) -> dict[int, int]:
        """The revision that was read of each application chosen, by its key."""
        pairs = [mark.partition(".") for mark in self.cleaned_data["chosen"]]
        return {int(pk): int(revision) for pk, _dot, revision in pairs}
