"""Find again the processes of this folder's run, also when the starter that made them was killed.

All that the starter starts carries a mark in its environment, except Postgres and Redis, which are known by their own records.
"""

import signal
from pathlib import Path

import psutil

from config.runtime import processes

MARK = "PORTAL_RUN"
PATIENCE_SECONDS = 6


def find(var: Path) -> list[psutil.Process]:
    me = psutil.Process()
    mine = {me, *me.parents()}
    marked = [process for process in psutil.process_iter() if process not in mine and _is_marked(process, str(var))]
    # honcho reports on each process from a fork of the starter, which has the starter's own environment.
    reporters = [parent for process in marked if (parent := process.parent()) and parent not in mine and _is_reporter(parent)]
    return [*marked, *reporters]


def stop(var: Path) -> int:
    """Stop what is left of a run; tells how many processes that were."""
    left = find(var)
    processes.stop(left, first=signal.SIGTERM, seconds=PATIENCE_SECONDS)
    return len(left)


def _is_marked(process: psutil.Process, mark: str) -> bool:
    try:
        return process.environ().get(MARK) == mark and processes.alive(process)
    except (psutil.Error, OSError):
        return False


def _is_reporter(process: psutil.Process) -> bool:
    try:
        return process.cmdline()[-2:] == ["-m", "config.runtime"]
    except psutil.Error:
        return False
