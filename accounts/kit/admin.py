"""What the pages of administrators share."""

from typing import Any

from django import forms
from django.db import IntegrityError, models
from django.http import HttpRequest, HttpResponse

from accounts.kit.forms import NameField


class CheckedAgain:
    """Whoever saves what somebody else saved at the same moment reads it beside the field: the form is checked once more."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]
        except IntegrityError:
            answer = super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]
        return answer


class NamedAlike:
    """Names are read as in the portal's own forms: one line, in which every character can be seen."""

    def formfield_for_dbfield(self, db_field: "models.Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if type(db_field) is models.CharField and not db_field.choices:
            kwargs["form_class"] = NameField
        field: forms.Field | None = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        return field
