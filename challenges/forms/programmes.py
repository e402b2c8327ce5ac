"""The office's form of a programme."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.kit import clock
from accounts.kit.forms import LocalDateTimeField, NameField
from challenges.enums import Ranking
from challenges.forms.writing.base import one_line_end
from partners.models import Organisation

POINTS = 100


class ProgrammeForm(forms.Form):
    """What a programme says; `slug` only while it is made. `seen` marks what the page showed."""

    name = NameField(label=_("Name"), max_length=150)
    slug = forms.SlugField(
        label=_("Address"),
        required=False,
        max_length=80,
        help_text=_("The last part of its address; empty: made from the name. It stays for good."),
    )
    host = forms.ModelChoiceField(label=_("Host"), queryset=Organisation.objects.none(), empty_label=_("Choose an organisation"))
    summary = forms.CharField(label=_("Summary"), max_length=300, widget=forms.Textarea(attrs={"rows": 2, "class": "short"}))
    description = forms.CharField(
        label=_("Description"), required=False, max_length=6000, widget=forms.Textarea(attrs={"rows": 10}), help_text=_("Markdown.")
    )
    starts_on = forms.DateField(
        label=_("Starts on"), input_formats=["%Y-%m-%d"], widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("Ends on"), input_formats=["%Y-%m-%d"], widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    join_until = LocalDateTimeField(
        label=_("Students can join until"),
        required=False,
        help_text=_("Amsterdam's time. Only for an edition that one joins as a whole; empty: each challenge is joined by itself."),
    )
    ranks_until = LocalDateTimeField(
        label=_("They can rank challenges until"), required=False, help_text=_("Empty: until one can no longer join.")
    )
    ranking = forms.ChoiceField(
        label=_("How do they rank?"), choices=Ranking.choices, initial=Ranking.ORDER, widget=forms.RadioSelect, required=False
    )
    points = forms.IntegerField(
        label=_("Points that each student divides"), required=False, min_value=1, max_value=1000, help_text=_("Empty: 100.")
    )

    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, with_slug: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset = Organisation.objects.order_by("name")
        if not with_slug:
            del self.fields["slug"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _t("The end can't be before the start."))
        self._clean_joining(cleaned)
        if "slug" in self.fields and not cleaned.get("slug") and "slug" not in self.errors:
            cleaned["slug"] = slugify(cleaned.get("name", ""))[:80].strip("-") or "programme"
        return {name: one_line_end(value) for name, value in cleaned.items()}

    def _clean_joining(self, cleaned: dict[str, Any]) -> None:
        """Joining ends first, then ranking, both within the edition."""
        if "join_until" in self.errors or "ranks_until" in self.errors:
            return
        join_until, ends_on = cleaned.get("join_until"), cleaned.get("ends_on")
        ranks_until = cleaned["ranks_until"] = cleaned.get("ranks_until") or join_until
        cleaned["ranking"], cleaned["points"] = cleaned.get("ranking") or Ranking.ORDER, cleaned.get("points") or POINTS
        if ranks_until and not join_until:
            self.add_error("join_until", _t("Say until when students can join."))
        elif ranks_until and ranks_until < join_until:
            self.add_error("ranks_until", _t("Whoever joins last wants to rank too: not before joining ends."))
        elif ranks_until and ends_on and clock.today(ranks_until) > ends_on:
            self.add_error("ranks_until", _t("This is after the end of the edition."))
