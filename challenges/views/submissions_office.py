"""The office's list of submissions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.kit import clock
from accounts.kit.access import access
from accounts.rules import is_coordinator
from challenges.forms.submissions import SubmissionFilter
from challenges.queries.office_submissions import listed


@require_safe
@access(is_coordinator)
def submission_list(request: HttpRequest) -> HttpResponse:
    """Everything that was handed in, the newest first; an address that asks for what is not there shows all."""
    form = SubmissionFilter(request.GET)
    typed = form.cleaned_data if form.is_valid() else {"q": "", "show": ""}
    now = clock.now()
    found = listed(words=typed["q"], shown=typed["show"], page=request.GET.get("page"), now=now)
    context = {"found": found, "now": now, "q": typed["q"], "show": typed["show"], "choices": form.fields["show"].choices}  # type: ignore[attr-defined]
    return render(request, "challenges/submissions_office/list.jinja", context)
