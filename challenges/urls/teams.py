"""Addresses of joining, teams, invitations into teams, and coaches."""

from django.urls import URLPattern, URLResolver, path

from challenges.views import coaches, eligibility, joining, team_invitations, teams, waiting

urlpatterns: list[URLPattern | URLResolver] = [
    path("challenges/invitations/", team_invitations.own, name="team_invitation_list"),
    path("challenges/invitations/<str:token>/", team_invitations.detail, name="team_invitation_detail"),
    path("challenges/invitations/<str:token>/accept/", team_invitations.accept, name="team_invitation_accept"),
    path("challenges/invitations/<str:token>/decline/", team_invitations.decline, name="team_invitation_decline"),
    path("challenges/<slug:slug>/join/", joining.join, name="challenge_join"),
    path("challenges/<slug:slug>/join/prerequisites/<int:pk>/", eligibility.prerequisite_met, name="prerequisite_met"),
    path("challenges/<slug:slug>/join/wait/", waiting.wait, name="waitlist_wait"),
    path("challenges/<slug:slug>/join/leave/", waiting.leave, name="waitlist_leave"),
    path("challenges/<slug:slug>/team/", teams.own, name="team_own"),
    path("challenges/<slug:slug>/team/rename/", teams.rename, name="team_rename"),
    path("challenges/<slug:slug>/team/invite/", teams.invite, name="team_invite"),
    path("challenges/<slug:slug>/team/hand-over/", teams.hand_over, name="team_hand_over"),
    path("challenges/<slug:slug>/team/leave/", teams.leave, name="team_leave"),
    path("challenges/<slug:slug>/team/invitations/<int:pk>/again/", teams.send_again, name="team_invitation_again"),
    path("challenges/<slug:slug>/team/invitations/<int:pk>/withdraw/", teams.withdraw, name="team_invitation_withdraw"),
    path("challenges/<slug:slug>/team/<int:pk>/", teams.detail, name="team_detail"),
    path("manage/challenges/<slug:slug>/joining/", eligibility.let_in, name="challenge_let_in"),
    path("manage/challenges/<slug:slug>/joining/<int:pk>/back/", eligibility.take_back, name="challenge_let_in_back"),
    path("manage/challenges/<slug:slug>/line/", waiting.office, name="challenge_line"),
    path("manage/challenges/<slug:slug>/teams/", coaches.team_list, name="challenge_teams"),
    path("manage/challenges/<slug:slug>/teams/spread/", coaches.spread, name="challenge_teams_spread"),
    path("manage/challenges/<slug:slug>/teams/<int:pk>/coach/", coaches.name_coach, name="team_coach"),
]
