"""What the pages of administrators share."""

from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse


class CheckedAgain:
    """Whoever saves what somebody else saved at the same moment reads it beside the field: the form is checked once more."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]
        except IntegrityError:
            answer = super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]
        return answer
