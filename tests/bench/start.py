"""How long the portal takes from its start to the first answer."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from config.runtime import ports
from config.runtime.places import ROOT
from tests.bench.figures import Figures

LIMITS = {"cold": ("packages installed, an empty folder", 60), "warm": ("with its data", 6)}
READY = "The portal is ready at"


def seconds_to_ready(var: Path) -> float:
    """Start the portal on a folder, wait for its first answer, stop it."""
    given = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "MAKELEVEL"}}
    environment = {**given, "PORTAL_VAR": str(var), "PORT": str(ports.free())}
    begin = time.monotonic()
    starter = subprocess.Popen([sys.executable, "-m", "config.runtime"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    with starter:
        for line in starter.stdout or ():
            if READY in line:
                taken = time.monotonic() - begin
                starter.send_signal(signal.SIGTERM)
                starter.communicate()
                return taken
    sys.exit("The portal did not start: make run shows why.")


def figures() -> Figures:
    """Seconds from the start to the first answer, with an empty folder and with a filled one."""
    rows, kept = [], True
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        for name, (words, limit) in LIMITS.items():
            taken = seconds_to_ready(Path(folder) / "var")
            kept &= taken <= limit
            rows.append((f"{name} start: {words}", f"{limit} s", f"{taken:.1f} s"))
    return Figures(("`make run`, to the first answer", "limit", "measured"), rows, kept)
