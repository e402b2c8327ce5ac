"""Joining an edition, ranking its challenges, and leaving it."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.kit import clock
from accounts.kit.access import access, anyone, signed_in
from accounts.kit.forms import set_sent, show_refusal
from accounts.kit.refusals import Refusal
from challenges.actions import enrolling, wishes
from challenges.forms.enrolling import EnrolForm, WishesForm
from challenges.models import Programme
from challenges.queries import visible
from challenges.queries.enrolling import standing
from challenges.queries.terms import Terms, terms_of_edition
from challenges.queries.wishes import WishesPage, wishes_page


@require_http_methods(["GET", "HEAD", "POST"])
@access(anyone)
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Every rule in words, the terms of its challenges, and the form that joins. A visitor sees what is asked and signs in first."""
    now = clock.now()
    programme = get_object_or_404(visible.programmes(request.user), slug=slug)
    shown = terms_of_edition(programme)
    if request.method != "POST":
        return _join_page(request, programme, EnrolForm(shown=shown), shown, now)
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    form = EnrolForm(request.POST, shown=shown)
    if not form.is_valid():
        return _join_page(request, programme, form, shown, now)
    try:
        enrolling.enrol(programme=programme, by=request.user, seen=form.cleaned_data["seen"], now=now)
    except Refusal as no:
        show_refusal(form, no)
        if no.field == "terms":
            set_sent(form, "seen", shown.mark)
        return _join_page(request, programme, form, shown, now)
    messages.success(request, _("You are in “%(programme)s”. Now rank its challenges.") % {"programme": programme.name})
    return redirect("programme_wishes", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@access(signed_in)
def rank(request: HttpRequest, slug: str) -> HttpResponse:
    """Rank the challenges, and see what was saved; whoever is not in the edition is led to joining it."""
    now = clock.now()
    programme = get_object_or_404(visible.programmes(request.user), slug=slug)
    enrolment = visible.enrolments(request.user).filter(programme=programme).first()
    if enrolment is None:
        return redirect("programme_join", slug)
    page = wishes_page(enrolment, now)
    if request.method != "POST":
        kept = {f"wish_{pk}": value for pk, value in page.given.items()}
        return _wishes_page(request, page, WishesForm(programme=programme, challenges=page.challenges, initial=kept))
    form = WishesForm(request.POST, programme=programme, challenges=page.challenges)
    if form.is_valid():
        try:
            wishes.save(programme=programme, wishes=form.wishes(), by=request.user, now=now)
        except Refusal as no:
            show_refusal(form, no)
        else:
            messages.success(request, _("Your wishes are saved."))
            return redirect("programme_wishes", slug)
    return _wishes_page(request, page, form)


@require_POST
@access(signed_in)
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave the edition."""
    programme = get_object_or_404(visible.programmes(request.user), slug=slug)
    try:
        enrolling.leave(programme=programme, by=request.user, now=clock.now())
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("You have left “%(programme)s”.") % {"programme": programme.name})
    return redirect("programme_join", slug)


def _join_page(request: HttpRequest, programme: Programme, form: EnrolForm, terms: Terms, now: dt.datetime) -> HttpResponse:
    context = {"programme": programme, "standing": standing(request.user, programme, now), "terms": terms}
    return render(request, "challenges/editions/join.html", {**context, "form": form, "now": now})


def _wishes_page(request: HttpRequest, page: WishesPage, form: WishesForm) -> HttpResponse:
    context = {"page": page, "programme": page.enrolment.programme, "form": form}
    return render(request, "challenges/editions/wishes.html", context)
