"""What 20,000 finished challenges beside the open ones cost: the catalogue, and a search through all of them."""

from tests.bench.figures import Figures
from tests.bench.pages import filled, measure

ARCHIVED = 20_000
MOST_AS_LONG = 1.5
MOST_SEARCH_MS = 100
# A word of some of the demo's cases, and with it every status, so that nothing is left out.
SEARCH = "/challenges/?q=medication&status=open&status=upcoming&status=running&status=finished&status=released"


def figures() -> Figures:
    """The catalogue with and without an archive, and searching all of it."""
    with filled() as bench:
        _multiple, alone = measure(bench, ["catalogue"])["catalogue"]
    with filled(ARCHIVED) as bench:
        bench.asked["search"] = {**bench.asked["catalogue"], "path": SEARCH}
        _multiple, beside = measure(bench, ["catalogue"])["catalogue"]
        _multiple, search = measure(bench, ["search"], times=20)["search"]
    rows = [
        ("the catalogue, 200 open", "", f"{alone:.1f} ms"),
        (f"the same among {ARCHIVED:,} archived", f"{MOST_AS_LONG} × as long", f"{beside:.1f} ms, {beside / alone:.2f} ×"),
        ("searching all of them for a word", f"{MOST_SEARCH_MS} ms", f"{search:.0f} ms"),
    ]
    return Figures(("CPU time a request", "limit", "measured"), rows, beside <= MOST_AS_LONG * alone and search <= MOST_SEARCH_MS)
