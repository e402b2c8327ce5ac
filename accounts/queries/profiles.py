"""What is known about somebody beyond their name."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.enums import Role
from accounts.enums.disciplines import rolled_up
from accounts.kit.together import fetch_together
from accounts.models import Faculty, Institution, Profile, ProposedStudy, RoleGrant, User


def profile_of(user: User) -> Profile | None:
    """The person's profile with its institution and faculty, or None when they have not made one."""
    return Profile.objects.filter(user=user).select_related("institution", "faculty").first()


def is_complete(user: User) -> bool:
    """Whether the person has filled in what joining a challenge asks for; a profile is kept only when it has all of it."""
    return Profile.objects.filter(user=user).exists()


def discipline_in_words(profile: Profile) -> list[Promise]:
    """The discipline rolled up: its detailed, narrow and broad field."""
    return rolled_up(profile.discipline)


@dataclass(frozen=True)
class StudentStanding:
    """How it stands with being a student: 'none', 'awaiting', 'in force', 'expired', 'refused' or 'revoked', with the newest grant."""

    state: str
    grant: RoleGrant | None

    @property
    def may_state(self) -> bool:
        """Whether telling the office makes sense now."""
        return self.state in {"none", "expired", "refused", "revoked"}


@dataclass(frozen=True)
class ProfilePage:
    """What the page of one's profile is made of; `proposed` is what a list says while there is no
    profile, `disciplines` are the stored discipline in words, whatever is typed meanwhile."""

    profile: Profile | None
    proposed: ProposedStudy | None
    disciplines: list[Promise]
    standing: StudentStanding
    institutions: list[Institution]
    faculties: list[Faculty]


def profile_page(user: User, now: dt.datetime) -> ProfilePage:
    """What the person told, what they may read about their being a student at `now`, and what there is to choose. One statement."""
    kept = Profile.objects.filter(user=user)
    grants = RoleGrant.objects.filter(user=user, role=Role.STUDENT).select_related("institution").order_by("-proposed_at", "-pk")[:1]
    proposed = ProposedStudy.objects.filter(user=user)
    institutions, faculties = Institution.objects.all(), Faculty.objects.select_related("institution")
    fetch_together(kept, proposed, grants, institutions, faculties)
    profile, grant = next(iter(kept), None), next(iter(grants), None)
    return ProfilePage(
        profile=profile,
        proposed=None if profile else next(iter(proposed), None),
        disciplines=discipline_in_words(profile) if profile else [],
        standing=StudentStanding(grant.state(now), grant) if grant else StudentStanding("none", None),
        institutions=list(institutions),
        faculties=list(faculties),
    )
