"""Choosing which kinds of mail one gets."""

from accounts.outbox import notices
from accounts.outbox.models import Muted


def mute(*, user_id: int, kind: str) -> None:
    """Switch the mails of a kind off for a person; essential kinds stay on. The notification in the portal stays too."""
    if not notices.get(kind).essential:
        Muted.objects.get_or_create(user_id=user_id, kind=kind)


def unmute(*, user_id: int, kind: str) -> None:
    """Switch the mails of a kind on again."""
    Muted.objects.filter(user_id=user_id, kind=kind).delete()
