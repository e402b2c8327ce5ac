"""A draft may be copied the moment it was made."""

import pytest

from challenges.actions import copies
from challenges.models import Challenge
from tests.factories import OrganisationFactory, staff_of
from tests.factories.cases import complete

pytestmark = pytest.mark.django_db


def test_a_draft_that_was_just_made_is_copied_once_however_often_one_presses(now):
    organisation = OrganisationFactory()
    editor = staff_of(organisation)
    draft = complete(organisation=organisation, created_by=editor, created_at=now)
    first = copies.copy(challenge=draft, title=draft.title, by=editor, now=now)
    again = copies.copy(challenge=draft, title=draft.title, by=editor, now=now)
    assert first.pk != draft.pk
    assert again.pk == first.pk
    assert Challenge.objects.count() == 2
