"""The rooms of a team: messages, files, and how it is going."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kit import clock, files
from accounts.kit.access import access, require, signed_in
from accounts.kit.forms import show_refusal
from accounts.kit.refusals import Refusal
from challenges.actions import rooms
from challenges.forms.rooms import MessageForm, PulseForm
from challenges.models import Team
from challenges.queries import visible
from challenges.queries.pulse import pulse_page
from challenges.rules.work import is_team_member

PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@access(signed_in)
def talk(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What members and the coach wrote to each other, newest first, and the form to write."""
    team = _team(request, slug, pk)
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rooms.write(team=team, text=form.cleaned_data["text"], by=request.user, now=clock.now())
        except Refusal as no:
            show_refusal(form, no)
        else:
            messages.success(request, _("Your message is there for the others."))
            return redirect("team_messages", slug, pk)
    page = Paginator(team.messages.select_related("by"), PAGE).get_page(request.GET.get("page"))
    return _room(request, team, "messages", {"page": page, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@access(signed_in)
def shared(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The files that the team shares, and the form to add some."""
    team, refused = _team(request, slug, pk), list[str]()
    if request.method == "POST":
        uploads = request.FILES.getlist("files")
        added = rooms.share(team=team, uploads=uploads, by=request.user, now=clock.now())
        refused = added.refused if uploads else [_("Choose at least one file.")]
        if not refused:
            messages.success(request, _("The files are shared."))
            return redirect("team_files", slug, pk)
    found = list(team.shared_files.select_related("uploaded_by"))
    context = {"files": found, "refused": refused, "accept": files.ACCEPT, "most": rooms.MOST_FILES}
    return _room(request, team, "files", context)


@require_safe
@access(signed_in)
def download(request: HttpRequest, slug: str, pk: int, key: str) -> FileResponse:
    """One shared file."""
    found = get_object_or_404(_team(request, slug, pk).shared_files, key=key)
    try:
        return files.attachment(found.blob, name=found.name, content_type=found.content_type)
    except FileNotFoundError:
        raise Http404 from None


@require_POST
@access(signed_in)
def remove(request: HttpRequest, slug: str, pk: int, key: str) -> HttpResponse:
    """Take a shared file away."""
    team = _team(request, slug, pk)
    found = get_object_or_404(team.shared_files.select_related("team"), key=key)
    try:
        rooms.unshare(file=found, by=request.user, now=clock.now())
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("“%(name)s” is removed.") % {"name": found.name})
    return redirect("team_files", slug, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@access(signed_in)
def pulse(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A member says how it is going and sees what they said; the coach sees averages and whoever wants to be seen."""
    team, now = _team(request, slug, pk), clock.now()
    page = pulse_page(team, request.user, rooms.week_of(now))
    said = {"score": page.now.score, "words": page.now.words, "named": page.now.named} if page.now else {}
    form = PulseForm(request.POST or None, initial=said)
    if request.method == "POST":
        require(is_team_member(request.user, team))
        if form.is_valid():
            try:
                rooms.say_how_it_goes(team=team, by=request.user, now=now, **form.cleaned_data)
            except Refusal as no:
                show_refusal(form, no)
            else:
                messages.success(request, _("Thank you. You can change it until Sunday."))
                return redirect("team_pulse", slug, pk)
    return _room(request, team, "pulse", {"pulse": page, "form": form})


def _team(request: HttpRequest, slug: str, pk: int) -> Team:
    team: Team = get_object_or_404(visible.team_rooms(request.user), challenge__slug=slug, pk=pk)
    return team


def _room(request: HttpRequest, team: Team, room: str, context: dict[str, object]) -> HttpResponse:
    about = {"team": team, "challenge": team.challenge, "room": room, "is_member": team.coach_id != request.user.pk}
    return render(request, f"challenges/team/{room}.html", about | context)
