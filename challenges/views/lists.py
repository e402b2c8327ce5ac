"""Lists of students on the office's desk: who is on the list of an edition, a file brought in, and what it would do."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kit import clock
from accounts.kit.access import access
from accounts.kit.forms import show_refusal
from accounts.kit.refusals import Refusal
from accounts.kit.spreadsheets import MOST_BYTES
from accounts.kit.states import WrongState
from accounts.rules import is_coordinator
from challenges.actions import lists
from challenges.forms.lists import ListedFilter, ListForm, SeenForm
from challenges.models import ListedStudent, Programme, StudentList
from challenges.queries.lists import listed, plan

A_PAGE = 200


@require_http_methods(["GET", "HEAD", "POST"])
@access(is_coordinator)
def student_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is on the list of an edition, and the file that one brings in."""
    programme = get_object_or_404(Programme, slug=slug)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            content = file.read(MOST_BYTES + 1)
            waiting = lists.bring_in(programme=programme, name=file.name, content=content, by=request.user, now=clock.now())
        except Refusal as no:
            form.add_error("file", str(no.message))
        else:
            return redirect("programme_list_plan", slug, waiting.pk)
    typed = ListedFilter(request.GET)
    words = typed.cleaned_data["q"] if typed.is_valid() else ""
    found = listed(programme, words=words, number=request.GET.get("page"))
    waiting_now = StudentList.objects.filter(programme=programme).first()
    context = {"programme": programme, "form": form, "page": found, "q": words, "waiting": waiting_now}
    return render(request, "challenges/programmes_office/list_of_students.html", context, status=422 if form.errors else 200)


@require_safe
@access(is_coordinator)
def show_plan(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What a list would do, line by line; nothing has happened yet."""
    return _plan_page(request, _waiting(slug, pk), SeenForm())


@require_POST
@access(is_coordinator)
def confirm(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Do what the page showed; when it would be something else by now, it is shown again."""
    waiting = _waiting(slug, pk)
    form = SeenForm(request.POST)
    if form.is_valid():
        try:
            lists.confirm(waiting=waiting, seen=form.cleaned_data["seen"], by=request.user, now=clock.now())
        except WrongState as no:
            if not StudentList.objects.filter(pk=waiting.pk).exists():
                messages.error(request, str(no))
                return redirect("programme_student_list", slug)
            show_refusal(form, no)
        else:
            messages.success(request, _("The list is in. Whoever is new has been told or invited."))
            return redirect("programme_student_list", slug)
    return _plan_page(request, waiting, form, status=409)


@require_POST
@access(is_coordinator)
def throw_away(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Forget a list that waits."""
    lists.throw_away(waiting=_waiting(slug, pk))
    messages.success(request, _("The file is forgotten. Nothing has happened."))
    return redirect("programme_student_list", slug)


@require_POST
@access(is_coordinator)
def take_off(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take somebody off the list."""
    one = get_object_or_404(ListedStudent, programme__slug=slug, pk=pk)
    try:
        lists.take_off(listed=one, by=request.user, now=clock.now())
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("%(name)s is off the list.") % {"name": one.name})
    return redirect("programme_student_list", slug)


def _waiting(slug: str, pk: int) -> StudentList:
    return get_object_or_404(StudentList.objects.select_related("programme"), programme__slug=slug, pk=pk)


def _plan_page(request: HttpRequest, waiting: StudentList, form: SeenForm, status: int = 200) -> HttpResponse:
    found = plan(waiting, clock.now())
    page = Paginator(found.lines, A_PAGE).get_page(request.GET.get("page"))
    context = {"programme": waiting.programme, "waiting": waiting, "plan": found, "page": page, "form": form}
    return render(request, "challenges/programmes_office/list_plan.html", context, status=status)
