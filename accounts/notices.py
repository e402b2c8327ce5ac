"""The kinds of notice of the ground floor: about one's account, and about roles."""

import datetime as dt

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.audit import trail, words
from accounts.enums import Role
from accounts.models import RoleGrant
from accounts.outbox import notices
from accounts.outbox.models import Mail
from accounts.outbox.notices import Notice
from accounts.queries.people import held_by_another


def _to_confirm(mail: Mail) -> EmailAddress | None:
    """The unverified address that a mail is about, unless it belongs to another account by now."""
    found = EmailAddress.objects.filter(user=mail.user_id, email=mail.address, verified=False).first()
    return None if found is None or held_by_another(mail.address, mail.user_id) else found


def _still_unconfirmed(mail: Mail, now: dt.datetime) -> bool:
    return _to_confirm(mail) is not None


def _confirmation_path(mail: Mail) -> str:
    address = _to_confirm(mail)
    return reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key]) if address else ""


def _asked_lately(mail: Mail, now: dt.datetime) -> bool:
    return mail.user is not None and now - mail.created_at < dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def _reset_path(mail: Mail) -> str:
    key = default_token_generator.make_token(mail.user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(mail.user), key])


def _granted_still(mail: Mail, now: dt.datetime) -> bool:
    return RoleGrant.objects.in_force(now).filter(pk=mail.context["grant"]).exists()


def _waits_still(mail: Mail, now: dt.datetime) -> bool:
    return RoleGrant.objects.awaiting().filter(pk=mail.context["grant"]).exists()


ACCOUNT = _("You get this mail because this address was used at our portal.")
SAFETY = _("You get this mail because it is about the safety of your account.")
ROLE = _("You get this because the programme office decided about your account.")

NOTICES = [
    Notice(
        "account_confirm_signup",
        why=ACCOUNT,
        essential=True,
        relevant=_still_unconfirmed,
        secret_path=_confirmation_path,
        label=_("Confirm a new account"),
    ),
    Notice(
        "account_confirm_address",
        why=ACCOUNT,
        essential=True,
        relevant=_still_unconfirmed,
        secret_path=_confirmation_path,
        label=_("Confirm a new address"),
    ),
    Notice(
        "account_reset_password",
        why=ACCOUNT,
        essential=True,
        relevant=_asked_lately,
        secret_path=_reset_path,
        label=_("Choose a new password"),
    ),
    Notice("account_already_exists", why=ACCOUNT, essential=True, label=_("You have an account already")),
    Notice("account_unknown", why=ACCOUNT, essential=True, label=_("There is no account with this address")),
    Notice("account_address_changed", why=SAFETY, essential=True, label=_("Your address has changed")),
    Notice("account_password_changed", why=SAFETY, essential=True, label=_("Your password has changed")),
    Notice(
        "role_stated",
        why=_("You get this because you work at the programme office."),
        relevant=_waits_still,
        label=_("Somebody says to be a student"),
    ),
    Notice("role_confirmed", why=ROLE, essential=True, relevant=_granted_still, label=_("You have a role")),
    Notice("role_refused", why=ROLE, essential=True, label=_("A role was not confirmed")),
    Notice("role_revoked", why=ROLE, essential=True, label=_("A role has ended")),
]

DONE = {
    "role.stated": _("said to be a student"),
    "role.derived": _("was made a student by a verified address"),
    "role.granted": _("gave a role"),
    "role.confirmed": _("confirmed a role"),
    "role.refused": _("refused a role"),
    "role.revoked": _("took a role away"),
    "mail.retried": _("had a mail sent again"),
    "privacy.naming_changed": _("chose whether to be named in results"),
}

DETAILS = {
    "role": words.Detail(_("role"), words.among(Role.choices)),
    "privacy.naming_changed:to": words.Detail(_("may be named")),
}


def register() -> None:
    """Called when the apps start."""
    notices.register(*NOTICES)
    trail.describe(DONE)
    trail.explain(DETAILS)
