"""The fourteen people whom the walk sends round, and how somebody is signed in."""

import time

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.world import World

# The letter that stands for each in the head of the table, and who it is in the world.
ROLES = {
    "v": "",  # a visitor
    "i": "student_in",
    "u": "student_out",
    "m": "other_member",  # of another team of the same challenges
    "o": "owner",  # of the organisation that brings the challenges in
    "e": "editor",
    "t": "mentor",
    "x": "other_editor",  # of another organisation
    "r": "reviewer",
    "n": "faculty",  # a reviewer who was not assigned
    "k": "coach",  # of the team of `student_in`
    "f": "faculty_owner",
    "c": "coordinator",
    "a": "administrator",
}


def person(world: World, role: str) -> User | None:
    """Who plays a role; None for the visitor."""
    return getattr(world.people, ROLES[role]) if ROLES[role] else None


def signed_in(user: User | None) -> Client:
    """A client of that person, who has just given their password; what a view raises is an answer, as in production."""
    client = Client()
    if user is not None:
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time() + 3600, "reauthenticated": True}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client
