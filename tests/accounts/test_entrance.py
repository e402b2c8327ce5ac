"""Making an account, signing in and out, a new password, a new address; nobody learns who has an account."""

import re
from pathlib import Path

import allauth.account
import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.models import Session
from django.db import IntegrityError
from django.test import Client

from accounts.actions.account_mails import KINDS, SILENT
from accounts.kit.filters import browser
from accounts.models import Domain, User
from accounts.outbox import notices
from accounts.outbox.models import Mail
from config.settings import base
from tests.accounts.mails import link, newest
from tests.factories import InstitutionFactory, UserFactory
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
SIGN_UP, SIGN_IN, RESET = "/accounts/signup/", "/accounts/login/", "/accounts/password/reset/"


def sign_up(client, address="noor@example.org", **fields):
    return client.post(SIGN_UP, {"name": "Noor  Jansen", "email": address, "password1": "a-good-long-secret", **fields}, **HEADERS)


HEADERS = {"headers": {"accept-language": "nl"}}


def seen(response, address):
    """What a person can tell one answer from another by."""
    return response.status_code, response.headers.get("Location"), [str(m).replace(address, "…") for m in response.wsgi_request._messages]


def test_an_account_is_made_confirmed_by_post_and_signed_in(client):
    response = sign_up(client)
    assert response.headers["Location"] == "/accounts/confirm-email/"
    user = User.objects.get()
    assert (user.email, user.name, user.language) == ("noor@example.org", "Noor Jansen", "nl")
    mail = newest("account_confirm_signup")
    assert (mail.address, mail.language, mail.path, mail.user) == ("noor@example.org", "nl", "", user)
    path = link(mail)
    assert client.get(path).status_code == 200
    assert not EmailAddress.objects.get().verified
    response = client.post(path)
    assert response.headers["Location"] == "/me/"
    assert response.cookies["django_language"].value == "nl"
    assert EmailAddress.objects.get().verified
    assert client.get(path).context["confirmation"] is None


@pytest.mark.parametrize(
    "variant",
    [
        "NOOR@Example.ORG",
        " noor@example.org ",
        "ｎｏｏｒ@example.org",
        "NOOR@ＥＸＡＭＰＬＥ.org",
        "ＮＯＯＲ@ｅｘａｍｐｌｅ.org",
        "noor@example.org",
    ],
)
def test_no_variant_of_an_address_makes_a_second_account(client, variant):
    UserFactory(email="noor@example.org")
    response = sign_up(client, variant)
    assert response.headers["Location"] == "/accounts/confirm-email/"
    assert User.objects.count() == EmailAddress.objects.count() == 1
    mail = Mail.objects.get()
    assert (mail.kind, mail.address, mail.path) == ("account_already_exists", "noor@example.org", "/accounts/password/reset/")


def test_a_typed_variant_is_stored_in_canonical_form_everywhere(client):
    sign_up(client, "ＮＯＯＲ@Example.ORG")
    assert User.objects.get().email == EmailAddress.objects.get().email == Mail.objects.get().address == "noor@example.org"


@pytest.mark.parametrize("typed", ["NOOR@EXAMPLE.ORG", "ｎｏｏｒ@ｅｘａｍｐｌｅ.org"])
def test_one_signs_in_with_any_variant(client, typed):
    UserFactory(email="noor@example.org", language="nl")
    response = client.post(SIGN_IN, {"login": typed, "password": PASSWORD})
    assert response.headers["Location"] == "/me/"
    assert response.cookies["django_language"].value == "nl"


@pytest.mark.parametrize("variant", ["Noor@example.org", "ｎｏｏｒ@example.org"])
def test_the_database_keeps_other_forms_of_an_address_out(variant):
    user = UserFactory(email="someone@example.org")
    with pytest.raises(IntegrityError, match="account_address_canonical"):
        EmailAddress.objects.create(user=user, email=variant)


