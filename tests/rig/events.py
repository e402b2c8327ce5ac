"""Events that tell somebody something, and what has to become of each mail."""

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from accounts.actions import notices
from accounts.actions.notifications import tell
from accounts.enums import GrantSource, Role
from accounts.models import RoleGrant, User
from accounts.outbox.enums import MailState
from accounts.outbox.models import Mail

SENT, FAILED, DROPPED = MailState.SENT, MailState.FAILED, MailState.DROPPED
PATIENCE_SECONDS = 60
Result = TypeVar("Result")
SAFETY, NEWS = "account_password_changed", "role_stated"


@dataclass(frozen=True)
class Habit:
    """How the server treats an address, or the portal its owner: how many of a thousand, and what must become of the mail.

    `answer` is how the row's answer begins; `calm` events also happen in peace, as they hold up nobody.
    """

    word: str
    share: int
    state: str
    answer: str = "250"
    kind: str = SAFETY
    calm: bool = False


HABITS = [
    Habit("plain", 760, SENT, calm=True),
    Habit("news", 40, SENT, kind=NEWS, calm=True),
    Habit("never", 30, FAILED, "550", calm=True),
    Habit("refuse", 20, FAILED, "552", calm=True),
    Habit("once-later", 40, SENT),
    Habit("once-busy", 20, SENT),
    Habit("once-drop", 15, SENT),
    Habit("once-cut", 15, SENT),
    Habit("once-hush", 10, SENT),
    Habit("once-stall", 5, SENT),
    Habit("once-mute", 5, SENT),
    Habit("later", 5, FAILED, "Given up after 8 attempts. 451"),
    Habit("muted", 10, DROPPED, "Switched off", kind=NEWS, calm=True),
    Habit("closed", 10, DROPPED, "The account is closed.", calm=True),
    Habit("settled", 5, DROPPED, "No longer relevant", kind=NEWS, calm=True),
    Habit("undone", 10, ""),
]


@dataclass(frozen=True)
class Event:
    """Something that has happened, and whom it had to reach."""

    address: str
    habit: Habit
    at: float


class Events:
    """Makes events one after another, in shares spread evenly over their number."""

    def __init__(self) -> None:
        self.made: list[Event] = []
        self._grant = _statement()

    def many(self, count: int, *, calm: bool = False) -> Iterator[Event]:
        """So many events, each when it is asked for: one of every habit first."""
        habits = [habit for habit in HABITS if habit.calm or not calm]
        for habit in habits:
            yield self.one(habit)
        whole = sum(habit.share for habit in habits)
        owed = {habit.word: 0.0 for habit in habits}
        for _ in range(count - len(habits)):
            for habit in habits:
                owed[habit.word] += habit.share / whole
            habit = max(habits, key=lambda one: owed[one.word])
            owed[habit.word] -= 1
            yield self.one(habit)

    def until(self, done: threading.Event, *, seconds: float) -> Iterator[Event]:
        """Plain ones for as long as it is not done, and no longer than so many seconds."""
        end = time.monotonic() + seconds
        while not done.is_set() and time.monotonic() < end:
            yield self.one(HABITS[0])

    def one(self, habit: Habit) -> Event:
        """One event, once, even when the database goes away while it is written down."""
        number = len(self.made)
        self.made.append(patiently(lambda: self._happen(habit, f"{habit.word}-{number}@rig.example", f"rig-{number}")))
        return self.made[-1]

    def _happen(self, habit: Habit, address: str, key: str) -> Event:
        """The transaction of an event: its person, the notice in the portal and the mail. Told twice, which makes no second mail."""
        event, now = Event(address, habit, time.time()), timezone.now()
        context: dict[str, Any] = {"at": now.isoformat()}
        if habit.kind == NEWS:
            context = {"grant": 0 if habit.word == "settled" else self._grant, "person": "Noor", "institution": "Utrecht University"}
        with transaction.atomic():
            user, _ = User.objects.get_or_create(email=address, defaults={"name": address, "language": "en"})
            if habit.word == "muted":
                notices.mute(user_id=user.pk, kind=NEWS)
            for _ in range(2):
                tell(kind=habit.kind, to=[user], path="/me/", context=context, key=key, now=now)
            if habit.word == "closed":
                User.objects.filter(pk=user.pk).update(is_active=False)
            if habit.word == "undone":
                transaction.set_rollback(True)
        return event


def patiently(act: Callable[[], Result]) -> Result:
    """Do it, again as long as the database is away."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return act()
        except (OperationalError, InterfaceError):
            connection.close()
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def hurry_hopeless() -> None:
    """Let the next attempt of what is always put off come now: the whole schedule takes seventeen hours."""
    hopeless = Mail.objects.filter(address__startswith="later-", state=MailState.WAITING)
    patiently(lambda: hopeless.update(due_at=timezone.now()))


def unsettled() -> int:
    """How many mails have not come to their end."""
    ours = Mail.objects.filter(state__in=[MailState.WAITING, MailState.SENDING], address__endswith="@rig.example")
    return patiently(ours.count)


def _statement() -> int:
    """A statement that waits for the office, which its news is about."""
    user = User.objects.create_user(email="stated@rig.example", name="Noor")
    now = timezone.now() - dt.timedelta(hours=1)
    return RoleGrant.objects.create(user=user, role=Role.STUDENT, source=GrantSource.STATEMENT, proposed_at=now).pk
