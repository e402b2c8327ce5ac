"""All addresses of the portal, a public contract: change one only with a redirect."""

from django.contrib import admin
from django.urls import include, path

from config import health

urlpatterns = [
    path("healthz/live", health.live),
    path("healthz/ready", health.ready),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("partners.urls")),
    path("", include("challenges.urls")),
]

handler400 = "accounts.views.errors.bad_request"
