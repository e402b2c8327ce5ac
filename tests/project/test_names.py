"""Every name, title and other line of text is read by one field, in the portal's forms and in those of administrators."""

import re
from collections.abc import Iterator

import pytest
from django import forms
from django.contrib import admin
from django.test import RequestFactory

from accounts.kit.forms import NameField
from partners.models import Organisation
from tests.factories import InstitutionFactory, UserFactory
from tests.hostile.classes import every_class

pytestmark = pytest.mark.django_db
OURS = {"accounts", "partners", "challenges"}
NAMED = re.compile(r"(^|_)(name|title|label|heading|subject)$")
# Kinds of text with a shape of their own, which refuses what is refused in a name.
SHAPED = (NameField, forms.EmailField, forms.URLField, forms.SlugField, forms.UUIDField, forms.RegexField)
# Only compared: words to search for, marks, an identifier, an address of somebody known here; and one that allauth takes out.
NO_NAMES = {"q", "seen", "ror", "address", "username"}


def administrators_forms() -> Iterator[type[forms.BaseForm]]:
    """What administrators fill in for a row of ours, and for the rows below it."""
    request = RequestFactory().get("/admin/")
    request.user = UserFactory(is_staff=True, is_superuser=True)
    for model, door in admin.site._registry.items():
        if model._meta.app_label in OURS:
            yield door.get_form(request)
            yield from (one.get_formset(request).form for one in door.get_inline_instances(request))


def fields() -> dict[tuple[str, str], forms.Field]:
    """Every field of every form, by the name of its class and its own."""
    known = [*every_class(), *administrators_forms()]
    return {(f"{form.__module__}.{form.__name__}", name): field for form in known for name, field in form.base_fields.items()}


def test_what_is_called_a_name_or_a_title_is_read_as_one():
    named = {key: type(field) for key, field in fields().items() if NAMED.search(key[1])}

    assert len(named) > 20
    assert {key: kind for key, kind in named.items() if not issubclass(kind, NameField)} == {}


def test_any_other_line_of_text_is_read_as_a_name_or_has_a_shape_of_its_own():
    lines = {
        key: type(field)
        for key, field in fields().items()
        if isinstance(field, forms.CharField) and getattr(field.widget, "input_type", "") in {"text", "hidden"} and key[1] not in NO_NAMES
    }

    assert {key: kind for key, kind in lines.items() if not issubclass(kind, SHAPED)} == {}


def test_every_name_has_a_length_above_which_it_is_not_read():
    assert [key for key, field in fields().items() if isinstance(field, NameField) and not field.max_length] == []


def test_an_administrator_turns_no_name_around_either(as_):
    client, person, institution = as_(UserFactory(is_staff=True, is_superuser=True)), UserFactory(), InstitutionFactory(ror="")
    inlines = {
        f"{prefix}-{end}_FORMS": count
        for prefix, count in (("role_grants", 0), ("faculties", 1), ("domains", 0))
        for end, count in (("TOTAL", count), ("INITIAL", 0))
    }
    faculty = {"faculties-0-name": "Bèta\u200b\u2066wetenschappen", "faculties-0-institution": institution.pk}
    row = {"key": institution.key, "name": "Utrecht\u202e", "kind": "univer\x00sity"}

    client.post(f"/admin/accounts/user/{person.pk}/change/", {"name": "Noor\u202eJansen", "language": "en", "is_active": "on", **inlines})
    client.post(f"/admin/accounts/institution/{institution.pk}/change/", {**row, **inlines, **faculty})
    client.post("/admin/partners/organisation/add/", {"name": "Ro\u202eche\u3164", "kind": "industry", "slug": "roche-1"})

    person.refresh_from_db()
    institution.refresh_from_db()
    assert person.name == "NoorJansen"
    assert (institution.name, institution.kind, institution.faculties.get().name) == ("Utrecht", "university", "Bètawetenschappen")
    assert Organisation.objects.get(slug="roche-1").name == "Roche"
