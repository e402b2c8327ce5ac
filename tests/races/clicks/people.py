"""Two presses on the forms of accounts, of the office's desk for people, and of administrators."""

from urllib.parse import urlsplit

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.test import Client
from django.utils import timezone

from accounts.actions import account_mails
from accounts.actions.notifications import tell
from accounts.enums import Role
from accounts.models import Domain, Institution, User
from accounts.outbox.links import unsubscribe_url
from accounts.outbox.models import Mail, Muted
from partners.models import Organisation
from tests.accounts.mails import link, newest
from tests.factories import InstitutionFactory, UserFactory, coordinator, grant
from tests.factories.people import PASSWORD
from tests.races.accounts import stated
from tests.races.clicks import Click, makes_once
from tests.races.clicks.cases import told
from tests.races.guards import Lock, Statement, Unique

NO_WORDS = "an error of the database"
RECORDED_TWICE = "it was recorded twice"
TWO_MAILS = "two mails"
NEW = "another-long-secret"


@makes_once("account_signup", {Unique(User, "email", "user_address_once_in_any_form"): "two accounts"})
def sign_up() -> Click:
    typed = {"name": "Noor Example", "email": "noor@example.org", "password1": NEW}
    return Click(None, "/accounts/signup/", {"User": 1, "EmailAddress": 1, "Mail": 1}, "noor@example.org", lambda: typed)


@makes_once("account_reset_password", {Statement(account_mails, "ONE_BY_ONE"): TWO_MAILS})
def reset_password() -> Click:
    typed = {"email": UserFactory().email}
    return Click(None, "/accounts/password/reset/", {"Mail": 1}, "", lambda: typed)


def known_to_be(user: User) -> Client:
    """A browser in which somebody signed in, and just gave the password once more."""
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    asked = client.post("/accounts/email/", {"action_add": "", "email": "first@example.org"})
    client.post(asked.headers["Location"], {"password": PASSWORD})
    client.post("/accounts/email/", {"action_remove": "", "email": "first@example.org"})
    return client


@makes_once("account_email", {Lock(User): NO_WORDS})
def change_address() -> Click:
    user, typed = UserFactory(), {"action_add": "", "email": "noor@example.org"}
    makes = {"EmailAddress": 1, "Mail": 1}
    return Click(user, "/accounts/email/", makes, "noor@example.org", lambda: typed, signed_in=known_to_be(user))


@makes_once("account_change_password", {})
def change_password() -> Click:
    user = UserFactory()
    typed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    return Click(user, "/accounts/password/change/", {"Mail": 1}, "", lambda: typed, signed_in=known_to_be(user))


@makes_once("account_set_password", {})
def set_password() -> Click:
    user = UserFactory()
    user.set_unusable_password()
    user.save()
    typed = {"password1": NEW, "password2": NEW}
    return Click(user, "/accounts/password/set/", {"Mail": 1}, "", lambda: typed)


@makes_once("account_reset_password_from_key", {})
def choose_password() -> Click:
    browser, user = Client(), UserFactory()
    browser.post("/accounts/password/reset/", {"email": user.email})
    path = browser.get(link(newest("account_reset_password")), follow=True).request["PATH_INFO"]
    Mail.objects.all().delete()
    typed = {"password1": NEW, "password2": NEW}
    return Click(None, path, {"Mail": 1}, "", lambda: typed, signed_in=browser)


@makes_once("account_confirm_email", {})
def confirm_address() -> Click:
    institution = InstitutionFactory()
    Domain.objects.create(name="students.example.org", institution=institution, students_only=True)
    user = UserFactory(email="noor@students.example.org")
    user.emailaddress_set.update(verified=False)
    key = EmailConfirmationHMAC(EmailAddress.objects.get(user=user)).key
    return Click(None, f"/accounts/confirm-email/{key}/", {"RoleGrant": 1, "Entry": 1}, "")


@makes_once("profile", {})
def save_profile() -> Click:
    typed = {
        "name": "Noor Example",
        "language": "en",
        "institution": InstitutionFactory().pk,
        "programme_of_study": "Biology",
        "level": "master",
        "discipline": "0511",
        "languages": ["en"],
    }
    return Click(UserFactory(), "/me/profile/", {"Profile": 1}, "Your profile is saved.", lambda: typed)


@makes_once("student_statement", {Lock(User): NO_WORDS})
def state() -> Click:
    coordinator()
    typed = {"student_institution": InstitutionFactory().pk, "statement": "Biology, since 2025."}
    return Click(UserFactory(), "/me/profile/student/", told(1, RoleGrant=1, Entry=1), "Thank you.", lambda: typed)


