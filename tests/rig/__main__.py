"""`make bench-outbox`: the whole rig, or with --small the one of `make test`. Ends with 1 when anything was not as promised."""

import json
import logging
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.rig.plant import Plant
from tests.smtp import server

LIMIT_SECONDS = {"small": 900, "whole": 1800}


def main(arguments: list[str]) -> int:
    small = "--small" in arguments
    _end_by_itself(LIMIT_SECONDS["small" if small else "whole"])
    begin = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - begin:6.1f} s  {text}", file=sys.stderr, flush=True)

    logging.getLogger("mail.log").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="rig-", ignore_cleanup_errors=True) as folder, server() as (smtp, port):
        Path(folder).chmod(0o755)
        plant = Plant(Path(folder), port, durable=not small)
        try:
            say("starting")
            os.environ.update(plant.start_services())
            verdict = _django_run(small, plant, smtp, say)
            if verdict.faults and (kept := os.environ.get("RIG_LOGS")):
                for name, text in plant.logs().items():
                    (Path(kept) / name).write_text(text)
        finally:
            plant.stop()
    print(json.dumps({"figures": verdict.figures, "faults": verdict.faults}, indent=2))
    return int(bool(verdict.faults))


def _django_run(small, plant, smtp, say):  # type: ignore[no-untyped-def]
    """Only now is it known which database Django has to use."""
    import django

    django.setup()
    from tests.rig.plan import SMALL, WHOLE, Run

    plant.start_processes()
    return Run(SMALL if small else WHOLE, plant, smtp, say).run()


def _end_by_itself(seconds: float) -> None:
    """A rig that hangs must not hang for ever."""

    def give_up() -> None:
        print(f"The rig did not end within {seconds:.0f} s.", file=sys.stderr, flush=True)
        os._exit(2)

    watch = threading.Timer(seconds, give_up)
    watch.daemon = True
    watch.start()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
