"""Who may join: saying that one meets a prerequisite, and the office's page with the people whom it lets in."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.kit import clock
from accounts.kit.access import access, signed_in
from accounts.kit.forms import show_refusal
from accounts.kit.refusals import Refusal
from accounts.rules import is_coordinator
from challenges.actions import eligibility
from challenges.forms.eligibility import LetInForm
from challenges.models import Admission, Challenge, Prerequisite
from challenges.queries import visible
from challenges.queries.office_eligibility import who_may_join


@require_POST
@access(signed_in)
def prerequisite_met(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that one meets a prerequisite."""
    prerequisite = get_object_or_404(Prerequisite, challenge=_challenge(request, slug), pk=pk)
    try:
        eligibility.say_met(prerequisite=prerequisite, by=request.user, now=clock.now())
    except Refusal as no:
        messages.error(request, str(no.message))
    else:
        messages.success(request, _("It is kept that you meet this."))
    return redirect("challenge_join", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@access(is_coordinator)
def let_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Who may join a challenge and who is let in all the same; a POST lets somebody in."""
    now = clock.now()
    challenge = _challenge(request, slug)
    form = LetInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            admission = eligibility.let_in(challenge=challenge, by=request.user, now=now, **form.cleaned_data)
        except Refusal as no:
            show_refusal(form, no)
        else:
            messages.success(request, _("%(name)s is let in.") % {"name": admission.user.name})
            return redirect("challenge_let_in", slug)
    return _page(request, challenge, form, now)


@require_POST
@access(is_coordinator)
def take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let somebody in no longer."""
    admission = get_object_or_404(Admission.objects.select_related("user"), challenge=_challenge(request, slug), pk=pk)
    try:
        eligibility.take_back(admission=admission, by=request.user, now=clock.now())
    except Refusal as no:
        messages.error(request, str(no.message))
    else:
        messages.success(request, _("%(name)s is let in no longer.") % {"name": admission.user.name})
    return redirect("challenge_let_in", slug)


def _challenge(request: HttpRequest, slug: str) -> Challenge:
    challenge: Challenge = get_object_or_404(visible.challenges(request.user), slug=slug)
    return challenge


def _page(request: HttpRequest, challenge: Challenge, form: LetInForm, now: dt.datetime) -> HttpResponse:
    context = {"challenge": challenge, "form": form, "page": who_may_join(challenge, now), "is_open": challenge.can_still_be_joined(now)}
    return render(request, "challenges/team/let_in.html", context)
