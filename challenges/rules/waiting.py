"""Who is next in the line for a seat. Pure: nothing is read or written here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from challenges.enums.waiting import Passed


@dataclass(frozen=True)
class Waiting:
    """Somebody in the line: the number of their entry, and their detailed discipline, empty where they name none."""

    entry: int
    discipline: str


@dataclass(frozen=True)
class Choice:
    """The entries that get an offer, and those passed over with the reason; both in the order of the line."""

    offered: list[int]
    passed: dict[int, Passed]


def choose(line: Iterable[Waiting], *, seats: int, shares: Mapping[str, int], may: Callable[[int], bool]) -> Choice:
    """Give `seats` free seats to the first in the line who may have one.

    `shares` says how many seats are left for each discipline that has a quota; codes may overlap, and each that a discipline begins
    with counts. `may(entry)` is asked in turn, and no longer than there are seats. Those behind the last offer are not looked at.
    """
    left, choice = dict(shares), Choice([], {})
    for one in line:
        if len(choice.offered) >= seats:
            break
        own = [code for code in left if one.discipline.startswith(code)]
        if any(left[code] <= 0 for code in own):
            choice.passed[one.entry] = Passed.SHARE
        elif not may(one.entry):
            choice.passed[one.entry] = Passed.RULES
        else:
            choice.offered.append(one.entry)
            for code in own:
                left[code] -= 1
    return choice
