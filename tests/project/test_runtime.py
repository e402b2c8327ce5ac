"""The starter behind `make run`, really started: processes, ports and data of its own in a folder made for it."""

import os
import signal
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from config.runtime import ports, processes
from config.runtime.orphans import MARK
from config.runtime.places import ROOT
from config.runtime.postgres import Postgres
from config.runtime.redis import Redis
from config.runtime.services import read_environment

READY = "The portal is ready at"
SECONDS = 90
OURS = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL", "DJANGO_SETTINGS_MODULE", "MAKELEVEL", "PYTHONWARNINGS")


class Starter:
    """A start of the portal that keeps everything in one folder."""

    def __init__(self, var: Path, port: int | str) -> None:
        self.var = var
        self.port = port
        self.log = var.parent / "output.txt"

    def start(self) -> "Starter":
        environment = {name: value for name, value in os.environ.items() if name not in OURS}
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "config.runtime"],
                cwd=ROOT,
                env={**environment, "PORTAL_VAR": str(self.var), "PORT": str(self.port)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        return self

    @property
    def output(self) -> str:
        return self.log.read_text()

    def until_ready(self) -> "Starter":
        end = time.monotonic() + SECONDS
        while READY not in self.output:
            assert self.process.poll() is None, self.output
            assert time.monotonic() < end, self.output
            time.sleep(0.1)
        return self

    def ended(self) -> int:
        return self.process.wait(SECONDS)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.ended()

    def child(self, word: str) -> psutil.Process:
        """The process of the Procfile whose command holds a word."""
        return next(one for one in marked(self.var) if word in one.cmdline())


def marked(var: Path) -> list[psutil.Process]:
    """All that a run started and that still lives."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == str(var) and processes.alive(process):
                found.append(process)
        except psutil.Error:
            continue
    return found


def living(var: Path) -> list[psutil.Process]:
    return [*marked(var), *filter(None, (Postgres(var).process(), Redis(var).process()))]


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    """One folder for all of these tests, so that the demo data are made once; open to whom Postgres may have to run as."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "var"
        processes.stop(living(Path(folder) / "var"), first=signal.SIGTERM, seconds=5)


@pytest.fixture
def port() -> int:
    return ports.free()


def page(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://{ports.HOST}:{port}{path}", timeout=20) as answer:
        assert answer.status == 200
        return str(answer.read().decode())


def test_it_comes_up_takes_mail_refuses_a_second_and_leaves_nothing(var, port):
    starter = Starter(var, port).start().until_ready()
    assert page(port, "/healthz/ready") == "database: ok\nbroker: ok\n"
    assert page(port, "/healthz/live") == "live\n"
    assert "<html" in page(port, "/")
    assert f"http://{ports.HOST}:{port}/" in starter.output
    assert (var / "demo-signins.txt").read_text().strip() in starter.output

    mail = read_environment(var)["EMAIL_URL"].rpartition(":")[2]
    with smtplib.SMTP(ports.HOST, int(mail)) as server:
        server.sendmail("from@example.org", ["to@example.org"], "Subject: Hello\n\nA line.")
    [message] = (var / "mail" / "new").iterdir()
    assert "A line." in message.read_text()

    second = subprocess.run(
        [sys.executable, "-m", "config.runtime"],
        cwd=ROOT,
        env={**os.environ, "PORTAL_VAR": str(var), "PORT": str(ports.free())},
        capture_output=True,
        text=True,
    )
    assert second.returncode == 1
    assert f"runs already at http://{ports.HOST}:{port}/" in second.stderr

    assert starter.stop() == 0
    assert living(var) == []
    assert not ports.is_taken(port)


def test_after_its_death_the_next_start_takes_over_what_it_left(var, port):
    first = Starter(var, port).start().until_ready()
    database, left = Postgres(var).process(), marked(var)
    first.process.kill()
    first.ended()
    assert len(left) >= 4

    again = Starter(var, port).start().until_ready()
    assert Postgres(var).process() == database
    assert not any(processes.alive(process) for process in left)
    assert again.stop() == 0
    assert living(var) == []


def test_when_one_process_is_killed_all_end_and_it_says_which(var, port):
    starter = Starter(var, port).start().until_ready()
    starter.child("granian").kill()
    assert starter.ended() == 1
    assert "web ended with exit code -9" in starter.output
    assert living(var) == []


def test_a_taken_port_is_named_with_a_way_out(tmp_path):
    with socket.socket() as other:
        other.bind((ports.HOST, 0))
        other.listen()
        taken = other.getsockname()[1]
        starter = Starter(tmp_path / "var", taken).start()
        assert starter.ended() == 1
    assert f"Port {taken} is taken" in starter.output
    assert "make run" in starter.output


@pytest.mark.parametrize("wrong", ["http", "0", "70000"])
def test_a_port_that_is_none_is_refused(tmp_path, wrong):
    starter = Starter(tmp_path / "var", wrong).start()
    assert starter.ended() == 1
    assert "PORT must be a number from 1 to 65535" in starter.output
