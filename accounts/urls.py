"""The addresses of the ground floor."""

from django.urls import URLPattern, URLResolver, path, re_path

from accounts.views import entrance, notifications, preferences, styleguide

# The same addresses and names as django-allauth's, which come after these.
ENTRANCE: list[URLPattern | URLResolver] = [
    path("accounts/signup/", entrance.sign_up, name="account_signup"),
    path("accounts/email/", entrance.address, name="account_email"),
    re_path(r"^accounts/confirm-email/(?P<key>[-:\w]+)/$", entrance.confirm_address, name="account_confirm_email"),
    path("accounts/password/change/", entrance.change_password, name="account_change_password"),
    path("accounts/password/set/", entrance.set_password, name="account_set_password"),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", entrance.new_password, name="account_reset_password_from_key"
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *ENTRANCE,
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("theme/", preferences.set_theme, name="set_theme"),
    path("me/notifications/off/<str:token>/", notifications.switch_off, name="notice_off"),
]
