"""The pages of django-allauth that write: an account and its mails are one transaction there."""

from typing import Any

from allauth.account import views
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.kit import clock
from accounts.kit.access import access, anyone, signed_in
from accounts.models import User
from accounts.queries.sessions import live_sessions


class _Whole:
    """What a form writes, mails included, is written wholly or not at all. Counting requests stays outside: it must never wait."""

    def form_valid(self, form: Form) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return response


class SignUp(_Whole, views.SignupView):
    """Make an account."""


class NewPassword(_Whole, views.PasswordResetFromKeyView):
    """Choose a new password with the link of a mail, whose key leaves the address bar at once.

    It stays with its reader, in a cookie. allauth would keep it in the session, and a session is a row of a table.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if given := request.COOKIES.get(settings.RESET_KEY_COOKIE_NAME, ""):
            request.session[views.INTERNAL_RESET_SESSION_KEY] = given
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        key = request.session.pop(views.INTERNAL_RESET_SESSION_KEY, "")
        if key and key != given:
            response.set_cookie(
                settings.RESET_KEY_COOKIE_NAME,
                key,
                max_age=settings.PASSWORD_RESET_TIMEOUT,
                secure=bool(settings.SESSION_COOKIE_SECURE),
                httponly=True,
                samesite="Lax",
            )
        return response


class ChangePassword(_Whole, views.PasswordChangeView):
    """Change one's password."""


class SetPassword(_Whole, views.PasswordSetView):
    """Choose a first password."""


class ConfirmAddress(views.ConfirmEmailView):
    """Confirm an address with the link of a mail."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                response: HttpResponse = super().post(*args, **kwargs)
        except Http404:  # pressed twice, or too late: the page says that the link does not work any more
            return self.get(*args, **kwargs)
        return response


class Address(views.EmailView):
    """One's address: change it, send the mail again, keep the old one."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            User.objects.select_for_update(no_key=True).get(pk=request.user.pk)
            return super().post(request, *args, **kwargs)


class Sessions(ListUserSessionsView):
    """Where one is signed in, and signing out everywhere else."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sessions = live_sessions(self.request.user, clock.now())
        # Not its own parent's, which asks the database three times a session.
        context = super(ListUserSessionsView, self).get_context_data(**kwargs)
        return context | {"sessions": sessions, "session_count": len(sessions)}


sign_up = access(anyone)(SignUp.as_view())
new_password = access(anyone)(NewPassword.as_view())
confirm_address = access(anyone)(ConfirmAddress.as_view())
change_password = access(signed_in)(ChangePassword.as_view())
set_password = access(signed_in)(SetPassword.as_view())
address = access(signed_in)(Address.as_view())
sessions = access(signed_in)(Sessions.as_view())


@require_POST
@access(signed_in)
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out in one other place; for this one there is the page to sign out."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if session.is_current():
        return redirect("account_logout")
    session.end()
    messages.success(request, _("You are signed out there."))
    return redirect("usersessions_list")
