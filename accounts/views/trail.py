"""The whole audit trail, for the office."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.kit.access import access
from accounts.kit.pages import searched
from accounts.queries import trail
from accounts.rules import is_coordinator


@require_safe
@access(is_coordinator)
def audit(request: HttpRequest) -> HttpResponse:
    """Who did what, when, on what."""
    wanted = {name: searched(request, name) for name in ("person", "thing", "action")}
    return render(request, "accounts/audit.html", {"page": trail.page(request.GET.get("page"), **wanted), **wanted})
