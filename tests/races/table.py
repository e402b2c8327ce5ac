"""The table of races: acts of one moment, what must hold after them whoever was first, and what guards that."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import MultipleObjectsReturned

from accounts.audit.models import Entry
from accounts.kit.refusals import Refusal
from accounts.models import Notification
from accounts.outbox.models import Mail
from tests.races import race
from tests.races.guards import Guard


@dataclass(frozen=True)
class Race:
    """Acts that meet, and a check of everything that they may have left: `check` gets what each act gave or raised."""

    acts: Sequence[Callable[[], Any]]
    check: Callable[[list[Any]], None]

    def run(self) -> None:
        """Let the acts meet in their worst moment. Fails (AssertionError) unless their end is a legal one."""
        found = race(len(self.acts), lambda number: self.acts[number]())
        try:
            self.check(found)
        except (ValueError, MultipleObjectsReturned) as error:  # one winner, one loser or one row was expected
            raise AssertionError(found) from error


@dataclass(frozen=True)
class Line:
    """One line of the table. `lost` says for each guard what happened when it was taken away."""

    make: Callable[[], Race]
    lost: dict[Guard, str]

    @property
    def words(self) -> str:
        """The race in words."""
        return str(self.make.__doc__).strip().rstrip(".")


LINES: dict[str, Line] = {}


def guarded_by(lost: dict[Guard, str]) -> Callable[[Callable[[], Race]], Callable[[], Race]]:
    """Put a race into the table, with what guards it."""

    def decorate(make: Callable[[], Race]) -> Callable[[], Race]:
        LINES[make.__name__] = Line(make, lost)
        return make

    return decorate


def parted(found: list[Any]) -> tuple[list[Any], list[str]]:
    """What the winners got, and the words for the losers. An error without words for a person fails."""
    errors = [one for one in found if isinstance(one, Exception)]
    assert [one for one in errors if not isinstance(one, Refusal) or not str(one)] == []
    return [one for one in found if not isinstance(one, Exception)], sorted(str(one) for one in errors)


def told() -> dict[str, int]:
    """How many people were told of what. Each has one notification and one mail of it."""
    notices, mails = Counter(Notification.objects.values_list("kind", flat=True)), Counter(Mail.objects.values_list("kind", flat=True))
    inside = {kind: count for kind, count in mails.items() if kind in notices}
    assert inside == dict(notices)
    return dict(mails)


def trail() -> dict[str, int]:
    """What the trail has, and how often."""
    return dict(Counter(Entry.objects.values_list("action", flat=True)))
