"""Inviting somebody into an organisation, and changing their role."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.kit.forms import AddressField
from partners.enums import MemberRole


class InvitationForm(forms.Form):
    """Whom to ask, and for which role."""

    email = AddressField(label=_("E-mail address"))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=MemberRole.choices,
        initial=MemberRole.EDITOR,
        help_text=_("Owners edit the page and invite people; editors write challenges; mentors answer questions and follow the teams."),
    )


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(label=_("Role"), choices=MemberRole.choices)
