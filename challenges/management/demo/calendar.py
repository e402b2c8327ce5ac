"""Days counted from the day of seeding, as instants on Amsterdam's clock."""

import datetime as dt
import random
from dataclasses import dataclass

from accounts.kit.clock import AMSTERDAM, today

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """`now` is the instant of seeding; nothing in the demo world that has happened is later than the evening before it."""

    now: dt.datetime

    @property
    def today(self) -> dt.date:
        return today(self.now)

    def day(self, which: int | dt.date) -> dt.date:
        """A date as it is, or a number of days from today."""
        return which if isinstance(which, dt.date) else self.today + which * DAY

    def at(self, which: int | dt.date, hour: int = 10, minute: int = 0) -> dt.datetime:
        """That day at that time in Amsterdam. Hours are those in which daylight saving never changes."""
        return dt.datetime.combine(self.day(which), dt.time(hour, minute), AMSTERDAM).astimezone(dt.UTC)

    def some_time(self, draw: random.Random, first: dt.date, last: dt.date) -> dt.datetime:
        """A moment in the day or evening between two dates, both included, and yesterday at the latest."""
        last = max(first, min(last, self.today - DAY))
        return self.at(first + draw.randint(0, (last - first).days) * DAY, draw.randint(9, 20), draw.randint(0, 59))

    def is_past(self, moment: dt.datetime) -> bool:
        return moment < self.at(0, 0)
