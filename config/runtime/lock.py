"""One run a folder: the kernel frees the lock when its holder ends, however it ends."""

import fcntl
from pathlib import Path
from typing import IO


def take(path: Path) -> IO[str] | None:
    """The lock, held as long as the file is open; None when another process holds it.

    A record lock, because children made by fork do not inherit it: what a killed starter leaves behind must not hold its lock.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = path.open("a+")
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        return None
    return handle
