"""`make reset`: stop what a run left behind and remove all that it kept."""

import shutil
import sys

from config.runtime import lock, orphans, services
from config.runtime.places import VAR
from config.runtime.postgres import Postgres
from config.runtime.redis import Redis


def main() -> int:
    held = lock.take(VAR / "run" / "lock")
    if held is None:
        print(f"The portal of this folder runs{_where()}: stop it first.", file=sys.stderr)
        return 1
    with held:
        orphans.stop(VAR)
        Postgres(VAR).stop()
        Redis(VAR).stop()
        services.sweep(VAR / "tests")
        for path in VAR.iterdir():
            # Tests that run at this moment keep theirs.
            if path.name == "tests" and any(path.iterdir()):
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    print("Everything in var/ is gone. make run starts over.")
    return 0


def _where() -> str:
    address = services.running_at(VAR)
    return f" at {address}/" if address else ""


if __name__ == "__main__":
    sys.exit(main())
