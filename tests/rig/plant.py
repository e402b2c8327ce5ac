"""Everything that runs: Postgres, Redis and the lines of the Procfile, each started again when it ends, as a supervisor would."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import redis

from config.runtime import ports, processes
from config.runtime.places import ROOT
from config.runtime.postgres import Postgres
from config.runtime.redis import Redis
from config.runtime.start import SUPERUSER_WARNING

RESTART_SECONDS = 1.0
READY_SECONDS = 120


@dataclass
class Kept:
    """One process that has to run."""

    name: str
    command: str
    running: subprocess.Popen[bytes]
    groups: list[int] = field(default_factory=list)
    killed: bool = False


class Plant:
    """Started by `whole()`; `killed` and `fell` tell which processes ended at the rig's hand and which by themselves."""

    def __init__(self, home: Path, mail_port: int, *, durable: bool) -> None:
        self.home = home
        self.postgres, self.redis = Postgres(home, durable=durable), Redis(home)
        self.port = ports.free()
        self.url = f"http://{ports.HOST}:{self.port}"
        self.mail_port = mail_port
        self.killed = 0
        self.fell: list[str] = []
        self._kept: dict[str, Kept] = {}
        self._ending = threading.Event()
        self._environment: dict[str, str] = {}
        self._database_port = 0

    # Starting and stopping

    def start_services(self) -> dict[str, str]:
        """Postgres with the demo data, and Redis; gives what names them, for this process too."""
        self.redis.start()
        self.postgres.start()
        self._database_port = self.postgres.port
        named = {
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.redis.url,
            "EMAIL_URL": f"smtp://{ports.HOST}:{self.mail_port}",
            "SITE_URL": self.url,
            "PORT": str(self.port),
            "PORTAL_VAR": str(self.home),
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
        }
        search = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        self._environment = {**os.environ, **named, "PATH": search, "PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": SUPERUSER_WARNING}
        subprocess.run(
            [sys.executable, "-c", "from config.runtime.prepare import prepare; prepare()"], cwd=ROOT, env=self._environment, check=True
        )
        return named

    def start_processes(self) -> None:
        """Web, worker and two beats; returns when the web answers."""
        lines = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
        commands = {name: lines[name] for name in ("web", "worker", "beat")}
        commands["second-beat"] = f"{lines['beat']} -s {self.home}/second-beat"
        for name, command in commands.items():
            self._kept[name] = Kept(name, command, self._spawn(name, command))
        threading.Thread(target=self._supervise, daemon=True).start()
        end = time.monotonic() + READY_SECONDS
        while not self._answers():
            if time.monotonic() > end:
                raise RuntimeError(f"The portal did not answer within {READY_SECONDS} s.")
            time.sleep(0.1)

    def stop(self) -> None:
        """End all, also what a killed one has left."""
        self._ending.set()
        time.sleep(0.3)
        for kept in self._kept.values():
            for group in {kept.running.pid, *kept.groups}:
                _kill_group(group)
            kept.running.wait(10)
        self.postgres.stop()
        self.redis.stop()

    def log(self, name: str) -> Path:
        """What a process has said."""
        return self.home / "log" / f"{name}.txt"

    def logs(self) -> dict[str, str]:
        """All that any of them has said, by name, Postgres and Redis included."""
        return {path.name: path.read_text(errors="replace") for path in sorted((self.home / "log").iterdir())}

    def worker_is_up(self, *, within: float) -> bool:
        """Wait until the worker asks Redis for messages; false when it does not within so many seconds."""
        end = time.monotonic() + within
        while not self._worker_asks():
            if time.monotonic() > end:
                return False
            time.sleep(0.1)
        return True

    # Faults

    def kill_worker(self, how: str) -> None:
        """`kill -9` of all its processes, of its main process alone, or of one of those that work."""
        kept = self._kept["worker"]
        pid = kept.running.pid
        self.killed += 1
        if how == "child":
            children = [one for one in psutil.Process(pid).children() if processes.alive(one)]
            if children:
                random.choice(children).kill()
                return
        kept.killed = True
        if how == "main":
            os.kill(pid, signal.SIGKILL)
        else:
            _kill_group(pid)

    def forget_queue(self) -> None:
        """FLUSHALL."""
        with redis.Redis.from_url(self.redis.url) as client:
            client.flushall()

    @contextmanager
    def without_redis(self) -> Iterator[None]:
        """Redis is stopped, and starts again empty."""
        port = self.redis.last_port
        self.redis.stop()
        try:
            yield
        finally:
            self.redis.start(port)

    @contextmanager
    def with_redis_paused(self) -> Iterator[None]:
        """Redis takes connections and answers none."""
        server = self.redis.process()
        assert server is not None
        server.suspend()
        try:
            yield
        finally:
            server.resume()

    def restart_postgres(self) -> None:
        """All its clients are cut off."""
        self.postgres.stop()
        self.postgres.start(self._database_port)

    # Keeping alive

    def _spawn(self, name: str, command: str) -> subprocess.Popen[bytes]:
        with self.log(name).open("ab") as log:
            return subprocess.Popen(
                ["sh", "-c", f"exec {command}"],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _supervise(self) -> None:
        while not self._ending.wait(0.1):
            for kept in self._kept.values():
                if kept.running.poll() is None:
                    continue
                if not kept.killed:
                    self.fell.append(f"{kept.name} ended by itself with {kept.running.returncode}")
                if self._ending.wait(RESTART_SECONDS):
                    return
                kept.groups.append(kept.running.pid)
                kept.running, kept.killed = self._spawn(kept.name, kept.command), False

    def _worker_asks(self) -> bool:
        """Told by the connection of the main process itself: what a killed one has left may hold another that asks no more."""
        try:
            own = {one.laddr.port for one in psutil.Process(self._kept["worker"].running.pid).net_connections("tcp")}
        except psutil.Error:  # just killed, and not started again
            return False
        with redis.Redis.from_url(self.redis.url) as client:
            return any(int(one["addr"].rpartition(":")[2]) in own for one in client.client_list() if one["cmd"] == "brpop")

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz/ready", timeout=5) as answer:  # noqa: S310 our own address
                return bool(answer.status == 200)
        except OSError:
            return False


def _kill_group(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
