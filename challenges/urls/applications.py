"""Addresses of joining on application."""

from django.urls import URLPattern, URLResolver, path

from challenges.views import applications

urlpatterns: list[URLPattern | URLResolver] = [
    path("challenges/<slug:slug>/apply/", applications.apply, name="challenge_apply"),
    path("challenges/<slug:slug>/apply/withdraw/", applications.withdraw, name="application_withdraw"),
    path("challenges/<slug:slug>/applications/", applications.partner_list, name="application_list"),
    path("challenges/<slug:slug>/applications/decide/", applications.decide, name="application_decide"),
]
