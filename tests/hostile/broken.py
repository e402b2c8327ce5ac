"""The portal's addresses with one more, whose view breaks."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config import urls


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("Broken on purpose.")


handler400 = urls.handler400
urlpatterns = [path("broken/", broken), *urls.urlpatterns]
