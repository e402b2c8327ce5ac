"""The link that switches a kind of mail off without signing in (RFC 8058)."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from accounts.outbox.models import Mail

SALT = "portal.unsubscribe"


def unsubscribe_url(mail: Mail) -> str:
    """The address that switches the mail's kind off for its recipient; good for that and nothing else."""
    token = signing.Signer(salt=SALT).sign_object([mail.user_id, mail.kind])
    return f"{settings.SITE_URL}{reverse('notice_off', args=[token])}"


def read_unsubscribe(token: str) -> tuple[int, str] | None:
    """The user's id and the kind that a token stands for, or None for a token that we did not make."""
    try:
        user_id, kind = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(user_id), str(kind)
