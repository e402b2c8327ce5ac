"""Every form on every page, of every role, sent with what nobody should send: never a broken page, never lost what was typed."""

from collections.abc import Callable
from http.cookies import SimpleCookie

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile.forms import Field, Form, posting_forms, shown
from tests.hostile.values import as_read, encoded, hostile, profile, value
from tests.hostile.walk import opened

pytestmark = pytest.mark.django_db
TYPED = {"text", "textarea", "email", "url", "number", "date", "datetime-local", "search"}
ROLES = ("visitor", "student_in", "editor", "reviewer", "coordinator")
# Django's own pages, and those that end a session.
NOT_HERE = ("admin/", "accounts/logout", "styleguide/", "feeds/", "healthz/")
# What one types there is not kept: it answers with a message on the page that one came from, or is no text.
AS_MESSAGE = {"set_language", "set_theme"}


def found_forms() -> list[tuple[Client, Form]]:
    """One of each kind of form that the world's pages hold, with a client of somebody who sees it."""
    kinds: dict[tuple[str, ...], tuple[Client, Form]] = {}
    for client, address, page in opened(ROLES, NOT_HERE):
        for form in posting_forms(page.content.decode(), address):
            kinds.setdefault((resolve(form.action).route, *form.shape), (client, form))
    return list(kinds.values())


@st.composite
def sendings(draw: st.DrawFn, form: Form) -> list[tuple[str, str]]:
    """The form as it goes out: each control left alone, filled with anything, sent twice, as an array, or left out."""
    pairs: list[tuple[str, str]] = []
    for name, kept in form.sent().items():
        match draw(st.sampled_from(["kept", "kept", "typed", "typed", "typed", "twice", "array", "missing"])):
            case "kept":
                pairs += [(name, one) for one in kept]
            case "typed":
                pairs.append((name, draw(value)))
            case "twice":
                pairs += [(name, draw(value)), (name, draw(value))]
            case "array":
                pairs += [(f"{name}[]", draw(hostile)), (f"{name}[0]", draw(hostile))]
    if form.buttons:
        pairs.append(draw(st.sampled_from(form.buttons)))
    return pairs


def lost(form: Form, pairs: list[tuple[str, str]], answer: HttpResponse) -> list[str]:
    """The controls whose text does not come back, where the page shows the form again."""
    if any(name == "again" for name, _value in pairs[-1:]):  # takes a row away, or adds one
        return []
    if answer.status_code in {302, 404, 400, 403, 410} or answer.streaming or "html" not in answer.headers.get("Content-Type", ""):
        return []
    html = answer.content.decode()
    gone = []
    for control in _typed(form):
        sent = [one for name, one in pairs if name == control.name]
        back = shown(html, control.name)
        if sent and back and as_read(sent[-1]) not in [as_read(one) for one in back]:
            gone.append(f"{control.name}: {sent[-1]!r:.80} came back as {back!r:.80}")
    return gone


def _typed(form: Form) -> list[Field]:
    return [control for control in form.fields if control.kind in TYPED]


def sender(client: Client, form: Form) -> Callable[[], None]:
    """Sends the form in many ways; what was written is taken back each time."""
    cookies, where = {name: morsel.value for name, morsel in client.cookies.items()}, resolve(form.action).view_name

    @profile(4)
    @given(pairs=sendings(form))
    def send(pairs: list[tuple[str, str]]) -> None:
        fresh = Client(raise_request_exception=False)
        fresh.cookies = SimpleCookie(cookies)
        with transaction.atomic():
            answer = fresh.post(form.action, encoded(pairs), content_type="application/x-www-form-urlencoded")
            transaction.set_rollback(True)
        assert answer.status_code < 500, pairs
        assert where in AS_MESSAGE or not lost(form, pairs, answer), lost(form, pairs, answer)

    return send


def test_no_form_breaks_or_loses_what_was_typed():
    kinds = found_forms()
    assert len(kinds) > 40
    faults: list[str] = []
    for client, form in kinds:
        try:
            sender(client, form)()
        except AssertionError as fault:
            faults.append(f"{form.action} {form.shape}: {str(fault)[:600]}")
    assert not faults, "\n\n".join(faults)
