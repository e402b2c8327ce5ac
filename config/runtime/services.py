"""Postgres and Redis around a command: `python -m config.runtime.services -- pytest`.

The command finds them in DATABASE_URL and REDIS_URL; one that the environment names already is used as it is. They are
throw-away ones, so any number of such commands runs side by side. With --local they are those of `make run`: the running
ones, or started for the command alone.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.runtime import lock
from config.runtime.places import VAR
from config.runtime.postgres import Postgres
from config.runtime.redis import Redis

USAGE = "usage: python -m config.runtime.services [--local] -- COMMAND …"


@contextmanager
def throw_away(folder: Path = VAR / "tests") -> Iterator[dict[str, str]]:
    """The environment that names a private Postgres and Redis, gone afterwards with all that they hold."""
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    home = Path(tempfile.mkdtemp(dir=folder))
    home.chmod(0o755)
    held = lock.take(home / "lock")
    if held is None:  # a sweep beside this one was quicker
        raise RuntimeError(f"{home} was swept away while it was made: try again.")
    postgres, redis = Postgres(home, durable=False), Redis(home)
    with held:
        try:
            yield started(postgres, redis)
        finally:
            _discard(postgres, redis)


@contextmanager
def local(home: Path = VAR) -> Iterator[dict[str, str]]:
    """The environment that names the Postgres and Redis of `make run`, started and stopped here when it does not run."""
    held = lock.take(home / "run" / "lock")
    if held is None:
        yield read_environment(home)
        return
    with held:
        postgres, redis = Postgres(home), Redis(home)
        try:
            yield started(postgres, redis)
        finally:
            postgres.stop()
            redis.stop()


def started(postgres: Postgres, redis: Redis) -> dict[str, str]:
    """Start what the environment does not name yet, and name it."""
    named = {}
    for name, service in (("DATABASE_URL", postgres), ("REDIS_URL", redis)):
        if not os.environ.get(name):
            service.start()
            named[name] = service.url
    return named


def read_environment(home: Path) -> dict[str, str]:
    """What a run that is up tells to others; nothing when none is."""
    try:
        lines = (home / "run" / "env").read_text().splitlines()
    except OSError:
        return {}
    return dict(line.split("=", 1) for line in lines)


def running_at(home: Path) -> str:
    return read_environment(home).get("SITE_URL", "")


def sweep(folder: Path) -> None:
    """Discard what a killed command left: its lock is free."""
    for home in folder.iterdir() if folder.exists() else ():
        if held := (home / "lock").exists() and lock.take(home / "lock"):
            with held:
                _discard(Postgres(home), Redis(home))


def _discard(postgres: Postgres, redis: Redis) -> None:
    postgres.stop()
    redis.stop()
    shutil.rmtree(postgres.home, ignore_errors=True)


def main(arguments: list[str]) -> int:
    options, command = arguments[: arguments.index("--")], arguments[arguments.index("--") + 1 :]
    around = local if "--local" in options else throw_away
    with around() as named:
        try:
            return subprocess.run(command, env={**os.environ, **named}).returncode
        except KeyboardInterrupt:
            return 130


if __name__ == "__main__":
    if "--" not in sys.argv or sys.argv[-1] == "--":
        sys.exit(USAGE)
    sys.exit(main(sys.argv[1:]))
