"""Things that happen at the same moment, in real threads with a connection each."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections


def race(count: int, act: Callable[[int], Any]) -> list[Any]:
    """Run `act(number)` in threads that start together; gives what each returned, or the error that it raised."""
    barrier = threading.Barrier(count)
    found: list[Any] = [None] * count

    def run(number: int) -> None:
        try:
            barrier.wait()
            found[number] = act(number)
        except Exception as error:
            found[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
