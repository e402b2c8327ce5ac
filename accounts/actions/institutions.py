"""The institutions of the partnership, from a file."""

from collections.abc import Iterable
from pathlib import Path
from typing import NotRequired, TypedDict

import yaml
from django.db import transaction

from accounts.models import Domain, Faculty, Institution

FILE = Path(__file__).resolve().parent.parent / "data" / "institutions.yaml"


class Known(TypedDict):
    """An institution as data: `domains` maps a domain to 'students' or 'shared'."""

    key: str
    name: str
    kind: str
    ror: NotRequired[str]
    faculties: NotRequired[list[str]]
    domains: NotRequired[dict[str, str]]


def known() -> list[Known]:
    """The portal's own file of institutions."""
    found: list[Known] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def ensure(data: Iterable[Known]) -> list[Institution]:
    """Make each institution with its faculties and domains, or bring it up to date; what the data do not name stays as it is.

    Called twice it changes nothing. A domain's value is 'students' where only students have it, else 'shared'.
    """
    with transaction.atomic():
        return [_ensure(one) for one in data]


def _ensure(one: Known) -> Institution:
    institution, _made = Institution.objects.update_or_create(
        key=one["key"], defaults={"name": one["name"], "kind": one["kind"], "ror": one.get("ror", "")}
    )
    for name in one.get("faculties", []):
        Faculty.objects.get_or_create(institution=institution, name=name)
    for name, kind in one.get("domains", {}).items():
        Domain.objects.update_or_create(name=name, defaults={"institution": institution, "students_only": kind == "students"})
    return institution
