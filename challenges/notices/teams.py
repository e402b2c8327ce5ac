"""Kinds of notice of this part of the top floor."""

from accounts.outbox.notices import Notice

NOTICES: list[Notice] = []
