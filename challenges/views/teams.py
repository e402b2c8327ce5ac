"""The page of a team, and what its members do there."""

import datetime as dt
from collections.abc import Callable
from functools import partial

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.kit import clock
from accounts.kit.access import access, signed_in
from accounts.kit.forms import show_refusal
from accounts.kit.refusals import Refusal
from challenges.actions import joining, teams
from challenges.forms.teams import HandOverForm, InviteForm, RenameForm, SeeksForm
from challenges.models import Team
from challenges.queries import people, visible
from challenges.queries.team_page import team_page


@require_safe
@access(signed_in)
def own(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own team in a challenge; 404 for whoever does not take part."""
    return team_page_of(request, _own_team(request, slug), clock.now())


@require_safe
@access(signed_in)
def detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A team as its coach, the faculty owner and the office read it; its members are sent to their own page."""
    team = get_object_or_404(visible.teams(request.user), challenge__slug=slug, pk=pk)
    if visible.own_teams(request.user).filter(pk=pk).exists():
        return redirect("team_own", slug)
    context = {"page": team_page(team, request.user, clock.now()), "challenge": team.challenge}
    return render(request, "challenges/team/read.html", context)


@require_POST
@access(signed_in)
def rename(request: HttpRequest, slug: str) -> HttpResponse:
    """Give one's team another name."""
    team, now = _own_team(request, slug), clock.now()
    form = RenameForm(request.POST)
    if form.is_valid():
        try:
            teams.rename(team=team, name=form.cleaned_data["name"], by=request.user, now=now)
        except Refusal as no:
            show_refusal(form, no)
        else:
            messages.success(request, _("The team has its new name."))
            return redirect("team_own", slug)
    return team_page_of(request, team, now, rename_form=form)


@require_POST
@access(signed_in)
def hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    """Make another member the captain."""
    team, now = _own_team(request, slug), clock.now()
    form = HandOverForm(request.POST, others=people.fellows(team, request.user))
    if not form.is_valid():
        return team_page_of(request, team, now, hand_over_form=form)
    try:
        teams.hand_over(team=team, to=form.chosen(), by=request.user, now=now)
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("%(name)s is the captain of the team now.") % {"name": form.chosen().name})
    return redirect("team_own", slug)


@require_POST
@access(signed_in)
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite somebody by e-mail."""
    team, now = _own_team(request, slug), clock.now()
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            invitation = teams.invite(team=team, email=form.cleaned_data["email"], by=request.user, now=now)
        except Refusal as no:
            show_refusal(form, no)
        else:
            messages.success(request, _("%(address)s gets a mail with the invitation.") % {"address": invitation.address})
            return redirect("team_own", slug)
    return team_page_of(request, team, now, invite_form=form)


@require_POST
@access(signed_in)
def send_again(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Send an invitation again, with a new link."""
    send_again = partial(teams.send_again, seen=request.POST.get("round", ""))
    return _on_invitation(request, slug, pk, send_again, _("The mail is sent again, with a new link."))


@require_POST
@access(signed_in)
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an invitation back."""
    return _on_invitation(request, slug, pk, teams.withdraw, _("The invitation is withdrawn; its link no longer works."))


@require_POST
@access(signed_in)
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave one's team, and with it the challenge."""
    team = _own_team(request, slug)
    try:
        joining.leave(team=team, by=request.user, now=clock.now())
    except Refusal as no:
        messages.error(request, str(no))
        is_in = visible.own_teams(request.user).filter(pk=team.pk).exists()
        return redirect("team_own" if is_in else "challenge_detail", slug)
    messages.success(request, _("You no longer take part in “%(challenge)s”.") % {"challenge": team.challenge.title})
    return redirect("challenge_detail", slug)


def _own_team(request: HttpRequest, slug: str) -> Team:
    team: Team = get_object_or_404(visible.own_teams(request.user), challenge__slug=slug)
    return team


def _on_invitation(request: HttpRequest, slug: str, pk: int, action: Callable[..., object], done: str) -> HttpResponse:
    invitation = get_object_or_404(_own_team(request, slug).invitations.select_related("team"), pk=pk)
    try:
        action(invitation=invitation, by=request.user, now=clock.now())
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, done)
    return redirect("team_own", slug)


def team_page_of(
    request: HttpRequest,
    team: Team,
    now: dt.datetime,
    *,
    invite_form: forms.Form | None = None,
    rename_form: forms.Form | None = None,
    hand_over_form: forms.Form | None = None,
    seeks_form: forms.Form | None = None,
) -> HttpResponse:
    """One's own team, with the form that was not taken as it was filled in."""
    page = team_page(team, request.user, now)
    context = {
        "page": page,
        "challenge": team.challenge,
        "invite_form": invite_form or InviteForm(),
        "rename_form": rename_form or RenameForm(initial={"name": team.name}),
        "seeks_form": seeks_form or SeeksForm(initial={"seeks": team.seeks}),
        "link_url": f"{settings.SITE_URL}{page.link}" if page.link else "",
        "hand_over_form": hand_over_form or HandOverForm(others=page.hands_over_to),
        "now": now,
    }
    return render(request, "challenges/team/own.html", context)
