"""The addresses that a person has proved to be theirs, and an address shown to somebody who may not read it."""

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from accounts.models import User


def verified(user: User) -> QuerySet[EmailAddress, str]:
    """A person's verified addresses, which the database keeps in canonical form; as a list, or inside another query."""
    found: QuerySet[EmailAddress, str] = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return found


def masked(address: str) -> str:
    """An address that its owner recognises and nobody else learns: 'n…r@students.uu.nl'."""
    local, _at, domain = address.rpartition("@")
    return f"{local[:1]}…{local[-1:] if len(local) > 2 else ''}@{domain}"
