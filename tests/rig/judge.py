"""What has become of every event: nothing lost, nothing twice without an excuse, the right state, in time."""

import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from accounts.outbox.enums import MailState
from accounts.outbox.models import Mail
from tests.rig.events import Event
from tests.rig.storm import Kill, Storm
from tests.smtp import Accepted

BEFORE_KILL, AFTER_KILL = 5.0, 15.0
SHARE = 0.95


@dataclass
class Verdict:
    """What was measured, and what was not as it must be."""

    figures: dict[str, object] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def expect(self, true: bool, otherwise: str) -> None:
        """Note a fault unless it is true."""
        if not true:
            self.faults.append(otherwise)


def outcome(events: list[Event], accepted: list[Accepted], storm: Storm, verdict: Verdict) -> None:
    """Each event beside its row and beside what the server has taken."""
    rows = {mail.address: mail for mail in Mail.objects.filter(address__endswith="@rig.example")}
    copies: dict[str, list[str]] = defaultdict(list)
    for one in accepted:
        copies[one.address].append(one.message_id)
    states: Counter[str] = Counter()
    second = {"after a kill": 0, "server hung up after it had accepted": 0}
    for event in events:
        mail, got = rows.get(event.address), copies[event.address]
        states[mail.state if mail else "never happened"] += 1
        if not event.habit.state:
            verdict.expect(mail is None and not got, f"{event.address} was told of what was rolled back")
            continue
        if mail is None:
            verdict.faults.append(f"lost: {event.address} has no row")
            continue
        as_expected = mail.state == event.habit.state and mail.answer.startswith(event.habit.answer)
        verdict.expect(as_expected, f"{event.address} is {mail.state}: {mail.answer[:60]}")
        verdict.expect(bool(got) == (event.habit.state == MailState.SENT), f"{event.address} is {mail.state} and came {len(got)} times")
        verdict.expect(all(str(mail.uid) in one for one in got), f"{event.address} has copies of other Message-IDs: {got}")
        hushed = event.habit.word == "once-hush"
        allowed = 1 + hushed + storm.excused(event.address)
        verdict.expect(len(got) <= allowed, f"{event.address} came {len(got)} times, without an excuse")
        if len(got) > 1:
            second["server hung up after it had accepted" if hushed else "after a kill"] += 1
    verdict.figures |= {"events": len(events), "states": dict(states), "second copies": second}


def in_time(events: Iterable[Event], accepted: list[Accepted], *, since: Callable[[Event], float]) -> list[float]:
    """Seconds until the server had accepted each mail that nothing but the portal could hold up, the quickest first."""
    first: dict[str, float] = {}
    for one in accepted:
        first.setdefault(one.address, one.at)
    return sorted(
        first.get(event.address, float("inf")) - since(event)
        for event in events
        if event.habit.calm and event.habit.state == MailState.SENT
    )


def around(kill: Kill, events: list[Event], accepted: list[Accepted]) -> tuple[list[Event], list[Event]]:
    """Of the events that a kill may have delayed: those whose mails a dead worker held unsent, and all."""
    first: dict[str, float] = {}
    for one in accepted:
        first.setdefault(one.address, one.at)
    held = [event for event in events if event.address in kill.held and first.get(event.address, float("inf")) > kill.at]
    near = [
        event
        for event in events
        if kill.at - BEFORE_KILL < event.at < kill.at + AFTER_KILL and first.get(event.address, float("inf")) > kill.at
    ]
    return held, list({event.address: event for event in [*held, *near]}.values())


def in_peace(events: list[Event], accepted: list[Accepted], limit: float, verdict: Verdict) -> None:
    """95 of a hundred mails are out soon when nothing goes wrong."""
    took = in_time(events, accepted, since=lambda event: event.at)
    _judge("in peace", took, limit, verdict)


def after_kills(events: list[Event], accepted: list[Accepted], kills: list[Kill], limit: float, verdict: Verdict) -> None:
    """The same after each kill, counted from the kill for what was there already; and told apart, what a dead worker held."""
    all_, held_ = [], []
    for kill in kills:
        held, near = around(kill, events, accepted)
        all_ += in_time(near, accepted, since=lambda event, kill=kill: max(event.at, kill.at))  # type: ignore[misc]
        held_ += in_time(held, accepted, since=lambda event, kill=kill: kill.at)  # type: ignore[misc]
    _judge("after a kill", sorted(all_), limit, verdict)
    _judge("held by a dead worker", sorted(held_), limit, verdict)


def _judge(what: str, took: list[float], limit: float, verdict: Verdict) -> None:
    if not took:
        verdict.figures[what] = "none"
        return
    late = took[min(len(took) - 1, int(len(took) * SHARE))]
    verdict.figures[what] = f"{len(took)} mails: median {statistics.median(took):.1f} s, 95 % within {late:.1f} s, last {took[-1]:.1f} s"
    verdict.expect(late <= limit, f"{what}: 95 % took {late:.1f} s, and {limit:.0f} s is the limit")
