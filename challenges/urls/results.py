"""Addresses of results: releasing them, and reading them."""

from django.urls import URLPattern, URLResolver, path

from challenges.views import partner_teams, releasing, results

urlpatterns: list[URLPattern | URLResolver] = [
    path("manage/challenges/<slug:slug>/results/", releasing.release_page, name="release_page"),
    path("manage/challenges/<slug:slug>/results/<int:pk>/release/", releasing.release, name="release"),
    path("manage/challenges/<slug:slug>/results/outcome/", releasing.outcome, name="outcome"),
    path("challenges/<slug:slug>/results/", results.result_list, name="result_list"),
    path("challenges/<slug:slug>/results/<int:pk>/", results.team_result, name="team_result"),
    path("challenges/<slug:slug>/teams/", partner_teams.partner_team_list, name="partner_team_list"),
    path("challenges/<slug:slug>/teams/<slug:bird>/", partner_teams.partner_team, name="partner_team"),
    path("challenges/<slug:slug>/teams/<slug:bird>/files/<uuid:key>/", partner_teams.partner_file, name="partner_file"),
]
