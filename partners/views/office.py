"""Organisations at the programme office's desk."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.kit import clock
from accounts.kit.access import access
from accounts.kit.forms import show_refusal
from accounts.kit.refusals import Refusal
from accounts.rules import is_coordinator
from partners.actions import organisations
from partners.forms.organisations import NewOrganisationForm
from partners.queries.organisations import for_office


@require_safe
@access(is_coordinator)
def office_list(request: HttpRequest) -> HttpResponse:
    """Every organisation with the number of its people."""
    return render(request, "partners/manage/list.html", {"organisations": for_office()})


@require_http_methods(["GET", "HEAD", "POST"])
@access(is_coordinator)
def create(request: HttpRequest) -> HttpResponse:
    """Make an organisation and invite its first owner."""
    form = NewOrganisationForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        found, now = form.cleaned_data, clock.now()
        try:
            organisation = organisations.create(slug=found["slug"], values=form.values(), owner=found["owner"], by=request.user, now=now)
            if found["logo"]:
                organisations.set_logo(organisation=organisation, png=found["logo"], by=request.user, now=now)
        except Refusal as no:
            show_refusal(form, no)
        else:
            words = _("%(name)s was made, and its first owner is invited.") if found["owner"] else _("%(name)s was made.")
            messages.success(request, words % {"name": organisation})
            return redirect("organisation_staff", organisation.slug)
    return render(request, "partners/manage/new.html", {"form": form})
