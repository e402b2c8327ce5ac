"""The trail in words: each app describes its own actions when the apps start."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.kit import clock

LONGEST = 300
_ISO = re.compile(r"\d{4}-\d\d-\d\d(T.+)?$")


def in_words(value: object) -> str:
    """A value that was kept: dates and times as pages show them, yes and no, lists with commas; empty for nothing."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return str(_("yes")) if value else str(_("no"))
    if isinstance(value, list | tuple):
        return ", ".join(in_words(one) for one in value)
    words = _as_time(value) if isinstance(value, str) else str(value)
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()}…"


def among(choices: Iterable[tuple[object, str | Promise]]) -> Callable[[object], str]:
    """Reads a code, or a list of them, as the label of a choice; a code that is no longer known as it is."""
    labels = {str(code): label for code, label in choices}

    def said(value: object) -> str:
        codes = value if isinstance(value, list) else [value]
        return ", ".join(str(labels.get(str(code), code)) for code in codes if code)

    return said


@dataclass(frozen=True)
class Detail:
    """One thing that is kept with an entry: what it is called, and how its value reads."""

    label: str | Promise
    said: Callable[[object], str] = in_words


_actions: dict[str, str | Promise] = {}
_details: dict[str, Detail] = {
    "address": Detail(_("address")),
    "after": Detail(_("after")),
    "before": Detail(_("before")),
    "institution": Detail(_("institution")),
    "reason": Detail(_("reason")),
    "until": Detail(_("until")),
    "version": Detail(_("version")),
}


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


def explain(details: Mapping[str, Detail]) -> None:
    """Say how details read, by their key or by 'action:key' for one action alone; called when the apps start."""
    if twice := _details.keys() & details.keys():
        raise ValueError(f"Explained twice: {', '.join(sorted(twice))}.")
    _details.update(details)


def details(action: str, detail: Mapping[str, object]) -> list[tuple[str, str]]:
    """What was kept with an entry, as pairs of words; what is empty is left out, and so is a key that nobody explained."""
    known = [(_explained(action, key), value) for key, value in detail.items()]
    return [(str(one.label), shown) for one, value in known if one and (shown := one.said(value))]


def is_explained(action: str, key: str) -> bool:
    """Whether a detail of an action is shown."""
    return _explained(action, key) is not None


def _explained(action: str, key: str) -> Detail | None:
    return _details.get(f"{action}:{key}", _details.get(key))


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
