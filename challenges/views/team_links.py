"""The link with which a team takes people in: as its members share it, and as whoever has it meets it."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.kit import clock
from accounts.kit.access import access, anyone, signed_in
from accounts.kit.forms import set_sent, show_refusal
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from challenges.actions import team_links as actions
from challenges.forms.joining import TermsForm
from challenges.models import TeamLink
from challenges.queries import team_links, visible
from challenges.queries.joining import standing
from challenges.queries.terms import terms_of


@require_safe
@never_cache
@access(anyone)
def detail(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link: challenge, team, terms and every rule. Reading it decides nothing."""
    now, link = clock.now(), _find(token)
    words = team_links.why_closed(link, now)
    if link is None or words:
        return _closed(request, words)
    return _page(request, link, token, TermsForm(shown=terms_of(link.team.challenge)), now)


@require_POST
@access(signed_in)
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Join the team; the terms have to be accepted for it."""
    now, link = clock.now(), _find(token)
    words = team_links.why_closed(link, now)
    if link is None or words:
        return _closed(request, words)
    challenge = link.team.challenge
    form = TermsForm(request.POST, shown=terms_of(challenge))
    if not form.is_valid():
        return _page(request, link, token, form, now)
    try:
        actions.join(link=link, by=request.user, version=form.cleaned_data["version"], now=now)
    except WrongState as no:
        return _closed(request, str(no))
    except Refusal as no:
        show_refusal(form, no)
        if no.field == "terms":
            set_sent(form, "version", challenge.terms_version)
        return _page(request, link, token, form, now)
    messages.success(request, _("You are in the team “%(team)s”.") % {"team": link.team.name})
    return redirect("team_own", challenge.slug)


@require_POST
@access(signed_in)
def open_link(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a link into one's team; an earlier one stops working."""
    team = get_object_or_404(visible.own_teams(request.user), challenge__slug=slug)
    try:
        actions.open_link(team=team, by=request.user, seen=request.POST.get("seen", ""), now=clock.now())
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("The link is made. Whoever has it, and may join, can join the team."))
    return redirect("team_own", slug)


@require_POST
@access(signed_in)
def close_link(request: HttpRequest, slug: str) -> HttpResponse:
    """Close the link into one's team."""
    team = get_object_or_404(visible.own_teams(request.user), challenge__slug=slug)
    try:
        actions.close_link(team=team, by=request.user, now=clock.now())
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("The link is closed; nobody can join by it."))
    return redirect("team_own", slug)


def _find(token: str) -> TeamLink | None:
    """None for a link that is worthless by now; 404 for one that we never made."""
    if not team_links.is_ours(token):
        raise Http404
    return team_links.by_token(token)


def _closed(request: HttpRequest, words: str) -> HttpResponse:
    return render(request, "challenges/team/link_closed.html", {"words": words}, status=410)


def _page(request: HttpRequest, link: TeamLink, token: str, form: TermsForm, now: dt.datetime) -> HttpResponse:
    challenge, back = link.team.challenge, team_links.path_of(link)
    context = {
        "team": link.team,
        "challenge": challenge,
        "token": token,
        "back": back,
        "terms": terms_of(challenge),
        "standing": standing(request.user, challenge, now, back=back, into_team=True),
        "form": form,
        "now": now,
    }
    return render(request, "challenges/team/link.html", context)
