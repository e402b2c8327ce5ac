"""Addresses of approval, ownership and cancelling, and of the office's lists of challenges and programmes."""

from django.urls import URLPattern, URLResolver, path

from challenges.views import approval, lists, programmes_office, programmes_students

_AT = "challenges/<slug:slug>/approval/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("manage/challenges/", approval.office_list, name="challenge_office_list"),
    path("manage/programmes/", programmes_office.programme_list, name="programme_office_list"),
    path("manage/programmes/new/", programmes_office.programme_new, name="programme_office_new"),
    path("manage/programmes/<slug:slug>/", programmes_office.programme_edit, name="programme_office_edit"),
    path("manage/programmes/<slug:slug>/students/", programmes_students.student_list, name="programme_students"),
    path("manage/programmes/<slug:slug>/list/", lists.student_list, name="programme_student_list"),
    path("manage/programmes/<slug:slug>/list/people/<int:pk>/remove/", lists.take_off, name="programme_list_remove"),
    path("manage/programmes/<slug:slug>/list/<int:pk>/", lists.show_plan, name="programme_list_plan"),
    path("manage/programmes/<slug:slug>/list/<int:pk>/confirm/", lists.confirm, name="programme_list_confirm"),
    path("manage/programmes/<slug:slug>/list/<int:pk>/forget/", lists.throw_away, name="programme_list_forget"),
    path(_AT, approval.approve_page, name="challenge_approval"),
    path(f"{_AT}submit/", approval.submit, name="challenge_submit"),
    path(f"{_AT}withdraw/", approval.withdraw, name="challenge_withdraw"),
    path(f"{_AT}approve/owner/", approval.turn, {"whose": "owner"}, name="challenge_approve_as_owner"),
    path(f"{_AT}approve/office/", approval.turn, {"whose": "office"}, name="challenge_approve_as_office"),
    path(f"{_AT}send-back/", approval.send_back, name="challenge_send_back"),
    path(f"{_AT}owner/", approval.name_owner, name="challenge_name_owner"),
    path(f"{_AT}hand-over/", approval.hand_over, name="challenge_hand_over"),
    path(f"{_AT}cancel/", approval.cancel, name="challenge_cancel"),
]
