"""Requests that no browser sends: each gets a page or a plain refusal, in words and in the reader's language; nothing breaks."""

import re
from wsgiref.util import setup_testing_defaults

import pytest
from django.test import Client

from challenges.enums import Mode
from challenges.models import Challenge
from config.settings.base import BASE_DIR
from config.wsgi import application
from tests.factories import UserFactory, published_challenge, student
from tests.factories.people import PASSWORD
from tests.hostile.forms import shown

pytestmark = pytest.mark.django_db
FORM, MANY = "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"
SIGN_IN = "/accounts/login/"


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "raw_unicode_escape", "cp037"])
def test_another_character_set_is_refused(client, charset):
    """Some of them make half a character, which no database takes, out of plain letters."""
    for content_type in (f"{FORM}; charset={charset}", f"{MANY}; charset={charset}"):
        assert client.get("/challenges/?q=%5Cud800", headers={"content-type": content_type}).status_code == 400
        assert client.generic("POST", SIGN_IN, b"login=%5Cud800", content_type=content_type).status_code == 400
    assert client.post(SIGN_IN, "login=é&password=x".encode(), content_type=f"{FORM}; charset=UTF8").status_code == 200


@pytest.mark.parametrize("charset", ["rot13", "hex", "idna", "punycode", "nonsense", "utf-16"])
def test_what_is_no_character_set_is_refused_by_what_the_server_calls(charset):
    """Django breaks on these before its first middleware."""
    said: list[str] = []
    environ = {"QUERY_STRING": "q=%ff%00", "CONTENT_TYPE": f"text/plain; charset={charset}"}
    setup_testing_defaults(environ)
    page = b"".join(application(environ | {"HTTP_HOST": "testserver"}, lambda status, headers: said.append(status)))
    assert said == ["400 Bad Request"]
    assert b"We could not read this request" in page


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b'{"login": ["\\ud800"], "password": {"a": 1}}'),
        ("application/json", b"{"),
        ("text/plain", b"login=a"),
        ("", b"login=a"),
        ("application/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=", b"--\r\n"),
        (f"multipart/form-data; boundary={'b' * 500}", b"--b"),
        (MANY, b'--b\r\nContent-Disposition: form-data; name="login"\r\n\r\ncut off'),
        (MANY, b"--b\r\nContent-Disposition: form-data\r\n\r\nnameless\r\n--b--"),
        (MANY, b'--b\r\nContent-Disposition: form-data; name="login"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--b--'),
        (MANY, b'--b\r\nContent-Disposition: form-data; name="f"; filename="../../\x00.png"\r\n\r\nx\r\n--b--'),
        (MANY, b"\xff" * 1000),
        (FORM, b"%zz=%&&=&;\xff\xfe=\x00"),
    ],
)
def test_a_body_that_is_no_form_is_no_trouble(client, content_type, body):
    for address in (SIGN_IN, "/accounts/signup/", "/theme/", "/i18n/setlang/"):
        assert client.post(address, body, content_type=content_type).status_code < 500


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "NONSENSE", "get", "HEAD"])
def test_another_method_is_no_trouble(client, method):
    for address in ("/", "/challenges/", "/theme/", SIGN_IN, "/admin/login/", "/healthz/live", "/feeds/challenges.json"):
        assert client.generic(method, address).status_code < 500


COOKIES = ["", "x", "a" * 3000, '"abcdefgh\\000ijkl"', '"\\377\\376"', "é" * 40, "%00", "{}", "1:2:3", "__proto__", "../" * 20]


@pytest.mark.parametrize("value", COOKIES)
def test_cookies_that_the_portal_did_not_make_are_left_alone(client, value):
    names = ("sessionid", "csrftoken", "django_language", "theme", "messages", "account-reset-key")
    header = "; ".join(f"{name}={value}" for name in names)
    for address in ("/", SIGN_IN, "/me/", "/admin/login/"):
        assert client.get(address, headers={"cookie": header}).status_code in {200, 302}
    assert client.post(SIGN_IN, {"login": "a@example.org", "password": "b"}, headers={"cookie": header}).status_code == 200


def test_a_long_address_is_no_trouble(client):
    for query in ("q=" + "x" * 100_000, "&".join(f"theme={n}" for n in range(900)), "q=" + "%00" * 5000):
        assert client.get(f"/challenges/?{query}").status_code == 200
    assert client.get(f"/challenges/?{'&' * 5000}").status_code == 413


