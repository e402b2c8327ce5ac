"""What a browser posts for one part of a challenge, when somebody opened it and changed a few fields."""

import datetime as dt
from typing import Any

from django import forms

from accounts.kit.clock import local
from challenges.forms.writing import FORMS
from challenges.models import Challenge
from challenges.queries.facts import revision


def posted(challenge: Challenge, section: str, **changes: Any) -> dict[str, Any]:
    """Every field as the page shows it, with `changes`; `__` in a name stands for the hyphens of a row, None takes a field away."""
    form = FORMS[section](challenge=challenge)
    data: dict[str, Any] = {"revision": revision(challenge, section), "go": "stay"}
    _fill(data, form)
    for rows in filter(None, (getattr(form, name, None) for name in ("rows", "quotas"))):
        data[f"{rows.prefix}-count"] = len(rows.forms)
        for row in rows.forms:
            _fill(data, row)
    for name, value in changes.items():
        name = name.replace("__", "-")
        if value is None:
            data.pop(name, None)
        else:
            data[name] = value
    return data


def _fill(data: dict[str, Any], form: forms.Form) -> None:
    for field in form:
        value = field.value()
        if value in (None, "", False, []) or field.field.disabled:
            continue
        data[field.html_name] = "on" if value is True else value if isinstance(value, list) else shown(value)


def shown(value: Any) -> str:
    """An instant, a date or anything else as its input shows it."""
    if isinstance(value, dt.datetime):
        return (local(value) if value.tzinfo else value).strftime("%Y-%m-%dT%H:%M")
    return str(getattr(value, "pk", value))
