"""What people say about themselves."""

from dataclasses import dataclass, fields

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.kit.refusals import Refusal
from accounts.models import Faculty, Institution, Profile, ProposedStudy, User


@dataclass(frozen=True)
class ProfileFacts:
    """Where and what somebody studies or works; see `Profile` for what each one means."""

    institution: Institution
    faculty: Faculty | None
    programme_of_study: str
    level: str
    discipline: str
    languages: list[str]
    skills: str
    hours_a_week: int | None
    introduction: str
    times: list[int]


def save(*, user: User, name: str, language: str, facts: ProfileFacts) -> Profile:
    """Keep somebody's name, the language they read the portal in, and their profile. Refuses a faculty of another institution."""
    if facts.faculty and facts.faculty.institution_id != facts.institution.pk:
        raise Refusal(_("This faculty is not part of %(institution)s.") % {"institution": facts.institution.name}, field="faculty")
    with transaction.atomic():
        user.name, user.language = name, language
        user.save(update_fields=["name", "language"])
        profile, _made = Profile.objects.update_or_create(
            user=user, defaults={field.name: getattr(facts, field.name) for field in fields(facts)}
        )
        ProposedStudy.objects.filter(user=user).delete()
        return profile


def propose(*, user: User, programme_of_study: str, discipline: str) -> None:
    """Keep what somebody studies by a list of the office, as a proposal for the profile that they have not filled in yet."""
    if (programme_of_study or discipline) and not Profile.objects.filter(user=user).exists():
        ProposedStudy.objects.update_or_create(user=user, defaults={"programme_of_study": programme_of_study, "discipline": discipline})