@pytest.mark.parametrize("length", ["nonsense", "-1", "", "9" * 400, "１２"])
def test_a_length_that_is_no_length_is_no_trouble(client, length):
    expected = {"": 200, "9" * 400: 413}.get(length, 400)
    assert client.generic("GET", "/", CONTENT_LENGTH=length).status_code == expected
    assert client.generic("POST", SIGN_IN, b"login=a", content_type=FORM, CONTENT_LENGTH=length).status_code == expected


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Go back: what you typed is still in the page."), ("nl", "Ga terug: wat was getypt, staat nog op de pagina.")],
)
def test_ten_megabytes_are_refused_in_words(client, language, words):
    """A paste, more fields than any form has, more files, and an upload of a kind that would fill a disk."""
    fields = "&".join(f"a{n}=1" for n in range(1100)).encode()
    files = b"".join(b'--b\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\nx\r\n' for _n in range(110)) + b"--b--"
    sent = [(FORM, b"login=" + b"x" * 10_000_000, {}), (FORM, fields, {}), (MANY, files, {}), (MANY, b"", {"CONTENT_LENGTH": "300000000"})]
    for content_type, body, more in sent:
        answer = client.generic("POST", SIGN_IN, body, content_type=content_type, headers={"accept-language": language}, **more)
        assert (answer.status_code, answer.headers["Content-Type"]) == (413, "text/html; charset=utf-8")
        page = answer.content.decode()
        assert f'<html lang="{language}">' in page
        assert words in page


FOREIGN = ["https://example.org/", "//example.org", "/\\example.org", "\\\\example.org", "https:example.org", "javascript:alert(1)"]
FOREIGN += [
    "http:///example.org",
    "\t//example.org",
    "//testserver@example.org/",
    "https://testserver.example.org/",
    " //example.org",
    "\x00//e.org",
]


@pytest.mark.parametrize("address", FOREIGN)
def test_no_way_leads_out_of_the_portal(address):
    user = UserFactory()
    for send in (
        lambda client: client.post(SIGN_IN, {"login": user.email, "password": PASSWORD, "next": address}),
        lambda client: client.post("/theme/", {"theme": "dark", "next": address}),
        lambda client: client.post("/i18n/setlang/", {"language": "nl", "next": address}),
        lambda client: client.post("/theme/", {"theme": "dark"}, headers={"referer": address.strip("\t\x00 ")}),
    ):
        answer = send(Client())
        assert answer.status_code in {302, 204}
        assert answer.headers.get("Location", "/")[:1] == "/"
        assert answer.headers.get("Location", "/")[:2] not in {"//", "/\\"}


@pytest.mark.parametrize(
    "host", ["example.org", "testserver:80@example.org", "testserver.example.org", "", "[::1", "a b", "testserver/..", "é"]
)
def test_another_host_is_refused_with_a_page(client, host):
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 400
    assert "We could not read this request" in answer.content.decode()


def test_what_a_stranger_says_of_a_proxy_is_not_believed(client):
    said = {
        "x-forwarded-host": "example.org",
        "x-forwarded-proto": "https",
        "x-forwarded-for": "198.51.100.7",
        "x-forwarded-port": "444",
        "forwarded": "host=example.org;proto=https",
        "x-original-url": "/admin/",
        "x-rewrite-url": "/admin/",
        "x-http-method-override": "DELETE",
    }
    for address in ("/", "/challenges/", "/me/", "/sitemap.xml", "/feeds/challenges.json"):
        answer = client.get(address, headers=said)
        assert "example.org" not in answer.headers.get("Location", "") + answer.content.decode()
        assert not answer.wsgi_request.is_secure()


def test_no_form_is_taken_without_its_token(client):
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    for address in ("/accounts/signup/", SIGN_IN, "/theme/", "/i18n/setlang/", "/challenges/preview/"):
        answer = strict.post(address, {"login": "a", "csrfmiddlewaretoken": "\x00" * 64})
        assert answer.status_code == 403
        assert "what you typed is still there" in answer.content.decode()


def test_what_was_typed_stays_beside_a_version_that_is_new_by_now(as_):
    """The page shows the new version; the rest of the form is as it was sent."""
    challenge = published_challenge(mode=Mode.TEAM)
    Challenge.objects.filter(pk=challenge.pk).update(terms_version=2)
    sent = {"name": "Second Shelf", "terms": "on", "version": "1"}
    page = as_(student()).post(f"/challenges/{challenge.slug}/join/", sent).content.decode()
    assert (shown(page, "name"), shown(page, "version")) == (["Second Shelf"], ["2"])


def test_nothing_exports_a_table_yet():
    """A table for a spreadsheet must not begin a cell with = + - @, a tab or a line end as people typed it: whoever adds the first export
    quotes such cells in one place, proves it here, and names that place in `docs/security.md`."""
    sources = [path for folder in ("accounts", "partners", "challenges") for path in (BASE_DIR / folder).rglob("*.py")]
    exporting = re.compile(r"\bcsv\.(writer|DictWriter)\b|^\s*(import|from) (openpyxl|xlsxwriter|pandas|tablib|odf)\b", re.M)
    assert [path.name for path in sources if exporting.search(path.read_text())] == []
