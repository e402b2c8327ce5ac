"""Programmes on the office's desk."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.kit import clock
from accounts.kit.access import access
from accounts.kit.forms import set_sent
from accounts.kit.marks import mark
from accounts.kit.refusals import Refusal
from accounts.models import User
from accounts.rules import is_coordinator
from challenges.actions import programmes
from challenges.forms.programmes import ProgrammeForm
from challenges.models import Programme

PAGE = 20


@require_safe
@access(is_coordinator)
def programme_list(request: HttpRequest) -> HttpResponse:
    """All programmes, newest first, with how many challenges each has."""
    found = Programme.objects.select_related("host").annotate(size=Count("challenges")).order_by("-starts_on", "name")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "challenges/programmes_office/list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@access(is_coordinator)
def programme_new(request: HttpRequest) -> HttpResponse:
    """Make a programme."""
    form = ProgrammeForm(request.POST or None, with_slug=True)
    if request.method == "POST" and form.is_valid():
        try:
            programme = programmes.create(
                slug=form.cleaned_data["slug"], values=form.cleaned_data, by=cast(User, request.user), now=clock.now()
            )
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal.message))
        else:
            messages.success(request, _("“%(name)s” is there. Challenges can be put into it now.") % {"name": programme.name})
            return redirect("programme_office_list")
    return render(request, "challenges/programmes_office/edit.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@access(is_coordinator)
def programme_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what a programme says."""
    programme = get_object_or_404(Programme, slug=slug)
    stored = {field: getattr(programme, field) for field in programmes.FIELDS} | {"seen": mark(*programmes.said(programme))}
    form = ProgrammeForm(request.POST or None, with_slug=False, initial=stored)
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            programmes.edit(programme=programme, values=form.cleaned_data, seen=seen, by=cast(User, request.user), now=clock.now())
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal.message))
            set_sent(form, "seen", mark(*programmes.said(Programme.objects.get(pk=programme.pk))))
        else:
            messages.success(request, _("Saved."))
            return redirect("programme_office_list")
    return render(
        request, "challenges/programmes_office/edit.html", {"form": form, "programme": programme}, status=422 if form.errors else 200
    )
