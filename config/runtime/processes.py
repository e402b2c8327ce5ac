"""Know a process again by its id and the moment it started, since an id alone is soon given to another process."""

import json
import signal
import time
from pathlib import Path

import psutil

from config.runtime.places import write_private

GONE = (psutil.NoSuchProcess, psutil.ZombieProcess)


def alive(process: psutil.Process) -> bool:
    """A zombie has ended: it waits for a parent that may never look (process 1 of some containers does not)."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except GONE:
        return False


def is_alive(pid: int) -> bool:
    try:
        return alive(psutil.Process(pid))
    except GONE:
        return False


def remember(path: Path, process: psutil.Process, **facts: int) -> None:
    write_private(path, json.dumps({"pid": process.pid, "started": process.create_time(), **facts}))


def recall(path: Path) -> tuple[psutil.Process, dict[str, int]] | None:
    """The remembered process with its facts, or None when it has ended."""
    try:
        facts = json.loads(path.read_text())
        process = psutil.Process(facts["pid"])
        same = abs(process.create_time() - facts["started"]) < 2
    except (OSError, ValueError, KeyError, psutil.Error):
        return None
    return (process, facts) if same and alive(process) else None


def stop(processes: list[psutil.Process], *, first: signal.Signals, seconds: float, last: signal.Signals = signal.SIGKILL) -> None:
    """Ask all of them to end, give them some seconds, then insist."""
    for how, patience in ((first, seconds), (last, 5.0)):
        left = [process for process in processes if alive(process)]
        for process in left:
            try:
                process.send_signal(how)
            except GONE:
                continue
        wait(left, seconds=patience)


def wait(processes: list[psutil.Process], *, seconds: float) -> None:
    """Return when all have ended or the time is over. A zombie that is nobody's child here would make psutil wait for ever."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and any(alive(process) for process in processes):
        psutil.wait_procs(processes, timeout=0.05)
