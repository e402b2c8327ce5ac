"""Who may join a challenge, and how."""

from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.enums.disciplines import BROAD, DETAILED, NARROW
from accounts.kit.forms import NameField
from accounts.kit.names import one_line
from accounts.models import Faculty, Institution
from challenges.enums import Joining
from challenges.forms.writing.base import PartForm, grouped
from challenges.forms.writing.rows import RowForm, Rows
from challenges.models import Challenge
from challenges.rules.typed import QuestionTyped

PREFIX = "questions"
MOST_LINES = 10


def _fields_of_study() -> list[tuple[Promise, list[tuple[str, Promise]]]]:
    """Every broad field with itself and all that belongs to it."""
    below = {**BROAD, **NARROW, **DETAILED}
    return [(label, [(code, below[code]) for code in sorted(below) if code.startswith(broad)]) for broad, label in BROAD.items()]


class Lines(forms.CharField):
    """A list of short texts, one a line."""

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 4, "class": "short"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = [one_line(line) for line in (super().to_python(value) or "").splitlines()]
        return list(dict.fromkeys(line for line in lines if line))

    def validate(self, value: Any) -> None:
        super().validate("".join(value))
        if len(value) > MOST_LINES:
            raise ValidationError(_t("At most %(most)d lines.") % {"most": MOST_LINES})
        if any(len(line) > self.longest for line in value):
            raise ValidationError(_t("A line can have at most %(most)d characters.") % {"most": self.longest})

    def run_validators(self, value: Any) -> None:
        super().run_validators("\n".join(value))


class FacultyField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, faculty: Faculty) -> str:
        return f"{faculty.name} ({faculty.institution.name})"


class QuestionRow(RowForm):
    """A question to whoever applies."""

    counts = ("text",)

    text = NameField(label=_("Question"), max_length=300)
    required = forms.BooleanField(label=_("Needs an answer"), required=False)

    def typed(self) -> QuestionTyped:
        """The row as the action takes it."""
        return QuestionTyped(pk=self.cleaned_data["pk"], text=self.cleaned_data["text"], required=self.cleaned_data["required"])


class QuestionRows(Rows[QuestionRow]):
    MOST = 10


class JoiningForm(PartForm):
    joining = forms.ChoiceField(
        label=_("How one joins"),
        choices=Joining.choices,
        widget=forms.RadioSelect,
        help_text=_("On application, the programme office or the faculty owner decides. Through its programme, students join the edition."),
    )
    eligible_institutions = forms.ModelMultipleChoiceField(
        label=_("Institutions"),
        required=False,
        queryset=Institution.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means students of any."),
    )
    eligible_faculties = FacultyField(
        label=_("Faculties"),
        required=False,
        queryset=Faculty.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means students of any."),
    )
    eligible_disciplines = forms.MultipleChoiceField(
        label=_("Fields of study"),
        required=False,
        choices=_fields_of_study,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means students of any. A field counts with everything that belongs to it."),
    )
    eligible_programmes = Lines(
        label=_("Programmes of study"), longest=150, help_text=_("One a line, as students write it in their profile. Empty means any.")
    )
    prerequisites = Lines(
        label=_("Prerequisites"), longest=200, help_text=_("One a line, at most ten. Whoever joins says of each that they meet it.")
    )
    most_running = forms.IntegerField(
        label=_("Most running challenges"),
        min_value=1,
        max_value=20,
        help_text=_("In how many other challenges somebody may take part now and still join: fewer than this."),
    )

    def __init__(self, data: QueryDict | None = None, *, challenge: Challenge, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, challenge=challenge, initial=initial)
        self.fields["eligible_institutions"].queryset = Institution.objects.order_by("name")
        self.fields["eligible_faculties"].queryset = Faculty.objects.select_related("institution")
        stored = [{"pk": one.pk, "text": one.text, "required": one.required} for one in challenge.application_questions.all()]
        shown = (initial or {}).get(PREFIX)
        self.rows = QuestionRows(QuestionRow, PREFIX, data=data, initial=stored if shown is None else shown)

    @classmethod
    def stored(cls, challenge: Challenge) -> dict[str, Any]:
        names = ("joining", "eligible_disciplines", "eligible_programmes", "most_running")
        return {name: getattr(challenge, name) for name in names} | {
            "eligible_institutions": [one.pk for one in challenge.eligible_institutions.all()],
            "eligible_faculties": [one.pk for one in challenge.eligible_faculties.all()],
            "prerequisites": [one.text for one in challenge.prerequisites.all()],
        }

    @classmethod
    def again(cls, data: QueryDict, button: str, *, challenge: Challenge) -> Self:
        typed = super().again(data, button, challenge=challenge).initial
        return cls(challenge=challenge, initial={**typed, PREFIX: QuestionRows.typed(QuestionRow, PREFIX, data, button)})

    def is_valid(self) -> bool:
        fields, rows = super().is_valid(), self.rows.is_valid()
        return fields and rows

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        institutions, faculties = cleaned.get("eligible_institutions"), cleaned.get("eligible_faculties")
        if institutions and faculties:
            missing = [one for one in faculties if one.institution not in institutions]
            if missing:
                words = _t("%(faculty)s belongs to %(institution)s, which is not chosen: nobody of it could join.")
                self.add_error("eligible_faculties", words % {"faculty": missing[0].name, "institution": missing[0].institution.name})
        return cleaned

    def discipline_groups(self) -> list[tuple[str, list[dict[str, Any]], int]]:
        """The boxes of each broad field, with how many of them are ticked."""
        return grouped(self["eligible_disciplines"])

    def values(self) -> dict[str, object]:
        return {**super().values(), PREFIX: [row.typed() for row in self.rows.filled]}
