"""The small rig: 200 events, four killed workers, and everything else that goes wrong."""

import subprocess
import sys

from config.runtime.places import ROOT

# It ends by itself within this time; on a quiet machine it takes a tenth.
SECONDS = 1000


def test_under_fire_nothing_is_lost_or_doubled_no_page_waits_and_no_secret_stays():
    done = subprocess.run([sys.executable, "-m", "tests.rig", "--small"], cwd=ROOT, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr[-5000:]
