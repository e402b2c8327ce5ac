"""The demo sign-ins: who they are, and the table that `make run` prints."""

import os
from pathlib import Path

from accounts.models import User
from challenges.management.demo.data import read
from challenges.management.demo.happened import Happened
from challenges.management.demo.people import PASSWORD

HEADINGS = ("Sign in as", "Address", "What to look at")


def users(happened: Happened) -> list[User]:
    """Those whom the table names, in its order."""
    return [_user(happened, row) for row in read("people")["sign_ins"]]


def write(path: Path, found: list[User]) -> None:
    """Put the table into a file that only its owner reads, whole or not at all."""
    rows = [HEADINGS, *((row["role"], user.email, row["look"]) for row, user in zip(read("people")["sign_ins"], found, strict=True))]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [f"  {role:<{widths[0]}}  {address:<{widths[1]}}  {look}" for role, address, look in rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text("\n".join([f"  Demo sign-ins, all with the password {PASSWORD}", "", *lines, ""]), encoding="utf-8")
    draft.replace(path)


def _user(happened: Happened, row: dict[str, str]) -> User:
    if "takes_part_in" in row:
        one = happened.case(row["takes_part_in"])
        return one.members[one.teams[0].pk][0]
    return happened.people.by_key[row["who"]]
