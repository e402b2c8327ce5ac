"""Working on a milestone and handing in; receipts; the files of teams."""

import datetime as dt
import secrets
from typing import Any

from django.core.exceptions import BadRequest
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.kit import clock, files
from accounts.kit.access import access, signed_in
from accounts.kit.refusals import Refusal
from challenges.actions import drafts, submissions
from challenges.errors import NewerDraft
from challenges.forms.submissions import WorkForm
from challenges.models import Milestone, Team
from challenges.queries import milestones, visible
from challenges.queries.submission_page import receipt as receipt_of
from challenges.queries.submission_page import work_page


@require_safe
@access(signed_in)
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Every milestone of the challenge with what one's team has handed in."""
    team = _own_team(request, slug)
    rows = milestones.rows(team, clock.now())
    return render(request, "challenges/submit/overview.html", {"team": team, "challenge": team.challenge, "milestones": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@access(signed_in)
def work(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The page on which a team writes, adds files and hands in. htmx saves the text as one types."""
    now = clock.now()
    team, milestone = _own_milestone(request, slug, pk)
    if request.method != "POST":
        return _page(request, team, milestone, now)
    form = WorkForm(request.POST)
    if not form.is_valid():
        return _page(request, team, milestone, now, typed=request.POST.get("text", ""), refusal=_refusal_of(form))
    if request.htmx:
        return _autosave(request, team, milestone, form, now)
    return _post(request, team, milestone, form, now)


@require_safe
@access(signed_in)
def time_left(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The chip with the time that is left; an open page asks again for it."""
    team, milestone = _own_milestone(request, slug, pk)
    return render(request, "challenges/submit/time.html", {"challenge": team.challenge, "milestone": milestone, "now": clock.now()})


@require_safe
@access(signed_in)
def receipt(request: HttpRequest, slug: str, pk: int, version: int) -> HttpResponse:
    """The receipt of one version of one's own team."""
    team, milestone = _own_milestone(request, slug, pk)
    return _receipt(request, team, milestone, version, own=True)


@require_safe
@access(signed_in)
def team_receipt(request: HttpRequest, slug: str, team_pk: int, pk: int, version: int) -> HttpResponse:
    """One version of a team, for its coach, the faculty owner and the office."""
    team = get_object_or_404(visible.teams(request.user), challenge__slug=slug, pk=team_pk)
    milestone = get_object_or_404(team.challenge.milestones, pk=pk)
    return _receipt(request, team, milestone, version, own=False)


@require_safe
@access(signed_in)
def work_file(request: HttpRequest, slug: str, key: str) -> FileResponse:
    """Download a private file, for whoever may see the work that it belongs to."""
    found = get_object_or_404(visible.work_files(request.user), team__challenge__slug=slug, key=key)
    try:
        return files.attachment(found.blob, name=found.name, content_type=found.content_type)
    except FileNotFoundError:
        raise Http404 from None


def _own_team(request: HttpRequest, slug: str) -> Team:
    team: Team = get_object_or_404(visible.own_teams(request.user), challenge__slug=slug)
    return team


def _own_milestone(request: HttpRequest, slug: str, pk: int) -> tuple[Team, Milestone]:
    team = _own_team(request, slug)
    return team, get_object_or_404(team.challenge.milestones, pk=pk)


def _receipt(request: HttpRequest, team: Team, milestone: Milestone, version: int, *, own: bool) -> HttpResponse:
    found = get_object_or_404(
        visible.submissions(request.user).select_related("handed_in_by"), team=team, milestone=milestone, version=version
    )
    context = {
        "receipt": receipt_of(found),
        "team": team,
        "challenge": team.challenge,
        "milestone": milestone,
        "own": own,
        "now": clock.now(),
    }
    return render(request, "challenges/submit/receipt.html", context)


def _page_of(form: WorkForm) -> drafts.Page:
    """The page that saves. Who chose to replace a newer text names the revision to replace."""
    data = form.cleaned_data
    revision = data["revision"] or 0
    return drafts.Page(data["page"], revision if data["over"] is None else data["over"])


def _autosave(request: HttpRequest, team: Team, milestone: Milestone, form: WorkForm, now: dt.datetime) -> HttpResponse:
    context: dict[str, Any] = {"challenge": team.challenge, "milestone": milestone, "now": now, "live": True}
    try:
        drafts.save(team=team, milestone=milestone, text=form.cleaned_data["text"], page=_page_of(form), by=request.user, now=now)
    except NewerDraft as newer:
        context |= {"newer": newer, "revision": form.cleaned_data["revision"] or 0}
    except Refusal as no:
        context |= {"error": str(no), "revision": form.cleaned_data["revision"] or 0}
    page = work_page(team, milestone, now)
    failed = "newer" in context or "error" in context
    context = {
        "page": page,
        "revision": page.revision,
        "saved_words": _("Not saved") if failed else page.saved_words(request.user),
    } | context
    response = render(request, "challenges/submit/saved.html", context)
    if not failed:
        response["HX-Trigger"] = "draft-saved"
    return response


def _post(request: HttpRequest, team: Team, milestone: Milestone, form: WorkForm, now: dt.datetime) -> HttpResponse:
    text, page, by = form.cleaned_data["text"], _page_of(form), request.user
    added = drafts.add_files(team=team, milestone=milestone, uploads=request.FILES.getlist("files"), by=by, now=now)
    try:
        _remove(request, team, milestone, form, now)
        if form.cleaned_data["do"] == "hand_in" and not added.refused:
            handed = submissions.hand_in(team=team, milestone=milestone, text=text, page=page, by=by, now=now)
            return redirect("submission_receipt", team.challenge.slug, milestone.pk, handed.version)
        drafts.save(team=team, milestone=milestone, text=text, page=page, by=by, now=now)
    except NewerDraft as newer:
        return _page(
            request, team, milestone, now, typed=text, revision=form.cleaned_data["revision"] or 0, newer=newer, refused=added.refused
        )
    except Refusal as no:
        return _page(request, team, milestone, now, typed=text, refusal=no, refused=added.refused)
    if added.refused:
        return _page(request, team, milestone, now, refused=added.refused)
    return redirect("submission_work", team.challenge.slug, milestone.pk)


def _remove(request: HttpRequest, team: Team, milestone: Milestone, form: WorkForm, now: dt.datetime) -> None:
    key = form.cleaned_data["remove"]
    if key is not None:
        file = get_object_or_404(visible.work_files(request.user).filter(team=team, milestone=milestone, in_draft=True), key=key)
        drafts.remove_file(file=file, by=request.user, now=now)


def _refusal_of(form: WorkForm) -> Refusal:
    if set(form.errors) - {"text"}:
        raise BadRequest("This form was not made by the portal.")
    return Refusal(form.errors["text"][0], field="text")


def _page(
    request: HttpRequest,
    team: Team,
    milestone: Milestone,
    now: dt.datetime,
    *,
    typed: str | None = None,
    revision: int | None = None,
    refusal: Refusal | None = None,
    refused: list[str] | None = None,
    newer: NewerDraft | None = None,
) -> HttpResponse:
    page = work_page(team, milestone, now)
    unsaved = typed is not None and typed.replace("\r\n", "\n") != page.text
    context = {
        "page": page,
        "team": team,
        "challenge": team.challenge,
        "milestone": milestone,
        "now": now,
        "text": typed if unsaved else page.text,
        "revision": page.revision if revision is None else revision,
        "page_name": secrets.token_hex(8),
        "editing": page.is_open or unsaved,
        "refusal": refusal if refusal and refusal.field != "text" else None,
        "error": refusal if refusal and refusal.field == "text" else None,
        "saved_words": _("Not saved") if unsaved else page.saved_words(request.user),
        "refused": refused or [],
        "newer": newer,
        "accept": files.ACCEPT,
        "most_files": drafts.MOST_FILES,
        "title": _("Hand in"),
    }
    return render(request, "challenges/submit/work.html", context)
