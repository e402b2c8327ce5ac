"""The whole portal of a local run, as `make run` starts it, in a folder and on ports of its own."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from config.runtime import ports
from config.runtime.places import ROOT

READY = "The portal is ready at"
START_SECONDS = 120
STOP_SECONDS = 30
# What the environment of the tests names must not reach the run: it makes its own.
OURS = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL", "DJANGO_SETTINGS_MODULE", "MAKELEVEL", "PYTHONWARNINGS", "TEST_DATABASE")


class Stack:
    """Postgres, Redis, web, worker, beat and the mail sink, with the demo data; stopped by its starter."""

    def __init__(self, folder: Path) -> None:
        self.var = folder / "var"
        self.log = folder / "output.txt"
        self.port = ports.free()
        self.url = f"http://{ports.HOST}:{self.port}"
        self._starter: subprocess.Popen[bytes] | None = None

    @property
    def said(self) -> str:
        """What the processes have printed so far."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    @property
    def mail(self) -> Path:
        """Where the mail sink puts each mail as a file."""
        return self.var / "mail" / "new"

    def start(self) -> None:
        """Return when the portal answers. Fails with its own words when it ends or takes too long."""
        environment = {name: value for name, value in os.environ.items() if name not in OURS}
        with self.log.open("wb") as log:
            self._starter = subprocess.Popen(
                [sys.executable, "-m", "config.runtime"],
                cwd=ROOT,
                env={**environment, "PORTAL_VAR": str(self.var), "PORT": str(self.port)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + START_SECONDS
        while READY not in self.said:
            assert self._starter.poll() is None, f"The portal ended: {self.said}"
            assert time.monotonic() < end, f"The portal was not ready within {START_SECONDS} s: {self.said}"
            time.sleep(0.1)

    def stop(self) -> None:
        """End the starter, which ends what it started; a second word in case it does not listen."""
        if self._starter is None:
            return
        self._starter.send_signal(signal.SIGTERM)
        try:
            self._starter.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._starter.kill()
            self._starter.wait(STOP_SECONDS)
