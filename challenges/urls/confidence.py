"""Addresses of what is said in confidence before teams are formed."""

from django.urls import URLPattern, URLResolver, path

from challenges.views import confidence

urlpatterns: list[URLPattern | URLResolver] = [
    path("programmes/<slug:slug>/confidence/", confidence.own, name="confidence"),
    path("manage/programmes/<slug:slug>/confidence/", confidence.kinds, name="confidence_kinds"),
    path("manage/programmes/<slug:slug>/confidence/<int:pk>/remove/", confidence.remove_kind, name="confidence_kind_remove"),
]
