"""What two web workers and their main process take, after every kind of page has been asked for."""

from pathlib import Path

from tests.bench.crawl import crawl
from tests.bench.figures import Figures
from tests.bench.stand import Stand, portal

LIMIT = 230
ROUNDS = 2


def pss(pid: int) -> float:
    """MB that a process holds, what it shares counted by its share (the kernel's smaps_rollup)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def warm_up(stand: Stand) -> int:
    """Ask for every kind of page as each demo person and as a visitor; gives how many pages that were."""
    asked = 0
    for session in ["", *stand.sessions.values()]:

        def get(address: str, session: str = session) -> str:
            status, headers, body = stand.get(address, session=session)
            assert status < 500, f"{address} answered {status}."
            if status in {301, 302}:
                stand.get(headers["location"].removeprefix("https://localhost"), session=session)
            return body.decode(errors="replace") if headers.get("content-type", "").startswith("text/html") else ""

        asked += sum(1 for _ in crawl(get, samples=ROUNDS))
    return asked


def measure() -> list[tuple[str, float]]:
    """Each process and what it takes, in MB; the last line is all of them together."""
    with portal() as stand:
        pages = warm_up(stand)
        processes = [stand.process, *stand.process.children(recursive=True)]
        found = [(f"{'main process' if one == stand.process else 'worker'}", pss(one.pid)) for one in processes]
    return [*found, (f"together, after {pages} pages", sum(size for _name, size in found))]


def figures() -> Figures:
    """PSS of the web server's processes, in MB."""
    found = measure()
    rows = [(name, "", f"{size:.0f} MB") for name, size in found[:-1]]
    name, size = found[-1]
    return Figures(("web server", "limit", "measured"), [*rows, (name, f"{LIMIT} MB", f"{size:.0f} MB")], size <= LIMIT)
