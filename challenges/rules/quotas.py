"""How many seats a discipline may have: what fits together, and what may still change after publication."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from challenges.errors import Fault
from challenges.models import DisciplineQuota
from challenges.rules.typed import QuotaTyped

MOST = 12


def faults(typed: Sequence[QuotaTyped], seats: int | None) -> list[Fault]:
    """What is wrong in the typed quotas: a discipline named twice, or a share that is no less than all seats."""
    found, seen = [], set()
    for place, one in enumerate(typed):
        if one.discipline in seen:
            found.append(Fault(f"quotas.{place}.discipline", _("This discipline stands there already.")))
        elif seats is not None and one.most >= seats:
            words = _("There are %(seats)d seats, so this limits nothing. Ask for fewer, or remove it.")
            found.append(Fault(f"quotas.{place}.most", words % {"seats": seats}))
        seen.add(one.discipline)
    return found


def tightened(stored: Sequence[DisciplineQuota], typed: Sequence[QuotaTyped]) -> list[Fault]:
    """What takes seats from a discipline that a published challenge promised them. A quota may go, or be raised."""
    before = {one.discipline: one.most for one in stored}
    found = []
    for place, one in enumerate(typed):
        if one.discipline not in before:
            found.append(Fault(f"quotas.{place}.discipline", _("Limits can't be added after publication: people came for open seats.")))
        elif one.most < before[one.discipline]:
            words = _("This can only go up: at least %(least)d.") % {"least": before[one.discipline]}
            found.append(Fault(f"quotas.{place}.most", words))
    return found
