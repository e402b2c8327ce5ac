"""Where somebody is signed in."""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session

from accounts.kit.together import fetch_together
from accounts.models import User


def live_sessions(user: User, now: dt.datetime) -> list[UserSession]:
    """Where the person is signed in at `now`, oldest first: a session that ended, or that is older than their password, is none.

    One statement.
    """
    mine = UserSession.objects.filter(user=user).order_by("created_at", "pk")
    stored = Session.objects.filter(session_key__in=mine.order_by().values("session_key"), expire_date__gt=now)
    fetch_together(mine, stored)
    alive = {one.session_key for one in stored if _is_of(user, one)}
    return [one for one in mine if one.session_key in alive]


def _is_of(user: User, session: Session) -> bool:
    said = session.get_decoded()
    proofs = {user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()}
    return said.get(SESSION_KEY) == str(user.pk) and said.get(HASH_SESSION_KEY) in proofs
