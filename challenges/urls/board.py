"""Addresses of the board of a challenge."""

from django.urls import URLPattern, URLResolver, path

from challenges.views import board

_AT = "challenges/<slug:slug>/board/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(_AT, board.detail, name="board"),
    path(f"{_AT}card/", board.card, name="board_card"),
    path(f"{_AT}people/<int:pk>/introduce/", board.introduce, name="board_introduce"),
    path(f"{_AT}introductions/<int:pk>/", board.answer, name="board_answer"),
    path(f"{_AT}people/<int:pk>/report/", board.report, {"what": "people"}, name="board_report_person"),
    path(f"{_AT}teams/<int:pk>/report/", board.report, {"what": "teams"}, name="board_report_team"),
    path(f"{_AT}introductions/<int:pk>/report/", board.report, {"what": "introductions"}, name="board_report_introduction"),
    path(f"{_AT}people/<int:pk>/remove/", board.take_off, {"what": "people"}, name="board_remove_person"),
    path(f"{_AT}teams/<int:pk>/remove/", board.take_off, {"what": "teams"}, name="board_remove_team"),
]
