"""Reading what waits in the outbox, as its recipient would."""

import re

from accounts.outbox.actions import compose
from accounts.outbox.models import Mail


def newest(kind: str) -> Mail:
    """The newest mail of a kind."""
    return Mail.objects.filter(kind=kind).latest("pk")


def link(mail: Mail) -> str:
    """The path that the mail's one link leads to, made now as at sending."""
    (found,) = set(re.findall(r"^https?://[^/\s]+(/\S+)$", compose(mail).body, re.M))
    return found