@makes_once("role_grant", {Lock(User): NO_WORDS})
def give_role() -> Click:
    person, typed = UserFactory(), {"role": "faculty", "until": ""}
    path = f"/manage/people/{person.pk}/grant/"
    return Click(coordinator(), path, told(1, RoleGrant=1, Entry=1), "has the role from now on.", lambda: typed)


@makes_once("role_confirm", {Lock(User): RECORDED_TWICE})
def confirm() -> Click:
    return Click(coordinator(), f"/manage/roles/{stated().pk}/confirm/", told(1, Entry=1), "is confirmed.", lambda: {"until": ""})


@makes_once("role_refuse", {Lock(User): RECORDED_TWICE})
def refuse() -> Click:
    path = f"/manage/roles/{stated().pk}/refuse/"
    return Click(coordinator(), path, told(1, Entry=1), "is told why it was not confirmed.", lambda: {"reason": "Unknown there."})


@makes_once("role_revoke", {Lock(User): RECORDED_TWICE})
def revoke_role() -> Click:
    path = f"/manage/roles/{grant(UserFactory(), Role.FACULTY).pk}/revoke/"
    return Click(coordinator(), path, told(1, Entry=1), "no longer has the role.", lambda: {"reason": "Left."})


@makes_once("mail_retry", {Lock(Mail): RECORDED_TWICE})
def retry() -> Click:
    now = timezone.now()
    mail = Mail.objects.create(
        kind="account_unknown", address="noor@example.org", language="en", dedupe_key="one", state="failed", due_at=now, created_at=now
    )
    return Click(coordinator(), f"/manage/mails/{mail.pk}/retry/", {"Entry": 1}, "The mail waits to be sent again")


@makes_once("privacy", {Lock(User): RECORDED_TWICE})
def be_named() -> Click:
    return Click(UserFactory(), "/me/privacy/", {"Entry": 1}, "You may be named in results.", lambda: {"named": "yes"})


def a_word_to(user: User) -> Mail:
    """A notification and its mail, of a kind that one may switch off."""
    now = timezone.now()
    tell(kind="announcement", to=[user], path="/", context={"challenge": "C", "challenge_id": 1, "title": "T"}, key="1", now=now)
    return Mail.objects.get()


@makes_once("notification_switches", {Unique(Muted, "muted_once"): "one choice was kept twice"})
def mute() -> Click:
    user = UserFactory()
    a_word_to(user)
    return Click(user, "/me/notifications/mails/", {"Muted": 1}, "Your choice of mails is kept.", lambda: {"kind": []})


@makes_once("notice_off", {Unique(Muted, "muted_once"): "one choice was kept twice"})
def switch_off() -> Click:
    path = urlsplit(unsubscribe_url(a_word_to(UserFactory()))).path
    return Click(None, path, {"Muted": 1}, "switch the mails on again")


def administrator() -> User:
    user: User = UserFactory(is_staff=True, is_superuser=True)
    return user


@makes_once("admin:accounts_institution_add", {Unique(Institution, "key", "name"): "two institutions"})
def add_institution() -> Click:
    typed = {"key": "umc", "name": "UMC", "kind": "hospital", "ror": ""} | empty("faculties", "domains")
    makes = {"Institution": 1, "LogEntry": 1}
    return Click(administrator(), "/admin/accounts/institution/add/", makes, "was added successfully", lambda: typed)


@makes_once("admin:partners_organisation_add", {Unique(Organisation, "slug", "name"): "two organisations"})
def add_organisation() -> Click:
    typed = {"slug": "roche", "name": "Roche", "kind": "industry"} | empty("memberships")
    makes = {"Organisation": 1, "LogEntry": 1}
    return Click(administrator(), "/admin/partners/organisation/add/", makes, "was added successfully", lambda: typed)


@makes_once("admin:accounts_rolegrant_add", {Lock(User): NO_WORDS})
def add_role() -> Click:
    typed = {"user": UserFactory().pk, "role": "faculty", "until": ""}
    makes = told(1, RoleGrant=1, Entry=1, LogEntry=1)
    return Click(administrator(), "/admin/accounts/rolegrant/add/", makes, "was added successfully", lambda: typed)


def empty(*inlines: str) -> dict[str, str]:
    """What a page of the administration sends of lists without rows."""
    return {f"{name}-{which}_FORMS": "0" for name in inlines for which in ("TOTAL", "INITIAL")}
