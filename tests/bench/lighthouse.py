"""What Lighthouse says of home, catalogue and a challenge, on a phone and on a desktop: the median of three.

Served over HTTP on localhost, which browsers trust like HTTPS; in production a proxy adds TLS. Needs node, npm and chromium.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from config.runtime.places import ROOT
from tests.bench.figures import Figures
from tests.bench.stand import portal
from tests.bench.weight import pages

LEAST = 95
ROUNDS, TRIES = 3, 3
PRESETS = {"phone": [], "desktop": ["--preset=desktop"]}
HOME = ROOT / "tests" / "bench" / "node"
QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
)


def installed() -> Path:
    """The program, fetched by npm where it is missing."""
    if not (HOME / "node_modules").exists():
        subprocess.run(["npm", "ci", "--silent"], cwd=HOME, check=True)
    return HOME / "node_modules" / "lighthouse" / "cli" / "index.js"


def rate(url: str, options: list[str]) -> dict[str, float]:
    """The score of each category, from 0 to 100, and what cost points on standard error."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        asked = ["node", str(installed()), url, *options, "--quiet", "--output=json", f"--output-path={out}", f"--chrome-flags={QUIET}"]
        # Now and then the browser's trace lacks its beginning (NO_NAVSTART), and Lighthouse asks to be run again.
        for _ in range(TRIES):
            if subprocess.run(asked, env={**os.environ, "CHROME_PATH": browser}, check=False).returncode == 0:
                break
        report = json.loads(out.read_text())
    for category in report["categories"].values():
        for part in category["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                print(f"  {url} {part['id']}: {audit['score']} {audit.get('displayValue', '')}", file=sys.stderr)
    return {name: 100 * category["score"] for name, category in report["categories"].items()}


def measure() -> list[tuple[str, str, dict[str, float]]]:
    """For each page and device the median of each category."""
    rows = []
    with portal() as stand:
        for name, path in pages(stand).items():
            for device, options in PRESETS.items():
                found = [rate(stand.url + path, options) for _ in range(ROUNDS)]
                rows.append((name, device, {key: statistics.median(one[key] for one in found) for key in found[0]}))
    return rows


def figures() -> Figures:
    """Each page's scores on a phone and on a desktop."""
    found = measure()
    rows = [(f"{name}, {device}", *(f"{score:.0f}" for score in scores.values())) for name, device, scores in found]
    head = (f"Lighthouse, at least {LEAST}", *(name.replace("-", " ") for name in found[0][2]))
    return Figures(head, rows, all(score >= LEAST for _name, _device, scores in found for score in scores.values()))
