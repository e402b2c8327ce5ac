"""The mails about an account, which django-allauth asks for: they wait in the outbox like all others."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import connection, transaction

from accounts.kit.addresses import canonical
from accounts.models import User
from accounts.outbox import actions as outbox
from accounts.outbox.enums import MailState
from accounts.outbox.models import Mail

RESET, SIGN_UP = "/accounts/password/reset/", "/accounts/signup/"
# allauth's template -> (kind, where it leads). Kinds with a secret link have no path: it is made at sending.
KINDS = {
    "email_confirmation_signup": ("account_confirm_signup", ""),
    "email_confirmation": ("account_confirm_address", ""),
    "password_reset_key": ("account_reset_password", ""),
    "account_already_exists": ("account_already_exists", RESET),
    "unknown_account": ("account_unknown", SIGN_UP),
    "email_changed": ("account_address_changed", "/accounts/email/"),
    "password_changed": ("account_password_changed", RESET),
    "password_set": ("account_password_changed", RESET),
    "password_reset": ("account_password_changed", RESET),
}
# What was asked for twice in a row is said once: a mail of the kind is not queued while one of these waits for its first attempt.
SAID_BY = {
    "account_confirm_signup": {"account_confirm_signup"},
    "account_confirm_address": {"account_confirm_address"},
    "account_reset_password": {"account_reset_password"},
    "account_already_exists": {"account_already_exists", "account_confirm_signup"},
    "account_unknown": {"account_unknown"},
    "account_password_changed": {"account_password_changed"},
}
ONE_BY_ONE = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
# An address that was never confirmed is taken off an account: nothing that its owner has to hear.
SILENT = {"email_deleted"}


def send(*, template: str, address: str, user: User | None, language: str, new_address: str, now: dt.datetime) -> None:
    """Queue a mail about an account, one for each request; see SAID_BY for two in a row. Refuses (KeyError) a template without a kind.

    It is written in the language of `user`, else of whoever has the account with this address, else in `language`, that of the page.
    `new_address` is what an account's address was changed to.
    """
    if template in SILENT:
        return
    kind, path = KINDS[template]
    address = canonical(address)
    user = user or User.objects.filter(email=address).first()
    with transaction.atomic():
        if kind in SAID_BY and _waits(SAID_BY[kind], address, user):
            return
        outbox.queue(
            kind=kind,
            to=[
                outbox.Recipient(
                    address=address,
                    language=user.language if user else language,
                    key=uuid.uuid4().hex,
                    user_id=user.pk if user else None,
                )
            ],
            context={"at": now.isoformat(), "to": canonical(new_address)},
            path=path,
            now=now,
        )


def _waits(kinds: Collection[str], address: str, user: User | None) -> bool:
    """Whether such a mail to this address is about to go out. One asks after the other, whether or not there is an account to lock."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_BY_ONE, [address])
    return Mail.objects.filter(kind__in=kinds, address=address, user=user, state=MailState.WAITING, attempts=0).exists()
