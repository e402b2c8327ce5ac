"""Partner organisations and their staff."""

from typing import Any

import factory
from django.utils import timezone

from accounts.models import User
from partners.enums import MemberRole, OrganisationKind
from partners.models import Membership, Organisation
from tests.factories.people import UserFactory


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    slug = factory.Sequence(lambda n: f"organisation-{n}")
    name = factory.Sequence(lambda n: f"Organisation {n}")
    kind = OrganisationKind.INDUSTRY
    description = "Brings in cases."


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory)
    role = MemberRole.OWNER
    since = factory.LazyFunction(timezone.now)


def staff_of(organisation: Organisation, role: MemberRole = MemberRole.EDITOR, **fields: Any) -> User:
    """Somebody who acts for the organisation in that role."""
    user = UserFactory(**fields)
    MembershipFactory(organisation=organisation, user=user, role=role)
    return user
