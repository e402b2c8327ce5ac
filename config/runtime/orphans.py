"""Find again the processes of this folder's run, also when the starter that made them was killed.

The starter and all that it starts carry a mark in their environment; Postgres and Redis do not, they are known by their own records.
"""

import os
import signal
import sys
from pathlib import Path

import psutil

from config.runtime import processes

MARK = "PORTAL_RUN"
PATIENCE_SECONDS = 6


def carry_mark(var: Path) -> None:
    """Begin this very program again with the mark: what a process has in its environment at its start is all that others can read."""
    if os.environ.get(MARK) != str(var):
        os.execve(sys.executable, sys.orig_argv, {**os.environ, MARK: str(var)})  # noqa: S606


def find(var: Path) -> list[psutil.Process]:
    me = psutil.Process()
    mine = {me, *me.parents()}
    return [process for process in psutil.process_iter() if process not in mine and _is_marked(process, str(var))]


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
