"""The teams of a challenge, and their coaches, on the programme office's desk."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.kit import clock
from accounts.kit.access import access
from accounts.kit.forms import show_refusal
from accounts.kit.refusals import Refusal
from accounts.rules import is_coordinator
from challenges.actions import coaches
from challenges.forms.teams import CoachForm, SpreadForm
from challenges.models import Challenge, Team
from challenges.queries import office_teams, visible


@require_safe
@access(is_coordinator)
def team_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every team of a challenge with its members, its size in words and its coach."""
    return _page(request, _challenge(request, slug), clock.now())


@require_POST
@access(is_coordinator)
def name_coach(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Name the coach of one team, or nobody."""
    now = clock.now()
    challenge = _challenge(request, slug)
    team: Team = get_object_or_404(visible.teams(request.user), challenge=challenge, pk=pk)
    form = CoachForm(request.POST, faculty=office_teams.possible_coaches(now), prefix=f"team-{pk}")
    if form.is_valid():
        try:
            coaches.name_coach(team=team, coach=form.chosen(), by=request.user, now=now)
        except Refusal as no:
            show_refusal(form, no)
        else:
            messages.success(request, _("The coach of “%(team)s” is saved.") % {"team": team.name})
            return redirect("challenge_teams", slug)
    return _page(request, challenge, now, wrong={pk: form})


@require_POST
@access(is_coordinator)
def spread(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the teams without a coach to several people evenly."""
    now = clock.now()
    challenge = _challenge(request, slug)
    form = SpreadForm(request.POST, loads=office_teams.loads(challenge, office_teams.possible_coaches(now)))
    if form.is_valid():
        try:
            count = coaches.spread(challenge=challenge, coaches=form.chosen(), by=request.user, now=now)
        except Refusal as no:
            show_refusal(form, no)
        else:
            messages.success(
                request, ngettext("%(count)d team has a coach now.", "%(count)d more teams have a coach now.", count) % {"count": count}
            )
            return redirect("challenge_teams", slug)
    return _page(request, challenge, now, spread_form=form)


def _challenge(request: HttpRequest, slug: str) -> Challenge:
    challenge: Challenge = get_object_or_404(visible.challenges(request.user), slug=slug)
    return challenge


def _page(
    request: HttpRequest, challenge: Challenge, now: dt.datetime, *, wrong: dict[int, CoachForm] | None = None, spread_form: Any = None
) -> HttpResponse:
    faculty = office_teams.possible_coaches(now)
    rows = office_teams.team_rows(challenge)
    forms = [(row, (wrong or {}).get(row.team.pk) or _coach_form(row, faculty)) for row in rows]
    context = {
        "challenge": challenge,
        "rows": forms,
        "faculty": faculty,
        "without": sum(row.coach is None for row in rows),
        "small": sum(bool(row.too_small) for row in rows),
        "unmet": sum(bool(row.unmet) for row in rows),
        "people": sum(len(row.names) for row in rows),
        "spread_form": spread_form or SpreadForm(loads=office_teams.loads(challenge, faculty)),
    }
    return render(request, "challenges/team/manage.html", context)


def _coach_form(row: office_teams.TeamRow, faculty: list[Any]) -> CoachForm:
    people = faculty if row.coach is None or row.coach in faculty else [row.coach, *faculty]
    return CoachForm(faculty=people, prefix=f"team-{row.team.pk}", initial={"coach": row.team.coach_id or ""})
