"""Starting a challenge, and writing it part by part."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.kit import clock
from accounts.kit.access import access, one_or_404, require, signed_in
from accounts.kit.refusals import Refusal
from accounts.models import User
from challenges.actions import attachments, copies, writing
from challenges.enums import ChallengeState, Section
from challenges.errors import Newer
from challenges.forms.writing import FORMS, PartForm
from challenges.forms.writing.new import NewForm
from challenges.models import Attachment, Challenge
from challenges.queries import reading, visible
from challenges.queries import writing as pages
from challenges.queries.facts import revision
from challenges.queries.whole import read_whole
from challenges.rules import cases, published
from partners.rules import member_roles

PREVIEW_MOST = 20_000


def _found(request: HttpRequest, slug: str) -> Challenge:
    found = visible.challenges(request.user).select_related("changed_by", "organisation", "faculty_owner").filter(slug=slug)
    challenge = one_or_404(found, member_roles(request.user))
    require(bool(cases.can_write(request.user, challenge)))
    return challenge


@require_http_methods(["GET", "HEAD", "POST"])
@access(cases.writes_somewhere)
def new(request: HttpRequest) -> HttpResponse:
    """Start a draft from an empty page or from an earlier challenge."""
    user = cast(User, request.user)
    form = NewForm(request.POST or None, user=user, initial={"source": request.GET.get("from", "")})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if source := typed.get("source"):
            challenge = copies.copy(challenge=source, title=typed["title"], by=user, now=clock.now())
        else:
            challenge = writing.create(organisation=typed["organisation"], title=typed["title"], by=user, now=clock.now())
        return redirect(pages.edit_url(challenge, Section.BASICS))
    return render(request, "challenges/write/new.html", {"form": form})


@require_POST
@access(signed_in)
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a draft from this challenge, under the same title, to be changed first."""
    challenge = copies.copy(challenge=(source := _found(request, slug)), title=source.title, by=cast(User, request.user), now=clock.now())
    messages.success(
        request, _("This is a copy, a draft of its own. Give it a title, and look at its dates: they have moved to the weeks ahead.")
    )
    return redirect(pages.edit_url(challenge, Section.BASICS))


@require_http_methods(["GET", "HEAD", "POST"])
@access(signed_in)
def edit(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    """One part of a challenge: read it, type, save it, or save it and go on. Nothing typed is lost when it is refused."""
    challenge = _found(request, slug)
    if section not in FORMS:
        raise Http404
    if request.method != "POST":
        read_whole(challenge)
    if _is_closed(challenge, section):
        return _page(request, challenge, section, {"read": reading.part(challenge, section)})
    make = FORMS[section]
    if request.method != "POST":
        return _page(request, challenge, section, _form(make(challenge=challenge), revision(challenge, section)))
    read = request.POST.get("revision", "")
    if button := request.POST.get("again", ""):
        shown = _form(make.again(request.POST, button, challenge=challenge), read)
        return _page(request, challenge, section, shown | {"preview": button == "preview"})
    form = make(request.POST, challenge=challenge)
    if form.is_valid():
        try:
            values, by, now = form.values(), cast(User, request.user), clock.now()
            writing.save(challenge=challenge, section=section, values=values, revision_read=read, by=by, now=now)
        except Newer as newer:
            form.refuse(newer)
            theirs = Challenge.objects.get(pk=challenge.pk)
            shown = _form(form, revision(theirs, section)) | {"theirs": reading.part(theirs, section)}
            return _page(request, challenge, section, shown, status=409)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _saved(request, challenge, section)
    return _page(request, challenge, section, _form(form, read), status=422)


def _is_closed(challenge: Challenge, section: str) -> bool:
    if challenge.state in {ChallengeState.SUBMITTED, ChallengeState.CANCELLED}:
        return True
    return section == Section.RUBRIC and challenge.state == ChallengeState.PUBLISHED and published.rubric_is_frozen(challenge)


def _form(form: PartForm, read: str) -> dict[str, Any]:
    return {"form": form, "revision": read}


def _saved(request: HttpRequest, challenge: Challenge, section: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    onward = pages.next_section(section) if request.POST.get("go") == "next" else None
    return redirect(pages.edit_url(challenge, onward or section))


def _page(request: HttpRequest, challenge: Challenge, section: str, more: dict[str, Any], status: int = 200) -> HttpResponse:
    now = clock.now()
    stored = challenge
    if request.method == "POST":
        stored = Challenge.objects.select_related("organisation", "changed_by").get(pk=challenge.pk)
        read_whole(stored)
    context = {
        "challenge": stored,
        "section": section,
        "label": Section(section).label,
        "steps": pages.steps(stored, section, now),
        "next": pages.next_section(section),
        "comments": [one for one in stored.approval_comments.all() if one.section == section and one.resolved_at is None],
        "is_published": stored.state == ChallengeState.PUBLISHED,
        "now": now,
    }
    return render(request, f"challenges/write/{section}.html", context | more, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access(signed_in)
def edit_files(request: HttpRequest, slug: str) -> HttpResponse:
    """The attachments: add some, all or none of a choice."""
    challenge = _found(request, slug)
    shown: dict[str, Any] = {"errors": [], "is_open": not _is_closed(challenge, Section.FILES)}
    if request.method != "POST":
        read_whole(challenge)
    else:
        uploads = request.FILES.getlist("files")
        try:
            if not uploads:
                raise Refusal(_("Choose a file first."))
            attachments.add(challenge=challenge, uploads=uploads, by=cast(User, request.user), now=clock.now())
        except Refusal as refusal:
            shown["errors"] = [str(refusal.message), *([_("Nothing was added; choose the files again.")] if uploads else [])]
        else:
            return _saved(request, challenge, Section.FILES)
    shown["files"] = list(challenge.attachments.all())
    return _page(request, challenge, Section.FILES, shown, status=422 if shown["errors"] else 200)


@require_POST
@access(signed_in)
def remove_file(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take one attachment away."""
    challenge = _found(request, slug)
    attachment = get_object_or_404(Attachment.objects.select_related("challenge"), challenge=challenge, pk=pk)
    try:
        attachments.remove(attachment=attachment, by=cast(User, request.user), now=clock.now())
        messages.success(request, _("“%(name)s” was removed.") % {"name": attachment.name})
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect(pages.edit_url(challenge, Section.FILES))


@require_POST
@access(signed_in)
def preview(request: HttpRequest) -> HttpResponse:
    """The posted case as it will look, for the live preview."""
    return render(request, "challenges/write/preview.html", {"text": request.POST.get("case", "")[:PREVIEW_MOST]})
