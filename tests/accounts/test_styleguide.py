"""The sheet of all parts is for staff, and every part on it can be filled with its example."""

import pytest

from tests.factories import UserFactory, coordinator

pytestmark = pytest.mark.django_db


def test_staff_see_every_part_in_both_themes(as_):
    page = as_(UserFactory(is_staff=True)).get("/styleguide/").content.decode()
    assert "The parts of a page, light" in page
    assert "The parts of a page, dark" in page
    assert page.count("Access to care") >= 2


@pytest.mark.parametrize("who", [UserFactory, coordinator])
def test_nobody_else_does(as_, who):
    assert as_(who()).get("/styleguide/").status_code == 404
