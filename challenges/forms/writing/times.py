"""When it starts, until when one can join, and the milestones."""

from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.kit.forms import LocalDateTimeField, NameField
from challenges.enums import Phase
from challenges.forms.writing.base import PartForm, same_minute
from challenges.forms.writing.rows import RowForm, Rows
from challenges.models import Challenge
from challenges.rules import dates
from challenges.rules.typed import MilestoneTyped

FIELDS = ("phase", "title", "brief", "deadline", "assessed")
MOMENTS = ("starts_on", "join_until", "roster_locks_at", "text_locks_at")


class MilestoneRow(RowForm):
    counts = ("title", "brief", "deadline")

    phase = forms.ChoiceField(label=_("Phase"), choices=Phase.choices)
    title = NameField(
        label=_("Deliverable"),
        help_text=_("Such as “Problem statement”."),
        max_length=120,
        error_messages={"required": _("Say what is handed in, such as “Problem statement”.")},
    )
    deadline = LocalDateTimeField(
        label=_("Deadline"), help_text=_("Amsterdam time."), error_messages={"required": _("Give it a deadline; it can still change.")}
    )
    brief = forms.CharField(
        label=_("What to hand in"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "short"}),
        help_text=_("Markdown."),
    )
    assessed = forms.BooleanField(label=_("Reviewed with the rubric"), required=False)

    def typed(self) -> MilestoneTyped:
        """The row as the action takes it."""
        found = self.cleaned_data
        return MilestoneTyped(
            pk=found["pk"],
            phase=found["phase"],
            title=found["title"],
            brief=found["brief"],
            deadline=same_minute(self.initial.get("deadline"), found["deadline"]) or found["deadline"],
            assessed=found["assessed"],
        )


class TimesForm(PartForm):
    needed = ("starts_on", "join_until")

    starts_on = forms.DateField(
        label=_("Starts on"),
        required=False,
        help_text=_("Every deadline comes after it."),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    join_until = LocalDateTimeField(
        label=_("One can join until"), required=False, help_text=_("Amsterdam time, at the latest the first deadline.")
    )
    roster_locks_at = LocalDateTimeField(
        label=_("Teams are fixed from"),
        required=False,
        help_text=_(
            "Until then a team takes people in and one can leave. Empty: people are taken in while one can join, and can leave until the "
            "first deadline."
        ),
    )
    text_locks_at = LocalDateTimeField(
        label=_("Names of teams are fixed from"),
        required=False,
        help_text=_("From then on a team's name, and what it says of itself, stay. Empty: they can always change."),
    )

    def __init__(self, data: QueryDict | None = None, *, challenge: Challenge, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, challenge=challenge, initial=initial)
        stored = {one.pk: {"pk": one.pk} | {name: getattr(one, name) for name in FIELDS} for one in challenge.milestones.all()}
        shown = (initial or {}).get("milestones")
        self.rows = Rows(
            MilestoneRow,
            "milestones",
            data=data,
            initial=list(stored.values()) or [{}] if shown is None else shown,
            stored=stored,
            fixed=("phase", "assessed") if self.is_published else (),
        )

    @classmethod
    def again(cls, data: QueryDict, button: str, *, challenge: Challenge) -> Self:
        typed = {name: field.widget.value_from_datadict(data, {}, name) for name, field in cls.base_fields.items()}
        return cls(challenge=challenge, initial=typed | {"milestones": Rows.typed(MilestoneRow, "milestones", data, button)})

    def is_valid(self) -> bool:
        fields, rows = super().is_valid(), self.rows.is_valid()
        if not fields or not rows:
            return False
        values = self.values()
        for fault in dates.faults(dates.Dates(**{name: values[name] for name in MOMENTS}), values["milestones"]):
            self.place(fault.field, str(fault.words))
        return not self.errors and all(not row.errors for row in self.rows.forms)

    def values(self) -> dict[str, Any]:
        moments = {name: same_minute(getattr(self.challenge, name), self.cleaned_data[name]) for name in MOMENTS[1:]}
        return self.cleaned_data | moments | {"milestones": [row.typed() for row in self.rows.filled]}

    def place(self, field: str, words: str) -> None:
        thing, _dot, rest = field.partition(".")
        at, _dot, name = rest.partition(".")
        if not (thing == "milestones" and at.isdigit() and self.rows.place(int(at), name, words)):
            super().place(field, words)
