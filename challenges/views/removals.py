"""A team asks a member to go, and the programme office decides."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kit import clock
from accounts.kit.access import access, signed_in
from accounts.kit.forms import show_refusal
from accounts.kit.refusals import Refusal
from accounts.rules import is_coordinator
from challenges.actions import removals as actions
from challenges.forms.agreements import GO, AskToGoForm, DecideForm
from challenges.models import RemovalRequest
from challenges.queries import removals as queries
from challenges.queries import visible


@require_http_methods(["GET", "HEAD", "POST"])
@access(signed_in)
def ask(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask the office to take another member out of one's team."""
    team = get_object_or_404(visible.own_teams(request.user), challenge__slug=slug)
    member = get_object_or_404(team.participations.active().exclude(user=request.user).select_related("user"), pk=pk)
    form = AskToGoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask(participation=member, reason=form.cleaned_data["reason"], by=request.user, now=clock.now())
        except Refusal as no:
            show_refusal(form, no)
        else:
            messages.success(request, _("The programme office looks at it, and tells you what it decides."))
            return redirect("team_own", slug)
    context = {"team": team, "challenge": team.challenge, "member": member, "form": form}
    return render(request, "challenges/team/ask_to_go.html", context)


@require_safe
@access(is_coordinator)
def removal_list(request: HttpRequest) -> HttpResponse:
    """What waits for the office's decision, and what it decided lately."""
    return _page(request)


@require_POST
@access(is_coordinator)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a member leave or stay."""
    found = get_object_or_404(RemovalRequest.objects.select_related("participation"), pk=pk)
    form = DecideForm(request.POST, prefix=f"removal-{pk}")
    if form.is_valid():
        granted, words = form.cleaned_data["decision"] == GO, form.cleaned_data["words"]
        try:
            actions.decide(request=found, granted=granted, words=words, by=request.user, now=clock.now())
        except Refusal as no:
            messages.error(request, str(no))
        else:
            messages.success(request, _("It is decided, and those concerned are told."))
        return redirect("removal_list")
    return _page(request, form, pk)


def _page(request: HttpRequest, typed: DecideForm | None = None, pk: int = 0) -> HttpResponse:
    found = queries.removals()
    rows = [(one, typed if typed and one.pk == pk else DecideForm(prefix=f"removal-{one.pk}")) for one in found.waiting]
    return render(request, "challenges/team/removal_list.html", {"rows": rows, "decided": found.decided})
