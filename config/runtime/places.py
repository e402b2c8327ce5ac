"""Where a run keeps its things: everything under one folder, var/ beside the code unless PORTAL_VAR names another."""

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = Path(os.environ.get("PORTAL_VAR") or ROOT / "var").resolve()


def write_private(path: Path, text: str) -> None:
    """Write a file whole, or not at all, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.replace(path)


def password(home: Path) -> str:
    """The password of the Postgres and Redis of this folder, made at its first use."""
    path = home / "password"
    if not path.exists():
        write_private(path, secrets.token_hex(16))
    return path.read_text()
