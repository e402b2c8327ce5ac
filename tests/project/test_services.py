"""The embedded Postgres and Redis, their records, and what is made at set-up."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from email.message import EmailMessage
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis

from config.runtime import build, identity, lock, mailsink, orphans, places, ports, processes, services
from config.runtime.postgres import Postgres, PostgresError
from config.runtime.redis import Redis, RedisError


@pytest.fixture
def home():
    """A folder that another identity, under which Postgres may have to run, can enter; those of pytest are closed to it."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def postgres(home):
    server = Postgres(home, durable=False)
    server.start()
    yield server
    server.stop()


def ask(url: str, question: str) -> object:
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0]
    finally:
        connection.close()


class TestPostgres:
    def test_knows_letters_beyond_ascii(self, postgres):
        assert ask(postgres.url, "SELECT lower('ÉĲ')") == "éĳ"

    def test_wants_its_password(self, postgres):
        with pytest.raises(psycopg2.OperationalError, match="password"):
            ask(postgres.url.replace(places.password(postgres.home), "wrong"), "SELECT 1")

    def test_a_second_start_keeps_the_one_that_runs(self, postgres):
        running = postgres.process()
        Postgres(postgres.home).start()
        assert postgres.process() == running

    def test_starts_again_after_being_killed(self, postgres):
        connection = psycopg2.connect(postgres.url)
        connection.autocommit = True
        connection.cursor().execute("SET synchronous_commit = on; CREATE TABLE kept (n int)")
        connection.close()
        postgres.process().kill()
        again = Postgres(postgres.home, durable=False)
        again.start()
        assert ask(again.url, "SELECT count(*) FROM kept") == 0
        again.stop()

    def test_one_that_slams_the_door_is_asked_again(self, postgres):
        """So does a server that was killed a moment ago and still stands in its lock file as ready."""
        lock_file = postgres.data / "postmaster.pid"
        true = lock_file.rename(postgres.data / "true.pid")
        with socket.create_server((ports.HOST, 0)) as door:
            lines = true.read_text().splitlines()
            lines[3] = str(door.getsockname()[1])
            lock_file.write_text("\n".join(lines) + "\n")

            def slam() -> None:
                for _ in range(2):
                    door.accept()[0].close()
                true.replace(lock_file)

            slamming = threading.Thread(target=slam)
            slamming.start()
            again = Postgres(postgres.home, durable=False)
            again.start()
            slamming.join(10)
        assert ask(again.url, "SELECT 1") == 1

    def test_a_lock_with_the_number_of_another_process_is_dropped(self, postgres):
        lines = (postgres.data / "postmaster.pid").read_text().splitlines()
        postgres.stop()
        (postgres.data / "postmaster.pid").write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")
        again = Postgres(postgres.home, durable=False)
        again.start()
        assert ask(again.url, "SELECT 1") == 1
        again.stop()

    def test_data_of_another_version_are_refused(self, home):
        server = Postgres(home)
        server.data.mkdir()
        (server.data / "PG_VERSION").write_text("9\n")
        with pytest.raises(PostgresError, match="make reset"):
            server.start()


class TestIdentity:
    @pytest.fixture(autouse=True)
    def _found_anew(self):
        identity.unprivileged.cache_clear()
        yield
        identity.unprivileged.cache_clear()

    def test_an_ordinary_user_runs_it_as_oneself(self, monkeypatch):
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        assert identity.unprivileged() == identity.Identity()

    def test_root_without_namespaces_runs_it_as_nobody(self, monkeypatch):
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        monkeypatch.setattr(shutil, "which", lambda name: None)
        assert identity.unprivileged().options["user"] == pwd.getpwnam("nobody").pw_uid

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can run a program as another user")
    def test_data_change_hands_when_root_gets_namespaces(self, home, monkeypatch):
        with monkeypatch.context() as patch:
            patch.setattr(shutil, "which", lambda name: None)
            server = Postgres(home, durable=False)
            server.start()
            assert server.process().username() == "nobody"
            server.stop()
        identity.unprivileged.cache_clear()
        again = Postgres(home, durable=False)
        again.start()
        assert ask(again.url, "SELECT 1") == 1
        again.stop()


class TestRedis:
    def test_answers_keeps_its_port_and_stops(self, home):
        server = Redis(home)
        server.start()
        with redis.Redis.from_url(server.url) as client:
            assert client.ping()
        again = Redis(home)
        again.start()
        assert (again.process(), again.last_port) == (server.process(), server.last_port)
        server.stop()
        assert again.process() is None

    def test_stops_though_its_record_was_removed(self, home):
        server = Redis(home)
        server.start()
        process = server.process()
        server.record.unlink()
        server.stop()
        assert not processes.alive(process)

    def test_a_port_that_another_program_took_is_not_taken_for_its_own(self, home, monkeypatch):
        monkeypatch.setattr("config.runtime.redis.START_SECONDS", 1)
        with socket.create_server((ports.HOST, 0)) as other, pytest.raises(RedisError, match="did not start"):
            Redis(home).start(other.getsockname()[1])


