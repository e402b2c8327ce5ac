"""The directory of organisations, their logos, and their owners' edit page. The public page itself stands on the top floor."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.kit import clock
from accounts.kit.access import access, anyone, require, signed_in
from accounts.kit.files import SANDBOX
from accounts.kit.forms import set_sent, show_refusal
from accounts.kit.marks import mark
from accounts.kit.refusals import Refusal
from accounts.rules import is_coordinator
from partners.actions import organisations
from partners.enums import OrganisationKind
from partners.forms.organisations import OfficeForm, OrganisationForm
from partners.models import Organisation
from partners.queries.organisations import directory, visible_to
from partners.rules import runs


@require_safe
@access(anyone)
def organisation_list(request: HttpRequest) -> HttpResponse:
    """All organisations, or those of some kinds."""
    kinds = [kind for kind in request.GET.getlist("kind") if kind in OrganisationKind.values]
    found, facet = directory(request.user, kinds)
    return render(request, "partners/list.html", {"organisations": found, "kinds": facet, "chosen": kinds})


@require_safe
@access(anyone)
def logo(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The logo, which was made into a clean PNG when it came in."""
    organisation = get_object_or_404(visible_to(request.user), slug=slug)
    if not organisation.logo:
        raise Http404
    response = FileResponse(organisation.logo.open("rb"), content_type="image/png", filename="logo.png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "public, max-age=300"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@access(signed_in)
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """What the organisation says of itself; the office also changes its name and kind."""
    organisation = get_object_or_404(visible_to(request.user), slug=slug)
    require(runs(request.user, organisation))
    kind_of_form = OfficeForm if is_coordinator(request.user) else OrganisationForm
    if request.method == "POST":
        form = kind_of_form(request.POST, request.FILES, organisation=organisation)
        if form.is_valid() and _save(request, organisation, form):
            messages.success(request, _("Saved."))
            return redirect(organisation.get_absolute_url())
    else:
        initial = {name: getattr(organisation, name) for name in organisations.OFFICE}
        form = kind_of_form(initial=initial | {"seen": mark(*organisations.said(organisation))}, organisation=organisation)
    return render(request, "partners/edit.html", {"organisation": organisation, "form": form})


def _save(request: HttpRequest, organisation: Organisation, form: OrganisationForm) -> bool:
    now = clock.now()
    found: dict[str, Any] = form.cleaned_data
    try:
        organisations.edit(organisation=organisation, values=form.values(), seen=found["seen"], by=request.user, now=now)
        if found.get("logo") or found.get("remove_logo"):
            organisations.set_logo(organisation=organisation, png=found["logo"] or None, by=request.user, now=now)
    except Refusal as no:
        show_refusal(form, no)
        set_sent(form, "seen", mark(*organisations.said(Organisation.objects.get(pk=organisation.pk))))
        return False
    return True
