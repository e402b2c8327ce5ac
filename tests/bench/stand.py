"""The portal as in production, with the demo data and its demo people signed in, on this machine.

`python -m tests.bench.stand` (in the environment of a stand) prints a session of each demo person as JSON.
"""

import http.client
import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from config.runtime import ports
from config.runtime.places import ROOT
from config.runtime.postgres import Postgres

START_SECONDS = 60
WORKERS = 2


@dataclass(frozen=True)
class Stand:
    """A running portal. `sessions` holds the session key of each demo person by their address; `seeded_in` seconds their data took."""

    port: int
    process: psutil.Process
    environment: dict[str, str]
    sessions: dict[str, str]
    seeded_in: float

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def get(self, path: str, *, session: str = "", accept: str = "") -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of one page, each over a connection of its own, so that every worker gets some."""
        client = http.client.HTTPConnection(ports.HOST, self.port, timeout=60)
        try:
            cookie = {"Cookie": f"__Host-session={session}"} if session else {}
            client.request("GET", path, headers={"Host": "localhost", "Accept-Encoding": accept, "Accept-Language": "en", **cookie})
            answer = client.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            client.close()


@contextmanager
def throw_away() -> Iterator[tuple[Postgres, dict[str, str]]]:
    """A Postgres that is gone afterwards, and the environment that names it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        home.chmod(0o755)
        postgres = Postgres(home)
        postgres.start()
        try:
            yield postgres, production(home, postgres.url)
        finally:
            postgres.stop()


@contextmanager
def database(scale: int = 1) -> Iterator[tuple[dict[str, str], float]]:
    """A throw-away database with the demo data at a scale: the environment that names it, and the seconds that the data took."""
    with throw_away() as (_postgres, environment):
        run(["migrate", "--verbosity=0"], environment)
        run(["createcachetable"], environment)
        begin = time.monotonic()
        run(["seed_demo", f"--scale={scale}"], environment)
        yield environment, time.monotonic() - begin


def production(home: Path, address: str) -> dict[str, str]:
    """What production settings ask for. TLS is the proxy's; browsers trust localhost without it."""
    return {
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "PORTAL_VAR": str(home),
        "FILES_ROOT": str(home / "files"),
        "DATABASE_URL": address,
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "EMAIL_URL": "smtp+tls://user:password@127.0.0.1:1",
        "SITE_URL": "https://localhost",
        "ALLOWED_HOSTS": "localhost",
        "DEFAULT_FROM_EMAIL": "portal@localhost",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "SECURE_SSL_REDIRECT": "false",
    }


def run(command: list[str], environment: dict[str, str]) -> None:
    """A management command in that environment; its words only when it fails."""
    said([sys.executable, "-m", "django", *command], environment)


def said(program: list[str], environment: dict[str, str]) -> str:
    """What a program in that environment prints; its words on a fault."""
    done = subprocess.run(program, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(program)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


@contextmanager
def portal(scale: int = 1) -> Iterator[Stand]:
    """The stand, served by two workers as the `Procfile` starts them."""
    with database(scale) as (environment, seconds):
        run(["collectstatic", "--noinput", "--verbosity=0"], environment)
        told = said([sys.executable, "-m", "tests.bench.stand"], environment)
        port = ports.free()
        web = next(line for line in (ROOT / "Procfile").read_text().splitlines() if line.startswith("web:")).removeprefix("web:")
        served = {**os.environ, **environment, "PORT": str(port), "WEB_WORKERS": str(WORKERS)}
        served["PATH"] = f"{Path(sys.executable).parent}:{served['PATH']}"
        server = subprocess.Popen(["bash", "-c", f"exec {web}"], cwd=ROOT, env=served)
        try:
            stand = Stand(port, psutil.Process(server.pid), environment, json.loads(told), seconds)
            _wait(stand, server)
            yield stand
        finally:
            server.terminate()
            server.wait(30)


def _wait(stand: Stand, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < end:
        try:
            stand.get("/healthz/live")
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("The portal did not start.")


def _sessions() -> dict[str, str]:
    import django
    from django.conf import settings

    django.setup()
    from accounts.models import User
    from tests.bench.sessions import sign_in

    return {address: sign_in(User.objects.get(email=address)) for address in demo_addresses(settings.VAR_DIR)}


def demo_addresses(folder: Path) -> list[str]:
    """The mail addresses in the table of demo sign-ins, one for each role."""
    return re.findall(r"\S+@\S+", (folder / "demo-signins.txt").read_text())


if __name__ == "__main__":
    print(json.dumps(_sessions()))
