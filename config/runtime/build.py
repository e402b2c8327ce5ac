"""What `make setup` makes from other files: front-end files that pages use, and compiled translations. Only what is stale."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from config.runtime.places import ROOT

NODE = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
ICONS = ROOT / "static" / "icons.txt"
FILES = (
    "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap/dist/css/bootstrap.min.css.map",  # collectstatic follows the reference in the style sheet
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "@fontsource-variable/inter/files/inter-latin-wght-italic.woff2",
    "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2",
    *(  # what the pictures of links are written with besides
        f"@fontsource-variable/{family}/files/{family}-{script}-wght-normal.woff2"
        for family in ("inter", "source-serif-4")
        for script in ("latin-ext", "greek")
    ),
)


def wanted() -> Iterator[tuple[Path, Path]]:
    """Each file in node_modules with its place under static/vendor/."""
    for name in FILES:
        yield NODE / name, VENDOR / Path(name).name
    lines = ICONS.read_text().splitlines() if ICONS.exists() else []
    for icon in filter(None, (line.split("#")[0].strip() for line in lines)):
        yield NODE / "bootstrap-icons" / "icons" / f"{icon}.svg", VENDOR / "icons" / f"{icon}.svg"


def copy_front_end() -> int:
    """Copy what is missing or another version; names what the libraries do not have."""
    absent = [source.relative_to(NODE) for source, _ in wanted() if not source.exists()]
    if absent:
        sys.exit("Not in node_modules: " + ", ".join(map(str, absent)))
    stale = [(source, target) for source, target in wanted() if not target.exists() or target.read_bytes() != source.read_bytes()]
    for source, target in stale:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    return len(stale)


def compile_translations() -> int:
    count = 0
    for source in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        _compile(source, target)
        count += 1
    return count


def _compile(source: Path, target: Path) -> None:
    from babel.messages.mofile import write_mo  # a tenth of a second that a warm start need not spend
    from babel.messages.pofile import read_po

    with source.open("rb") as text:
        catalogue = read_po(text, locale=source.parent.parent.name)
    with target.open("wb") as compiled:
        write_mo(compiled, catalogue)


def main() -> None:
    if copied := copy_front_end():
        print(f"{copied} front-end files copied to static/vendor")
    if compiled := compile_translations():
        print(f"{compiled} catalogues of translations compiled")


if __name__ == "__main__":
    main()
