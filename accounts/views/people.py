"""The office's desk for people and their roles."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import roles
from accounts.audit.trail import entries_beside
from accounts.enums import Role
from accounts.forms.roles import ConfirmForm, GrantForm, ReasonForm
from accounts.kit import clock
from accounts.kit.access import access
from accounts.kit.pages import searched
from accounts.kit.refusals import Refusal
from accounts.models import RoleGrant, User
from accounts.queries import people, profiles
from accounts.rules import is_coordinator

TRAIL_LENGTH = 30


@require_safe
@access(is_coordinator)
def person_list(request: HttpRequest) -> HttpResponse:
    """Who waits for an answer, and everybody."""
    text, role = searched(request, "q"), request.GET.get("role", "")
    return render(
        request,
        "accounts/person_list.html",
        {
            "statements": people.statements(),
            "page": people.people(text=text, role=role if role in Role.values else "", number=request.GET.get("page"), now=clock.now()),
            "q": text,
            "role": role,
            "all_roles": Role.choices,
        },
    )


@require_safe
@access(is_coordinator)
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: roles, profile, and what happened."""
    return _page(request, get_object_or_404(User, pk=pk))


@require_POST
@access(is_coordinator)
def role_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person a role."""
    person = get_object_or_404(User, pk=pk)
    form = GrantForm(request.POST, by=request.user)
    if form.is_valid():
        try:
            roles.grant(
                user=person, role=Role(form.cleaned_data["role"]), until=form.cleaned_data["until"], by=request.user, now=clock.now()
            )
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return _done(request, person, _("%(name)s has the role from now on."))
    return _page(request, person, grant_form=form)


@require_POST
@access(is_coordinator)
def role_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes to a statement."""
    return _decide(request, pk, ConfirmForm, "confirm", _("%(name)s is confirmed."))


@require_POST
@access(is_coordinator)
def role_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no to a statement."""
    return _decide(request, pk, ReasonForm, "refuse", _("%(name)s is told why it was not confirmed."))


@require_POST
@access(is_coordinator)
def role_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role away."""
    return _decide(request, pk, ReasonForm, "revoke", _("%(name)s no longer has the role."))


def _decide(request: HttpRequest, pk: int, form_class: type[forms.Form], verb: str, words: str) -> HttpResponse:
    grant = get_object_or_404(RoleGrant.objects.select_related("user"), pk=pk)
    form = form_class(request.POST, auto_id=f"id_{verb}_{pk}_%s")
    if form.is_valid():
        try:
            getattr(roles, verb)(grant=grant, by=request.user, now=clock.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return _done(request, grant.user, words)
    return _page(request, grant.user, tried={(pk, verb): form})


def _done(request: HttpRequest, person: User, words: str) -> HttpResponse:
    messages.success(request, words % {"name": person.name})
    return redirect("person_detail", person.pk)


def _page(
    request: HttpRequest, person: User, grant_form: GrantForm | None = None, tried: dict[tuple[int, str], forms.Form] | None = None
) -> HttpResponse:
    profile = profiles.profile_of(person)

    def form(form_class: type[forms.Form], verb: str, pk: int) -> forms.Form:
        return (tried or {}).get((pk, verb)) or form_class(auto_id=f"id_{verb}_{pk}_%s")

    return render(
        request,
        "accounts/person_detail.html",
        {
            "person": person,
            "grants": [
                {
                    "row": row,
                    "confirm_form": form(ConfirmForm, "confirm", row.grant.pk),
                    "refuse_form": form(ReasonForm, "refuse", row.grant.pk),
                    "revoke_form": form(ReasonForm, "revoke", row.grant.pk),
                }
                for row in people.grants(person, request.user, clock.now())
            ],
            "profile": profile,
            "disciplines": profiles.discipline_in_words(profile) if profile else [],
            "entries": entries_beside(person)[:TRAIL_LENGTH],
            "grant_form": grant_form or GrantForm(by=request.user),
        },
    )
