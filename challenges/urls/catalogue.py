"""Addresses of the home page, the catalogue, a challenge's page and the programmes, with joining one."""

from django.urls import URLPattern, URLResolver, path

from challenges.views import catalogue, enrolling, organisations, programmes

urlpatterns: list[URLPattern | URLResolver] = [
    path("", catalogue.home, name="home"),
    path("challenges/", catalogue.challenge_list, name="challenge_list"),
    path("challenges/<slug:slug>/", catalogue.challenge_detail, name="challenge_detail"),
    path("challenges/<slug:slug>/files/<uuid:key>/", catalogue.attachment_download, name="attachment_download"),
    path("programmes/", programmes.programme_list, name="programme_list"),
    path("programmes/<slug:slug>/", programmes.programme_detail, name="programme_detail"),
    path("programmes/<slug:slug>/join/", enrolling.join, name="programme_join"),
    path("programmes/<slug:slug>/wishes/", enrolling.rank, name="programme_wishes"),
    path("programmes/<slug:slug>/leave/", enrolling.leave, name="programme_leave"),
    path("partners/<slug:slug>/", organisations.organisation_detail, name="organisation_detail"),
]
