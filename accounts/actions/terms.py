"""Accepting terms, kept word for word."""

import datetime as dt

from accounts.models import TermsAcceptance, User


def accept(*, user: User, document: str, title: str, version: int, text: str, now: dt.datetime) -> TermsAcceptance:
    """Keep a person's yes to one version of a document. Accepting the same version again gives back the first acceptance."""
    acceptance, _ = TermsAcceptance.objects.get_or_create(
        user=user, document=document, version=version, defaults={"title": title, "text": text, "accepted_at": now}
    )
    return acceptance
