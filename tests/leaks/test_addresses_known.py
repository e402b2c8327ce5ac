"""Nobody learns from an answer whether somebody has an account: with a known and an unknown address the same comes, byte for byte."""

import re

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.factories.people import PASSWORD
from tests.leaks.reader import PASSING, undone
from tests.world import World

pytestmark = pytest.mark.django_db
UNKNOWN = "nobody-has-this@example.org"
# What was undone leaves a gap in the numbers of invitations.
NUMBERED = re.compile(r"(?<=/invitations/)\d+")


def answers(client: Client, url: str, fields: dict[str, str], address: str) -> list[tuple[int, str, str]]:
    """Every answer from the post to the page that it leads to: status, headers and page, without the address itself."""
    response = client.post(url, fields, follow=True)
    page = NUMBERED.sub("", PASSING.sub("", response.content.decode())).replace(address, "…")
    chain = [(status, where.replace(address, "…"), "") for where, status in response.redirect_chain]
    return [*chain, (response.status_code, str(sorted(response.cookies)), page)]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
    return client


def cases(made: World) -> dict[str, tuple[User | None, str, str, dict[str, str]]]:
    """Every form into which somebody types the address of somebody else: who types it, where, in which field, with what else."""
    people, running = made.people, made.cases.running.slug
    return {
        "signing in": (None, "/accounts/login/", "login", {"password": "not-the-password"}),
        "signing up": (None, "/accounts/signup/", "email", {"name": "Somebody New", "password1": "a-good-long-secret"}),
        "asking for a new password": (None, "/accounts/password/reset/", "email", {}),
        "inviting into a team": (people.student_in, f"/challenges/{running}/team/invite/", "email", {}),
        "inviting into an organisation": (people.owner, f"/partners/{made.organisation.slug}/staff/", "email", {"role": "mentor"}),
        "handing over": (people.faculty_owner, f"/challenges/{running}/approval/hand-over/", "address", {}),
        "proposing an owner": (people.editor, f"/challenges/{made.cases.sent_back.slug}/approval/submit/", "proposed_owner", {}),
    }


def test_a_known_and_an_unknown_address_get_the_same_answer(made: World) -> None:
    known = made.people.solo_student.email
    for what, (user, url, field, more) in cases(made).items():
        said = []
        for address in (known, UNKNOWN):
            client = Client() if user is None else signed_in(user)
            with undone(client):
                said.append(answers(client, url, {field: address, **more}, address))
        assert said[0] == said[1], what


def test_a_change_of_address_answers_the_same_for_one_that_somebody_has(made: World) -> None:
    user, said = made.people.stranger, []
    for address in (made.people.solo_student.email, UNKNOWN):
        client = Client()
        with undone(client):
            client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
            again = client.post("/accounts/email/", {"action_add": "", "email": address})
            said.append(answers(client, again.headers["Location"], {"password": PASSWORD}, address))
    assert said[0] == said[1]
    assert "…" in said[0][-1][2]
