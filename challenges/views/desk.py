"""The programme office's desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.kit import clock
from accounts.kit.access import access
from accounts.rules import is_coordinator
from challenges.queries import desk as queries


@require_safe
@access(is_coordinator)
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the office, and the coming fortnight."""
    page = queries.desk(clock.now())
    waiting = [item for item in page.items if item.count]
    clear = [item for item in page.items if not item.count]
    return render(request, "challenges/desk/desk.html", {"page": page, "waiting": waiting, "clear": clear})
