"""The mails about an account, which django-allauth asks for: they wait in the outbox like all others."""

import datetime as dt
import uuid

from accounts.kit.addresses import canonical
from accounts.models import User
from accounts.outbox import actions as outbox

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
# An address that was never confirmed is taken off an account: nothing that its owner has to hear.
SILENT = {"email_deleted"}


def send(*, template: str, address: str, user: User | None, language: str, new_address: str, now: dt.datetime) -> None:
    """Queue a mail about an account; each request makes a mail of its own. Refuses (KeyError) a template that has no kind.

    It is written in the language of `user`, else of whoever has the account with this address, else in `language`, that of the page.
    `new_address` is what an account's address was changed to.
    """
    if template in SILENT:
        return
    kind, path = KINDS[template]
    user = user or User.objects.filter(email=canonical(address)).first()
    outbox.queue(
        kind=kind,
        to=[
            outbox.Recipient(
                address=canonical(address),
                language=user.language if user else language,
                key=uuid.uuid4().hex,
                user_id=user.pk if user else None,
            )
        ],
        context={"at": now.isoformat(), "to": canonical(new_address)},
        path=path,
        now=now,
    )