def test_signing_up_answers_the_same_for_a_known_and_an_unknown_address():
    UserFactory(email="known@example.org")
    known, unknown = sign_up(Client(), "known@example.org"), sign_up(Client(), "fresh@example.org")
    assert set(known.cookies) == set(unknown.cookies)
    assert seen(known, "known@example.org") == seen(unknown, "fresh@example.org")


def test_asking_for_a_new_password_answers_the_same_for_a_known_and_an_unknown_address():
    UserFactory(email="known@example.org")
    known, unknown = (Client().post(RESET, {"email": address}) for address in ("known@example.org", "unknown@example.org"))
    assert seen(known, "known@example.org") == seen(unknown, "unknown@example.org")
    assert set(Mail.objects.values_list("kind", "address")) == {
        ("account_reset_password", "known@example.org"),
        ("account_unknown", "unknown@example.org"),
    }


def test_signing_in_answers_the_same_for_a_known_and_an_unknown_address():
    UserFactory(email="known@example.org")
    pages = []
    for address in ("known@example.org", "other@example.org"):
        response = Client().post(SIGN_IN, {"login": address, "password": "not-the-password"})
        pages.append((response.status_code, response.context["form"].errors.as_json()))
    assert pages[0] == pages[1]


def test_an_unconfirmed_address_cannot_sign_in_and_gets_its_mail_again(client):
    sign_up(client)
    response = Client().post(SIGN_IN, {"login": "noor@example.org", "password": "a-good-long-secret"})
    assert response.headers["Location"] == "/accounts/confirm-email/"
    assert Mail.objects.filter(kind__startswith="account_confirm").count() == 2


def test_two_at_once_make_one_account(client, monkeypatch):
    """Both have passed the check of the form; the database lets one in, and the other reads the same answer."""
    UserFactory(email="noor@example.org")
    monkeypatch.setattr("allauth.account.internal.flows.manage_email.assess_unique_email", lambda email, user=None: True)
    response = sign_up(client)
    assert response.headers["Location"] == "/accounts/confirm-email/"
    assert User.objects.count() == 1
    assert Mail.objects.get().kind == "account_already_exists"


@pytest.mark.django_db(transaction=True)
def test_an_account_and_its_mail_are_written_together(client, monkeypatch):
    def broken(**kwargs):
        raise RuntimeError

    monkeypatch.setattr("accounts.actions.account_mails.outbox.queue", broken)
    client.raise_request_exception = False
    assert sign_up(client).status_code == 500
    assert not User.objects.exists()
    assert not EmailAddress.objects.exists()


def test_a_new_password_with_the_link_of_the_mail(client):
    user = UserFactory(email="noor@example.org", language="nl")
    client.post(RESET, {"email": "ＮＯＯＲ@example.org"})
    mail = newest("account_reset_password")
    assert (mail.user, mail.language, mail.path) == (user, "nl", "")
    page = client.get(link(mail), follow=True)
    assert "set-password" in page.request["PATH_INFO"]
    done = client.post(page.request["PATH_INFO"], {"password1": "another-long-secret", "password2": "another-long-secret"})
    assert done.headers["Location"] == "/me/"
    user.refresh_from_db()
    assert user.check_password("another-long-secret")
    assert newest("account_password_changed").address == "noor@example.org"
    used = Client().get(page.request["PATH_INFO"], follow=True)
    assert used.context["token_fail"] is True


