"""Choosing which kinds of mail one gets."""

from collections.abc import Collection

from django.db import transaction

from accounts.outbox import notices
from accounts.outbox.models import Muted


def mute(*, user_id: int, kind: str) -> None:
    """Switch the mails of a kind off for a person; essential kinds stay on. The notification in the portal stays too."""
    if not notices.get(kind).essential:
        Muted.objects.get_or_create(user_id=user_id, kind=kind)


def unmute(*, user_id: int, kind: str) -> None:
    """Switch the mails of a kind on again."""
    Muted.objects.filter(user_id=user_id, kind=kind).delete()


def choose(*, user_id: int, shown: Collection[str], wanted: Collection[str]) -> None:
    """Of the kinds that were shown, switch those wanted on and the others off; kinds that were not shown stay as they are."""
    with transaction.atomic():
        for kind in shown:
            if kind in wanted:
                unmute(user_id=user_id, kind=kind)
            else:
                mute(user_id=user_id, kind=kind)
