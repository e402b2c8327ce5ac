"""A web server under measurement: granian as in production, one client on loopback, and the CPU time that the kernel has counted."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import psutil

from config.runtime import ports
from config.runtime.places import ROOT

START_SECONDS = 60
TICK = os.sysconf("SC_CLK_TCK")


class Server:
    """A WSGI application under granian, with as many workers as asked for."""

    def __init__(self, application: str, environment: Mapping[str, str], *, workers: int = 1, threads: int = 4) -> None:
        self.port = ports.free()
        program = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", ports.HOST, "--port", str(self.port)]
        size = ["--workers", str(workers), "--blocking-threads", str(threads), "--log-level", "warning"]
        self._process = subprocess.Popen([*program, *size, application], cwd=ROOT, env={**os.environ, **environment})
        self._client = http.client.HTTPConnection(ports.HOST, self.port, timeout=60)
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                self.stop()
                sys.exit(f"{application} did not start.")
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            self.get("/healthz/live", {"Host": "localhost"})
        except OSError:
            self._client.close()
            return False
        return True

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, bytes]:
        """Status and body of one page."""
        self._client.request("GET", path, headers=dict(headers or {}))
        answer = self._client.getresponse()
        return answer.status, answer.read()

    def hang_up(self) -> None:
        """Begin the next request on a connection of its own: the server closes one that has been idle."""
        self._client.close()

    @property
    def processes(self) -> list[psutil.Process]:
        """The server's main process and its workers."""
        main = psutil.Process(self._process.pid)
        return [main, *main.children(recursive=True)]

    def stop(self) -> None:
        self._client.close()
        self._process.terminate()
        self._process.wait(30)


def cpu_seconds(processes: list[psutil.Process]) -> float:
    """What these processes have used of the processor until now, user and system, as the kernel has it."""
    return sum(_spent(process.pid) for process in processes)


def postgres_processes(pid: int) -> list[psutil.Process]:
    """The server and its backends."""
    server = psutil.Process(pid)
    return [server, *server.children(recursive=True)]


def _spent(pid: int) -> float:
    """Of one process, and of its children that have ended and been waited for: fields 14 to 17 of /proc/PID/stat."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / TICK
