"""The office forms the teams of an edition: runs, pairs of students, and what came out."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kit import clock
from accounts.kit.access import access
from accounts.kit.forms import show_refusal
from accounts.kit.refusals import Refusal
from accounts.models import User
from accounts.rules import is_coordinator
from challenges.actions import kept_pairs, matching
from challenges.enums import Keep
from challenges.forms.matching import ChangeForm, PairForm, RunForm
from challenges.models import KeptPair, MatchingRun, Programme
from challenges.queries.matching import runs


@require_http_methods(["GET", "HEAD", "POST"])
@access(is_coordinator)
def forming(request: HttpRequest, slug: str) -> HttpResponse:
    """What there is to form teams from, the form with the weights, and earlier proposals."""
    programme = get_object_or_404(Programme, slug=slug)
    form = RunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            run = matching.start(
                programme=programme,
                weights=form.weights(),
                seed=form.cleaned_data["seed"],
                by=cast(User, request.user),
                now=clock.now(),
            )
        except Refusal as no:
            show_refusal(form, no)
        else:
            return redirect("matching_run", slug, run.pk)
    return _forming(request, programme, form, ChangeForm())


@require_POST
@access(is_coordinator)
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Place those without a team, with the least disturbance of the teams that exist."""
    programme = get_object_or_404(Programme, slug=slug)
    form = ChangeForm(request.POST)
    if form.is_valid():
        last = runs.last_published(programme)
        try:
            run = matching.start(
                programme=programme,
                weights=last.run.weights if last else RunForm.usual(),
                seed=last.run.seed if last else 1,
                most_moves=form.cleaned_data["most_moves"],
                by=cast(User, request.user),
                now=clock.now(),
            )
        except Refusal as no:
            show_refusal(form, no)
        else:
            return redirect("matching_run", slug, run.pk)
    return _forming(request, programme, RunForm(), form)


def _forming(request: HttpRequest, programme: Programme, form: RunForm, change_form: ChangeForm) -> HttpResponse:
    context = {"programme": programme, "page": runs.forming_page(programme), "form": form, "change_form": change_form}
    return render(request, "challenges/matching/forming.html", context, status=422 if form.errors or change_form.errors else 200)


@require_safe
@access(is_coordinator)
def run(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How far a run is; once it has ended, what came of it."""
    found = get_object_or_404(MatchingRun.objects.select_related("programme", "proposal", "asked_by"), pk=pk, programme__slug=slug)
    context = {"programme": found.programme, "page": runs.run_page(found, clock.now())}
    return render(request, "challenges/matching/run.html", context)


@require_POST
@access(is_coordinator)
def cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Stop a run."""
    found = get_object_or_404(MatchingRun, pk=pk, programme__slug=slug)
    try:
        matching.cancel(run=found, by=cast(User, request.user), now=clock.now())
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("It is being stopped."))
    return redirect("matching_run", slug, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@access(is_coordinator)
def pairs(request: HttpRequest, slug: str) -> HttpResponse:
    """Pairs of students who are to be in one team, or are not."""
    programme = get_object_or_404(Programme, slug=slug)
    page = runs.pairs_page(programme)
    form = PairForm(request.POST or None, enrolments=page.enrolments)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            kept_pairs.keep(
                programme=programme,
                one=form.chosen("one"),
                other=form.chosen("other"),
                how=Keep(given["keep"]),
                reason=given["reason"],
                by=cast(User, request.user),
                now=clock.now(),
            )
        except Refusal as no:
            show_refusal(form, no)
        else:
            messages.success(request, _("The next proposal keeps to it."))
            return redirect("matching_pairs", slug)
    context = {"programme": programme, "page": page, "form": form}
    return render(request, "challenges/matching/pairs.html", context, status=422 if form.errors else 200)


@require_POST
@access(is_coordinator)
def remove_pair(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take such a rule away."""
    pair = get_object_or_404(KeptPair, pk=pk, programme__slug=slug)
    try:
        kept_pairs.remove(pair=pair, by=cast(User, request.user), now=clock.now())
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("The rule is removed."))
    return redirect("matching_pairs", slug)
