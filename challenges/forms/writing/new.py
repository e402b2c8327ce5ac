"""Starting a challenge."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.kit.forms import NameField
from accounts.kit.together import fetch_together
from accounts.models import User
from challenges.models import Challenge
from challenges.queries import writing
from partners.models import Organisation


class Source(forms.ModelChoiceField):
    def label_from_instance(self, challenge: Challenge) -> str:
        return f"{challenge.title} · {challenge.organisation.name}"


def _offer(field: Any, rows: QuerySet[Any]) -> None:
    """Let a field choose among rows that are read already."""
    field.queryset = rows
    field.choices = [("", field.empty_label), *((row.pk, field.label_from_instance(row)) for row in rows)]


class NewForm(forms.Form):
    """A title, the organisation where there is a choice, and perhaps an earlier challenge to start from."""

    title = NameField(label=_("Title"), max_length=120, help_text=_("You can change it later."))
    organisation = forms.ModelChoiceField(label=_("For"), queryset=Organisation.objects.none(), empty_label=_("Choose an organisation"))
    source = Source(
        label=_("Start from an earlier one"),
        required=False,
        queryset=Challenge.objects.none(),
        empty_label=_("No, from an empty page"),
        help_text=_("Texts, rubric, milestones and files are copied; dates move to the weeks ahead."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own, sources = writing.organisations(user), writing.sources(user)
        fetch_together(own, sources)
        _offer(self.fields["organisation"], own)
        _offer(self.fields["source"], sources)
        if len(own) == 1:
            self.fields["organisation"].initial = own[0].pk
            self.fields["organisation"].widget = forms.HiddenInput()
        if not sources:
            del self.fields["source"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        source, organisation = cleaned.get("source"), cleaned.get("organisation")
        if source and organisation and source.organisation_id != organisation.pk:
            self.add_error(
                "source", _t("A challenge is copied within its own organisation: %(name)s.") % {"name": source.organisation.name}
            )
        return cleaned
