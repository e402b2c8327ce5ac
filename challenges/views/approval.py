"""Approving a challenge, naming and handing over its owner, cancelling it; and the office's list of all."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.audit import trail
from accounts.enums import Role
from accounts.kit import clock
from accounts.kit.access import access, one_or_404, require, signed_in
from accounts.kit.addresses import canonical
from accounts.kit.refusals import Refusal
from accounts.models import Entry, User
from accounts.queries.people import holders
from accounts.rules import is_coordinator
from challenges.actions import approval, cancelling, ownership
from challenges.forms.approval import CancelForm, HandOverForm, NameOwnerForm, OfficeFilter, SendBackForm, SubmitForm
from challenges.models import Challenge
from challenges.queries import approval as pages
from challenges.queries import visible
from challenges.queries.checklist import missing
from challenges.queries.reading import parts
from challenges.queries.whole import read_whole
from challenges.queries.writing import edit_url
from challenges.rules import cases
from partners.rules import member_roles

PAGE = 20
TRAIL = 30


def _found(request: HttpRequest, slug: str) -> Challenge:
    found = visible.challenges(request.user).select_related(
        "organisation", "programme", "faculty_owner", "owner_approved_by", "office_approved_by", "cancelled_by"
    )
    challenge = one_or_404(found.filter(slug=slug), member_roles(request.user))
    require(bool(cases.sees_behind_the_page(request.user, challenge)))
    return challenge


@require_safe
@access(signed_in)
def approve_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the approval stands, the whole challenge to read, and what one may do."""
    return _page(request, _found(request, slug))


def _page(request: HttpRequest, challenge: Challenge, status: int = 200, **bound: forms.Form) -> HttpResponse:
    now = clock.now()
    may = pages.may(request.user, challenge)
    send_back = bound.get("send_back") or SendBackForm()
    is_office = bool(is_coordinator(request.user))
    faculty = holders(Role.FACULTY, now) if may.name_owner or may.hand_over else User.objects.none()
    entries = trail.entries_beside(challenge)[:TRAIL] if is_office else Entry.objects.none()
    read_whole(challenge, faculty, entries)
    context: dict[str, Any] = {
        "challenge": challenge,
        "may": may,
        "now": now,
        "keys": pages.keys(challenge),
        "line": pages.line(challenge),
        "missing": [
            {"label": item.words, "done": False, "url": edit_url(challenge, item.section) if may.write else ""}
            for item in missing(challenge, now)
        ],
        "parts": [(part, send_back[part.section]) for part in parts(challenge)],
        "submit_form": bound.get("submit") or SubmitForm(initial={"proposed_owner": challenge.proposed_owner}),
        "send_back": send_back,
        "cancel_form": bound.get("cancel") or CancelForm(),
        "is_office": is_office,
        "entries": entries if is_office else None,
    }
    if may.name_owner or may.hand_over:
        context["owner_form"] = bound.get("name_owner") or NameOwnerForm(faculty=faculty, initial={"owner": _proposed(challenge, faculty)})
        context["hand_over_form"] = bound.get("hand_over") or HandOverForm(faculty=faculty)
    return render(request, "challenges/approval/page.html", context, status=status)


def _proposed(challenge: Challenge, faculty: Any) -> User | None:
    """The member of faculty whom the partner named by address; nobody for anything else."""
    if challenge.faculty_owner_id or "@" not in challenge.proposed_owner:
        return challenge.faculty_owner
    address = canonical(challenge.proposed_owner)
    return next((one for one in faculty if one.email == address), None)


def _do(
    request: HttpRequest, challenge: Challenge, act: Callable[[], Any], done: str, *, form: forms.Form | None = None, name: str = ""
) -> HttpResponse:
    """Call the action; say what was done and come back, or show what was refused beside what was typed."""
    if form is None or form.is_valid():
        try:
            act()
        except Refusal as refusal:
            if form is None:
                messages.error(request, str(refusal.message))
                return redirect(approval.approval_path(challenge))
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        else:
            messages.success(request, done)
            return redirect(approval.approval_path(challenge))
    return _page(request, challenge, status=422, **{name: form})


