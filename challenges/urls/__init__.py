"""The addresses of the top floor, one module a subject. Fixed words come before slugs."""

from challenges.urls import (
    applications,
    approval,
    board,
    catalogue,
    confidence,
    desk,
    machines,
    matching,
    me,
    questions,
    results,
    reviews,
    submissions,
    teams,
    writing,
)

urlpatterns = [
    *desk.urlpatterns,
    *machines.urlpatterns,
    *me.urlpatterns,
    *reviews.urlpatterns,
    *writing.urlpatterns,
    *matching.urlpatterns,
    *approval.urlpatterns,
    *board.urlpatterns,
    *confidence.urlpatterns,
    *questions.urlpatterns,
    *applications.urlpatterns,
    *teams.urlpatterns,
    *submissions.urlpatterns,
    *results.urlpatterns,
    *catalogue.urlpatterns,
]
