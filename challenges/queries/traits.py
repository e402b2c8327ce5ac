"""What a rule of composition looks at in a person, and what it can name."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.enums.disciplines import BROAD, DETAILED, NARROW
from accounts.kit.names import one_line
from accounts.kit.together import fetch_together
from accounts.models import Faculty, Institution, Profile
from challenges.enums import Trait
from challenges.enums.composition import DIGITS

BETWEEN = ":"
Group = tuple[str, list[tuple[str, str | Promise]]]

_OF: dict[Trait, Callable[[Profile], str]] = {
    Trait.DISCIPLINE_DETAILED: lambda profile: profile.discipline,
    Trait.DISCIPLINE_NARROW: lambda profile: profile.discipline[: DIGITS[Trait.DISCIPLINE_NARROW]],
    Trait.DISCIPLINE_BROAD: lambda profile: profile.discipline[: DIGITS[Trait.DISCIPLINE_BROAD]],
    Trait.FACULTY: lambda profile: faculty_name(profile.faculty) if profile.faculty else profile.institution.name,
    Trait.INSTITUTION: lambda profile: profile.institution.name,
    Trait.PROGRAMME_OF_STUDY: lambda profile: one_line(profile.programme_of_study),
}


def trait_of(profile: Profile, trait: str) -> str:
    """A person's value of a trait, as a rule names it; an institution counts as a faculty
    for who has none. Reads institution and faculty of the profile."""
    return _OF[Trait(trait)](profile)


def faculty_name(faculty: Faculty) -> str:
    """A faculty with its institution: several have a faculty of medicine."""
    return f"{faculty.name} ({faculty.institution.name})"


def named_values() -> list[Group]:
    """Everything that a rule can name apart from programmes of study, grouped for a select. One statement."""
    institutions, faculties = Institution.objects.all(), Faculty.objects.select_related("institution")
    fetch_together(institutions, faculties)
    return [
        _group(_("Institutions"), Trait.INSTITUTION, {one.name: one.name for one in institutions}),
        _group(_("Faculties"), Trait.FACULTY, {faculty_name(one): faculty_name(one) for one in faculties}),
        _group(_("Broad fields"), Trait.DISCIPLINE_BROAD, BROAD),
        _group(_("Narrow fields"), Trait.DISCIPLINE_NARROW, NARROW),
        _group(_("Disciplines"), Trait.DISCIPLINE_DETAILED, DETAILED),
    ]


def _group(label: str, trait: Trait, values: dict[str, str] | dict[str, Promise]) -> Group:
    return label, [(f"{trait.value}{BETWEEN}{value}", name) for value, name in values.items()]
