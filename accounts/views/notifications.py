"""Notifications, and switching kinds of mail off."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.actions import notices as notice_actions
from accounts.kit.access import access, anyone
from accounts.outbox.links import read_unsubscribe


@csrf_exempt
@require_http_methods(["GET", "POST"])
@access(anyone)
def switch_off(request: HttpRequest, token: str) -> HttpResponse:
    """RFC 8058: a POST from the mail program switches the kind off; a GET only asks. The signed token is the permission."""
    found = read_unsubscribe(token)
    if found is None:
        raise Http404
    user_id, kind = found
    if request.method == "POST":
        notice_actions.mute(user_id=user_id, kind=kind)
    return render(request, "accounts/notice_off.html", {"kind": kind, "done": request.method == "POST"})
