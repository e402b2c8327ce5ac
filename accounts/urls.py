"""The addresses of the ground floor."""

from django.urls import URLPattern, URLResolver, path

from accounts.views import notifications, preferences

urlpatterns: list[URLPattern | URLResolver] = [
    path("theme/", preferences.set_theme, name="set_theme"),
    path("me/notifications/off/<str:token>/", notifications.switch_off, name="notice_off"),
]
