"""The page of a team's agreement."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.kit import clock
from accounts.kit.access import access, require, signed_in
from accounts.kit.forms import set_sent, show_refusal
from accounts.kit.refusals import Refusal
from challenges.actions import agreements
from challenges.forms.agreements import AgreementForm
from challenges.models import Team
from challenges.queries import visible
from challenges.queries.agreements import agreement_page, template
from challenges.rules.work import is_team_member


@require_http_methods(["GET", "HEAD", "POST"])
@access(signed_in)
def agreement(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What the team agreed on, who accepted it, and the form that changes it; the coach reads."""
    team, now = _team(request, slug, pk), clock.now()
    if request.method != "POST":
        return _page(request, team, now)
    require(is_team_member(request.user, team))
    form = AgreementForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        words = agreements.Words(typed["how"], typed["when"], typed["what_if"])
        try:
            agreements.write(team=team, words=words, seen=typed["seen"], by=request.user, now=now)
        except Refusal as no:
            show_refusal(form, no)
            set_sent(form, "seen", agreements.mark_of(team.agreements.first()))
        else:
            messages.success(request, _("The agreement is saved. Each member is asked to accept it."))
            return redirect("team_agreement", slug, pk)
    return _page(request, team, now, form)


@require_POST
@access(signed_in)
def accept(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say yes to the agreement as the page showed it."""
    team = _team(request, slug, pk)
    require(is_team_member(request.user, team))
    try:
        agreements.accept(team=team, seen=request.POST.get("seen", ""), by=request.user, now=clock.now())
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("You have accepted the agreement."))
    return redirect("team_agreement", slug, pk)


def _team(request: HttpRequest, slug: str, pk: int) -> Team:
    team: Team = get_object_or_404(visible.team_rooms(request.user).filter(solo=False), challenge__slug=slug, pk=pk)
    return team


def _page(request: HttpRequest, team: Team, now: dt.datetime, form: AgreementForm | None = None) -> HttpResponse:
    page = agreement_page(team, request.user, now)
    last = page.agreement
    stored = {"how": last.how, "when": last.when, "what_if": last.what_if} if last else template()
    context = {
        "page": page,
        "team": team,
        "challenge": team.challenge,
        "seen": agreements.mark_of(last),
        "form": form or AgreementForm(initial=stored | {"seen": agreements.mark_of(last)}),
    }
    return render(request, "challenges/team/agreement.html", context)
