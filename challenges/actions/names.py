"""Names that people give to teams: they stand in mails to others, so they are one line of plain words."""

import re

from django.utils.translation import gettext as _

from accounts.kit.names import one_line
from accounts.kit.refusals import Refusal

LONGEST = 60


def clean_name(name: str) -> str:
    """A name in one line, without control characters. Refuses an empty or too long one, and a web or mail address."""
    name = one_line(name)
    if not name:
        raise Refusal(_("Give the team a name."), field="name")
    if len(name) > LONGEST:
        raise Refusal(_("A name can have at most %(max)d characters.") % {"max": LONGEST}, field="name")
    if re.search(r"://|www\.|@|\w\.\w{2,}/", name, re.I):
        raise Refusal(_("A team's name cannot hold a web or mail address."), field="name")
    return name
