"""Addresses of drafts, submissions, receipts and the files of teams."""

from django.urls import URLPattern, URLResolver, path

from challenges.views import submissions, submissions_office

urlpatterns: list[URLPattern | URLResolver] = [
    path("manage/submissions/", submissions_office.submission_list, name="submission_list"),
    path("challenges/<slug:slug>/submissions/", submissions.overview, name="submission_overview"),
    path("challenges/<slug:slug>/submissions/files/<uuid:key>/", submissions.work_file, name="work_file"),
    path("challenges/<slug:slug>/submissions/<int:pk>/", submissions.work, name="submission_work"),
    path("challenges/<slug:slug>/submissions/<int:pk>/time/", submissions.time_left, name="submission_time"),
    path("challenges/<slug:slug>/submissions/<int:pk>/receipt/<int:version>/", submissions.receipt, name="submission_receipt"),
    path("challenges/<slug:slug>/team/<int:team_pk>/work/<int:pk>/<int:version>/", submissions.team_receipt, name="team_receipt"),
]
