"""One's profile, and stating that one is a student."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import profiles as profile_actions
from accounts.actions import roles
from accounts.forms.profile import ProfileForm, StudentForm
from accounts.kit import clock
from accounts.kit.access import access, signed_in
from accounts.kit.language import remember
from accounts.kit.redirects import safe_next
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.queries import profiles


@require_http_methods(["GET", "HEAD", "POST"])
@access(signed_in)
def profile(request: HttpRequest) -> HttpResponse:
    """See and change one's profile; with `next` it leads back to where it was asked for, such as joining a challenge."""
    page = profiles.profile_page(request.user, clock.now())
    form = ProfileForm(request.POST or None, user=request.user, page=page)
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        try:
            profile_actions.save(user=request.user, name=form.cleaned_data["name"], language=language, facts=form.facts())
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            with translation.override(language):
                messages.success(request, _("Your profile is saved."))
            response = HttpResponseRedirect(safe_next(request, "/me/profile/"))
            remember(response, language)
            return response
    return _page(request, page, form, StudentForm(page=page, initial={"student_institution": form.initial.get("institution")}))


@require_POST
@access(signed_in)
def student_statement(request: HttpRequest) -> HttpResponse:
    """Say that one is a student, for the office to confirm."""
    page = profiles.profile_page(request.user, clock.now())
    form = StudentForm(request.POST, page=page)
    if form.is_valid():
        try:
            roles.state_student(
                user=request.user,
                institution=form.cleaned_data["student_institution"],
                statement=form.cleaned_data["statement"],
                now=clock.now(),
            )
        except WrongState as refusal:
            messages.error(request, str(refusal))
            return redirect("profile")
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Thank you. The programme office checks it, and you hear about it."))
            return HttpResponseRedirect(safe_next(request, "/me/profile/"))
    return _page(request, page, ProfileForm(user=request.user, page=page), form)


def _page(request: HttpRequest, page: profiles.ProfilePage, form: ProfileForm, student_form: StudentForm) -> HttpResponse:
    return render(
        request,
        "accounts/profile.html",
        {
            "form": form,
            "student_form": student_form,
            "standing": page.standing,
            "disciplines": page.disciplines,
            "next": safe_next(request, ""),
        },
    )
