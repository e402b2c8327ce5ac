"""The line for a seat: standing in it, leaving it, and how the programme office sees it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.kit import clock
from accounts.kit.access import access, signed_in
from accounts.kit.refusals import Refusal
from accounts.rules import is_coordinator
from challenges.actions import waitlist
from challenges.models import Challenge
from challenges.queries import visible
from challenges.queries.office_line import office_line


@require_POST
@access(signed_in)
def wait(request: HttpRequest, slug: str) -> HttpResponse:
    """Stand in the line; the page for joining then says at which place."""
    challenge = _challenge(request, slug)
    try:
        waitlist.wait(challenge=challenge, by=request.user, now=clock.now())
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("You wait for a seat. We tell you as soon as one is kept for you."))
    return redirect("challenge_join", slug)


@require_POST
@access(signed_in)
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave the line, or refuse the seat that is kept."""
    challenge = _challenge(request, slug)
    try:
        waitlist.leave(challenge=challenge, by=request.user, now=clock.now())
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("You no longer wait for a seat in “%(challenge)s”.") % {"challenge": challenge.title})
    return redirect("challenge_join", slug)


@require_safe
@access(is_coordinator)
def office(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is offered a seat, who waits at which place, and what each discipline has left."""
    challenge, now = _challenge(request, slug), clock.now()
    return render(request, "challenges/team/line.html", {"challenge": challenge, "line": office_line(challenge, now), "now": now})


def _challenge(request: HttpRequest, slug: str) -> Challenge:
    challenge: Challenge = get_object_or_404(visible.challenges(request.user), slug=slug)
    return challenge
