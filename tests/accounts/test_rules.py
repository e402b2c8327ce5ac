"""Who is who, as a table."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.enums import Role
from accounts.rules import is_administrator, is_coordinator, is_faculty, is_student, may_decide_on
from tests.factories import UserFactory, coordinator, faculty, student

pytestmark = pytest.mark.django_db
PEOPLE = {
    "visitor": AnonymousUser,
    "somebody": UserFactory,
    "student": student,
    "faculty": faculty,
    "coordinator": coordinator,
    "administrator": lambda: UserFactory(is_superuser=True),
    "closed coordinator": lambda: coordinator(is_active=False),
    "closed administrator": lambda: UserFactory(is_superuser=True, is_active=False),
}


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        (is_student, {"student"}),
        (is_faculty, {"faculty"}),
        (is_coordinator, {"coordinator"}),
        (is_administrator, {"administrator"}),
        (lambda user: may_decide_on(user, Role.STUDENT), {"coordinator", "administrator"}),
        (lambda user: may_decide_on(user, Role.FACULTY), {"coordinator", "administrator"}),
        (lambda user: may_decide_on(user, Role.COORDINATOR), {"administrator"}),
    ],
)
def test_who_may(rule, allowed):
    assert {name for name, make in PEOPLE.items() if rule(make())} == allowed
