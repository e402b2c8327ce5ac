"""The demo at ten times its size: how long it takes to load, and whether every page keeps its queries.

`python -m tests.bench.demo count` (in the environment of a stand) prints the queries of each kind of page as JSON.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass

from config.runtime.places import ROOT
from tests.bench.crawl import crawl, kind
from tests.bench.figures import Figures
from tests.bench.stand import database, demo_addresses

LIMIT_SECONDS = 60
MOST_QUERIES = 8
SAMPLES = 6
SCALE = 10


@dataclass(frozen=True)
class Demo:
    """How much there is, and the most queries that any address of a kind took, asked by each of the demo people and a visitor."""

    students: int
    challenges: int
    queries: dict[str, int]


def count() -> Demo:
    """Ask for every kind of page of the demo that this environment names."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from accounts.models import RoleGrant, User
    from challenges.models import Challenge

    most: dict[str, int] = {}
    for address in ["", *demo_addresses(settings.VAR_DIR)]:
        client = Client(HTTP_HOST="localhost")
        if address:
            client.force_login(User.objects.get(email=address), backend=settings.AUTHENTICATION_BACKENDS[1])

        def get(path: str, client: Client = client) -> str:
            with CaptureQueriesContext(
                connection,
            ) as taken:
                answer = client.get(path, secure=True)
                body = answer.getvalue() if answer.streaming else answer.content
            assert answer.status_code < 500, f"{path} answered {answer.status_code}."
            most[kind(path)] = max(most.get(kind(path), 0), len(taken))
            return body.decode(errors="replace") if answer.headers["Content-Type"].startswith("text/html") else ""

        for _ in crawl(get, samples=SAMPLES):
            pass
    return Demo(RoleGrant.objects.filter(role="student").count(), Challenge.objects.count(), most)


def at(scale: int) -> tuple[float, Demo]:
    """Seconds to load the demo data at a scale, and what is in them."""
    with database(scale) as (environment, seconds):
        program = [sys.executable, "-m", "tests.bench.demo", "count"]
        given = {**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "config.settings.local"}  # which asks for no collected files
        told = subprocess.run(program, cwd=ROOT, env=given, stdout=subprocess.PIPE, text=True, check=True)
        return seconds, Demo(**json.loads(told.stdout))


def figures() -> Figures:
    """How long the demo takes to load at ten times its size, and whether any page asks more then."""
    _seconds, small = at(1)
    seconds, large = at(SCALE)
    more = {name for name in small.queries.keys() & large.queries.keys() if large.queries[name] > small.queries[name]}
    over = {f"{name} {number}" for name, number in large.queries.items() if number > MOST_QUERIES}
    most = f"{max(large.queries.values())} {' '.join(sorted(over))}".strip()
    size = f"{large.students:,} students, {large.challenges} challenges"
    rows = [
        (f"`seed_demo --scale {SCALE}`: {size}", f"{LIMIT_SECONDS} s", f"{seconds:.0f} s"),
        (f"most queries of {len(large.queries)} kinds of page", f"{MOST_QUERIES}", most),
        ("kinds of page that ask more at ten times the size", "0", f"{len(more)} {' '.join(sorted(more))}".strip()),
    ]
    return Figures(("the demo", "limit", "measured"), rows, seconds <= LIMIT_SECONDS and not over and not more)


if __name__ == "__main__" and sys.argv[1:] == ["count"]:
    print(json.dumps(asdict(count())))
