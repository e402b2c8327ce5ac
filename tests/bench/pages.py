"""CPU time a request as a multiple of a floor: web server and Postgres together, one client, signed in, nothing cached beforehand."""

import json
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.figures import Figures
from tests.bench.server import Server, cpu_seconds, postgres_processes
from tests.bench.stand import run, said, throw_away

ROUNDS = 5
CSRF = "x" * 32
LIMITS = {
    "catalogue": ("catalogue, 20 of 200 open, facets with counts", 10, 5),
    "challenge": ("a challenge", 8, 4),
    "me": ("`/me/` of a student in five teams", 10, 5),
    "reviews": ("a reviewer's queue of 200, a page of 50", 12, 8),
    "submissions": ("the office's list of 2,000 submissions, a page of 50", 12, 8),
}


@dataclass(frozen=True)
class Bench:
    """A filled database, the environment of the servers over it, and what to ask them."""

    environment: dict[str, str]
    asked: dict[str, dict[str, str]]
    postgres: int


@contextmanager
def filled(archived: int = 0) -> Iterator[Bench]:
    """A throw-away Postgres with the data of `tests.bench.data`."""
    with throw_away() as (postgres, environment):
        run(["collectstatic", "--noinput", "--verbosity=0"], environment)
        asked = Path(environment["PORTAL_VAR"]) / "asked.json"
        said([sys.executable, "-m", "tests.bench.data", str(asked), str(archived)], environment)
        server = postgres.process()
        assert server is not None, "Postgres is gone."
        yield Bench(environment, json.loads(asked.read_text()), server.pid)


def headers(session: str) -> dict[str, str]:
    """What a browser sends that has been here before."""
    return {"Host": "localhost", "Cookie": f"__Host-session={session}; __Host-csrf={CSRF}", "Accept-Language": "en"}


def cost(server: Server, postgres: int, path: str, given: dict[str, str], *, times: int, warm: int = 20) -> float:
    """CPU seconds a request, of the web server and Postgres together."""
    server.hang_up()
    for _ in range(warm):
        status, _body = server.get(path, given)
        assert status == 200, f"{path} answered {status}."
    before = cpu_seconds([*server.processes, *postgres_processes(postgres)])
    for _ in range(times):
        server.get(path, given)
    return (cpu_seconds([*server.processes, *postgres_processes(postgres)]) - before) / times


def measure(bench: Bench, wanted: list[str], times: int = 100) -> dict[str, tuple[float, float]]:
    """For each page the median of five: its multiple of the floor in the same round, and milliseconds."""
    portal = Server("config.wsgi:application", bench.environment)
    floor = Server("tests.bench.floor:application", bench.environment)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in wanted}
    try:
        for _ in range(ROUNDS):
            base = cost(floor, bench.postgres, "/", {}, times=5 * times)
            for name in wanted:
                asked = bench.asked[name]
                taken = cost(portal, bench.postgres, asked["path"], headers(asked["session"]), times=times)
                found[name].append((taken / base, 1000 * taken))
    finally:
        portal.stop()
        floor.stop()
    return {name: (statistics.median(one for one, _ in pairs), statistics.median(two for _, two in pairs)) for name, pairs in found.items()}


def figures() -> Figures:
    """Each page as a multiple of the floor."""
    with filled() as bench:
        found = measure(bench, list(LIMITS))
    rows, kept = [], True
    for name, (multiple, milliseconds) in found.items():
        words, most, goal = LIMITS[name]
        kept &= multiple <= most
        rows.append((words, f"{most}×", f"{goal}×", f"{multiple:.1f}×", f"{milliseconds:.1f} ms"))
    return Figures(("page", "at most", "goal", "measured", "CPU time a request"), rows, kept)
