"""The outbox on the office's desk."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.audit.trail import entries_beside
from accounts.kit import clock
from accounts.kit.access import access
from accounts.kit.pages import searched
from accounts.kit.refusals import Refusal
from accounts.outbox import actions as outbox_actions
from accounts.queries import mails
from accounts.rules import is_coordinator


@require_safe
@access(is_coordinator)
def mail_list(request: HttpRequest) -> HttpResponse:
    """Every mail with its state and the server's answer."""
    state, address = request.GET.get("state", ""), searched(request, "q")
    found = mails.outbox(state=state, address=address, number=request.GET.get("page"))
    return render(request, "accounts/mail_list.html", {"outbox": found, "page": found.page, "state": state, "q": address})


@require_safe
@access(is_coordinator)
def mail_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail as its recipient reads it, without a secret link."""
    mail = get_object_or_404(mails.mails(), pk=pk)
    return render(request, "accounts/mail_detail.html", {"letter": mails.letter(mail), "mail": mail, "entries": entries_beside(mail)})


@require_POST
@access(is_coordinator)
def mail_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a failed mail again."""
    mail = get_object_or_404(mails.mails(), pk=pk)
    try:
        outbox_actions.retry(mail=mail, by=request.user, now=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The mail waits to be sent again; that takes a few seconds."))
    return redirect("mail_detail", mail.pk)
