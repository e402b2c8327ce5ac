"""What a reviewer fills in, and how the office asks reviewers and releases."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from accounts.kit.forms import LocalDateTimeField
from accounts.models import User
from challenges.actions.reviews import Judgement
from challenges.models import Criterion, Review, Submission


@dataclass(frozen=True)
class Level:
    """One card of a criterion; `value` is the level's id."""

    value: str
    title: str
    text: str
    checked: bool


@dataclass(frozen=True)
class Part:
    """One criterion on the screen: its cards, and the field for words."""

    name: str
    title: str
    weight: str
    hint: str
    levels: list[Level]
    errors: list[str]
    comment: BoundField


class ReviewForm(forms.Form):
    """A level and a comment for each criterion, and feedback on the whole. With `final`, every level is asked for, and some words."""

    comment = forms.CharField(
        label=_("Feedback on the whole, for the team"),
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Markdown. Without your name: the team does not learn who you are."),
    )

    def __init__(self, *args: Any, criteria: list[Criterion], final: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        self.final = final
        for criterion in criteria:
            self.fields[f"level_{criterion.pk}"] = forms.ChoiceField(
                label=criterion.title,
                required=final,
                widget=forms.RadioSelect,
                choices=[(str(level.pk), str(level)) for level in criterion.levels.all()],
                error_messages={"required": _("Choose a level."), "invalid_choice": _("Choose one of the levels.")},
            )
            self.fields[f"comment_{criterion.pk}"] = forms.CharField(
                label=_("What stands out, and what is the next step? (for the team)"),
                required=False,
                max_length=3000,
                widget=forms.Textarea(attrs={"rows": 2, "class": "form-control short"}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if self.final and not self.judgement().has_words() and "comment" not in self.errors:
            self.add_error("comment", _("Write at least one comment: a team learns from words."))
        return cleaned

    def judgement(self) -> Judgement:
        """What is filled in, as far as it is valid."""
        found = self.cleaned_data
        marks = {}
        for criterion in self.criteria:
            level = found.get(f"level_{criterion.pk}") or None
            marks[criterion.pk] = (int(level) if level else None, found.get(f"comment_{criterion.pk}", ""))
        return Judgement(marks, found.get("comment", ""))

    def parts(self) -> list[Part]:
        """The criteria in order, as the page shows them."""
        return [self._part(criterion) for criterion in self.criteria]

    def _part(self, criterion: Criterion) -> Part:
        level = self[f"level_{criterion.pk}"]
        chosen = str(level.value() or "")
        return Part(
            name=level.html_name,
            title=criterion.title,
            weight=f"{criterion.weight} %",
            hint=criterion.description,
            levels=[Level(str(one.pk), str(one), one.description, str(one.pk) == chosen) for one in criterion.levels.all()],
            errors=[str(error) for error in level.errors],
            comment=self[f"comment_{criterion.pk}"],
        )


def initial_of(review: Review) -> dict[str, Any]:
    """What a review holds so far, as the form's initial values."""
    found: dict[str, Any] = {"comment": review.comment}
    for score in review.scores.all():
        found[f"level_{score.criterion_id}"] = str(score.level_id or "")
        found[f"comment_{score.criterion_id}"] = score.comment
    return found


class AssignForm(forms.Form):
    """Which submissions, by whom, how spread, by when."""

    submissions = forms.MultipleChoiceField(label=_("Submissions"), error_messages={"required": _("Choose at least one submission.")})
    people = forms.MultipleChoiceField(
        label=_("Reviewers"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose at least one reviewer.")}
    )
    how = forms.ChoiceField(
        label=_("How"),
        widget=forms.RadioSelect,
        initial="evenly",
        choices=[
            ("evenly", _("Spread evenly: each submission gets this many of the chosen reviewers")),
            ("all", _("Every chosen reviewer reads every chosen submission")),
        ],
    )
    each = forms.IntegerField(
        label=_("Reviewers for each submission"),
        min_value=1,
        max_value=5,
        initial=2,
        error_messages={"required": _("Say how many reviewers each submission gets.")},
    )
    due_at = LocalDateTimeField(label=_("Due"), help_text=_("Amsterdam time. Reviewers are reminded two days before."))

    def __init__(self, *args: Any, works: Iterable[Submission], faculty: Iterable[User], due: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["submissions"].choices = [(str(one.pk), str(one.pk)) for one in works]  # type: ignore[attr-defined]
        self.fields["people"].choices = [(str(one.pk), one.name) for one in faculty]  # type: ignore[attr-defined]
        self.fields["due_at"].initial = due


class MoveForm(forms.Form):
    """Another due date for the reviews that are open."""

    due_at = LocalDateTimeField(label=_("New due date"), help_text=_("Amsterdam time. Each reviewer with an open review is told."))

    def __init__(self, *args: Any, due: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, prefix="move", **kwargs)
        self.fields["due_at"].initial = due


class ReleaseForm(forms.Form):
    """Releasing; with reviews missing only when that is ticked."""

    despite_gaps = forms.BooleanField(label=_("Release although reviews are missing; they are closed"), required=False)


class OutcomeForm(forms.Form):
    """What came of the challenge, for everyone."""

    outcome = forms.CharField(
        label=_("Outcome"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Markdown. Shown on the public page once all results are released, above the teams that agreed to be named."),
    )
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
