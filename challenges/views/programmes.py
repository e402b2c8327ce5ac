"""Programmes: the list of editions and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.kit import clock
from accounts.kit.access import access, anyone
from challenges.queries import programmes, visible
from challenges.queries.enrolling import next_step


@require_safe
@access(anyone)
def programme_list(request: HttpRequest) -> HttpResponse:
    """Every edition, finished ones too."""
    found = programmes.editions(visible.programmes(request.user), clock.now())
    return render(request, "challenges/programmes/list.html", {"editions": found})


@require_safe
@access(anyone)
def programme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One edition with its challenges, and what its reader can do there now."""
    programme = get_object_or_404(programmes.with_counts(visible.programmes(request.user)), slug=slug)
    now = clock.now()
    page = programmes.programme_page(programme, now)
    step = next_step(request.user, programme, now)
    return render(request, "challenges/programmes/detail.html", {"page": page, "programme": programme, "step": step})
