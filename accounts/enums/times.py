"""The weekly slots in which people can work: seven days of three parts, numbered from Monday morning, 0, to Sunday evening, 20."""

from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

PARTS: tuple[str | Promise, ...] = (_("Morning"), _("Afternoon"), _("Evening"))
SLOTS = range(7 * len(PARTS))


def in_words(slot: int) -> str:
    """'Monday, morning' in the active language."""
    day, part = divmod(slot, len(PARTS))
    return _t("%(day)s, %(part)s") % {"day": capfirst(str(WEEKDAYS[day])), "part": str(PARTS[part]).lower()}


def choices() -> list[tuple[int, str]]:
    """Every slot with its words."""
    return [(slot, in_words(slot)) for slot in SLOTS]
