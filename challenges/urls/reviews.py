"""Addresses of reviewing and of asking reviewers."""

from django.urls import URLPattern, URLResolver, path

from challenges.views import assigning, reviews

urlpatterns: list[URLPattern | URLResolver] = [
    path("reviews/", reviews.review_list, name="review_list"),
    path("reviews/<int:pk>/", reviews.review_detail, name="review_detail"),
    path("reviews/<int:pk>/draft/", reviews.review_draft, name="review_draft"),
    path("reviews/<int:pk>/reopen/", reviews.review_reopen, name="review_reopen"),
    path("reviews/<int:pk>/files/<uuid:key>/", reviews.review_file, name="review_file"),
    path("manage/challenges/<slug:slug>/reviews/", assigning.assign, name="review_assign"),
    path("manage/challenges/<slug:slug>/reviews/<int:pk>/due/", assigning.move_due, name="review_due_move"),
    path("manage/challenges/<slug:slug>/reviews/<int:pk>/withdraw/", assigning.withdraw, name="review_withdraw"),
]
