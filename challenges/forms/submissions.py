"""What a page on which a team writes sends back."""

from django import forms


class WorkForm(forms.Form):
    """The text, with the page it comes from and the revision that the page shows. `over` is the newer revision to replace knowingly."""

    text = forms.CharField(required=False, strip=False)
    page = forms.SlugField(required=False, max_length=32)
    revision = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    over = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    remove = forms.UUIDField(required=False)
    do = forms.ChoiceField(required=False, choices=[("save", ""), ("hand_in", "")])
