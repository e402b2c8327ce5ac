"""Results for those whose work it is, and for those who guided it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.kit import clock
from accounts.kit.access import access, require, signed_in
from accounts.kit.together import fetch_together
from challenges.models import Team
from challenges.queries import results as queries
from challenges.queries import visible
from challenges.rules.cases import is_faculty_owner, is_office
from challenges.rules.work import is_team_member


@require_safe
@access(signed_in)
def result_list(request: HttpRequest, slug: str) -> HttpResponse:
    """My team's results; for the coach, the faculty owner and the office the scores of the teams that they may see."""
    challenge = get_object_or_404(visible.challenges(request.user), slug=slug)
    teams = visible.teams(request.user).filter(challenge=challenge)
    mine = visible.own_teams(request.user).filter(challenge=challenge)
    fetch_together(teams, mine)
    for own in mine:
        return _results(request, own, own=True)
    require(bool(teams) or bool((is_faculty_owner | is_office)(request.user, challenge)))
    scores = queries.team_scores(challenge, teams)
    return render(request, "challenges/results/list.html", {"challenge": challenge, "scores": scores})


@require_safe
@access(signed_in)
def team_result(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The results of one team, as the team reads them."""
    team = get_object_or_404(visible.teams(request.user), pk=pk, challenge__slug=slug)
    return _results(request, team, own=bool(is_team_member(request.user, team)))


def _results(request: HttpRequest, team: Team, *, own: bool) -> HttpResponse:
    results = queries.team_results(team, clock.now(), own=own)
    return render(request, "challenges/results/team.html", {"team": team, "challenge": team.challenge, "results": results, "own": own})
