"""Signed tokens for links in mails. Nothing secret is stored: a token is made from the row when the mail is sent."""

from django.core import signing


def make(purpose: str, pk: int, round_: int) -> str:
    """A token for row `pk`, good for one purpose and one round of sending; a new round makes earlier tokens worthless."""
    return signing.Signer(salt=f"portal.{purpose}").sign_object([pk, round_])


def read(purpose: str, token: str) -> tuple[int, int] | None:
    """The row and the round that a token was made for, or None for a token that we did not make."""
    try:
        pk, round_ = signing.Signer(salt=f"portal.{purpose}").unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(pk), int(round_)
