"""All addresses of the portal, a public contract: change one only with a redirect."""

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import include, path

from config import health

# What the libraries would have administrators mend by hand: addresses are proved by their owners, a session's key is its owner's, and
# what somebody may do does not come from groups.
admin.site.unregister([EmailAddress, UserSession, Group])

urlpatterns = [
    path("healthz/live", health.live),
    path("healthz/ready", health.ready),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    # The partners' fixed words come before the slug of an organisation, which is a page of the challenges.
    path("", include("partners.urls")),
    path("", include("challenges.urls")),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
]

handler400 = "accounts.views.errors.bad_request"