def test_the_key_for_a_new_password_is_in_no_session_and_in_a_cookie_that_no_script_reads(client):
    UserFactory(email="noor@example.org")
    client.post(RESET, {"email": "noor@example.org"})
    path = link(newest("account_reset_password"))
    key = path.rstrip("/").rpartition("/")[2].partition("-")[2]
    page = client.get(path, follow=True)
    assert "form" in page.context
    assert [row.get_decoded() for row in Session.objects.all() if key in str(row.get_decoded())] == []
    cookie = client.cookies["reset-key"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (key, True, "Lax", 3600)
    assert Client().get(page.request["PATH_INFO"]).context["token_fail"] is True


def test_a_link_for_a_new_password_works_once(client):
    UserFactory(email="noor@example.org")
    client.post(RESET, {"email": "noor@example.org"})
    path = link(newest("account_reset_password"))
    form = client.get(path, follow=True).request["PATH_INFO"]
    client.post(form, {"password1": "another-long-secret", "password2": "another-long-secret"})
    assert Client().get(path, follow=True).context["token_fail"] is True


def test_asking_again_queues_a_second_mail_once_the_first_was_tried(client):
    UserFactory(email="noor@example.org")
    counts = []
    for attempts in (0, 1, 1):
        client.post(RESET, {"email": "noor@example.org"})
        counts.append(Mail.objects.filter(kind="account_reset_password").count())
        Mail.objects.update(attempts=attempts)
    assert counts == [1, 1, 2]


def test_one_address_that_two_people_want_gets_a_mail_for_each(client):
    for _ in range(2):
        change_address(sign_in(Client(), UserFactory()), action_add="", email="wanted@example.org")
    assert Mail.objects.filter(kind="account_confirm_address", address="wanted@example.org").count() == 2


def sign_in(client, user):
    client.post(SIGN_IN, {"login": user.email, "password": PASSWORD})
    return client


def change_address(client, **fields):
    """Change the address; the portal asks for the password once more and then goes on with what was asked."""
    response = client.post("/accounts/email/", fields)
    assert response.headers["Location"].startswith("/accounts/reauthenticate/")
    return client.post(response.headers["Location"], {"password": PASSWORD})


def test_changing_the_address_keeps_the_old_one_until_the_new_is_confirmed(client):
    user = UserFactory(email="old@example.org")
    sign_in(client, user)
    change_address(client, action_add="", email="ＮＥＷ@Example.org")
    user.refresh_from_db()
    assert user.email == "old@example.org"
    mail = newest("account_confirm_address")
    assert (mail.address, mail.user) == ("new@example.org", user)
    client.post(link(mail))
    user.refresh_from_db()
    assert user.email == "new@example.org"
    assert [(a.email, a.verified, a.primary) for a in user.emailaddress_set.all()] == [("new@example.org", True, True)]
    told = newest("account_address_changed")
    assert (told.address, told.context["to"], told.user) == ("old@example.org", "new@example.org", user)


def test_keeping_the_old_address_sends_nothing(client):
    user = UserFactory(email="old@example.org")
    sign_in(client, user)
    change_address(client, action_add="", email="new@example.org")
    client.post("/accounts/email/", {"action_remove": "", "email": "new@example.org"})
    assert [a.email for a in user.emailaddress_set.all()] == ["old@example.org"]
    assert Mail.objects.count() == 1


@pytest.mark.parametrize("verified", [True, False])
def test_the_address_of_another_account_cannot_be_taken(client, verified, now):
    other = UserFactory(email="other@example.org")
    other.emailaddress_set.update(verified=verified)
    user = UserFactory(email="mine@example.org")
    assert change_address(sign_in(client, user), action_add="", email="other@example.org").headers["Location"] == "/accounts/email/"
    mail = newest("account_confirm_address")
    notice = notices.get(mail.kind)
    assert notice.relevant(mail, now) is False
    assert notice.secret_path(mail) == ""
    address = user.emailaddress_set.get(email="other@example.org")
    response = client.post(f"/accounts/confirm-email/{EmailConfirmationHMAC(address).key}/")
    assert response.status_code == 302
    assert User.objects.get(pk=user.pk).email == "mine@example.org"
    assert not EmailAddress.objects.get(pk=address.pk).verified


def test_an_address_that_somebody_else_gets_in_the_same_moment_is_theirs(client, monkeypatch):
    """The check has passed; the database still says no, in words."""
    UserFactory(email="other@example.org").emailaddress_set.update(verified=False)
    user = UserFactory(email="mine@example.org")
    change_address(sign_in(client, user), action_add="", email="other@example.org")
    monkeypatch.setattr("accounts.adapter.held_by_another", lambda address, user_id: False)
    key = EmailConfirmationHMAC(user.emailaddress_set.get(email="other@example.org")).key
    words = client.post(f"/accounts/confirm-email/{key}/", follow=True).content.decode()
    assert "other@example.org belongs to another account." in words
    assert User.objects.get(pk=user.pk).email == "mine@example.org"


def test_changing_the_password_asks_who_one_is_and_tells_by_mail(client):
    user = UserFactory()
    sign_in(client, user)
    fields = {"oldpassword": PASSWORD, "password1": "another-long-secret", "password2": "another-long-secret"}
    assert client.post("/accounts/password/change/", {**fields, "oldpassword": "wrong"}).status_code == 200
    assert client.post("/accounts/password/change/", fields).status_code == 302
    user.refresh_from_db()
    assert user.check_password("another-long-secret")
    assert newest("account_password_changed").user == user
    assert client.get("/accounts/email/").status_code == 200


def test_one_sees_ones_sessions_and_ends_the_others():
    user = UserFactory()
    here, there = sign_in(Client(), user), sign_in(Client(), user)
    assert here.get("/accounts/sessions/").context["session_count"] == 2
    here.post("/accounts/sessions/")
    assert there.get("/accounts/sessions/").status_code == 302
    assert here.get("/accounts/sessions/").context["session_count"] == 1


def test_one_ends_a_single_session():
    user = UserFactory()
    here, there, elsewhere = (sign_in(Client(), user) for _ in range(3))
    session = UserSession.objects.get(session_key=there.session.session_key)
    page = here.post(f"/accounts/sessions/{session.pk}/end/", follow=True)
    assert "You are signed out there." in page.content.decode()
    assert page.context["session_count"] == 2
    assert there.get("/accounts/sessions/").status_code == 302
    assert elsewhere.get("/accounts/sessions/").status_code == 200


def test_ending_this_session_leads_to_signing_out_and_somebody_elses_is_not_there():
    here, other = sign_in(Client(), UserFactory()), sign_in(Client(), UserFactory())
    mine, theirs = (UserSession.objects.get(session_key=client.session.session_key) for client in (here, other))
    assert here.get(f"/accounts/sessions/{mine.pk}/end/").status_code == 405
    assert here.post(f"/accounts/sessions/{mine.pk}/end/").headers["Location"] == "/accounts/logout/"
    assert here.post(f"/accounts/sessions/{theirs.pk}/end/").status_code == 404
    assert other.get("/accounts/sessions/").context["session_count"] == 1
    assert f"/accounts/sessions/{mine.pk}/end/" not in here.get("/accounts/sessions/").content.decode()


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("curl/8.0", "curl/8.0"),
    ],
)
def test_a_session_names_its_browser(said, shown):
    assert browser(said) == shown


