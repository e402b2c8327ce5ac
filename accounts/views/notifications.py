"""Notifications, and switching kinds of mail off."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import notices as notice_actions
from accounts.kit import clock
from accounts.kit.access import access, anyone, signed_in
from accounts.models import User
from accounts.outbox import notices
from accounts.outbox.links import read_unsubscribe
from accounts.queries import notifications


@require_safe
@access(signed_in)
def notification_list(request: HttpRequest) -> HttpResponse:
    """What one was told, newest first, and which mails one gets."""
    return render(
        request,
        "accounts/notification_list.html",
        {"page": notifications.told(request.user, request.GET.get("page")), "switches": notifications.switches(request.user)},
    )


@require_safe
@access(signed_in)
def notification_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Go where a notification leads; it is read then. Asking where that is, or fetching ahead, changes nothing."""
    found = request.user.notifications.filter(pk=pk)
    notification = get_object_or_404(found)
    if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
        found.mark_read(clock.now())
    return HttpResponseRedirect(notification.path or "/me/notifications/")


@require_POST
@access(signed_in)
def notifications_read(request: HttpRequest) -> HttpResponse:
    """Mark one notification as read, or all."""
    found = request.user.notifications.all()
    if pk := request.POST.get("notification", ""):
        found = found.filter(pk=int(pk)) if pk.isdecimal() and len(pk) < 19 else found.none()
    found.mark_read(clock.now())
    return redirect("notification_list")


@require_POST
@access(signed_in)
def notification_switches(request: HttpRequest) -> HttpResponse:
    """Choose which kinds of mail one gets."""
    shown = {switch.kind for switch in notifications.switches(request.user)}
    notice_actions.choose(user_id=request.user.pk, shown=shown, wanted=request.POST.getlist("kind"))
    messages.success(request, _("Your choice of mails is kept."))
    return redirect("notification_list")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@access(anyone)
def switch_off(request: HttpRequest, token: str) -> HttpResponse:
    """RFC 8058: a POST from the mail program switches the kind off; a GET only asks. The signed token is the permission."""
    found = read_unsubscribe(token)
    if found is None:
        raise Http404
    user = get_object_or_404(User, pk=found[0])
    try:
        notice = notices.get(found[1])
    except KeyError:
        raise Http404 from None
    if request.method == "POST":
        notice_actions.mute(user_id=user.pk, kind=notice.kind)
    return render(request, "accounts/notice_off.html", {"notice": notice, "done": request.method == "POST"})
