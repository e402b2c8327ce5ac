"""What people say about themselves, and how they say that they are a student."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.actions.profiles import ProfileFacts
from accounts.enums import Language, PortalLanguage
from accounts.enums.times import PARTS, SLOTS
from accounts.enums.times import choices as slots
from accounts.kit.forms import NameField
from accounts.models import Institution, Profile, User
from accounts.queries.profiles import ProfilePage


class ProfileForm(forms.ModelForm):
    """The profile, with the name and the language of the portal."""

    name = NameField(label=_("Full name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(
        label=_("Language of the portal and of your mails"), choices=PortalLanguage.choices, widget=forms.RadioSelect
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you can work in"), choices=Language.choices, widget=forms.CheckboxSelectMultiple
    )
    times = forms.TypedMultipleChoiceField(
        label=_("When can you work together?"),
        required=False,
        coerce=int,
        choices=slots,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("In a normal week. It helps to form teams with times in common; your team sees them."),
    )
    field_order = ["name", "language", "institution", "faculty", "programme_of_study", "level", "discipline", "languages"]

    class Meta:
        model = Profile
        fields = [
            "institution",
            "faculty",
            "programme_of_study",
            "level",
            "discipline",
            "languages",
            "skills",
            "hours_a_week",
            "introduction",
            "times",
        ]
        field_classes = {"programme_of_study": NameField, "skills": NameField}
        labels = {
            "hours_a_week": _("Hours a week you have for a challenge"),
            "discipline": _("Discipline"),
        }
        help_texts = {
            "programme_of_study": _("As your institution calls it, for example “Science and Innovation”. Working: your field."),
            "discipline": _("The field that comes nearest. Teams and challenges ask for a mix of disciplines."),
            "introduction": _("At most 600 characters. Your team reads it."),
        }
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, user: User, page: ProfilePage, **kwargs: Any) -> None:
        initial = {"name": user.name, "language": user.language}
        if page.proposed:
            initial |= {"programme_of_study": page.proposed.programme_of_study, "discipline": page.proposed.discipline}
        super().__init__(*args, initial=initial, instance=page.profile, **kwargs)
        self.fields["institution"].choices = _institutions(page)
        self.fields["faculty"].choices = _faculties(page)
        self.fields["level"].choices = [("", _("Choose your level")), *Profile._meta.get_field("level").choices]
        self.fields["discipline"].choices = [("", _("Choose your discipline")), *Profile._meta.get_field("discipline").choices]

    @property
    def parts(self) -> tuple[str | Promise, ...]:
        """What the parts of a day are called."""
        return PARTS

    @property
    def week(self) -> list[tuple[str, list[forms.boundfield.BoundWidget]]]:
        """The boxes of the times: each day with those of its parts."""
        boxes = list(self["times"].subwidgets)
        return [(capfirst(str(WEEKDAYS[day])), boxes[first : first + len(PARTS)]) for day, first in enumerate(SLOTS[:: len(PARTS)])]

    def facts(self) -> ProfileFacts:
        """What was filled in, without the name and the language."""
        facts = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return ProfileFacts(**facts | {"times": sorted(facts["times"])})


def _institutions(page: ProfilePage) -> list[tuple[Any, Any]]:
    return [("", _("Choose your institution")), *((one.pk, one.name) for one in page.institutions)]


def _faculties(page: ProfilePage) -> list[tuple[Any, Any]]:
    """The faculties grouped by their institution."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for faculty in page.faculties:
        groups.setdefault(faculty.institution.name, []).append((faculty.pk, faculty.name))
    return [("", _("None, or not in the list")), *groups.items()]


class StudentForm(forms.Form):
    """Somebody's own word that they are a student."""

    student_institution = forms.ModelChoiceField(label=_("I am a student of"), queryset=Institution.objects.all())
    statement = forms.CharField(
        label=_("What you study, and since when"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The programme office checks it with your institution. Do not give your student number."),
    )

    def __init__(self, *args: Any, page: ProfilePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["student_institution"].choices = _institutions(page)  # type: ignore[attr-defined]
