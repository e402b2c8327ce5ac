"""The processes of the Procfile, run by honcho, and an eye on what honcho does not see."""

import datetime
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from honcho.environ import parse_procfile
from honcho.manager import Manager
from honcho.printer import Message

from config.runtime import processes

GLANCE_SECONDS = 0.3
# On two cores the first page would wait for a worker that nobody needs yet.
HEAD_START_SECONDS = 1.5


class Supervisor(Manager):
    """Runs until one process ends or a signal comes, then stops all."""

    def __init__(self, procfile: Path, environment: dict[str, str], *, without: set[str]) -> None:
        super().__init__()
        self.fallen: dict[str, int] = {}
        self.ending = threading.Event()
        for name, command in parse_procfile(procfile.read_text()).processes.items():
            if name not in without:
                wait = "" if name == "web" else f"sleep {HEAD_START_SECONDS}; "
                # exec, so that the id which honcho tells and watches is the program's own and not that of a shell
                self.add_process(name, f"{wait}exec {command}", env=environment, cwd=str(procfile.parent))

    def terminate(self) -> None:
        """Called once for a signal or a fallen process, and again while the others end."""
        if self.ending.is_set():
            return
        self.fallen = {name: facts["returncode"] for name, facts in self._processes.items() if "returncode" in facts}
        self.ending.set()
        if not self._all_started():  # honcho can only stop what has reported its id
            raise KeyboardInterrupt
        super().terminate()

    def watch(self, glance: Callable[[], None]) -> None:
        """In a thread beside the loop: notice what honcho cannot, and whatever `glance` looks at."""
        threading.Thread(target=self._watch, args=[glance], daemon=True).start()

    def _watch(self, glance: Callable[[], None]) -> None:
        suspects: set[str] = set()
        while True:
            time.sleep(GLANCE_SECONDS)
            fallen = {name for name, facts in self._processes.items() if "returncode" not in facts and _has_fallen(facts)}
            # A second look, because an ordinary end is reported by honcho a moment later.
            for name in fallen & suspects:
                self.events.put(Message("stop", {"returncode": -signal.SIGKILL}, datetime.datetime.now(tz=datetime.UTC), name, None))
            suspects = fallen
            if not self.ending.is_set():
                glance()


def _has_fallen(facts: dict[str, Any]) -> bool:
    """Killed, while a child of it holds its output open; or its reporter was, and with that its output."""
    if facts["process"].exitcode not in (None, 0):
        return True
    return "pid" in facts and not processes.is_alive(facts["pid"])


def parent_watch(tell: Callable[[str], None]) -> Callable[[], None]:
    """Under make, a killed make ends the run too: nobody else would."""
    parent = os.getppid() if "MAKELEVEL" in os.environ else None

    def glance() -> None:
        if parent is not None and os.getppid() != parent:
            tell("make is gone")

    return glance
