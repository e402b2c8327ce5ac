"""How the actions of this floor say no."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.kit.refusals import Refusal


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong. `field` names where: 'seats', or 'milestones.0.deadline' for the first milestone of a list."""

    field: str
    words: str | Promise


class Faults(Refusal):
    """Several things at once, each with the field where it is wrong."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults[0].words, field=faults[0].field)
        self.faults = list(faults)


class Newer(Refusal):
    """Somebody saved the same part after the page was opened. `who` is a name or empty, `when` an instant in words."""

    def __init__(self, *, who: str, when: str) -> None:
        super().__init__(
            _(
                "%(who)s saved this part after you opened it (%(when)s). Nothing of yours is lost: it stands below. "
                "Compare, and save again to replace what is there."
            )
            % {"who": who or _("Somebody"), "when": when}
        )


class NewerDraft(Refusal):
    """Somebody saved the draft after this page was opened. Carries their text, so that both can be shown and nothing is lost."""

    def __init__(self, *, text: str, revision: int, saved_by: str, saved_at: dt.datetime) -> None:
        super().__init__(
            _("%(name)s saved this text after you opened it. Nothing of yours is lost; choose which one to keep.")
            % {"name": saved_by or _("Somebody")}
        )
        self.text = text
        self.revision = revision
        self.saved_by = saved_by
        self.saved_at = saved_at
