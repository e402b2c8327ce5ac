"""The kinds of notice. Each app registers its own when the apps start; their words are templates in both languages.

A kind `team_invited` has `templates/emails/team_invited.en.txt` and `.nl.txt`. The first line is the subject (and the in-app
notification), then paragraphs set apart by blank lines, and last, in square brackets, the words of the one link.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.outbox.models import Mail


def _always(mail: Mail, now: dt.datetime) -> bool:
    return True


@dataclass(frozen=True)
class Notice:
    """A kind of notice.

    `why` says to its reader why they get it, `label` what it tells, as a name for the switch. `relevant(mail, now)` is asked again
    at sending: False drops the mail. An essential notice cannot be switched off. `secret_path(mail)` makes the link of a mail with a
    secret at sending; such a link is stored nowhere.
    """

    kind: str
    why: str | Promise
    essential: bool = False
    relevant: Callable[[Mail, dt.datetime], bool] = _always
    secret_path: Callable[[Mail], str] | None = None
    label: str | Promise = ""

    @property
    def name(self) -> str:
        """What the kind is called, in the active language."""
        return str(self.label) or self.kind.replace("_", " ").capitalize()


_known: dict[str, Notice] = {}


def register(*notices: Notice) -> None:
    """Make kinds of notice known; called once by each app when the apps start. Refuses a kind that is already there."""
    for notice in notices:
        if notice.kind in _known:
            raise ValueError(f"Two notices are called {notice.kind}.")
        _known[notice.kind] = notice


def get(kind: str) -> Notice:
    """The notice of that kind; KeyError for an unknown one."""
    return _known[kind]


def every() -> list[Notice]:
    """All kinds, by name."""
    return [_known[kind] for kind in sorted(_known)]
