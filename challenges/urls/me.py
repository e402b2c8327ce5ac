"""The address of one's own work."""

from django.urls import URLPattern, URLResolver, path

from challenges.views import me

urlpatterns: list[URLPattern | URLResolver] = [path("me/", me.me, name="me")]
