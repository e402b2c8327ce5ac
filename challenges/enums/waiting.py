"""How a place in the line for a seat ends, and why somebody was passed over."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WaitEnd(models.TextChoices):
    """Joined with the seat; left the line; let the hours of an offer pass; refused an offer; or joining closed."""

    JOINED = "joined", _("Joined")
    LEFT = "left", _("Left the line")
    LAPSED = "lapsed", _("Let the offer pass")
    REFUSED = "refused", _("Refused the offer")
    CLOSED = "closed", _("Joining closed")


class Passed(models.TextChoices):
    """Why somebody whose turn it was could not be offered the seat; they keep their place."""

    SHARE = "share", _("The seats for this discipline are taken")
    RULES = "rules", _("Something that is asked is not met")