def test_a_closed_account_cannot_sign_in_and_gets_no_reset(client):
    user = UserFactory(is_active=False)
    assert sign_in(client, user).get("/accounts/email/").status_code == 302
    client.post(RESET, {"email": user.email})
    assert Mail.objects.get().kind == "account_unknown"


def test_a_confirmed_address_of_students_makes_a_student(client, now):
    Domain.objects.create(institution=InstitutionFactory(), name="students.uu.nl", students_only=True)
    sign_up(client, "noor@Students.UU.nl")
    user = User.objects.get()
    assert user.roles(now) == frozenset()
    client.post(link(newest("account_confirm_signup")))
    assert [(g.role, g.source, g.institution.name) for g in user.role_grants.in_force(now)] == [("student", "domain", "Utrecht University")]


def test_passwords_are_kept_as_argon2(settings):
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
    kept = make_password("a-good-long-secret")
    assert kept.startswith("argon2$argon2id$")
    assert check_password("a-good-long-secret", kept)


def test_every_mail_that_allauth_can_send_has_a_kind():
    """The names are looked up in the installed version, so that a new one is noticed."""
    of_codes = {"login_code", "password_reset_code"}
    sources = Path(allauth.account.__file__).parent.rglob("*.py")
    named = {name for source in sources for name in re.findall(r'"account/email/(\w+)"', source.read_text())}
    assert named - of_codes == set(KINDS) | SILENT
