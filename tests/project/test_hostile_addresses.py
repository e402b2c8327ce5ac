"""Every address of every role, with anything in its query and in place of its names and numbers: the answer is a page of the site."""

import re
from collections.abc import Callable
from urllib.parse import quote
from zlib import crc32

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given, seed
from hypothesis import strategies as st

from config.settings.base import BASE_DIR
from tests.hostile.places import actors, places
from tests.hostile.values import MANY, anything, encoded, hostile, profile
from tests.hostile.walk import reached, signed_in
from tests.world import world

pytestmark = pytest.mark.django_db
ROLES = ("visitor", "student_in", "editor", "reviewer", "faculty_owner", "coordinator")
# What the portal reads from a query (`test_every_name_that_is_read_is_sent`); and what nobody reads.
OURS = {"q", "theme", "discipline", "level", "language", "mode", "size", "organisation", "status", "sort", "page", "milestone", "show"}
OURS |= {"state", "next", "kind", "lang", "of", "role", "from", "subject", "person", "action", "thing", "field", "move"}
NAMES = sorted(OURS | {"key", "__proto__", ""})
SOUND = ["sustainability", "newest", "relevance", "closing", "open", "done", "team", "bachelor", "nl", "en", "0912", "2", "1"]
NUMBERS = ["0", "9" * 30, "9" * 400, "2147483648", "9223372036854775808", "00", "١", "-1", "1.5", "1e3"]
SLUGS = ["x" * 300, "-", "_", "x" * 9000, "new", "invitations", "0" * 40, "é", "None"]
UUIDS = ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "00000000000000000000000000000000"]
# What is asked for by a page and put into it.
FRAGMENT = "/time/"
IN_PATHS = {"int": NUMBERS, "slug": SLUGS, "uuid": UUIDS}


@st.composite
def queries(draw: st.DrawFn) -> str:
    """A query with most of the names: anything, something sound, twice, or as an array."""
    pairs: list[tuple[str, str]] = []
    for name in NAMES:
        match draw(st.sampled_from(["anything", "sound", "anything", "twice", "array", "missing"])):
            case "anything":
                pairs.append((name, draw(hostile)))
            case "sound":
                pairs.append((name, draw(st.sampled_from(SOUND))))
            case "twice":
                pairs += [(name, draw(st.sampled_from(SOUND))), (name, draw(hostile))]
            case "array":
                pairs += [(f"{name}[]", draw(hostile)), (f"{name}[0]", draw(hostile)), (f"{name}[a][b]", "1")]
    return encoded(pairs)


def check(client: Client, address: str) -> None:
    """Asks for it, and takes back whatever that wrote."""
    with transaction.atomic():
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    assert answer.status_code < 500, f"{answer.status_code} {address[:600]}"
    if content and "html" in answer.headers.get("Content-Type", "") and FRAGMENT not in address:
        page = content.decode()
        assert "<main" in page and page.rstrip().endswith("</html>"), f"{answer.status_code} {address[:600]}: {page[:200]}"  # noqa: PT018


def asker(client: Client, begin: str, rest: st.SearchStrategy[str], end: str, examples: int) -> Callable[[], None]:
    """Asks for an address with anything between its begin and its end; each address gets values of its own."""

    @profile(examples)
    @given(drawn=rest)
    def ask(drawn: str) -> None:
        check(client, begin + drawn + end)

    return ask if MANY else seed(crc32(f"{begin}*{end}".encode()))(ask)


def test_no_query_breaks_a_page():
    seen: set[str] = set()
    asked: set[tuple[Client, str]] = set()
    faults: list[str] = []
    for client, route, address, _answer in reached(ROLES, ("styleguide/", "admin/")):
        if (client, route) in asked:
            continue
        try:
            asker(client, f"{address}?", queries(), "", 1 if route in seen else 3)()
        except AssertionError as fault:
            faults.append(str(fault))
        asked.add((client, route))
        seen.add(route)
    assert len(seen) > 70
    assert not faults, "\n\n".join(faults)


def holes(route: str, address: str) -> list[tuple[str, str, str]]:
    """(kind, what stands before, what stands behind) for each name or number in an address."""
    kinds, parts = route.split("/"), address.removeprefix("/").split("/")
    if len(kinds) != len(parts):
        return []
    found = []
    for at, kind in enumerate(kinds):
        if "<" in kind:
            begin, end = "/" + "".join(f"{part}/" for part in parts[:at]), "".join(f"/{part}" for part in parts[at + 1 :])
            found.append((kind.strip("<").partition(":")[0], begin, end))
    return found


def test_no_name_or_number_in_an_address_breaks_a_page():
    made = world()
    people = actors(made)
    asked = {(route, *hole) for route, address in places(made) for hole in holes(route, address)}
    assert len(asked) > 80
    faults: list[str] = []
    for role in ("student_in", "coordinator"):
        client = signed_in(people[role])
        for _route, kind, begin, end in sorted(asked):
            values = hostile | anything
            if kind in IN_PATHS:
                values = st.sampled_from(IN_PATHS[kind]) | hostile
            try:
                asker(client, begin, values.map(lambda text: quote(text.encode("utf-8", "surrogatepass"), safe="")), end, 2)()
            except AssertionError as fault:
                faults.append(f"{role}: {fault}")
    assert not faults, "\n\n".join(faults)


def test_every_name_that_is_read_is_sent():
    """A parameter that a view reads by its name in quotes belongs into the list above."""
    sources = [path.read_text() for folder in ("accounts", "partners", "challenges") for path in (BASE_DIR / folder).rglob("*.py")]
    named = re.compile(r"""(?:GET(?:\.get|\.getlist)?[(\[]|searched\(request, |query\.get(?:list)?\()"(\w+)""")
    read = {name for source in sources for name in named.findall(source)}
    assert "milestone" in read
    assert read <= OURS
