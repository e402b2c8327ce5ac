"""Addresses on which a challenge is written. Fixed words come before slugs."""

from django.urls import URLPattern, URLResolver, path

from challenges.views import writing

urlpatterns: list[URLPattern | URLResolver] = [
    path("challenges/new/", writing.new, name="challenge_new"),
    path("challenges/preview/", writing.preview, name="challenge_preview"),
    path("challenges/<slug:slug>/copy/", writing.copy, name="challenge_copy"),
    path("challenges/<slug:slug>/edit/files/", writing.edit_files, name="challenge_edit_files"),
    path("challenges/<slug:slug>/edit/files/<int:pk>/remove/", writing.remove_file, name="challenge_remove_file"),
    path("challenges/<slug:slug>/edit/<slug:section>/", writing.edit, name="challenge_edit"),
]
