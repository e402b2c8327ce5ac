"""What administrators mend by hand. Roles go through the same action as on the office's desk; nothing here sets a password."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.actions import roles
from accounts.enums import Role
from accounts.kit import clock
from accounts.kit.access import access
from accounts.kit.admin import CheckedAgain, NamedAlike
from accounts.kit.redirects import safe_next
from accounts.kit.refusals import Refusal
from accounts.models import Domain, Faculty, Institution, RoleGrant, User
from accounts.rules import is_administrator


def _has_permission(request: HttpRequest) -> bool:
    """Administrators alone; for anyone else who is signed in these pages do not exist."""
    may = bool(is_administrator(request.user)) and request.user.is_staff
    if request.user.is_authenticated and not may:
        raise Http404
    return may


@access(is_administrator)
def _sign_in(request: HttpRequest) -> HttpResponse:
    """Signing in has one door, with its limits and its verification."""
    return redirect(safe_next(request, "/admin/"))


def _change_password(request: HttpRequest, extra_context: object = None) -> HttpResponse:
    """A password is changed on one's own page, which tells its owner by mail."""
    return redirect("account_change_password")


admin.site.has_permission = _has_permission
admin.site.login = _sign_in
admin.site.password_change = _change_password
admin.site.site_header = admin.site.site_title = _("Administration")


class NeverByHand:
    """Rows that only actions make and change."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RoleInline(NeverByHand, admin.TabularInline):
    """A person's roles, to read."""

    model = RoleGrant
    fk_name = "user"
    fields = ["role", "source", "confirmed_at", "confirmed_by", "until", "revoked_at", "reason"]
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(NamedAlike, admin.ModelAdmin):
    """People. They sign up themselves and change their address themselves, so that both are proved."""

    list_display = ["name", "email", "is_active", "is_staff", "joined_at"]
    list_filter = ["is_active", "is_staff", "is_superuser"]
    ordering = ["name", "email"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "language", "named_in_results", "is_active", "is_staff", "is_superuser", "joined_at", "last_login"]
    readonly_fields = ["email", "named_in_results", "joined_at", "last_login"]
    inlines = [RoleInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class FacultyInline(NamedAlike, admin.TabularInline):
    model = Faculty
    extra = 0


class DomainInline(NamedAlike, admin.TabularInline):
    model = Domain
    extra = 0


@admin.register(Institution)
class InstitutionAdmin(NamedAlike, CheckedAgain, admin.ModelAdmin):
    """Institutions with their faculties and domains. One is renamed rather than removed, as profiles and roles name it."""

    list_display = ["name", "kind", "ror"]
    search_fields = ["name", "domains__name"]
    prepopulated_fields = {"key": ["name"]}
    inlines = [FacultyInline, DomainInline]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RoleGrantForm(forms.ModelForm):
    """Gives a role by the same action as the office's desk; its refusal is an error of the form."""

    class Meta:
        model = RoleGrant
        fields = ["user", "role", "until"]

    by: User

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            try:
                self.made = roles.grant(
                    user=cleaned["user"], role=Role(cleaned["role"]), until=cleaned["until"], by=self.by, now=clock.now()
                )
            except Refusal as refusal:
                self.add_error(refusal.field, str(refusal))
        return cleaned

    def _post_clean(self) -> None:
        """The action has made the row; there is nothing to check on one of our own."""

    def save(self, commit: bool = True) -> RoleGrant:
        return self.made

    def save_m2m(self) -> None:
        """A role has no lists."""


@admin.register(RoleGrant)
class RoleGrantAdmin(NeverByHand, admin.ModelAdmin):
    """Roles: give one, revoke some; nothing is changed or removed by hand."""

    form = RoleGrantForm
    list_display = ["user", "role", "source", "confirmed_at", "until", "revoked_at"]
    list_filter = ["role", "source"]
    search_fields = ["user__name", "user__email"]
    autocomplete_fields = ["user"]
    actions = ["revoke"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"by": request.user})

    def save_model(self, request: HttpRequest, obj: RoleGrant, form: RoleGrantForm, change: bool) -> None:
        """The form's action has saved it."""

    @admin.action(description=_("Revoke the chosen roles"))
    def revoke(self, request: HttpRequest, queryset: QuerySet[RoleGrant]) -> None:
        """Take the chosen roles away; each refusal is shown."""
        for grant in queryset:
            try:
                roles.revoke(grant=grant, by=request.user, now=clock.now(), reason=str(_("Revoked by an administrator.")))
            except Refusal as refusal:
                messages.error(request, f"{grant}: {refusal}")
