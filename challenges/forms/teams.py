"""What one fills in on the page of a team, and the office on the list of teams."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.kit.forms import AddressField, NameField
from accounts.models import User
from challenges.queries.office_teams import CoachLoad


class InviteForm(forms.Form):
    """An address."""

    email = AddressField(label=_("E-mail address"), help_text=_("The person needs an account with this address to accept."))


class RenameForm(forms.Form):
    """A name."""

    name = NameField(label=_("Name of the team"), max_length=60)


class SeeksForm(forms.Form):
    """Whom the team looks for."""

    seeks = forms.CharField(
        label=_("Whom you look for"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "class": "short"}),
        help_text=_("With this your team is on the board, and students can ask to join. Leave it empty to take no requests."),
    )


class HandOverForm(forms.Form):
    """One of the other members."""

    captain = forms.TypedChoiceField(label=_("The new captain"), coerce=int)

    def __init__(self, *args: Any, others: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {user.pk: user for user in others}
        self.fields["captain"].choices = [("", _("Choose a member")), *((user.pk, user.name) for user in others)]  # type: ignore[attr-defined]

    def chosen(self) -> User:
        """The person chosen."""
        return self.people[self.cleaned_data["captain"]]


class CoachForm(forms.Form):
    """One of the faculty, or nobody."""

    coach = forms.TypedChoiceField(label=_("Coach"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, faculty: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {user.pk: user for user in faculty}
        self.fields["coach"].choices = [("", _("No coach")), *((user.pk, user.name) for user in faculty)]  # type: ignore[attr-defined]

    def chosen(self) -> User | None:
        """The person chosen, or None for no coach."""
        return self.people.get(self.cleaned_data["coach"])


class SpreadForm(forms.Form):
    """Several of the faculty, each with how many teams they have."""

    coaches = forms.TypedMultipleChoiceField(
        label=_("Coaches"), coerce=int, widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose at least one coach.")}
    )

    def __init__(self, *args: Any, loads: list[CoachLoad], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {load.user.pk: load.user for load in loads}
        labels = [(load.user.pk, _("%(name)s (%(count)d teams now)") % {"name": load.user.name, "count": load.teams}) for load in loads]
        self.fields["coaches"].choices = labels  # type: ignore[attr-defined]

    def chosen(self) -> list[User]:
        """The people chosen."""
        return [self.people[pk] for pk in self.cleaned_data["coaches"]]
