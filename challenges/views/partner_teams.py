"""The partner looks at the teams of its challenge: under pseudonyms, and at their work after release."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.kit import clock
from accounts.kit.access import access, one_or_404, require, signed_in
from accounts.kit.files import attachment
from challenges.models import Challenge, Submission
from challenges.queries import partner_teams as queries
from challenges.queries import visible
from challenges.queries.office_line import line_in_numbers
from challenges.queries.pseudonyms import address, called
from challenges.queries.review_page import files
from challenges.rules.cases import is_partner_staff
from partners.rules import member_roles


@require_safe
@access(signed_in)
def partner_team_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every team under its pseudonym."""
    challenge = _challenge(request, slug)
    now = clock.now()
    context = {"challenge": challenge, "teams": queries.partner_teams(challenge, now), "line": line_in_numbers(challenge, now)}
    return render(request, "challenges/results/partner_teams.html", context)


@require_safe
@access(signed_in)
def partner_team(request: HttpRequest, slug: str, bird: str) -> HttpResponse:
    """The released work of one team."""
    challenge = _challenge(request, slug)
    work = _released(request, challenge, bird)
    works = queries.partner_work(work.team, clock.now())
    context = {"challenge": challenge, "called": called(work.team.pseudonym), "works": works, "bird": bird}
    return render(request, "challenges/results/partner_team.html", context)


@require_safe
@access(signed_in)
def partner_file(request: HttpRequest, slug: str, bird: str, key: UUID) -> FileResponse:
    """A file of released work, under a neutral name."""
    challenge = _challenge(request, slug)
    team = _released(request, challenge, bird).team
    for work in visible.released_work(request.user).filter(team=team).prefetch_related("files"):
        for file in files(list(work.files.all())):
            if file.key == key:
                return attachment(file.work_file.blob, name=file.name, content_type=file.work_file.content_type)
    raise Http404


def _challenge(request: HttpRequest, slug: str) -> Challenge:
    challenge = one_or_404(visible.challenges(request.user).filter(slug=slug), member_roles(request.user))
    require(bool(is_partner_staff(request.user, challenge)))
    return challenge


def _released(request: HttpRequest, challenge: Challenge, bird: str) -> Submission:
    works = visible.released_work(request.user).filter(team__challenge=challenge).select_related("team__challenge").defer("text")
    for work in works:
        if address(work.team.pseudonym) == bird:
            return work
    raise Http404
