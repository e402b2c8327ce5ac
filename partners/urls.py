"""The addresses of the first floor. An organisation's public page, `/partners/<slug>/`, stands on the top one."""

from django.urls import URLPattern, URLResolver, path

from partners.views import invitations, office, organisations, staff

urlpatterns: list[URLPattern | URLResolver] = [
    path("partners/", organisations.organisation_list, name="organisation_list"),
    path("partners/invitations/", invitations.own, name="member_invitation_list"),
    path("partners/invitations/<str:token>/", invitations.detail, name="member_invitation_detail"),
    path("partners/invitations/<str:token>/accept/", invitations.accept, name="member_invitation_accept"),
    path("partners/invitations/<str:token>/decline/", invitations.decline, name="member_invitation_decline"),
    path("partners/<slug:slug>/edit/", organisations.edit, name="organisation_edit"),
    path("partners/<slug:slug>/logo/", organisations.logo, name="organisation_logo"),
    path("partners/<slug:slug>/staff/", staff.staff_list, name="organisation_staff"),
    path("partners/<slug:slug>/staff/leave/", staff.leave, name="organisation_leave"),
    path("partners/<slug:slug>/staff/<int:pk>/role/", staff.change_role, name="member_role"),
    path("partners/<slug:slug>/staff/<int:pk>/remove/", staff.remove, name="member_remove"),
    path("partners/<slug:slug>/staff/invitations/<int:pk>/again/", staff.send_again, name="member_invitation_again"),
    path("partners/<slug:slug>/staff/invitations/<int:pk>/revoke/", staff.revoke, name="member_invitation_revoke"),
    path("manage/organisations/", office.office_list, name="office_organisation_list"),
    path("manage/organisations/new/", office.create, name="office_organisation_new"),
]