@require_POST
@access(signed_in)
def submit(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand a draft to approval."""
    challenge = _found(request, slug)
    require(bool(cases.can_write(request.user, challenge)))
    form = SubmitForm(request.POST)

    def act() -> None:
        proposed = form.cleaned_data["proposed_owner"]
        approval.submit(challenge=challenge, proposed_owner=proposed, by=cast(User, request.user), now=clock.now())

    return _do(
        request, challenge, act, _("It waits for approval now. You hear when it is approved or comes back."), form=form, name="submit"
    )


@require_POST
@access(signed_in)
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take it back to a draft."""
    challenge = _found(request, slug)
    require(bool(cases.can_write(request.user, challenge)))
    by = cast(User, request.user)
    return _do(request, challenge, lambda: approval.withdraw(challenge=challenge, by=by, now=clock.now()), _("It is a draft again."))


@require_POST
@access(signed_in)
def turn(request: HttpRequest, slug: str, whose: str) -> HttpResponse:
    """Turn one of the two keys."""
    challenge = _found(request, slug)
    rule, act = {
        "owner": (cases.can_turn_owner_key, approval.approve_as_owner),
        "office": (cases.can_turn_office_key, approval.approve_as_office),
    }[whose]
    require(bool(rule(request.user, challenge)))
    read_at, by = request.POST.get("read_at", ""), cast(User, request.user)
    return _do(request, challenge, lambda: act(challenge=challenge, read_at=read_at, by=by, now=clock.now()), _("You have approved it."))


@require_POST
@access(signed_in)
def send_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Send it back with comments."""
    challenge = _found(request, slug)
    require(bool(cases.can_turn_owner_key(request.user, challenge) or cases.can_turn_office_key(request.user, challenge)))
    form = SendBackForm(request.POST)

    def act() -> None:
        read_at, by = request.POST.get("read_at", ""), cast(User, request.user)
        approval.send_back(challenge=challenge, comments=form.cleaned_data, read_at=read_at, by=by, now=clock.now())

    return _do(request, challenge, act, _("It went back with your comments."), form=form, name="send_back")


@require_POST
@access(is_coordinator)
def name_owner(request: HttpRequest, slug: str) -> HttpResponse:
    """The office names or changes the faculty owner."""
    challenge = _found(request, slug)
    form = NameOwnerForm(request.POST, faculty=holders(Role.FACULTY, clock.now()))
    return _do(
        request,
        challenge,
        lambda: _name(request, challenge, form.cleaned_data["owner"]),
        _("The owner is named and told."),
        form=form,
        name="name_owner",
    )


@require_POST
@access(signed_in)
def hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    """The owner hands over to a colleague."""
    challenge = _found(request, slug)
    require(bool(cases.can_hand_over(request.user, challenge)))
    form = HandOverForm(request.POST, faculty=holders(Role.FACULTY, clock.now()))
    if not form.is_valid():
        return _page(request, challenge, status=422, hand_over=form)
    try:
        _name(request, challenge, form.cleaned_data["address"])
    except Refusal as refusal:
        form.add_error("address", str(refusal.message))
        return _page(request, challenge, status=422, hand_over=form)
    messages.success(request, _("Your colleague owns it now, and is told."))
    return redirect("/me/")


def _name(request: HttpRequest, challenge: Challenge, owner: User) -> None:
    ownership.name_owner(challenge=challenge, owner=owner, by=cast(User, request.user), now=clock.now())


@require_POST
@access(signed_in)
def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """Cancel it, or discard a draft."""
    challenge = _found(request, slug)
    require(bool(cases.can_cancel(request.user, challenge)))
    form = CancelForm(request.POST)

    def act() -> None:
        cancelling.cancel(challenge=challenge, reason=form.cleaned_data["reason"], by=cast(User, request.user), now=clock.now())

    return _do(request, challenge, act, _("It is cancelled."), form=form, name="cancel")


@require_safe
@access(is_coordinator)
def office_list(request: HttpRequest) -> HttpResponse:
    """All challenges, those that need the office first."""
    form = OfficeFilter(request.GET)
    typed = form.cleaned_data if form.is_valid() else {"q": "", "state": ""}
    page = Paginator(pages.office_list(words=typed["q"], state=typed["state"]), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": [pages.line(one) for one in page],
        "filtered": bool(typed["q"] or typed["state"]),
        "q": typed["q"],
    }
    return render(request, "challenges/approval/office_list.html", context)
