"""What somebody allows the portal to show of them."""

import datetime as dt

from django.db import transaction

from accounts.audit import trail
from accounts.models import User


def choose_naming(*, user: User, named: bool, now: dt.datetime) -> None:
    """Keep whether somebody may be named in published results. Recorded when it changes."""
    with transaction.atomic():
        locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if locked.named_in_results == named:
            return
        locked.named_in_results = user.named_in_results = named
        locked.save(update_fields=["named_in_results"])
        trail.record("privacy.naming_changed", on=locked, by=locked, now=now, to=named)
