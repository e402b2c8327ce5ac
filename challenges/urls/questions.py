"""Addresses of questions and announcements."""

from django.urls import URLPattern, URLResolver, path

from challenges.views import questions

urlpatterns: list[URLPattern | URLResolver] = [
    path("challenges/<slug:slug>/questions/", questions.question_list, name="question_list"),
    path("challenges/<slug:slug>/questions/<int:pk>/", questions.question_answer, name="question_answer"),
    path("challenges/<slug:slug>/announcements/new/", questions.announcement_new, name="announcement_new"),
]
