"""`make run`: everything that the portal needs, started in order, and stopped again whatever happens."""

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from config.runtime import lock, orphans, ports, services
from config.runtime.places import ROOT, VAR, write_private
from config.runtime.postgres import Postgres, PostgresError
from config.runtime.redis import Redis, RedisError
from config.runtime.supervisor import Supervisor, parent_watch

READY_SECONDS = 60
LOCK_SECONDS = 15
SETTLE_SECONDS = 1.5
SIGN_INS = VAR / "demo-signins.txt"
SUPERUSER_WARNING = "ignore:You're running the worker with superuser privileges"


class Refusal(Exception):
    """The run cannot begin; the message says why and what to do."""


class Run:
    def __init__(self, port: int) -> None:
        self.port = port
        self.site = os.environ.get("SITE_URL") or f"http://{ports.HOST}:{port}"
        self.postgres = None if os.environ.get("DATABASE_URL") else Postgres(VAR)
        self.redis = None if os.environ.get("REDIS_URL") else Redis(VAR)
        self.mail_port = None if os.environ.get("EMAIL_URL") else ports.free()
        self.failure = ""

    def run(self) -> int:
        with ExitStack() as stack:
            stack.enter_context(_lock())
            stack.callback(forget)
            try:
                return self._run(stack)
            finally:
                _deaf()

    def _run(self, stack: ExitStack) -> int:
        if left := orphans.stop(VAR):
            say(f"Stopped {left} processes that an earlier run left.")
        if ports.is_taken(self.port):
            raise Refusal(f"Port {self.port} is taken by another program. Take another one: PORT={_next_free(self.port)} make run")
        self._start_services(stack)
        environment = self._environment()
        subprocess.run([sys.executable, "-m", "config.runtime.prepare"], env=environment, cwd=ROOT, check=True)
        stack.callback(orphans.stop, VAR)
        return self._supervise(environment)

    def _start_services(self, stack: ExitStack) -> None:
        # Stopped in the opposite order: Postgres first, while nothing needs it any more, then Redis.
        if self.redis:
            stack.callback(self.redis.stop)
            self.redis.start()
        if self.postgres:
            if not self.postgres.data.exists():
                say("Making the database …")
            stack.callback(self.postgres.stop)
            self.postgres.start()

    def _environment(self) -> dict[str, str]:
        named = {"PORT": str(self.port), "SITE_URL": self.site}
        for name, service in (("DATABASE_URL", self.postgres), ("REDIS_URL", self.redis)):
            named[name] = service.url if service else os.environ[name]
        named["EMAIL_URL"] = f"smtp://{ports.HOST}:{self.mail_port}" if self.mail_port else os.environ["EMAIL_URL"]
        write_private(VAR / "run" / "env", "".join(f"{name}={value}\n" for name, value in named.items()))
        return {
            **os.environ,
            **named,
            orphans.MARK: str(VAR),
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": os.environ.get("PYTHONWARNINGS") or SUPERUSER_WARNING,
        }

    def _supervise(self, environment: dict[str, str]) -> int:
        supervisor = Supervisor(ROOT / "Procfile", environment, without=set() if self.mail_port else {"mail"})
        under_make = parent_watch(self._fail)

        def glance() -> None:
            under_make()
            self._look_at_services()

        supervisor.watch(glance)
        threading.Thread(target=self._announce, args=[supervisor], daemon=True).start()
        try:
            supervisor.loop()
        finally:
            forget()
        for name, code in supervisor.fallen.items():
            self.failure = self.failure or f"{name} ended with exit code {code}"
        if self.failure:
            say(f"Everything was stopped: {self.failure}.")
            return 1
        say("Stopped. The data stay in var/ for the next run.")
        return 0

    def _look_at_services(self) -> None:
        if self.postgres and self.postgres.process() is None:
            self._fail(f"Postgres ended, its last words are in {self.postgres.log}")
        if self.redis and self.redis.process() is None:
            say("Redis ended, and is started again.")
            self.redis.start(self.redis.last_port)

    def _fail(self, why: str) -> None:
        if not self.failure:
            self.failure = why
            os.kill(os.getpid(), signal.SIGTERM)

    def _is_up(self) -> bool:
        takes_mail = self.mail_port is None or ports.is_taken(self.mail_port)
        return takes_mail and _answers(f"http://{ports.HOST}:{self.port}/healthz/ready")

    def _announce(self, supervisor: Supervisor) -> None:
        end = time.monotonic() + READY_SECONDS
        while not self._is_up():
            if supervisor.ending.is_set():
                return
            if time.monotonic() > end:
                self._fail(f"{self.site}/healthz/ready did not answer within {READY_SECONDS} s")
                return
            time.sleep(0.1)
        sign_ins = SIGN_INS.read_text().rstrip() + "\n" if SIGN_INS.exists() else ""
        say(f"\n  The portal is ready at {self.site}/\n\n{sign_ins}\n  Ctrl-C stops it.\n")


def main() -> int:
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _interrupt)
    try:
        return Run(_port()).run()
    except (Refusal, PostgresError, RedisError) as error:
        print(error, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError:
        print("The database could not be brought up to date or filled: see above. Everything was stopped.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return 130


def say(text: str) -> None:
    print(text, flush=True)


def forget() -> None:
    """From here on nobody is sent to this run any more."""
    (VAR / "run" / "env").unlink(missing_ok=True)


def _lock() -> IO[str]:
    """The lock of this folder. A run that is about to come up or to end shows no address, or not for long, and is given a moment."""
    begin = time.monotonic()
    while (held := lock.take(VAR / "run" / "lock")) is None:
        address = services.running_at(VAR)
        if time.monotonic() - begin > (SETTLE_SECONDS if address else LOCK_SECONDS):
            where = f" at {address}/" if address else ""
            raise Refusal(f"The portal of this folder runs already{where}. Stop that one first, or make a copy of the folder for a second.")
        time.sleep(0.1)
    return held


def _port() -> int:
    given = os.environ.get("PORT") or "8000"
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise Refusal(f"PORT must be a number from 1 to 65535, and is {given!r}.")
    return int(given)


def _next_free(port: int) -> int:
    return next((other for other in range(port + 1, min(port + 100, 65536)) if not ports.is_taken(other)), 0) or ports.free()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 our own address
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _deaf() -> None:
    """Once stopping, a second Ctrl-C must not leave half of it running."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
