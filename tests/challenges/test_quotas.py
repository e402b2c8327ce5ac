"""Seats at most for a discipline, and the hours of an offer, where a challenge is written; what may change after publication."""

import pytest

from accounts.models import Profile
from challenges.actions import copies, waitlist
from challenges.models import DisciplineQuota, PublishedChange
from challenges.queries.words import label
from tests.challenges.typed import posted
from tests.factories import fill, published_challenge, staff_of, student
from tests.factories.cases import complete
from tests.factories.waiting import WaitlistEntryFactory

pytestmark = pytest.mark.django_db


def path(challenge):
    return f"/challenges/{challenge.slug}/edit/audience/"


def text(answer):
    return " ".join(answer.content.decode().split())


def limits(challenge):
    return [(one.discipline, one.most) for one in challenge.quotas.all()]


class TestDraft:
    @pytest.fixture
    def draft(self):
        return complete()

    @pytest.fixture
    def editor(self, as_, draft):
        return as_(staff_of(draft.organisation))

    def save(self, editor, draft, **changes):
        return editor.post(path(draft), posted(draft, "audience", **changes))

    def test_limits_and_hours_are_saved_and_shown(self, editor, draft):
        rows = {"quotas-count": 2, "quotas-0-discipline": "09", "quotas-0-most": 8, "quotas-1-discipline": "0912", "quotas-1-most": 3}

        assert self.save(editor, draft, offer_hours=24, **rows).status_code == 302

        draft.refresh_from_db()
        assert (draft.offer_hours, limits(draft)) == (24, [("09", 8), ("0912", 3)])
        page = text(editor.get(path(draft)))
        assert 'name="quotas-1-most" value="3"' in page
        assert "Health and welfare: at most 8; Medicine: at most 3" in text(editor.get(f"/challenges/{draft.slug}/"))

    def test_without_hours_it_is_48(self, editor, draft):
        self.save(editor, draft, offer_hours=None)

        draft.refresh_from_db()
        assert draft.offer_hours == 48

    @pytest.mark.parametrize(
        ("rows", "words"),
        [
            ({"quotas-0-discipline": "09", "quotas-0-most": ""}, "Say how many seats."),
            ({"quotas-0-discipline": "", "quotas-0-most": "3"}, "Choose a field, or remove this limit."),
            ({"quotas-0-discipline": "09", "quotas-0-most": "20"}, "There are 20 seats, so this limits nothing."),
            ({"quotas-0-discipline": "09", "quotas-0-most": "0"}, "greater than or equal to 1"),
            ({"quotas-0-discipline": "99", "quotas-0-most": "3"}, "Select a valid choice"),
        ],
    )
    def test_what_is_wrong_is_said_beside_the_field(self, editor, draft, rows, words):
        answer = self.save(editor, draft, **{"quotas-count": 1}, **rows)

        assert answer.status_code == 422
        assert words in text(answer)
        assert limits(draft) == []

    def test_a_discipline_stands_once(self, editor, draft):
        rows = {"quotas-count": 2, "quotas-0-discipline": "09", "quotas-0-most": 8, "quotas-1-discipline": "09", "quotas-1-most": 3}
        assert "This discipline stands there already." in text(self.save(editor, draft, **rows))

    def test_rows_are_added_and_removed_without_a_script(self, editor, draft):
        rows = {"quotas-count": 1, "quotas-0-discipline": "09", "quotas-0-most": 8}
        page = text(editor.post(path(draft), posted(draft, "audience", again="quotas-add", **rows)))
        assert 'name="quotas-count" value="2"' in page
        assert 'name="quotas-0-most" value="8"' in page

        page = text(editor.post(path(draft), posted(draft, "audience", again="quotas-remove-0", **rows)))
        assert 'name="quotas-count" value="0"' in page

        page = text(editor.post(path(draft), posted(draft, "audience", again="composition-add", **rows)))
        assert 'name="quotas-0-most" value="8"' in page

    def test_a_copy_has_them_too(self, draft, now):
        DisciplineQuota.objects.create(challenge=draft, discipline="09", most=4)
        draft.offer_hours = 12
        draft.save()

        fresh = copies.copy(challenge=draft, title="Another", by=staff_of(draft.organisation), now=now)

        assert (fresh.offer_hours, limits(fresh)) == (12, [("09", 4)])


class TestPublished:
    @pytest.fixture
    def challenge(self):
        challenge = published_challenge(seats=10)
        DisciplineQuota.objects.create(challenge=challenge, discipline="09", most=2)
        return challenge

    @pytest.fixture
    def save(self, as_, challenge):
        editor = as_(staff_of(challenge.organisation))
        return lambda **changes: editor.post(path(challenge), posted(challenge, "audience", **changes))

    def test_a_limit_can_be_raised_and_the_line_moves_at_once(self, save, challenge, now):
        nurses = [student() for _ in range(3)]
        Profile.objects.filter(user__in=nurses).update(discipline="0913")
        challenge.seats = 3
        challenge.save()
        fill(challenge, *nurses[:2])
        challenge.seats = 10
        challenge.save()
        entry = WaitlistEntryFactory(challenge=challenge, user=nurses[2])
        waitlist.settle_all(now=now)
        entry.refresh_from_db()
        assert entry.passed == "share"

        assert save(**{"quotas-0-most": 3}).status_code == 302

        entry.refresh_from_db()
        assert (limits(challenge), entry.passed, entry.offered_at is None) == ([("09", 3)], "", False)
        change = PublishedChange.objects.get()
        assert (change.field, change.before, change.after) == ("quota:09", "2", "3")
        assert label("quota", "09") == "Seats at most for “Health and welfare”"

    def test_a_limit_can_be_removed(self, save, challenge):
        assert save(**{"quotas-count": 0}).status_code == 302
        assert limits(challenge) == []

    def test_a_limit_can_not_be_lowered_or_added(self, save, challenge):
        assert "This can only go up: at least 2." in text(save(**{"quotas-0-most": 1}))
        rows = {"quotas-count": 2, "quotas-1-discipline": "05", "quotas-1-most": 3}
        assert "Limits can&#x27;t be added after publication" in text(save(**rows))
        assert limits(challenge) == [("09", 2)]

    def test_the_hours_of_later_offers_can_change(self, save, challenge):
        assert save(offer_hours=12).status_code == 302

        challenge.refresh_from_db()
        assert challenge.offer_hours == 12
