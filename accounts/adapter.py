"""How django-allauth is tied to the portal: canonical addresses, its mails through the outbox, students known by their address."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.actions import account_mails, roles
from accounts.kit import clock
from accounts.kit.addresses import canonical
from accounts.kit.language import remember
from accounts.models import User
from accounts.queries.people import held_by_another


class AccountAdapter(DefaultAccountAdapter):
    """The portal's own account adapter."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Ask the programme office."),
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _("This address and this password do not belong together. Check both."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("This link does not work any more."),
        "rate_limited": _("Too many requests. Wait a few minutes."),
        "too_many_login_attempts": _("Too many attempts with this address. Wait five minutes, or choose a new password."),
    }

    def clean_email(self, email: str) -> str:
        return canonical(super().clean_email(email))

    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        user.name = form.cleaned_data["name"]
        user.language = request.LANGUAGE_CODE
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        account_mails.send(
            template=template_prefix.rpartition("/")[2],
            address=email,
            user=context.get("user"),
            language=allauth_context.request.LANGUAGE_CODE,
            new_address=context.get("to_email", ""),
            now=clock.now(),
        )

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        try:
            with transaction.atomic():
                confirmed = not held_by_another(email_address.email, email_address.user_id) and super().confirm_email(
                    request, email_address
                )
        except IntegrityError:
            confirmed = False
        if not confirmed:
            messages.error(request, _("%(address)s belongs to another account.") % {"address": email_address.email})
        else:
            grant = roles.derive_from_address(user=email_address.user, address=email_address.email, now=clock.now())
            if grant and grant.institution:
                words = _("Your address shows that you are a student of %(institution)s. You can join challenges.")
                messages.success(request, words % {"institution": grant.institution.name})
        return confirmed

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        remember(response, user.language)
        return response
