"""The address of the office's desk."""

from django.urls import URLPattern, URLResolver, path

from challenges.views import desk

urlpatterns: list[URLPattern | URLResolver] = [path("manage/", desk.desk, name="desk")]
