"""What a page on which a team writes sends back, and what the office looks for in its list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.queries.office_submissions import SHOWN


class WorkForm(forms.Form):
    """The text, with the page it comes from and the revision that the page shows. `over` is the newer revision to replace knowingly."""

    text = forms.CharField(required=False, strip=False, widget=forms.Textarea)
    page = forms.SlugField(required=False, max_length=32)
    revision = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    over = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    remove = forms.UUIDField(required=False)
    do = forms.ChoiceField(required=False, choices=[("save", ""), ("hand_in", "")])


class SubmissionFilter(forms.Form):
    """What the office looks for among the submissions."""

    q = forms.CharField(required=False, max_length=100)
    show = forms.ChoiceField(label=_("Reviews"), required=False, choices=list(SHOWN.items()))
