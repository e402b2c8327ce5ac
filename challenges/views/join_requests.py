"""Whom a team looks for, requests to join it, and the captain's answer."""

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.kit import clock
from accounts.kit.access import access, signed_in
from accounts.kit.forms import set_sent, show_refusal
from accounts.kit.refusals import Refusal
from challenges.actions import join_requests
from challenges.forms.joining import RequestForm
from challenges.forms.teams import SeeksForm
from challenges.models import JoinRequest, Team
from challenges.queries import visible
from challenges.queries.joining import standing
from challenges.queries.terms import terms_of
from challenges.views.teams import team_page_of


@require_http_methods(["GET", "HEAD", "POST"])
@access(signed_in)
def ask(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask a team to be taken in: words to the team, and yes to the terms."""
    now = clock.now()
    team = get_object_or_404(visible.seeking_teams(request.user), challenge__slug=slug, pk=pk)
    shown = terms_of(team.challenge)
    if request.method != "POST":
        return _page(request, team, RequestForm(shown=shown), now)
    form = RequestForm(request.POST, shown=shown)
    if not form.is_valid():
        return _page(request, team, form, now)
    words, version = form.cleaned_data["words"], form.cleaned_data["version"]
    try:
        join_requests.ask(team=team, words=words, by=request.user, version=version, now=now)
    except Refusal as no:
        show_refusal(form, no)
        if no.field == "terms":
            set_sent(form, "version", team.challenge.terms_version)
        return _page(request, team, form, now)
    messages.success(request, _("The team “%(team)s” is asked. You hear as soon as it answers.") % {"team": team.name})
    return redirect("board", slug)


@require_POST
@access(signed_in)
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take one's own request back."""
    found = get_object_or_404(JoinRequest.objects.select_related("team"), user=request.user, team__challenge__slug=slug, pk=pk)
    try:
        join_requests.withdraw(request=found, by=request.user, now=clock.now())
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("Your request is taken back."))
    return redirect("challenge_join", slug)


@require_POST
@access(signed_in)
def look_for(request: HttpRequest, slug: str) -> HttpResponse:
    """Say whom one's team looks for."""
    team, now = get_object_or_404(visible.own_teams(request.user), challenge__slug=slug), clock.now()
    form = SeeksForm(request.POST)
    if form.is_valid():
        try:
            join_requests.look_for(team=team, words=form.cleaned_data["seeks"], by=request.user, now=now)
        except Refusal as no:
            show_refusal(form, no)
        else:
            done = _("Students who may join can read it and ask.") if form.cleaned_data["seeks"] else _("Your team takes no requests now.")
            messages.success(request, done)
            return redirect("team_own", slug)
    return team_page_of(request, team, now, seeks_form=form)


@require_POST
@access(signed_in)
def accept(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take in who asked."""
    return _answer(request, slug, pk, join_requests.accept, _("%(name)s is in the team."))


@require_POST
@access(signed_in)
def decline(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say no to who asked."""
    return _answer(request, slug, pk, join_requests.decline, _("%(name)s is told that your team cannot take them in."))


def _answer(request: HttpRequest, slug: str, pk: int, action: Callable[..., object], done: str) -> HttpResponse:
    team = get_object_or_404(visible.own_teams(request.user), challenge__slug=slug)
    found = get_object_or_404(team.join_requests.select_related("team", "user"), pk=pk)
    try:
        action(request=found, by=request.user, now=clock.now())
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, done % {"name": found.user.name})
    return redirect("team_own", slug)


def _page(request: HttpRequest, team: Team, form: RequestForm, now: dt.datetime) -> HttpResponse:
    challenge = team.challenge
    back = f"/challenges/{challenge.slug}/join/teams/{team.pk}/"
    context = {
        "team": team,
        "challenge": challenge,
        "form": form,
        "terms": terms_of(challenge),
        "standing": standing(request.user, challenge, now, back=back, into_team=True),
        "asked": team.join_requests.open(now).filter(user=request.user).first(),
        "now": now,
    }
    return render(request, "challenges/team/ask.html", context)
