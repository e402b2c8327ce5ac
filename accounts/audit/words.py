"""The trail in words: each app describes its own actions when the apps start."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.kit import clock

_actions: dict[str, str | Promise] = {}

DETAILS: dict[str, Promise] = {
    "role": _("role"),
    "until": _("until"),
    "reason": _("reason"),
    "comment": _("comment"),
    "address": _("address"),
    "source": _("how"),
    "institution": _("institution"),
    "version": _("version"),
    "state": _("state"),
    "from": _("from"),
    "to": _("to"),
    "fields": _("changed"),
}
LONGEST = 300
_ISO = re.compile(r"\d{4}-\d\d-\d\d(T.+)?$")


def describe(actions: Mapping[str, str | Promise]) -> None:
    """Say what actions are called, as in {"challenge.published": _("published the challenge")}; called when the apps start.

    The words complete the sentence "somebody …". Refuses an action that is described already.
    """
    if twice := _actions.keys() & actions.keys():
        raise ValueError(f"Described twice: {', '.join(sorted(twice))}.")
    _actions.update(actions)


def of(action: str) -> str:
    """What somebody did, in the active language; an action that nobody described still reads as words."""
    return str(_actions[action]) if action in _actions else action.replace(".", ": ").replace("_", " ")


def matching(text: str) -> list[str]:
    """The described actions whose words contain the text, in the active language."""
    wanted = text.casefold()
    return [action for action, words in _actions.items() if wanted in str(words).casefold()]


def described() -> dict[str, str]:
    """All described actions with their words in the active language."""
    return {action: str(words) for action, words in _actions.items()}


def details(detail: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was kept with an entry, as pairs of words; what is empty is left out."""
    return [(_label(key), shown) for key, value in detail.items() if (shown := _shown(value))]


def _label(key: str) -> str:
    return str(DETAILS[key]) if key in DETAILS else key.replace("_", " ")


def _shown(value: Any) -> str:
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return str(_("yes")) if value else str(_("no"))
    if isinstance(value, list | tuple):
        return ", ".join(_shown(one) for one in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{_label(str(key))} {_shown(one)}" for key, one in value.items())
    words = _as_time(value) if isinstance(value, str) else str(value)
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()}…"


def _as_time(value: str) -> str:
    if not _ISO.match(value):
        return value
    try:
        found = dt.datetime.fromisoformat(value)
    except ValueError:
        return value
    if len(value) == 10:
        return clock.day(found.date())
    return clock.moment(found) if found.tzinfo else value
