"""The file of a list of students, and the yes to what it would do."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ListForm(forms.Form):
    """The file that the office brings in; it is read and judged by the action."""

    file = forms.FileField(
        label=_("File"),
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        help_text=_("CSV or XLSX, at most 2,000 lines and 2 MB. Its first line names the columns: address, name, programme, discipline."),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )


class SeenForm(forms.Form):
    """The mark of the page on which somebody looked at what would happen."""

    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)


class ListedFilter(forms.Form):
    """What the office looks for on the list."""

    q = forms.CharField(required=False, max_length=100)
