"""What is known about somebody beyond their name."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.enums import Role
from accounts.enums.disciplines import rolled_up
from accounts.models import Profile, RoleGrant, User


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


def student_standing(user: User, now: dt.datetime) -> StudentStanding:
    """What the person may read about their being a student at `now`."""
    grant = user.role_grants.filter(role=Role.STUDENT).select_related("institution").order_by("-proposed_at", "-pk").first()
    return StudentStanding("none", None) if grant is None else StudentStanding(grant.state(now), grant)
