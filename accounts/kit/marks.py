"""Marks of what a page showed, so that a save on top of somebody else's newer one can be told."""

import hashlib
import json
from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.kit.states import WrongState


def mark(*said: object) -> str:
    """A short mark of some values; other values give another mark."""
    return hashlib.sha256(json.dumps([str(one) for one in said]).encode()).hexdigest()[:16]


def check_seen(seen: str, said: Sequence[object]) -> None:
    """Refuse when `seen`, the mark that the page carried, is not that of what is there now. A page that carried none claims nothing."""
    if seen and seen != mark(*said):
        raise WrongState(
            _("Somebody else saved this after you opened the page. What you typed is kept; look at theirs, and save again to replace it.")
        )