class TestServices:
    def test_a_command_finds_them_and_they_are_gone_after(self, home, monkeypatch):
        for name in ("DATABASE_URL", "REDIS_URL"):
            monkeypatch.delenv(name, raising=False)
        with services.throw_away(home) as named:
            assert ask(named["DATABASE_URL"], "SELECT 1") == 1
            [private] = home.iterdir()
            postgres = Postgres(private).process()
        assert not processes.alive(postgres)
        assert list(home.iterdir()) == []

    def test_what_the_environment_names_is_used(self, tmp_path, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/db")
        monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")
        with services.throw_away(tmp_path) as named:
            assert named == {}

    def test_a_local_run_tells_its_addresses(self, tmp_path, monkeypatch):
        monkeypatch.setattr(services.lock, "take", lambda path: None)
        assert services.running_at(tmp_path) == ""
        places.write_private(tmp_path / "run" / "env", "SITE_URL=http://here\nPORT=1\n")
        with services.local(tmp_path) as named:
            assert named == {"SITE_URL": "http://here", "PORT": "1"}
        assert services.running_at(tmp_path) == "http://here"

    def test_local_ones_keep_their_data(self, home, monkeypatch):
        monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")
        monkeypatch.delenv("DATABASE_URL", raising=False)
        with services.local(home) as named:
            assert ask(named["DATABASE_URL"], "SELECT 1") == 1
        assert Postgres(home).process() is None
        assert (home / "postgres" / "PG_VERSION").exists()

    def test_the_command_gives_its_own_exit_code(self, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/db")
        monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")
        assert services.main(["--", sys.executable, "-c", "raise SystemExit(7)"]) == 7


class TestProcesses:
    def test_a_number_given_to_another_process_is_not_the_remembered_one(self, tmp_path):
        record = tmp_path / "record.json"
        processes.remember(record, psutil.Process(), port=1)
        assert processes.recall(record)[1]["port"] == 1
        record.write_text(record.read_text().replace('"started": ', '"started": 1'))
        assert processes.recall(record) is None

    def test_one_that_does_not_listen_is_killed(self):
        program = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
        with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as deaf:
            deaf.stdout.readline()
            processes.stop([psutil.Process(deaf.pid)], first=signal.SIGTERM, seconds=0.3)
            assert not processes.is_alive(deaf.pid)

    def test_orphans_are_known_by_their_mark(self, tmp_path):
        program = "import time; print(flush=True); time.sleep(60)"
        environment = {**os.environ, orphans.MARK: str(tmp_path)}
        with subprocess.Popen([sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE) as left:
            left.stdout.readline()
            assert orphans.stop(tmp_path) == 1
            assert not processes.is_alive(left.pid)
        assert orphans.find(tmp_path) == []


def test_a_lock_is_held_against_another_process(tmp_path):
    path = tmp_path / "lock"
    attempt = "import sys,pathlib; from config.runtime import lock; sys.exit(lock.take(pathlib.Path(sys.argv[1])) is None)"

    def refused() -> int:
        return subprocess.run([sys.executable, "-c", attempt, str(path)], cwd=places.ROOT).returncode

    held = lock.take(path)
    assert refused() == 1
    held.close()
    assert refused() == 0


class TestBuild:
    @pytest.fixture(autouse=True)
    def _folders(self, tmp_path, monkeypatch):
        monkeypatch.setattr(build, "ROOT", tmp_path)
        monkeypatch.setattr(build, "NODE", tmp_path / "node_modules")
        monkeypatch.setattr(build, "VENDOR", tmp_path / "vendor")
        monkeypatch.setattr(build, "ICONS", tmp_path / "icons.txt")
        monkeypatch.setattr(build, "FILES", ("lib/a.css",))
        for name in ("lib/a.css", "bootstrap-icons/icons/bell.svg"):
            path = tmp_path / "node_modules" / name
            path.parent.mkdir(parents=True)
            path.write_text(name)

    def test_copies_what_is_stale_and_only_that(self, tmp_path):
        (tmp_path / "icons.txt").write_text("# bells\nbell\n\n")
        assert (build.copy_front_end(), build.copy_front_end()) == (2, 0)
        assert (tmp_path / "vendor" / "icons" / "bell.svg").read_text() == "bootstrap-icons/icons/bell.svg"
        (tmp_path / "vendor" / "a.css").write_text("older")
        assert build.copy_front_end() == 1

    def test_names_an_icon_that_does_not_exist(self, tmp_path):
        (tmp_path / "icons.txt").write_text("no-such\n")
        with pytest.raises(SystemExit, match=r"no-such\.svg"):
            build.copy_front_end()

    def test_compiles_translations_once(self, tmp_path, capsys):
        source = tmp_path / "locale" / "nl" / "LC_MESSAGES" / "django.po"
        source.parent.mkdir(parents=True)
        source.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Yes"\nmsgstr "Ja"\n')
        build.main()
        build.main()
        assert capsys.readouterr().out == "1 front-end files copied to static/vendor\n1 catalogues of translations compiled\n"
        assert b"Ja" in source.with_suffix(".mo").read_bytes()


def test_the_mail_server_puts_each_mail_in_a_file(tmp_path, capsys):
    address = f"smtp://{ports.HOST}:{ports.free()}"
    program = "import sys, pathlib; from config.runtime import mailsink; mailsink.serve(pathlib.Path(sys.argv[1]), sys.argv[2])"
    command = [sys.executable, "-c", program, str(tmp_path / "mail"), address]
    with subprocess.Popen(command, cwd=places.ROOT, stdout=subprocess.PIPE) as server:
        server.stdout.readline()
        server.terminate()
        assert server.wait(10) == 0
    mail = EmailMessage()
    mail["X-RcptTo"], mail["Subject"] = "a@example.org", "Hello"
    mailsink.Maildir(tmp_path / "mail").handle_message(mail)
    assert capsys.readouterr().out == "mail to a@example.org: Hello\n"
    assert len(list((tmp_path / "mail" / "new").iterdir())) == 1
