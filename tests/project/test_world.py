"""The world is what the tests that play in it take for granted."""

from collections import Counter

import pytest

from accounts.models import Entry, Mail, Notification
from tests.world import words, world
from tests.world.people import NAMES

pytestmark = pytest.mark.django_db
WORDS = [
    *[value for name, value in vars(words).items() if name.isupper()],
    *[word for name, local in NAMES.values() for word in (*name.split(), local)],
]


def test_no_word_is_part_of_another():
    low = [word.lower() for word in WORDS]
    assert Counter(low).most_common(1)[0][1] == 1
    assert [(one, other) for one in low for other in low if one != other and one in other] == []


def test_every_state_is_there():
    made = world()

    states = {name: one.state for name, one in vars(made.cases).items()}
    assert Counter(states.values()) == {"draft": 3, "submitted": 3, "published": 7, "cancelled": 2}
    work, talk = made.work, made.talk
    assert (work.assigned_review.saved_at, bool(work.draft_review.saved_at), work.draft_review.submitted_at) == (None, True, None)
    assert work.released_submission.milestone.released_at
    for invitations in (vars(work), vars(talk)):
        found = {name: one.state(made.now) for name, one in invitations.items() if name.endswith("invitation")}
        found.pop("other_invitation", None)
        assert sorted(found.values()) == ["accepted", "declined", "expired", "open", "open", "revoked"]
    assert {state for (state,) in Mail.objects.values_list("state").distinct()} == {"waiting", "sent", "failed", "dropped"}
    assert Notification.objects.filter(user=made.people.student_in, read_at=None).exists()
    assert Entry.objects.filter(action="results.released").exists()
