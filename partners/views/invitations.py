"""Invitations into organisations, as the invited person meets them: the link from the mail, and a list of one's own."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.kit import clock
from accounts.kit.access import access, anyone, signed_in
from accounts.kit.refusals import Refusal
from accounts.queries.addresses import masked, verified
from partners.actions import invitations as actions
from partners.models import MemberInvitation
from partners.queries import invitations
from partners.rules import role_in


@require_safe
@access(signed_in)
def own(request: HttpRequest) -> HttpResponse:
    """The open invitations for one's verified addresses. Whoever signed in for the sake of one is led there, if it is theirs."""
    found = {str(one.pk): (one, invitations.own_path(one)) for one in invitations.open_for(request.user, clock.now())}
    asked = request.GET.get("of", "")
    if asked in found:
        return redirect(found[asked][1])
    return render(request, "partners/invitation_list.html", {"invitations": list(found.values()), "is_missing": bool(asked)})


@require_safe
@never_cache
@access(anyone)
def detail(request: HttpRequest, token: str) -> HttpResponse:
    """What one is asked, and for which address. Reading it decides nothing."""
    invitation = _find(request, token)
    words = invitations.why_closed(invitation, clock.now())
    if invitation is None or words:
        return _closed(request, words)
    user = request.user
    query = urlencode({"next": invitations.after_sign_in(invitation)})
    context = {
        "invitation": invitation,
        "token": token,
        "is_mine": user.is_authenticated and invitation.address in verified(user),
        "is_member": role_in(user, invitation.organisation_id) is not None,
        "masked": masked(invitation.address),
        "sign_in": f"{reverse('account_login')}?{query}",
        "sign_up": f"{reverse('account_signup')}?{query}",
    }
    return render(request, "partners/invitation.html", context)


@require_POST
@access(signed_in)
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Act for the organisation, signed in with the address that was invited."""
    now = clock.now()
    invitation = _find(request, token)
    words = invitations.why_closed(invitation, now)
    if invitation is None or words:
        return _closed(request, words)
    try:
        actions.accept(invitation=invitation, by=request.user, now=now)
    except Refusal as no:
        messages.error(request, str(no))
        return redirect("member_invitation_detail", token)
    messages.success(request, _("You now act for %(name)s.") % {"name": invitation.organisation})
    return redirect(invitation.organisation.get_absolute_url())


@require_POST
@access(anyone)
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Say no. The link is the permission, so that nobody needs an account for it."""
    now = clock.now()
    invitation = _find(request, token)
    words = invitations.why_closed(invitation, now)
    if invitation is None or words:
        return _closed(request, words)
    try:
        actions.decline(invitation=invitation, by=request.user if request.user.is_authenticated else None, now=now)
    except Refusal as no:
        return _closed(request, str(no))
    return _closed(request, _("You declined. %(name)s is told.") % {"name": invitation.organisation}, done=True)


def _find(request: HttpRequest, token: str) -> MemberInvitation | None:
    """By a mail's link, or by its number for whom it is for. None for a link that is worthless by now; 404 for one that we never made."""
    if (own := invitations.own(request.user, token)) is not None:
        return own
    if invitations.read_token(token) is None:
        raise Http404
    return invitations.by_token(token)


def _closed(request: HttpRequest, words: str, *, done: bool = False) -> HttpResponse:
    return render(request, "partners/invitation_closed.html", {"words": words, "done": done}, status=200 if done else 410)
