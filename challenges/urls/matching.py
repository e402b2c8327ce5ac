"""Addresses of forming the teams of an edition."""

from django.urls import URLPattern, URLResolver, path

from challenges.views import matching_office, proposals

_AT = "manage/programmes/<slug:slug>/teams/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(_AT, matching_office.forming, name="matching"),
    path(f"{_AT}change/", matching_office.change, name="matching_change"),
    path(f"{_AT}pairs/", matching_office.pairs, name="matching_pairs"),
    path(f"{_AT}pairs/<int:pk>/remove/", matching_office.remove_pair, name="matching_pair_remove"),
    path(f"{_AT}runs/<int:pk>/", matching_office.run, name="matching_run"),
    path(f"{_AT}runs/<int:pk>/stop/", matching_office.cancel, name="matching_run_stop"),
    path(f"{_AT}<int:pk>/", proposals.detail, name="proposal"),
    path(f"{_AT}<int:pk>/move/", proposals.move, name="proposal_move"),
    path(f"{_AT}<int:pk>/pin/", proposals.pin, name="proposal_pin"),
    path(f"{_AT}<int:pk>/gone/", proposals.take_out_gone, name="proposal_gone"),
    path(f"{_AT}<int:pk>/undo/", proposals.undo, name="proposal_undo"),
    path(f"{_AT}<int:pk>/solve/", proposals.solve_rest, name="proposal_solve"),
    path(f"{_AT}<int:pk>/publish/", proposals.publish, name="proposal_publish"),
    path(f"{_AT}<int:pk>/compare/<int:other>/", proposals.compare, name="proposal_compare"),
]
