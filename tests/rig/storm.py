"""Faults on purpose, one after another, beside the events."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from accounts.outbox.enums import MailState
from accounts.outbox.models import Mail
from tests.rig.events import patiently
from tests.rig.plant import Plant
from tests.smtp import Handler

HOLD_SECONDS = 30
# A mail whose last byte left before the kill may be taken up a moment after it.
AFTERWARDS = 1.0
NOTICED_SECONDS = 0.5
UP_SECONDS = 60


@dataclass(frozen=True)
class Kill:
    """When, how, and whose mails a dead worker held then."""

    at: float
    how: str
    held: frozenset[str]


@dataclass
class Storm:
    """Does harm, and remembers what that may excuse."""

    plant: Plant
    smtp: Handler
    kills: list[Kill] = field(default_factory=list)
    log: list[str] = field(default_factory=list)

    def kill(self, how: str, moment: str = "") -> None:
        """`kill -9` of a worker that has started; `moment` waits for a mail that was just accepted, or is just about to be."""
        if not self.plant.worker_is_up(within=UP_SECONDS):
            self.log.append(f"the worker was not up again within {UP_SECONDS} s, before a kill")
        hold = self.smtp.hold_next(accepted=moment == "accepted") if moment else None
        if hold and not hold.reached.wait(HOLD_SECONDS):
            self.log.append(f"no mail came to be held before a kill ({moment})")
        self.plant.kill_worker(how)
        at = time.time()
        held = self._held() if how != "main" else frozenset()  # those that work outlive their main process, and finish
        self.kills.append(Kill(at, f"{how} {moment}".strip(), held))
        if hold:
            time.sleep(NOTICED_SECONDS)  # its client is gone, which ends a mail that was not accepted yet
            hold.released.set()

    def excused(self, address: str) -> int:
        """How many further copies of this mail may exist: a server had accepted one before the worker that held the mail was killed."""
        taken = min((one.at for one in self.smtp.accepted if one.address == address), default=float("inf"))
        return sum(address in kill.held and taken <= kill.at + AFTERWARDS for kill in self.kills)

    def _held(self) -> frozenset[str]:
        sending = Mail.objects.filter(state=MailState.SENDING).values_list("address", flat=True)
        return patiently(lambda: frozenset(sending.all()))


def kills(storm: Storm, count: int, chance: random.Random) -> list[Callable[[], None]]:
    """So many kills of every sort: of all its processes mostly, and at the worst moments."""
    sorts = [("all", "accepted"), ("all", ""), ("all", "before"), ("child", ""), ("all", "accepted"), ("main", ""), ("all", "")]
    chosen = [sorts[number % len(sorts)] for number in range(count)]
    chance.shuffle(chosen)
    return [lambda how=how, moment=moment: storm.kill(how, moment) for how, moment in chosen]  # type: ignore[misc]
