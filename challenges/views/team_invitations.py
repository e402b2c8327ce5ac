"""Invitations into teams, as the invited person meets them: the link from the mail, and a list of one's own."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.kit import clock
from accounts.kit.access import access, anyone, signed_in
from accounts.kit.forms import show_refusal
from accounts.kit.refusals import Refusal
from accounts.queries import addresses
from challenges.actions import joining
from challenges.forms.joining import TermsForm
from challenges.models import TeamInvitation
from challenges.queries import invitations
from challenges.queries.joining import standing
from challenges.queries.terms import terms_of


@require_safe
@access(signed_in)
def own(request: HttpRequest) -> HttpResponse:
    """The open invitations for one's verified addresses. Whoever signed in for the sake of one is led there, if it is theirs."""
    found = {str(one.pk): (one, invitations.own_path(one)) for one in invitations.open_for(request.user, clock.now())}
    asked = request.GET.get("of", "")
    if asked in found:
        return redirect(found[asked][1])
    return render(request, "challenges/team/invitation_list.html", {"invitations": list(found.values()), "is_missing": bool(asked)})


@require_safe
@never_cache
@access(anyone)
def detail(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the secret link: challenge, team, terms and every rule. Reading it decides nothing."""
    now = clock.now()
    invitation = _find(request, token)
    words = invitations.why_closed(invitation, now)
    if invitation is None or words:
        return _closed(request, words)
    return _page(request, invitation, token, TermsForm(shown=terms_of(invitation.team.challenge)), now)


@require_POST
@access(signed_in)
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Join the team, signed in with the address that was invited."""
    now = clock.now()
    invitation = _find(request, token)
    words = invitations.why_closed(invitation, now)
    if invitation is None or words:
        return _closed(request, words)
    challenge = invitation.team.challenge
    form = TermsForm(request.POST, shown=terms_of(challenge))
    if form.is_valid():
        try:
            joining.accept(invitation=invitation, by=request.user, version=form.cleaned_data["version"], now=now)
        except Refusal as no:
            show_refusal(form, no)
        else:
            messages.success(request, _("You are in the team “%(team)s”.") % {"team": invitation.team.name})
            return redirect("team_own", challenge.slug)
    return _page(request, invitation, token, form, now)


@require_POST
@access(anyone)
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Say no. The link is the permission, so that nobody needs an account for it."""
    now = clock.now()
    invitation = _find(request, token)
    words = invitations.why_closed(invitation, now)
    if invitation is None or words:
        return _closed(request, words)
    by = request.user if request.user.is_authenticated else None
    try:
        joining.decline(invitation=invitation, by=by, now=now)
    except Refusal as no:
        return _closed(request, str(no))
    return _closed(request, _("You declined. The team “%(team)s” is told.") % {"team": invitation.team.name}, done=True)


def _find(request: HttpRequest, token: str) -> TeamInvitation | None:
    """By a mail's link, or by its number for whom it is for. None for a link that is worthless by now; 404 for one that we never made."""
    if (own := invitations.own(request.user, token)) is not None:
        return own
    if invitations.read_token(token) is None:
        raise Http404
    return invitations.by_token(token)


def _closed(request: HttpRequest, words: str, *, done: bool = False) -> HttpResponse:
    return render(request, "challenges/team/invitation_closed.html", {"words": words, "done": done}, status=200 if done else 410)


def _page(request: HttpRequest, invitation: TeamInvitation, token: str, form: TermsForm, now: dt.datetime) -> HttpResponse:
    user, challenge = request.user, invitation.team.challenge
    is_mine = user.is_authenticated and invitation.address in addresses.verified(user)
    back = invitations.own_path(invitation) if is_mine else invitations.after_sign_in(invitation)
    context = {
        "invitation": invitation,
        "token": token,
        "back": back,
        "team": invitation.team,
        "challenge": challenge,
        "terms": terms_of(challenge),
        "standing": standing(user, challenge, now, back=back),
        "is_mine": is_mine,
        "masked": addresses.masked(invitation.address),
        "form": form,
        "now": now,
    }
    return render(request, "challenges/team/invitation.html", context)
