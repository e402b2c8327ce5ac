"""What becomes of what teams and people ask of each other."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestAnswer(models.TextChoices):
    """How a request to join a team ended; an open one has no answer yet."""

    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")
