"""The office asks reviewers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.kit import clock
from accounts.kit.access import access
from accounts.kit.refusals import Refusal
from accounts.rules import is_coordinator
from challenges.actions import assigning as actions
from challenges.forms.reviews import AssignForm, MoveForm
from challenges.models import Milestone, Review
from challenges.queries import assign_page as pages
from challenges.queries import visible


@require_http_methods(["GET", "HEAD", "POST"])
@access(is_coordinator)
def assign(request: HttpRequest, slug: str) -> HttpResponse:
    """Submissions of a milestone with their reviewers; chosen submissions go to chosen people."""
    now = clock.now()
    challenge = get_object_or_404(visible.challenges(request.user), slug=slug)
    milestones = pages.assessed(challenge)
    milestone = pages.pick(milestones, request.GET.get("milestone"), now)
    if milestone is None:
        return render(request, "challenges/reviews/assign_none.html", {"challenge": challenge})
    milestone.challenge = challenge
    page = pages.assign_page(milestones, milestone, now)
    form = _ask_form(page, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _asked(request, milestone, form)
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal.message))
    return _show(request, page, form, MoveForm(due=page.due_at))


@require_POST
@access(is_coordinator)
def move_due(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give the open reviews of a milestone another due date."""
    now = clock.now()
    challenge = get_object_or_404(visible.challenges(request.user), slug=slug)
    milestone = get_object_or_404(challenge.milestones, pk=pk, assessed=True)
    milestone.challenge = challenge
    page = pages.assign_page(pages.assessed(challenge), milestone, now)
    form = MoveForm(request.POST, due=page.due_at)
    if form.is_valid():
        try:
            count = actions.move_due(milestone=milestone, due_at=form.cleaned_data["due_at"], by=request.user, now=now)
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal.message))
        else:
            words = ngettext("%(count)d review has a new due date.", "%(count)d reviews have a new due date.", count)
            messages.success(request, words % {"count": count})
            return redirect(f"/manage/challenges/{slug}/reviews/?milestone={pk}")
    return _show(request, page, _ask_form(page, None), form)


def _ask_form(page: pages.AssignPage, typed: QueryDict | None) -> AssignForm:
    works, faculty = [work.submission for work in page.works], [load.user for load in page.loads]
    return AssignForm(typed, works=works, faculty=faculty, due=page.due_at)


def _show(request: HttpRequest, page: pages.AssignPage, form: AssignForm, move: MoveForm) -> HttpResponse:
    if form.is_bound:
        chosen, people = set(request.POST.getlist("submissions")), set(request.POST.getlist("people"))
    else:
        chosen, people = {str(work.submission.pk) for work in page.works}, set()
    context = {"challenge": page.milestone.challenge, "page": page, "form": form, "move": move, "chosen": chosen, "people": people}
    return render(request, "challenges/reviews/assign.html", context)


def _asked(request: HttpRequest, milestone: Milestone, form: AssignForm) -> HttpResponse:
    given = form.cleaned_data
    submissions, people = [int(pk) for pk in given["submissions"]], [int(pk) for pk in given["people"]]
    common = {"milestone": milestone, "submissions": submissions, "people": people, "due_at": given["due_at"]}
    if given["how"] == "evenly":
        result = actions.assign_evenly(**common, each=given["each"], by=request.user, now=clock.now())
    else:
        result = actions.assign(**common, by=request.user, now=clock.now())
    if result.added:
        words = ngettext("%(count)d review was assigned.", "%(count)d reviews were assigned.", result.added)
        messages.success(request, words % {"count": result.added})
    else:
        messages.info(request, _("Nothing was added: these reviewers were asked already."))
    if result.short:
        teams = ", ".join(team for team, _lacking in result.short)
        messages.warning(request, _("Too few of the chosen people may review these teams: %(teams)s.") % {"teams": teams})
    return redirect(f"{request.path}?milestone={milestone.pk}")


@require_POST
@access(is_coordinator)
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an assignment back."""
    challenge = get_object_or_404(visible.challenges(request.user), slug=slug)
    review = get_object_or_404(Review.objects.select_related("submission"), pk=pk, submission__milestone__challenge=challenge)
    try:
        actions.withdraw(review=review, by=request.user, now=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The review was withdrawn."))
    return redirect(f"/manage/challenges/{slug}/reviews/?milestone={review.submission.milestone_id}")
