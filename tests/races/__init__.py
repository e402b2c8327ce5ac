"""Things that happen at the same moment, in real threads with a connection each."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, connections

PATIENCE = 20


class Moment:
    """The worst moment: before it commits, each act stands still until all others stand there too, have ended, or wait for a lock.

    So nobody's reading is spoilt by somebody's finished writing unless a lock or a constraint sees to it, and no luck is needed.
    """

    def __init__(self, count: int) -> None:
        self._start = threading.Barrier(count)
        self._lock = threading.Lock()
        self._running: set[int] = set(range(count))
        self._standing: set[int] = set()
        self._awaited: dict[int, set[int]] = {}
        self._pids: dict[int, int] = {}

    def enter(self, number: int) -> None:
        """Take part, with this thread's connection; returns when all do."""
        connection.ensure_connection()
        self._pids[number] = connection.connection.info.backend_pid
        commit = connection.commit

        def stand_still_and_commit() -> None:
            self._stand_still(number)
            commit()

        connection.commit = stand_still_and_commit
        self._start.wait()

    def leave(self, number: int) -> None:
        """Nobody waits for this act any more."""
        with self._lock:
            self._running.discard(number)

    def _stand_still(self, number: int) -> None:
        with self._lock:
            for other in self._standing:
                self._awaited[other].discard(number)
            self._awaited[number] = self._running - self._standing - {number}
            self._standing.add(number)
        end = time.monotonic() + PATIENCE
        while self._waits(number) and time.monotonic() < end:
            time.sleep(0.003)
        with self._lock:
            self._standing.discard(number)

    def _waits(self, number: int) -> bool:
        with self._lock:
            awaited = [self._pids[other] for other in self._awaited[number] & self._running]
        if not awaited:
            return False
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM unnest(%s) AS pid WHERE cardinality(pg_blocking_pids(pid)) = 0", [awaited])
            return bool(cursor.fetchone()[0])


def race(count: int, act: Callable[[int], Any]) -> list[Any]:
    """Run `act(number)` in threads that meet in the worst moment; gives what each returned, or the error that it raised."""
    moment = Moment(count)
    found: list[Any] = [None] * count

    def run(number: int) -> None:
        try:
            moment.enter(number)
            found[number] = act(number)
        except Exception as error:
            found[number] = error
        finally:
            moment.leave(number)
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
