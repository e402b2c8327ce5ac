"""One proposal: the office moves, pins, undoes, compares, has the rest solved again, and publishes."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.kit import clock
from accounts.kit.access import access
from accounts.kit.refusals import Refusal
from accounts.models import User
from accounts.rules import is_coordinator
from challenges.actions import matching, proposals, publishing_teams
from challenges.forms.matching import MoveForm, PinForm, PublishForm, RevisionForm
from challenges.models import Proposal
from challenges.queries.matching import comparing, page


@require_safe
@access(is_coordinator)
def detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The teams as cards; `?move=` opens the form with which that student is moved."""
    return _page(request, _found(slug, pk), PublishForm())


@require_POST
@access(is_coordinator)
def move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put one student into another team."""
    proposal = _found(slug, pk)
    enrolment = _number(request.POST.get("enrolment"))
    shown = page.proposal_page(proposal, clock.now(), enrolment)
    form = MoveForm(request.POST, choices=shown.moving.choices if shown.moving else [])
    if not form.is_valid() or shown.moving is None:
        messages.error(request, _("Choose a student and a team of this edition."))
        return redirect("proposal", slug, pk)
    world, given = shown.judged.world, form.cleaned_data
    student = next(one for one in world.enrolments.values() if one.pk == given["enrolment"])
    slot, before = world.slots[int(given["to"])], shown.judged
    return _done(
        request,
        proposal,
        lambda: proposals.move(proposal=proposal, enrolment=student, to=slot, revision=given["revision"]),
        lambda: page.moved_words(before, student.user_id, slot),
    )


@require_POST
@access(is_coordinator)
def pin(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Keep a student or a team where they are, or let them go."""
    proposal, form = _found(slug, pk), PinForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a student or a team of this edition."))
        return redirect("proposal", slug, pk)
    pinned, whole, number = form.chosen()
    enrolments = page.inside(proposal, number) if whole else [number]
    return _done(
        request,
        proposal,
        lambda: proposals.pin(proposal=proposal, enrolments=enrolments, pinned=pinned, revision=form.cleaned_data["revision"]),
        lambda: _("Pinned: they stay when the rest is solved again.") if pinned else _("The pin is out."),
    )


@require_POST
@access(is_coordinator)
def undo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take the last change back."""
    proposal, form = _found(slug, pk), RevisionForm(request.POST)
    revision = form.cleaned_data["revision"] if form.is_valid() else -1
    return _done(request, proposal, lambda: proposals.undo(proposal=proposal, revision=revision), lambda: _("The last change is undone."))


@require_POST
@access(is_coordinator)
def take_out_gone(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take out who is not in the edition any more."""
    proposal, form = _found(slug, pk), RevisionForm(request.POST)
    revision = form.cleaned_data["revision"] if form.is_valid() else -1
    return _done(request, proposal, lambda: proposals.take_out_gone(proposal=proposal, revision=revision), lambda: _("They are taken out."))


@require_POST
@access(is_coordinator)
def solve_rest(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Have everybody who is not pinned placed anew; this proposal stays to compare with."""
    proposal = _found(slug, pk)
    run = proposal.run
    try:
        fresh = matching.start(
            programme=run.programme,
            weights=run.weights,
            seed=run.seed,
            based_on=proposal,
            by=cast(User, request.user),
            now=clock.now(),
        )
    except Refusal as no:
        messages.error(request, str(no))
        return redirect("proposal", slug, pk)
    return redirect("matching_run", slug, fresh.pk)


@require_safe
@access(is_coordinator)
def compare(request: HttpRequest, slug: str, pk: int, other: int) -> HttpResponse:
    """Two proposals side by side: what each is worth, grants and breaks, and who is elsewhere."""
    one, two = _found(slug, pk), _found(slug, other)
    context = {"programme": one.run.programme, "page": comparing.comparison(one, two, clock.now())}
    return render(request, "challenges/matching/compare.html", context)


@require_POST
@access(is_coordinator)
def publish(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Make the teams of the proposal."""
    proposal, form = _found(slug, pk), PublishForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            done = publishing_teams.publish(
                proposal=proposal,
                revision=given["revision"],
                reason=given["reason"],
                by=cast(User, request.user),
                now=clock.now(),
            )
        except Refusal as no:
            form.add_error(no.field if no.field in form.fields else None, str(no))
        else:
            words = _("%(students)d students were placed and %(moved)d moved; %(teams)d teams are new. Everyone concerned is told.")
            messages.success(request, words % {"students": done.students, "moved": done.moved, "teams": done.teams})
            return redirect("matching", slug)
    return _page(request, proposal, form)


def _page(request: HttpRequest, proposal: Proposal, form: PublishForm) -> HttpResponse:
    programme = proposal.run.programme
    shown = page.proposal_page(proposal, clock.now(), _number(request.GET.get("move")))
    moving = shown.moving
    start = {"revision": proposal.revision}
    context = {
        "programme": programme,
        "page": shown,
        "proposal": proposal,
        "publish_form": form,
        "move_form": MoveForm(initial=start | {"enrolment": moving.enrolment}, choices=moving.choices) if moving else None,
    }
    return render(request, "challenges/matching/proposal.jinja", context, status=422 if form.errors else 200)


def _done(request: HttpRequest, proposal: Proposal, act: Callable[[], None], words: Callable[[], str]) -> HttpResponse:
    try:
        act()
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, words())
    return redirect("proposal", proposal.run.programme.slug, proposal.pk)


def _found(slug: str, pk: int) -> Proposal:
    found = Proposal.objects.select_related("run__programme", "run__asked_by")
    proposal: Proposal = get_object_or_404(found, pk=pk, run__programme__slug=slug)
    return proposal


def _number(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 10 else None
