"""What one fills in to join: alone or in a team, and yes to the terms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.kit.forms import NameField
from challenges.enums import Mode
from challenges.models import Challenge
from challenges.queries.terms import Terms

ALONE, TEAM = "alone", "team"


class TermsForm(forms.Form):
    """One yes to the terms that stand beside it; `version` is the one that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    terms = forms.BooleanField(label=_("I accept these terms"), error_messages={"required": _("Accept the terms to join.")})

    def __init__(self, *args: Any, shown: Terms, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = shown.version
        self.fields["terms"].help_text = _("Version %(version)d. It is kept word for word under Privacy.") % {"version": shown.version}


class RequestForm(TermsForm):
    """Words to the team, and yes to the terms."""

    words = forms.CharField(
        label=_("Why you, and what you bring"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The members of the team read this, with your name and what you study."),
    )
    field_order = ("words", "terms", "version")


class JoinForm(TermsForm):
    """Alone or a new team, as the challenge allows; a team needs a name."""

    way = forms.ChoiceField(
        label=_("How do you want to work?"),
        choices=[(ALONE, _("Alone")), (TEAM, _("In a team that I make now"))],
        widget=forms.RadioSelect,
    )
    name = NameField(
        label=_("Name of your team"),
        required=False,
        max_length=60,
        help_text=_("Your team, its coach and the university see it. The partner and the reviewers know your team by another name."),
    )
    field_order = ("way", "name", "terms", "version")

    def __init__(self, *args: Any, challenge: Challenge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.challenge = challenge
        if challenge.mode != Mode.EITHER:
            del self.fields["way"]
        if challenge.mode == Mode.SOLO:
            del self.fields["name"]
        elif challenge.mode == Mode.TEAM:
            self.fields["name"].required = True
            self.fields["name"].error_messages["required"] = _("Give the team a name.")

    @property
    def is_team(self) -> bool:
        """Whether a team is to be made; asked after cleaning."""
        return bool(self.challenge.mode == Mode.TEAM or self.cleaned_data.get("way") == TEAM)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "name" in self.fields and self.is_team and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Give the team a name."))
        return cleaned
