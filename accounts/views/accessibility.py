"""What the portal promises to people who read, hear or move differently, and how they can hold it to that."""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.kit.access import access, anyone

# The day on which everything that the statement tells of was last gone through; docs/accessibility.md says how.
TESTED_ON = dt.date(2026, 11, 27)


@require_safe
@access(anyone)
def statement(request: HttpRequest) -> HttpResponse:
    """The accessibility statement: how far the portal conforms, what does not, how that was tested, whom to tell, where to complain."""
    return render(request, "accounts/accessibility.html", {"tested_on": TESTED_ON, "contact": settings.ACCESSIBILITY_EMAIL})
