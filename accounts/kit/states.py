"""States as data: a table `{state: {next, …}}` beside each enum, checked in one place."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from accounts.kit.refusals import Refusal


class WrongState(Refusal):
    """The thing is not in a state from which this step is possible, often because somebody else was first."""


def check_step(table: Mapping[str, frozenset[str]], current: str, target: str) -> None:
    """Refuse with `WrongState` unless the table allows to go from `current` to `target`."""
    if target not in table[current]:
        raise WrongState(_("This is no longer possible: its state has changed in the meantime. Look at the page again."))
