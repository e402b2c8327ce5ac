"""Organisations for administrators; the portal's own pages are the usual way."""

from django.contrib import admin
from django.db import models

from accounts.kit.admin import CheckedAgain, NamedAlike
from partners.models import Organisation


@admin.register(Organisation)
class OrganisationAdmin(NamedAlike, CheckedAgain, admin.ModelAdmin):  # type: ignore[type-arg]
    """Names, kinds and addresses. Who acts for one is run on its own page, where it is recorded and told."""

    list_display = ("name", "kind", "slug", "institution")
    list_filter = ("kind",)
    search_fields = ("name", "slug")
    exclude = ("logo",)
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        """An organisation stays, with what it brought in."""
        return False
