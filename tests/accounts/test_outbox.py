
import pytest

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_factories_make_people_with_one_canonical_address():
    assert UserFactory(email="Mixed@Example.ORG").email == "mixed@example.org"
