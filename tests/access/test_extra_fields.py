"""Whatever a form is sent besides its own fields changes nothing."""

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from challenges.forms.writing import FORMS
from challenges.forms.writing.rubric import CriterionRow
from challenges.forms.writing.times import MilestoneRow
from tests.access.conftest import Scene
from tests.access.lines import Line, lines
from tests.access.posts import Data
from tests.access.snapshot import counters, difference, everything, set_counters

pytestmark = pytest.mark.django_db
ROWS = {"times": ("milestones-0-", MilestoneRow, "milestone"), "rubric": ("criteria-0-", CriterionRow, "criterion")}
# What views read besides a form's fields: buttons, and where to go on.
BUTTONS = {"again", "go", "do", "step", "next", "files", "logo", "action_add", "csrfmiddlewaretoken"}


def _planted() -> Data:
    """A value for every column of every table of ours and of the libraries' accounts, by its name and by that of its id."""
    found: Data = {"is_superuser": "on", "is_staff": "on", "status": "published", "team": 1, "score": 4, "owner": 1, "pk": 1, "id": 1}
    for model in apps.get_models():
        if model._meta.app_label in {"accounts", "partners", "challenges", "account"}:
            for field in model._meta.concrete_fields:
                found[field.name] = found[field.attname] = _value(field)
    return found


def _value(field: "models.Field[Any, Any]") -> Any:
    if isinstance(field, models.ForeignKey):
        row = field.remote_field.model._default_manager.last()
        return row.pk if row else 1
    if field.choices:
        return list(field.choices)[-1][0]
    match field:
        case models.BooleanField():
            return "on"
        case models.DateTimeField():
            return (dt.datetime(2027, 1, 5, 12, 0)).isoformat()
        case models.DateField():
            return "2027-01-05"
        case models.IntegerField() | models.DecimalField():
            return "4"
    return "planted"


def _extras(line: Line, form: Data) -> Data:
    section = line.words.get("section", "")
    own = {*form, *BUTTONS, *(FORMS[section].base_fields if section in FORMS else ())}
    extras = {name: value for name, value in _planted().items() if name not in own}
    if section in ROWS:
        prefix, row, _model = ROWS[section]
        extras |= {f"{prefix}{name}": value for name, value in _planted().items() if name not in row.base_fields}
    return extras


def _done(scene: Scene) -> list[tuple[Line, str]]:
    """Each line by which something is stored, with the first role that does so."""
    return [(line, role) for line in lines() for role in [one for one, letter in line.post.items() if letter in "dD"][:1]]


def test_extra_fields_change_nothing(scene: Scene):
    before, stood = everything(), counters()
    wrong, looked_at = [], 0
    asked = [(line, role, scene.walker(role)) for line, role in _done(scene)]
    office = scene.walker("c")
    asked += [(line, "c", office) for line in lines() if line.view.startswith(("organisation_edit", "organisation_staff", "member_role"))]
    for line, role, walker in asked:
        url = scene.address(line.view, scene.meant(line))
        outcomes = []
        for besides in ({}, _extras(line, scene.form(line, role))):
            set_counters(stood)
            seen = walker.ask("POST", url, besides | scene.form(line, role), look=everything)
            outcomes.append((seen.status, seen.location, difference(before, seen.looked)))
        plain, extra = outcomes
        looked_at += bool(plain[2])
        if plain != extra:
            wrong.append(f"{role} {line}: {_only_in(plain, extra)}")
    assert "\n".join(wrong) == ""
    assert looked_at > 80


def _only_in(plain: Any, extra: Any) -> str:
    tables = {table for table in {*plain[2], *extra[2]} if plain[2].get(table) != extra[2].get(table)}
    return f"{plain[:2]} {extra[:2]} " + "; ".join(f"{table}: {plain[2].get(table)} → {extra[2].get(table)}" for table in tables)[:4000]
