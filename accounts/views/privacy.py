"""What the portal keeps about somebody, and what they allow."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions import privacy as privacy_actions
from accounts.kit import clock
from accounts.kit.access import access, anyone
from accounts.queries.privacy import KEPT, own


@require_http_methods(["GET", "HEAD", "POST"])
@access(anyone)
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept and why, for everyone; for who is signed in also the terms one accepted, what only oneself sees,
    and whether one may be named in results."""
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        named = request.POST.get("named") == "yes"
        privacy_actions.choose_naming(user=request.user, named=named, now=clock.now())
        messages.success(request, _("You may be named in results.") if named else _("You are not named in results."))
        return redirect("privacy")
    accepted = request.user.accepted_terms.all() if request.user.is_authenticated else []
    alone = own(request.user) if request.user.is_authenticated else []
    return render(request, "accounts/privacy.html", {"kept": KEPT, "accepted": accepted, "own": alone})
