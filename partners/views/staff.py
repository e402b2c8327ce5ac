"""Who acts for an organisation, as its owners and the office run it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.kit import clock
from accounts.kit.access import access, require, signed_in
from accounts.kit.forms import show_refusal
from accounts.kit.refusals import Refusal
from accounts.models import User
from partners.actions import invitations, members
from partners.forms.members import InvitationForm, RoleForm
from partners.models import Organisation
from partners.queries.organisations import staff, visible_to
from partners.rules import is_member, runs


@require_http_methods(["GET", "HEAD", "POST"])
@access(signed_in)
def staff_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Members and invitations; a POST invites. Members who do not run the organisation read it and can leave."""
    organisation = _found(request, slug)
    may_run = runs(request.user, organisation)
    form = InvitationForm(request.POST or None)
    if request.method == "POST":
        require(may_run)
        if form.is_valid():
            try:
                invitation = invitations.invite(organisation=organisation, by=request.user, now=clock.now(), **form.cleaned_data)
            except Refusal as no:
                show_refusal(form, no)
            else:
                messages.success(request, _("An invitation is on its way to %(address)s.") % {"address": invitation.address})
                return redirect("organisation_staff", organisation.slug)
    context = {
        "organisation": organisation,
        "staff": staff(organisation, clock.now()),
        "form": form,
        "may_run": may_run,
        "roles": RoleForm.base_fields["role"].choices,
    }
    return render(request, "partners/staff.html", context)


@require_POST
@access(signed_in)
def change_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give a member another role."""
    organisation = _run(request, slug)
    membership = get_object_or_404(organisation.memberships, pk=pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the roles."))
        return redirect("organisation_staff", organisation.slug)
    return _answer(
        request,
        organisation,
        lambda: members.change_role(membership=membership, role=form.cleaned_data["role"], by=request.user, now=clock.now()),
        _("The role was changed."),
    )


@require_POST
@access(signed_in)
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End a membership."""
    organisation = _run(request, slug)
    membership = get_object_or_404(organisation.memberships.select_related("user"), pk=pk)
    words = _("%(name)s does not act for the organisation any more.") % {"name": membership.user}
    return _answer(request, organisation, lambda: members.remove(membership=membership, by=request.user, now=clock.now()), words)


@require_POST
@access(signed_in)
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """End one's own membership."""
    organisation = get_object_or_404(visible_to(request.user), slug=slug)
    require(is_member(request.user, organisation))
    try:
        members.leave(organisation=organisation, by=request.user, now=clock.now())
    except Refusal as no:
        messages.error(request, str(no))
        stays = organisation.memberships.filter(user=request.user).exists()
        return redirect("organisation_staff", organisation.slug) if stays else redirect(organisation.get_absolute_url())
    messages.success(request, _("You do not act for %(name)s any more.") % {"name": organisation})
    return redirect(organisation.get_absolute_url())


@require_POST
@access(signed_in)
def send_again(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Send an invitation again, with a new link."""
    organisation = _run(request, slug)
    invitation = get_object_or_404(organisation.invitations, pk=pk)
    words = _("A new invitation is on its way to %(address)s. Earlier links do not work any more.") % {"address": invitation.address}
    seen = request.POST.get("round", "")
    return _answer(
        request,
        organisation,
        lambda: invitations.send_again(invitation=invitation, seen=seen, by=request.user, now=clock.now()),
        words,
    )


@require_POST
@access(signed_in)
def revoke(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an invitation back."""
    organisation = _run(request, slug)
    invitation = get_object_or_404(organisation.invitations, pk=pk)
    words = _("The invitation for %(address)s was withdrawn.") % {"address": invitation.address}
    return _answer(request, organisation, lambda: invitations.revoke(invitation=invitation, by=request.user, now=clock.now()), words)


def _found(request: HttpRequest, slug: str) -> Organisation:
    organisation = get_object_or_404(visible_to(request.user), slug=slug)
    require(is_member(request.user, organisation) or runs(request.user, organisation))
    return organisation


def _run(request: HttpRequest, slug: str) -> Organisation:
    organisation = get_object_or_404(visible_to(request.user), slug=slug)
    require(runs(request.user, organisation))
    return organisation


def _answer(request: HttpRequest, organisation: Organisation, write: Callable[[], object], words: str) -> HttpResponse:
    try:
        write()
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, words)
    if not runs(User.objects.get(pk=request.user.pk), organisation):
        return redirect(organisation.get_absolute_url())
    return redirect("organisation_staff", organisation.slug)
