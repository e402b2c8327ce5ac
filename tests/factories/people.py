"""People, their roles and institutions."""

import datetime as dt
from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.enums import GrantSource, Level, Role
from accounts.models import Institution, Profile, RoleGrant, User

PASSWORD = "a-long-enough-password"


class UserFactory(factory.django.DjangoModelFactory):
    """A person with a verified address and the password PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person-{n:03}@example.org")
    name = factory.Sequence(lambda n: f"Person Number{n:03}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        user = model_class.objects.create_user(password=kwargs.pop("password", PASSWORD), **kwargs)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user


class InstitutionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Institution
        django_get_or_create = ("key",)

    key = "utrecht-university"
    name = "Utrecht University"
    kind = "university"
    ror = "https://ror.org/04pp8hn57"


class ProfileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Profile

    user = factory.SubFactory(UserFactory)
    institution = factory.SubFactory(InstitutionFactory)
    programme_of_study = "Science and Innovation"
    level = Level.MASTER
    discipline = "0511"
    languages = factory.LazyFunction(lambda: ["en", "nl"])


def grant(user: User, role: Role, *, until: dt.date | None = None) -> RoleGrant:
    """A confirmed role, in force now."""
    now = timezone.now() - dt.timedelta(days=1)
    return RoleGrant.objects.create(user=user, role=role, source=GrantSource.OFFICE, proposed_at=now, confirmed_at=now, until=until)


def student(**fields: Any) -> User:
    """A confirmed student with a profile."""
    user = UserFactory(**fields)
    grant(user, Role.STUDENT)
    ProfileFactory(user=user)
    return user


def faculty(**fields: Any) -> User:
    """A member of faculty."""
    user = UserFactory(**fields)
    grant(user, Role.FACULTY)
    return user


def coordinator(**fields: Any) -> User:
    """Somebody of the programme office."""
    user = UserFactory(**fields)
    grant(user, Role.COORDINATOR)
    return user
