"""What partners and reviewers call a team."""

from django.utils.text import slugify
from django.utils.translation import gettext as _


def called(pseudonym: str) -> str:
    """'Team Heron' for the pseudonym 'Heron'."""
    return _("Team %(bird)s") % {"bird": pseudonym}


def address(pseudonym: str) -> str:
    """What stands in an address for the team: 'heron-2' for 'Heron 2'. A number would tell who joined first, and is the same where
    the team has its name."""
    return slugify(pseudonym)


def neutral_name(position: int, name: str) -> str:
    """A file name that tells nothing but its place and kind: 'file-1.pdf' for the first file. Extensions were checked at upload."""
    return f"file-{position}.{name.rpartition('.')[2].lower()}"
