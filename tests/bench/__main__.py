"""`make bench`: measures the portal and writes the tables of docs/performance.md.

`python -m tests.bench pages memory` measures these alone.
"""

import sys

from tests.bench import archive, cohort, demo, figures, lighthouse, matching, memory, pages, start, weight

PARTS = {
    "start": start.figures,
    "pages": pages.figures,
    "archive": archive.figures,
    "cohort": cohort.figures,
    "memory": memory.figures,
    "matching": matching.figures,
    "weight": weight.figures,
    "lighthouse": lighthouse.figures,
    "demo": demo.figures,
}


def main(wanted: list[str]) -> int:
    kept = True
    for name in wanted or PARTS:
        found = PARTS[name]()
        print(f"\n{found}\n{'' if found.kept else 'Not within its limits.'}", flush=True)
        figures.write(name, found)
        kept &= found.kept
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
