"""Joining on application: the student's page, the partner's under pseudonyms, and the one on which it is decided."""

import datetime as dt
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kit import clock
from accounts.kit.access import access, one_or_404, require, signed_in
from accounts.kit.forms import set_sent, show_refusal
from accounts.kit.refusals import Refusal
from accounts.models import User
from challenges.actions import applications as actions
from challenges.forms.applications import ACCEPT, ApplyForm, DecideForm
from challenges.models import Application, Challenge
from challenges.queries import applications as queries
from challenges.queries import visible
from challenges.rules import cases
from partners.rules import member_roles


@require_http_methods(["GET", "HEAD", "POST"])
@access(signed_in)
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own application: what is asked, what one wrote, and how it stands. A POST sends or changes it."""
    now, user = clock.now(), cast(User, request.user)
    challenge = _challenge(request, slug)
    page = queries.apply_page(user, challenge, now)
    form = _form(request, page)
    if request.method == "POST" and form.is_valid():
        try:
            actions.apply(challenge=challenge, by=user, now=now, **form.typed())
        except Refusal as no:
            page = queries.apply_page(user, challenge, now)
            show_refusal(form, no)
            set_sent(form, "revision", page.own.revision if page.own else 0)
        else:
            messages.success(request, _("Your application is in. You can change it until it is decided."))
            return redirect("challenge_apply", slug)
    return render(request, "challenges/applications/apply.html", {"challenge": challenge, "page": page, "form": form})


@require_POST
@access(signed_in)
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one's own application back."""
    own = get_object_or_404(Application, challenge=_challenge(request, slug), user=request.user)
    try:
        actions.withdraw(application=own, by=cast(User, request.user), now=clock.now())
    except Refusal as no:
        messages.error(request, str(no.message))
    else:
        messages.success(request, _("Your application is withdrawn. You can apply again as long as one can join."))
    return redirect("challenge_apply", slug)


@require_safe
@access(signed_in)
def partner_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The applications that wait, for the partner, under pseudonyms."""
    challenge = one_or_404(visible.challenges(request.user).filter(slug=slug), member_roles(request.user))
    require(bool(cases.is_partner_staff(request.user, challenge)) and queries.is_asked(challenge))
    return render(request, "challenges/applications/partner.html", {"challenge": challenge, "applications": queries.for_partner(challenge)})


@require_http_methods(["GET", "HEAD", "POST"])
@access(signed_in)
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    """All applications with names; a POST accepts or refuses those that were chosen."""
    challenge, now = _challenge(request, slug), clock.now()
    require(bool(cases.can_decide_applications(request.user, challenge)))
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (answer := _decide(request, challenge, form, now)) is not None:
        return answer
    context = {"challenge": challenge, "rows": queries.for_office(challenge), "form": form, "chosen": request.POST.getlist("chosen")}
    return render(request, "challenges/applications/decide.html", context)


def _decide(request: HttpRequest, challenge: Challenge, form: DecideForm, now: dt.datetime) -> HttpResponse | None:
    accept, by = form.cleaned_data["decision"] == ACCEPT, cast(User, request.user)
    try:
        count = actions.decide(challenge=challenge, chosen=form.marks(), accept=accept, words=form.cleaned_data["words"], by=by, now=now)
    except Refusal as no:
        show_refusal(form, no)
        return None
    words = ngettext(
        "%(count)d application is decided, and the applicant is told.",
        "%(count)d applications are decided, and the applicants are told.",
        count,
    )
    messages.success(request, words % {"count": count})
    return redirect("application_decide", challenge.slug)


def _form(request: HttpRequest, page: queries.ApplyPage) -> ApplyForm:
    initial = {"motivation": page.own.motivation, "revision": page.own.revision} if page.own else {"revision": 0}
    return ApplyForm(request.POST or None, questions=page.questions, answers=page.answers, initial=initial)


def _challenge(request: HttpRequest, slug: str) -> Challenge:
    challenge: Challenge = get_object_or_404(visible.challenges(request.user), slug=slug)
    if not queries.is_asked(challenge):
        raise Http404
    return challenge
