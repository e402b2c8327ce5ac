"""How an action says no: an error with words for the person who asked."""

from django.utils.functional import Promise


class Refusal(Exception):
    """A rule of the portal does not allow what was asked. `message` is shown as it is; `field` names the form field meant, if any."""

    def __init__(self, message: str | Promise, *, field: str | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field
