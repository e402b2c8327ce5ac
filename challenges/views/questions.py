"""Questions with their answers, and announcements."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.kit import clock
from accounts.kit.access import access, anyone, require, signed_in
from accounts.kit.forms import show_refusal
from accounts.kit.refusals import Refusal
from challenges.actions import announcements
from challenges.actions import questions as actions
from challenges.forms.questions import AnnouncementForm, AnswerForm, QuestionForm
from challenges.models import Challenge
from challenges.queries import people, visible
from challenges.queries.questions import questions, visible_questions, why_not_asked
from challenges.rules.cases import can_announce, can_answer


@require_http_methods(["GET", "HEAD", "POST"])
@access(anyone)
def question_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What was asked and answered; a POST asks."""
    challenge = get_object_or_404(visible.challenges(request.user), slug=slug)
    form = QuestionForm(request.POST or None)
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        if form.is_valid():
            try:
                actions.ask(challenge=challenge, text=form.cleaned_data["text"], by=request.user, now=clock.now())
            except Refusal as no:
                show_refusal(form, no)
            else:
                messages.success(request, _("Your question is sent. You are told when it is answered."))
                return redirect("question_list", challenge.slug)
    context = {
        "challenge": challenge,
        "questions": questions(request.user, challenge),
        "form": form,
        "why_not": why_not_asked(challenge, clock.now()),
        "may_answer": can_answer(request.user, challenge),
    }
    return render(request, "challenges/questions/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(signed_in)
def question_answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Answer a question, or change the answer."""
    challenge = get_object_or_404(visible.challenges(request.user), slug=slug)
    require(can_answer(request.user, challenge))
    question = get_object_or_404(visible_questions(request.user, challenge), pk=pk)
    if request.method == "POST":
        form = AnswerForm(request.POST)
        if form.is_valid():
            found = form.cleaned_data
            try:
                actions.answer(question=question, text=found["answer"], seen=found["seen"], by=request.user, now=clock.now())
            except Refusal as no:
                question.refresh_from_db()
                show_refusal(form, no)
                form.data = {**form.data.dict(), "seen": actions.mark(question)}
            else:
                messages.success(request, _("The answer is there for everyone."))
                return redirect("question_list", challenge.slug)
    else:
        form = AnswerForm(initial={"answer": question.answer, "seen": actions.mark(question)})
    return render(request, "challenges/questions/answer.html", {"challenge": challenge, "question": question, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@access(signed_in)
def announcement_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Write an announcement, see how many people will be told, send it."""
    challenge = get_object_or_404(visible.challenges(request.user), slug=slug)
    require(can_announce(request.user, challenge) and challenge.is_public)
    form = AnnouncementForm(request.POST or None)
    step = request.POST.get("step", "")
    if request.method == "POST" and form.is_valid() and step != "edit":
        if step != "send":
            return _confirm(request, challenge, form)
        try:
            announcements.announce(challenge=challenge, by=request.user, now=clock.now(), **form.cleaned_data)
        except Refusal as no:
            show_refusal(form, no)
        else:
            messages.success(request, _("The announcement is on the page, and everyone who joined is told."))
            return redirect("challenge_detail", challenge.slug)
    return render(request, "challenges/questions/announce.html", {"challenge": challenge, "form": form})


def _confirm(request: HttpRequest, challenge: Challenge, form: AnnouncementForm) -> HttpResponse:
    count = people.participants(challenge).filter(is_active=True).count()
    told = ngettext("%(count)d person is told.", "%(count)d people are told.", count) % {"count": count}
    if not count:
        told = _("Nobody has joined yet. Whoever joins later reads it on the page.")
    return render(request, "challenges/questions/announce_confirm.html", {"challenge": challenge, "form": form, "told": told})
