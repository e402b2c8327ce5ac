"""Joining a challenge."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.kit import clock
from accounts.kit.access import access, anyone
from accounts.kit.forms import set_sent, show_refusal
from accounts.kit.refusals import Refusal
from challenges.actions import joining
from challenges.forms.joining import JoinForm
from challenges.models import Challenge
from challenges.queries import visible
from challenges.queries.joining import standing, ways
from challenges.queries.terms import terms_of
from challenges.queries.waiting import place_words


@require_http_methods(["GET", "HEAD", "POST"])
@access(anyone)
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Every rule in words, the terms, and the one form that joins. A visitor sees what is asked and signs in first."""
    now = clock.now()
    challenge = get_object_or_404(visible.challenges(request.user), slug=slug)
    if request.method != "POST":
        return _page(request, challenge, JoinForm(challenge=challenge, shown=terms_of(challenge)), now)
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    form = JoinForm(request.POST, challenge=challenge, shown=terms_of(challenge))
    if not form.is_valid():
        return _page(request, challenge, form, now)
    try:
        _join(request, challenge, form, now)
    except Refusal as no:
        show_refusal(form, no)
        if no.field == "terms":
            set_sent(form, "version", challenge.terms_version)
        return _page(request, challenge, form, now)
    messages.success(request, _("You take part in “%(challenge)s”.") % {"challenge": challenge.title})
    return redirect("team_own", slug)


def _join(request: HttpRequest, challenge: Challenge, form: JoinForm, now: dt.datetime) -> None:
    version = form.cleaned_data["version"]
    if form.is_team:
        joining.make_team(challenge=challenge, name=form.cleaned_data["name"], by=request.user, version=version, now=now)
    else:
        joining.join_alone(challenge=challenge, by=request.user, version=version, now=now)


def _page(request: HttpRequest, challenge: Challenge, form: JoinForm, now: dt.datetime) -> HttpResponse:
    found = standing(request.user, challenge, now)
    return render(
        request,
        "challenges/team/join.html",
        {
            "challenge": challenge,
            "standing": found,
            "place": place_words(found.place) if found.place else "",
            "ways": ways(challenge),
            "shows_board": found.fits and challenge.has_board and challenge.teams_take_in(now),
            "terms": terms_of(challenge),
            "form": form,
            "now": now,
        },
    )
