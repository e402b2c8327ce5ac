"""The office releases results."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.kit import clock
from accounts.kit.access import access
from accounts.kit.forms import set_sent
from accounts.kit.marks import mark
from accounts.kit.refusals import Refusal
from accounts.rules import is_coordinator
from challenges.actions import releasing as actions
from challenges.forms.reviews import OutcomeForm, ReleaseForm
from challenges.models import Challenge, Milestone
from challenges.queries import assign_page, visible
from challenges.queries import release_page as pages


@require_safe
@access(is_coordinator)
def release_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Scores, spread and who is late, before and after release."""
    challenge = _challenge(request, slug)
    return _page(request, challenge, request.GET.get("milestone"))


@require_POST
@access(is_coordinator)
def release(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Release a milestone to everybody at once."""
    challenge = _challenge(request, slug)
    milestone = get_object_or_404(Milestone, pk=pk, challenge=challenge)
    form = ReleaseForm(request.POST)
    form.is_valid()
    try:
        actions.release(milestone=milestone, despite_gaps=form.cleaned_data["despite_gaps"], by=request.user, now=clock.now())
    except Refusal as refusal:
        if refusal.field:
            form.add_error(refusal.field, str(refusal.message))
            return _page(request, challenge, str(pk), form=form)
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The results are released. Every team can read its own now, and gets a mail."))
    return redirect(f"/manage/challenges/{slug}/results/?milestone={pk}")


@require_POST
@access(is_coordinator)
def outcome(request: HttpRequest, slug: str) -> HttpResponse:
    """Write what came of the challenge."""
    challenge = _challenge(request, slug)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, challenge, None, outcome=form)
    text, seen = form.cleaned_data["outcome"], form.cleaned_data["seen"]
    try:
        actions.write_outcome(challenge=challenge, text=text, seen=seen, by=request.user, now=clock.now())
    except Refusal as refusal:
        form.add_error("outcome", str(refusal.message))
        challenge.refresh_from_db()
        set_sent(form, "seen", mark(challenge.outcome))
        return _page(request, challenge, None, outcome=form)
    messages.success(request, _("The outcome is saved."))
    return redirect("release_page", slug=slug)


def _challenge(request: HttpRequest, slug: str) -> Challenge:
    return get_object_or_404(visible.challenges(request.user), slug=slug)


def _page(
    request: HttpRequest, challenge: Challenge, wanted: str | None, *, form: ReleaseForm | None = None, outcome: OutcomeForm | None = None
) -> HttpResponse:
    now = clock.now()
    milestones = assign_page.assessed(challenge)
    milestone = assign_page.pick(milestones, wanted, now)
    if milestone is None:
        return render(request, "challenges/release/none.html", {"challenge": challenge})
    context = {
        "challenge": challenge,
        "page": pages.release_page(milestones, milestone, now),
        "form": form or ReleaseForm(),
        "outcome": outcome or OutcomeForm(initial={"outcome": challenge.outcome, "seen": mark(challenge.outcome)}),
    }
    return render(request, "challenges/release/page.html", context)
