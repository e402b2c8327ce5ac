"""The course of a run: peace first, then pages while parts are away, then the storm, and the judgement."""

import random
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection

from tests.rig import judge
from tests.rig.events import Event, Events, hurry_hopeless, unsettled
from tests.rig.judge import Verdict
from tests.rig.plant import Plant
from tests.rig.secrets import Secrets
from tests.rig.storm import Storm, kills
from tests.rig.visitors import Pages, Visitor, everybody
from tests.smtp import Handler

PEACE, STOPPED, PAUSED = "in peace", "while Redis is stopped and SMTP stalls", "while Redis is paused and SMTP stalls"
# Until beat has started a drain, which the mail server then keeps waiting.
DRAIN_SECONDS = 4
OFFICE = ("coordinator-1", "administrator")
RECIPIENT, FORGETFUL, DEMO = "new-student", "student-001", "students.example.org"


@dataclass(frozen=True)
class Size:
    """How much of everything, and how strictly it is judged."""

    calm: int
    stormy: int
    rate: float
    kills: int
    flushes: int
    away: float
    pages: float
    settle: float
    each: int
    roles: tuple[str, ...]
    calm_limit: float
    kill_limit: float
    slower: float
    durable: bool


WHOLE = Size(500, 1490, 6, 20, 5, 60, 30, 420, 4, roles=(), calm_limit=10, kill_limit=60, slower=1.25, durable=True)
# Its bounds leave room for a machine that does much else; what it counts is as strict.
ROLES = ("visitor", "student-001", "roche-owner", "reviewer-01", "coordinator-1")
SMALL = Size(60, 130, 12, 4, 1, 0, 0, 300, 1, roles=ROLES, calm_limit=60, kill_limit=200, slower=10, durable=False)
STALLED = 10


class Run:
    """One run; `verdict` tells how it went."""

    def __init__(self, size: Size, plant: Plant, smtp: Handler, say: Callable[[str], None]) -> None:
        self.size, self.plant, self.smtp, self.say = size, plant, smtp, say
        self.events, self.storm = Events(), Storm(plant, smtp)
        self.verdict = Verdict()
        self.chance = random.Random(2026)

    def run(self) -> Verdict:
        """All of it."""
        people = everybody(self.plant.url, self.plant.home)
        self.say("peace")
        calm = self._paced(self.events.many(self.size.calm, calm=True))
        self.say("pages while Redis and the mail server are away")
        self._pages([people[name] for name in self.size.roles or people])
        self.say("storm")
        begin = len(self.events.made)
        self._storm()
        self.say("secrets, while what was put off comes to its end")
        self._secrets(people)
        self._settle()
        self.say("judgement")
        stormy = self.events.made[begin:]
        judge.outcome(self.events.made, self.smtp.accepted, self.storm, self.verdict)
        judge.in_peace(calm, self.smtp.accepted, self.size.calm_limit, self.verdict)
        judge.after_kills(stormy, self.smtp.accepted, self.storm.kills, self.size.kill_limit, self.verdict)
        self._about_the_plant()
        return self.verdict

    def _paced(self, events: Iterable[Event]) -> list[Event]:
        made = []
        for event in events:
            made.append(event)
            hurry_hopeless()
            time.sleep(1 / self.size.rate)
        return made

    def _secrets(self, known: dict[str, Visitor]) -> None:
        readers = [known[name] for name in (*OFFICE, FORGETFUL)]
        secrets = Secrets(self.plant, self.smtp)
        secrets.run(readers, known[RECIPIENT], f"{RECIPIENT}@{DEMO}", f"{FORGETFUL}@{DEMO}", each=self.size.each)
        self.verdict.figures["searched for secrets"] = secrets.searched
        self.verdict.faults += secrets.faults

    def _pages(self, people: list[Visitor]) -> None:
        pages, size = Pages(people), self.size
        pages.time_all(PEACE, seconds=size.pages)
        self.smtp.stalls = True
        self._paced(self.events.many(STALLED, calm=True))
        time.sleep(DRAIN_SECONDS)
        with self.plant.without_redis():
            pages.time_all(STOPPED, seconds=size.away)
        with self.plant.with_redis_paused():
            pages.time_all(PAUSED, seconds=size.pages)
        self.smtp.stalls = False
        pages.time_all(PEACE, seconds=size.pages)
        peace = pages.median(PEACE)
        self.verdict.figures["pages"] = f"{len(pages.all)} of {len(people)} people"
        self.verdict.figures[f"page {PEACE}"] = f"median {peace * 1000:.1f} ms, slowest {_page(pages.slowest(PEACE))}"
        for when in (STOPPED, PAUSED):
            ratio, where = pages.worst_ratio(when, PEACE)
            figure = f"median {pages.median(when) * 1000:.1f} ms, slowest {_page(pages.slowest(when))}, grown most {ratio:.2f}: {where}"
            self.verdict.figures[f"page {when}"] = figure
            self.verdict.expect(
                pages.median(when) <= peace * size.slower, f"pages took {figure} {when}, and {peace * 1000:.1f} ms in peace"
            )
        self.verdict.faults += pages.faults

    def _storm(self) -> None:
        done = threading.Event()
        faults = threading.Thread(target=self._harm, args=[done])
        faults.start()
        self._paced(self.events.many(self.size.stormy))
        # A slow machine takes longer to start its worker: a kill in the middle of a mail needs one to meet.
        self._paced(self.events.until(done, seconds=self.size.settle))
        faults.join(1)
        self.verdict.expect(done.is_set(), "the faults did not come to their end")

    def _harm(self, done: threading.Event) -> None:
        acts = kills(self.storm, self.size.kills, self.chance)
        others: list[Callable[[], None]] = [self.plant.forget_queue] * self.size.flushes + [self.plant.restart_postgres]
        pause = self.size.stormy / self.size.rate / (len(acts) + len(others) + 1)
        gap = max(1, len(acts) // len(others))
        for number, act in enumerate(acts, 1):
            act()
            time.sleep(pause)
            if number % gap == 0 and others:
                others.pop()()
                time.sleep(pause)
        for act in others:
            act()
        connection.close()
        done.set()

    def _settle(self) -> None:
        end = time.monotonic() + self.size.settle
        while unsettled() and time.monotonic() < end:
            hurry_hopeless()
            time.sleep(1)
        self.verdict.expect(not unsettled(), f"{unsettled()} mails did not come to their end within {self.size.settle:.0f} s")

    def _about_the_plant(self) -> None:
        self.verdict.figures["kills"] = f"{len(self.storm.kills)}, FLUSHALL {self.size.flushes}, Postgres restarted once"
        self.verdict.faults += [*self.plant.fell, *self.storm.log]
        servers = [line for line in self.plant.logs()["web.txt"].splitlines() if "Internal Server Error" in line]
        self.verdict.expect(not servers, f"the web server failed: {servers[:3]}")


def _page(slowest: tuple[float, str]) -> str:
    return f"{slowest[0] * 1000:.0f} ms ({slowest[1]})"
