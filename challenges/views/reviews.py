"""A reviewer's queue, and the screen on which a review is written."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kit import clock
from accounts.kit.access import access
from accounts.kit.files import attachment
from accounts.kit.refusals import Refusal
from accounts.rules import is_faculty
from challenges.actions import reviews as actions
from challenges.forms.reviews import ReviewForm, initial_of
from challenges.models import Review
from challenges.queries import review_page as pages
from challenges.queries import review_queue, visible


@require_safe
@access(is_faculty)
def review_list(request: HttpRequest) -> HttpResponse:
    """What I have to review, or what I have done."""
    queue = review_queue.queue(request.user, done=request.GET.get("show") == "done", page=request.GET.get("page"), now=clock.now())
    return render(request, "challenges/reviews/list.jinja", {"queue": queue})


@require_http_methods(["GET", "HEAD", "POST"])
@access(is_faculty)
def review_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The work beside the rubric. Save keeps a draft; submit makes it final and leads on to the next open review."""
    now = clock.now()
    review = _own(request, pk)
    rubric = pages.rubric_of(review)
    if request.method != "POST":
        return _screen(request, review, ReviewForm(initial=initial_of(review), criteria=rubric))
    final = request.POST.get("do") == "submit"
    form = ReviewForm(request.POST, criteria=rubric, final=final)
    complete = form.is_valid()
    try:
        if final and complete:
            actions.submit(review=review, judgement=form.judgement(), by=request.user, now=now)
            return _onward(request, review)
        actions.save_draft(review=review, judgement=form.judgement(), now=now)
    except Refusal as refusal:
        form.add_error(refusal.field, str(refusal.message))
        return _screen(request, review, form)
    if not complete:
        review.refresh_from_db(fields=["comment", "saved_at", "submitted_at"])
        return _screen(request, review, form)
    messages.success(request, _("Saved as a draft."))
    return redirect("review_detail", pk=pk)


@require_POST
@access(is_faculty)
def review_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is typed; answers with the words for the top of the screen."""
    now = clock.now()
    review = _own(request, pk)
    form = ReviewForm(request.POST, criteria=pages.rubric_of(review))
    complete = form.is_valid()
    try:
        actions.save_draft(review=review, judgement=form.judgement(), now=now)
    except Refusal as refusal:
        return HttpResponse(str(refusal.message), content_type="text/plain; charset=utf-8")
    words = _("Saved %(time)s") if complete else _("Saved %(time)s, except what is too long")
    return HttpResponse(words % {"time": f"{clock.local(now):%H:%M:%S}"}, content_type="text/plain; charset=utf-8")


@require_POST
@access(is_faculty)
def review_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Change my review: open it again, until release."""
    review = _own(request, pk)
    try:
        actions.reopen(review=review, by=request.user, now=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Your review is open again. It counts once you submit it."))
    return redirect("review_detail", pk=pk)


@require_safe
@access(is_faculty)
def review_file(request: HttpRequest, pk: int, key: UUID) -> FileResponse:
    """A file of the work, under a neutral name."""
    review = _own(request, pk)
    for file in pages.files(list(review.submission.files.all())):
        if file.key == key:
            return attachment(file.work_file.blob, name=file.name, content_type=file.work_file.content_type)
    raise Http404


def _own(request: HttpRequest, pk: int) -> Review:
    return get_object_or_404(visible.reviews(request.user), pk=pk)


def _screen(request: HttpRequest, review: Review, form: ReviewForm) -> HttpResponse:
    done, still, _every = review_queue.counts(request.user)
    page = pages.review_page(review, form.criteria)
    saved = _("Saved %(when)s") % {"when": clock.moment(review.saved_at)} if review.saved_at and not page.submitted else ""
    context = {"page": page, "form": form, "done": done, "total": done + still, "saved": saved}
    return render(request, "challenges/reviews/detail.html", context)


def _onward(request: HttpRequest, review: Review) -> HttpResponse:
    following = review_queue.following(request.user, review)
    if following is None:
        messages.success(request, _("Submitted. That was the last one: nothing is left to review."))
        return redirect("review_list")
    messages.success(request, _("Submitted. This is the next one."))
    return redirect("review_detail", pk=following.pk)
