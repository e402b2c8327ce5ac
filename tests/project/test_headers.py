"""What every answer carries under the settings of production, and that no page holds what its own policy forbids."""

import io
import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from accounts.models import User
from config.settings.base import BASE_DIR
from partners.actions import organisations
from tests.hostile.places import actors, places
from tests.production import load, take_over
from tests.world import world

pytestmark = pytest.mark.django_db
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
}
ROLES = ("visitor", "student_in", "editor", "reviewer", "coordinator", "administrator")
SANDBOXED = {"default-src": "'none'", "frame-ancestors": "'none'", "sandbox": ""}
# The same for everyone, whoever asks.
FOR_EVERYONE = {
    *("partners/<slug:slug>/logo/", "feeds/challenges.atom", "feeds/challenges.json", "sitemap.xml", "robots.txt"),
    *("card-<str:version>.png", "challenges/<slug:slug>/card-<str:version>.png"),
}


class Page(HTMLParser):
    """What of a page the policy is about."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.nonces: list[str | None] = []
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "script" and found.get("type") != "application/ld+json":  # data are not run
            self.nonces.append(found.get("nonce"))
            self.inline += [] if "src" in found else ["script"]
        if tag == "style":
            self.inline.append("style")
        if any(str(value).strip().lower().startswith("javascript:") for value in found.values()):
            self.inline.append(f"javascript: in <{tag}>")
        self.inline += [f"{name} of <{tag}>" for name in found if name == "style" or re.match(r"on[a-z]+$|hx-on", name)]


@pytest.fixture
def visit(settings, monkeypatch) -> Callable[[User | None], Client]:
    """A client as the proxy of production hands its requests on."""
    take_over(settings, load(monkeypatch, ALLAUTH_TRUSTED_PROXY_COUNT="1"))

    def make(person: User | None = None) -> Client:
        client = Client(
            raise_request_exception=False,
            enforce_csrf_checks=True,
            headers={"host": "portal.example", "x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.1"},
        )
        if person is not None:
            client.force_login(person, backend=django_settings.AUTHENTICATION_BACKENDS[1])
        return client

    return make


def policy(response: HttpResponse) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in response.headers.get("Content-Security-Policy", "").split(";")]
    return {name: value for name, _space, value in parts}


def faults_of(response: HttpResponse, where: str) -> list[str]:
    """What is wrong with the headers, the cookies and the content of one answer."""
    faults = [f"{name}: {response.headers.get(name)}" for name, value in ALWAYS.items() if response.headers.get(name) != value]
    if "camera=()" not in response.headers.get("Permissions-Policy", ""):
        faults.append("Permissions-Policy")
    found = policy(response)
    if found.get("frame-ancestors") != "'none'" or found.get("default-src") != "'none'" or "unsafe" in str(found):
        faults.append(f"policy {found}")
    if "Content-Disposition" in response.headers and found != SANDBOXED:
        faults.append(f"a file without a sandbox: {found}")
    for name, cookie in response.cookies.items():
        if not (name.startswith("__Host-") and cookie["secure"] and cookie["path"] == "/" and not cookie["domain"]):
            faults.append(f"cookie {cookie.OutputString()}")
    if not response.streaming and response.content and "html" in response.headers.get("Content-Type", ""):
        page = Page(response.content.decode())
        allowed = "".join(f"'nonce-{nonce}'" for nonce in set(page.nonces) if nonce)
        if "/admin/" in where:  # Django's own pages know no nonce
            allowed = f"{allowed} 'self'".strip()
        elif None in page.nonces:
            faults.append("a script without a nonce")
        if found.get("script-src", "") != allowed:
            faults.append(f"script-src {found.get('script-src')} for {allowed}")
        faults += page.inline
    return [f"{where}: {fault}" for fault in faults]


def test_every_address_answers_every_role_with_all_headers(visit):
    made = world()
    every, faults, nonces, seen, only_posts = places(made), [], [], set(), set()
    people = actors(made)
    for role in ROLES:
        person, client = people[role], visit(people[role])
        for route, address in every:
            if route in only_posts or (route.startswith("admin/") and role not in {"visitor", "administrator"}):
                continue
            response = client.get(address)
            faults += faults_of(response, f"{role} {address}")
            if person is not None and "no-store" not in response.headers.get("Cache-Control", "") and route not in FOR_EVERYONE:
                faults.append(f"{role} {address}: {response.headers.get('Cache-Control')}")
            if response.status_code == 200:
                seen.add(route)
                nonces.append(policy(response).get("script-src"))
            if response.status_code == 405:
                only_posts.add(route)
            if response.streaming:
                b"".join(response.streaming_content)
            if person is not None and "__Host-session" in response.cookies:  # a link to confirm somebody else's address signs out
                client = visit(person)
    assert not faults, "\n".join(faults)
    shown = [nonce for nonce in nonces if nonce and "nonce" in nonce]
    assert len(shown) == len(set(shown)) > 100
    assert len(seen) > 80


def test_what_only_the_holder_of_a_link_may_read_is_stored_nowhere(visit):
    secret = [address for route, address in places(world()) if re.search(r"token|uidb36|<key>[-:]|accounts/(login|signup)", route)]
    assert len(secret) > 8
    kept = {address: visit().get(address).headers.get("Cache-Control", "") for address in secret}
    assert [address for address, words in kept.items() if "no-store" not in words] == []


def answers(visit, settings) -> dict[str, tuple[int, HttpResponse]]:
    """Everything that is no page of the portal: (expected status, answer) by what it is."""
    client, plain = visit(), {"x-forwarded-proto": "http"}
    settings.ROOT_URLCONF = "tests.hostile.broken"
    client.get("/accounts/login/")
    large = b"text=" + b"x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    form = "application/x-www-form-urlencoded"
    return {
        "not there": (404, client.get("/nothing/")),
        "broken": (500, client.get("/broken/")),
        "another host": (400, client.get("/", headers={"host": "elsewhere.example"})),
        "another host without TLS": (400, client.get("/", headers={"host": "elsewhere.example", **plain})),
        "without TLS": (301, client.get("/challenges/", headers=plain)),
        "without its slash": (301, client.get("/challenges")),
        "to sign in": (302, client.get("/me/")),
        "without a token": (403, visit().post("/accounts/login/", {"login": "a"})),
        "by another method": (405, client.options("/challenges/")),
        "too large": (413, client.post("/accounts/login/", large, content_type=form, headers={"origin": "https://portal.example"})),
        "in another character set": (400, client.get("/", headers={"content-type": "text/plain; charset=utf-7"})),
        "a script": (200, client.get("/static/js/portal.js")),
        "a picture": (200, client.get("/static/img/favicon.svg")),
        "a file that is not there": (404, client.get("/static/js/nothing.js")),
        "health": (200, client.get("/healthz/live")),
    }


def test_refusals_redirects_and_files_carry_them_too(visit, settings):
    faults = []
    for what, (status, response) in answers(visit, settings).items():
        assert response.status_code == status, what
        found = faults_of(response, what)
        if what.endswith("without TLS") or what == "without TLS":  # HSTS counts over TLS only
            found = [fault for fault in found if "Strict-Transport" not in fault]
        faults += found
        if response.streaming:
            b"".join(response.streaming_content)
    assert not faults, "\n".join(faults)


def test_too_many_attempts_are_answered_with_them_too(visit, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client = visit()
    client.handler.enforce_csrf_checks = False
    client.post("/accounts/login/", {"login": "a@example.org", "password": "b"})
    response = client.post("/accounts/login/", {"login": "a@example.org", "password": "b"})
    assert response.status_code == 429
    assert faults_of(response, "429") == []


def test_files_are_handed_out_alike_wherever_they_lie(visit, settings):
    """A bucket is no file system: nothing may lead past the portal to the place itself."""
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    made = world()

    def reader(route: str) -> User:
        if route.startswith("reviews/"):
            return made.people.reviewer
        return made.people.student_in if "/team/" in route else made.people.editor

    image = io.BytesIO()
    Image.new("RGB", (8, 8)).save(image, "PNG")
    organisations.set_logo(organisation=made.organisation, png=image.getvalue(), by=made.people.owner, now=made.now)
    found = {
        route: visit(person).get(address)
        for route, address in places(made)
        for person in [reader(route)]
        if route.endswith(("files/<uuid:key>/", "/logo/")) and "submissions" not in route
    }
    assert len(found) == 5
    for route, response in found.items():
        assert (route, response.status_code) == (route, 200)
        assert b"".join(response.streaming_content)
        assert policy(response) == SANDBOXED
        assert faults_of(response, route) == []
        if not route.endswith("/logo/"):
            assert response.headers["Content-Disposition"].startswith("attachment")


def test_no_template_links_to_where_a_file_lies():
    """Only the widget that shows an earlier file does, and no form of ours gives it one."""
    found = [path.name for path in (BASE_DIR / "templates").rglob("*.html") if re.search(r"(logo|blob|file|value)\.url", path.read_text())]
    assert found == ["field_file.html"]
