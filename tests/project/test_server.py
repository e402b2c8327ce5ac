"""The portal as its server really answers, under the settings of production: what a test client cannot tell."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from config.runtime import ports
from config.runtime.places import ROOT
from tests.bench.stand import production, run

HOST, SECONDS = "localhost", 60
Answer = tuple[int, list[tuple[str, str]], str]


@contextmanager
def served(environment: dict[str, str]) -> Iterator[int]:
    """The port of the web process of the `Procfile`."""
    port = ports.free()
    web = next(line for line in (ROOT / "Procfile").read_text().splitlines() if line.startswith("web:")).removeprefix("web:")
    whole = {**os.environ, **environment, "PORT": str(port), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    server = subprocess.Popen(["bash", "-c", f"exec {web}"], cwd=ROOT, env=whole)
    try:
        end = time.monotonic() + SECONDS
        while True:
            try:
                ask(port, "GET", "/healthz/live")
                break
            except OSError:
                assert server.poll() is None
                assert time.monotonic() < end
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def ask(port: int, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
    """Status, headers and text of an answer, as a plain client reads it that sends all before it reads."""
    client = http.client.HTTPConnection(ports.HOST, port, timeout=SECONDS)
    try:
        client.request(method, path, body, {"Host": HOST, **{name.replace("_", "-"): value for name, value in headers.items()}})
        answer = client.getresponse()
        return answer.status, [(name.lower(), value) for name, value in answer.getheaders()], answer.read().decode()
    finally:
        client.close()


@pytest.fixture(scope="module")
def environment(django_db_setup, tmp_path_factory) -> dict[str, str]:
    there = connection.settings_dict
    address = f"postgres://{there['USER']}:{there['PASSWORD']}@{there['HOST']}:{there['PORT']}/{there['NAME']}"
    made = production(tmp_path_factory.mktemp("production"), address) | {"DJANGO_SETTINGS_MODULE": "config.settings.production"}
    run(["collectstatic", "--noinput", "--verbosity=0"], made)
    return made


def test_without_a_proxy_nobody_is_believed_and_another_host_gets_a_page(environment):
    said = {
        "X_Forwarded_Host": "e.example",
        "X_Forwarded_Proto": "https",
        "X_Forwarded_For": "192.0.2.9",
        "Forwarded": "host=e.example;proto=https",
    }
    with served(environment | {"ALLAUTH_TRUSTED_PROXY_COUNT": "0"}) as port:
        status, _headers, page = ask(port, "GET", "/", Host="elsewhere.example")
        assert (status, "We could not read this request" in page) == (400, True)
        status, headers, page = ask(port, "GET", "/accounts/login/", **said)
        assert (status, "e.example" in page) == (200, False)
        assert "strict-transport-security" not in dict(headers)  # the way here is not taken for TLS


def test_behind_its_proxy_every_promise_is_in_the_answer(environment):
    with served(environment | {"ALLAUTH_TRUSTED_PROXY_COUNT": "1", "SECURE_SSL_REDIRECT": "true"}) as port:
        status, headers, _page = ask(port, "GET", "/accounts/login/")
        assert (status, dict(headers)["location"]) == (301, f"https://{HOST}/accounts/login/")
        status, headers, page = ask(port, "GET", "/accounts/login/", X_Forwarded_Proto="https", X_Forwarded_For="192.0.2.1")
        found = dict(headers)
        assert status == 200
        assert found["strict-transport-security"] == "max-age=63072000; includeSubDomains; preload"
        policy = found["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        nonce = policy.partition("'nonce-")[2].partition("'")[0]
        assert nonce
        assert f'nonce="{nonce}"' in page
        assert (found["x-content-type-options"], found["cross-origin-opener-policy"]) == ("nosniff", "same-origin")
        assert "no-store" in found["cache-control"]
        cookies = [value for name, value in headers if name == "set-cookie"]
        assert cookies
        assert all(one.startswith("__Host-") and "Secure" in one and "Path=/" in one and "Domain" not in one for one in cookies)


@pytest.mark.parametrize("megabytes", [6, 10])
def test_a_body_that_is_too_large_gets_its_page_and_not_a_cut_connection(environment, megabytes):
    with served(environment) as port:
        key = "k" * 32
        form = f"csrfmiddlewaretoken={key}&login=".encode() + b"x" * (megabytes << 20)
        said = {"Cookie": f"__Host-csrf={key}", "Content_Type": "application/x-www-form-urlencoded", "Origin": "http://localhost"}
        status, _headers, page = ask(port, "POST", "/accounts/login/", form, **said)
        assert status == 413
        assert "<main" in page
