"""What students say in confidence before teams are formed, and what the office lets them say."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.kit import clock
from accounts.kit.access import access, signed_in
from accounts.kit.forms import show_refusal
from accounts.kit.refusals import Refusal
from accounts.rules import is_coordinator
from challenges.actions import marks
from challenges.forms.confidence import MarkKindForm, MarksForm
from challenges.models import Enrolment, MarkKind, Programme
from challenges.queries import visible
from challenges.queries.marks import marks_page, sentence


@require_http_methods(["GET", "HEAD", "POST"])
@access(signed_in)
def own(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own marks in an edition: give, change or take them back; 404 for whoever is not in it."""
    now = clock.now()
    mine = Enrolment.objects.active().filter(user=request.user, programme__slug=slug).select_related("programme")
    page = marks_page(get_object_or_404(mine), now)
    form = MarksForm(request.POST if request.method == "POST" else None, kinds=page.kinds, initial={"kinds": page.given})
    if request.method == "POST" and form.is_valid():
        kinds, consents = form.cleaned_data["kinds"], form.cleaned_data["consent"]
        try:
            marks.give(programme=page.enrolment.programme, kinds=kinds, consents=consents, by=request.user, now=now)
        except Refusal as no:
            show_refusal(form, no)
        else:
            messages.success(request, _("This is kept in confidence.") if kinds else _("Nothing is kept."))
            return redirect("confidence", slug)
    return render(request, "challenges/editions/confidence.html", {"page": page, "programme": page.enrolment.programme, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@access(is_coordinator)
def kinds(request: HttpRequest, slug: str) -> HttpResponse:
    """What students of an edition can say. Nothing here tells whether anybody says it."""
    programme = _programme(request, slug)
    form = MarkKindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kind = marks.offer(programme=programme, words=form.cleaned_data["words"], by=request.user, now=clock.now())
        except Refusal as no:
            show_refusal(form, no)
        else:
            messages.success(request, _("Students can say: %(sentence)s") % {"sentence": sentence(kind)})
            return redirect("confidence_kinds", slug)
    offered = [(kind, sentence(kind)) for kind in programme.mark_kinds.all()]
    return render(request, "challenges/editions/confidence_kinds.html", {"programme": programme, "offered": offered, "form": form})


@require_POST
@access(is_coordinator)
def remove_kind(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a sentence away, with whatever was said by it."""
    kind = get_object_or_404(MarkKind.objects.select_related("programme"), programme=_programme(request, slug), pk=pk)
    marks.stop_offering(kind=kind, by=request.user, now=clock.now())
    messages.success(request, _("This can't be said any more; whatever was said by it is erased."))
    return redirect("confidence_kinds", slug)


def _programme(request: HttpRequest, slug: str) -> Programme:
    programme: Programme = get_object_or_404(visible.programmes(request.user), slug=slug)
    return programme
