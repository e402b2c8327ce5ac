"""The students of an edition on the office's desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.kit.access import access
from accounts.rules import is_coordinator
from challenges.forms.enrolling import StudentFilter
from challenges.models import Programme
from challenges.queries.edition_students import edition_students


@require_safe
@access(is_coordinator)
def student_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is in an edition, whose wishes lack, and the demand for each challenge; an address that makes no sense shows all."""
    programme = get_object_or_404(Programme, slug=slug)
    form = StudentFilter(request.GET)
    typed = form.cleaned_data if form.is_valid() else {"q": "", "show": ""}
    found = edition_students(programme, words=typed["q"], shown=typed["show"], number=request.GET.get("page"))
    context = {"programme": programme, "found": found, "q": typed["q"], "show": typed["show"]}
    return render(request, "challenges/programmes_office/students.html", context | {"choices": form.fields["show"].choices})  # type: ignore[attr-defined]
