"""An organisation's public page, which mixes floors and so stands on the top one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.kit import clock
from accounts.kit.access import access, anyone
from challenges.queries import schema_org
from challenges.queries.partner_page import partner_page
from partners.queries import organisations
from partners.rules import is_editor, is_member, runs


@require_safe
@access(anyone)
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Who an organisation is and what it brings in; its own people find their links here."""
    organisation = get_object_or_404(organisations.visible_to(request.user), slug=slug)
    context = {
        "organisation": organisation,
        "page": partner_page(organisation, clock.now()),
        "data": schema_org.organisation(organisation),
        "runs": runs(request.user, organisation),
        "acts": is_member(request.user, organisation),
        "writes": is_editor(request.user, organisation),
    }
    return render(request, "challenges/organisation.html", context)
