"""Each race has one legal end; without its guard it is lost."""

import pytest

from tests.races import accounts, applying, approving, document, forming, handing_in, joining, judging, running, teamwork, waiting
from tests.races.table import LINES

MODULES = [accounts, applying, approving, forming, handing_in, joining, judging, running, teamwork, waiting]
LOST = [(name, guard) for name, line in LINES.items() for guard in line.lost]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("name", LINES)
def test_a_race_has_one_legal_end(name):
    LINES[name].make().run()


@pytest.mark.parametrize(("name", "guard"), LOST, ids=[f"{name}-{guard}" for name, guard in LOST])
def test_a_race_is_lost_without_its_guard(name, guard):
    race = LINES[name].make()

    with guard.away(), pytest.raises(AssertionError):
        race.run()


def test_the_document_names_every_guard_and_what_happened_without():
    assert document.FILE.read_text().partition(document.MARK)[2].strip() == document.tables().strip()
