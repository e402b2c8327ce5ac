"""The picture that goes with a challenge's link."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.kit import clock
from accounts.kit.access import access, anyone
from accounts.kit.pictures import picture
from challenges.queries import sharing, visible


@require_safe
@access(anyone)
def card(request: HttpRequest, slug: str, version: str) -> HttpResponseBase:
    """The picture of a published challenge, the same for everybody; an address from before it changed leads to the one of now."""
    now = clock.now()
    challenge = get_object_or_404(visible.challenges(AnonymousUser()), slug=slug)
    return picture(request, sharing.card(challenge, now), version, sharing.card_url(challenge, now))
