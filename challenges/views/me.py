"""My work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.kit import clock
from accounts.kit.access import access, signed_in
from challenges.queries.dashboard import dashboard


@require_safe
@access(signed_in)
def me(request: HttpRequest) -> HttpResponse:
    """What needs me now, what is coming, what is done."""
    return render(request, "challenges/me/me.jinja", {"page": dashboard(request.user, clock.now())})
