"""The addresses of the ground floor."""

from django.urls import URLPattern, URLResolver, path, re_path

from accounts.views import (
    accessibility,
    entrance,
    mails,
    notifications,
    people,
    preferences,
    privacy,
    profile,
    site_card,
    styleguide,
    trail,
)

# The same addresses and names as django-allauth's, which come after these, and one more.
ENTRANCE: list[URLPattern | URLResolver] = [
    path("accounts/signup/", entrance.sign_up, name="account_signup"),
    path("accounts/email/", entrance.address, name="account_email"),
    re_path(r"^accounts/confirm-email/(?P<key>[-:\w]+)/$", entrance.confirm_address, name="account_confirm_email"),
    path("accounts/sessions/", entrance.sessions, name="usersessions_list"),
    path("accounts/sessions/<int:pk>/end/", entrance.end_session, name="session_end"),
    path("accounts/password/change/", entrance.change_password, name="account_change_password"),
    path("accounts/password/set/", entrance.set_password, name="account_set_password"),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entrance.new_password,
        name="account_reset_password_from_key",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *ENTRANCE,
    path("accessibility/", accessibility.statement, name="accessibility"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("card-<str:version>.png", site_card.card, name="site_card"),
    path("theme/", preferences.set_theme, name="set_theme"),
    path("manage/people/", people.person_list, name="person_list"),
    path("manage/people/<int:pk>/", people.person_detail, name="person_detail"),
    path("manage/people/<int:pk>/grant/", people.role_grant, name="role_grant"),
    path("manage/roles/<int:pk>/confirm/", people.role_confirm, name="role_confirm"),
    path("manage/roles/<int:pk>/refuse/", people.role_refuse, name="role_refuse"),
    path("manage/roles/<int:pk>/revoke/", people.role_revoke, name="role_revoke"),
    path("manage/mails/", mails.mail_list, name="mail_list"),
    path("manage/mails/<int:pk>/", mails.mail_detail, name="mail_detail"),
    path("manage/mails/<int:pk>/retry/", mails.mail_retry, name="mail_retry"),
    path("manage/audit/", trail.audit, name="audit"),
    path("me/profile/", profile.profile, name="profile"),
    path("me/profile/student/", profile.student_statement, name="student_statement"),
    path("me/privacy/", privacy.privacy, name="privacy"),
    path("me/notifications/", notifications.notification_list, name="notification_list"),
    path("me/notifications/read/", notifications.notifications_read, name="notifications_read"),
    path("me/notifications/mails/", notifications.notification_switches, name="notification_switches"),
    path("me/notifications/<int:pk>/", notifications.notification_open, name="notification_open"),
    path("me/notifications/off/<str:token>/", notifications.switch_off, name="notice_off"),
]
