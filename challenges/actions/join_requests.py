"""Asking a team to be taken in, and the captain's answer."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications, terms
from accounts.audit import trail
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import User
from challenges.actions.joining import check_place, check_standing, enter
from challenges.actions.locks import lock_challenge, lock_team, membership
from challenges.enums.teams import RequestAnswer
from challenges.models import Challenge, JoinRequest, Participation, Team
from challenges.queries.captains import captain_of
from challenges.queries.terms import terms_of

LIFETIME = dt.timedelta(days=14)
MOST_OPEN = 5


def look_for(*, team: Team, words: str, by: User, now: dt.datetime) -> Team:
    """Say whom the team looks for, and with that take requests to join; no words end it. Refuses once texts of teams are fixed."""
    with transaction.atomic():
        challenge, locked = lock_challenge(team.challenge_id), lock_team(team.pk)
        membership(locked, by)
        if locked.seeks == words:
            return locked
        if locked.solo:
            raise Refusal(_("You work alone in this challenge. To work in a team, leave and make one."), field="seeks")
        if challenge.team_texts_stay(now):
            raise Refusal(_("What teams say of themselves is fixed by now."), field="seeks")
        before, locked.seeks = locked.seeks, words
        locked.save(update_fields=["seeks"])
        trail.record("team.looked_for", on=locked, within=challenge, by=by, now=now, before=before, after=words)
        return locked


def ask(*, team: Team, words: str, by: User, version: int, now: dt.datetime) -> JoinRequest:
    """Ask a team to be taken in, with version `version` of the terms accepted. Tells the captain.

    Refuses a team that takes no requests, its coach, whoever may not join, where no place is left, who asked this team already, and
    more than a few open requests at once. An expired request gives way to the new one.
    """
    with transaction.atomic():
        challenge, locked = lock_challenge(team.challenge_id), lock_team(team.pk)
        if not locked.seeks:
            raise Refusal(_("This team takes no requests by now."))
        if locked.coach_id == by.pk:
            raise Refusal(_("You are the coach of this team, so you cannot be a member of it."))
        check_standing(challenge, by, now, into_team=True)
        check_place(challenge, locked, by, now)
        if locked.join_requests.open(now).filter(user=by).exists():
            raise Refusal(_("You have asked this team already. You hear as soon as it answers."))
        if JoinRequest.objects.open(now).filter(user=by, team__challenge=challenge).count() >= MOST_OPEN:
            raise Refusal(_("You have asked %(max)d teams. Wait for an answer, or take a request back.") % {"max": MOST_OPEN})
        present = terms_of(challenge)
        if version != present.version:
            raise Refusal(_("The terms have changed since you opened this page. Read them again before you accept."), field="terms")
        locked.join_requests.filter(user=by, answer="").update(answer=RequestAnswer.EXPIRED, answered_at=now)
        accepted = terms.accept(
            user=by, document=present.document, title=present.title, version=present.version, text=present.text, now=now
        )
        request = JoinRequest.objects.create(team=locked, user=by, words=words, terms=accepted, asked_at=now, expires_at=now + LIFETIME)
        trail.record("join_request.made", on=locked, within=challenge, by=by, now=now)
        captain = captain_of(locked, locked.participations.active().select_related("user"))
        _tell("join_requested", [captain] if captain else [], request, challenge, f"/challenges/{challenge.slug}/team/", now)
        return request


def withdraw(*, request: JoinRequest, by: User, now: dt.datetime) -> None:
    """Take one's own request back. Refuses one that was answered."""
    with transaction.atomic():
        challenge, team = lock_challenge(request.team.challenge_id), lock_team(request.team_id)
        locked = _open(request, now)
        _answer(locked, RequestAnswer.WITHDRAWN, now)
        trail.record("join_request.withdrawn", on=team, within=challenge, by=by, now=now)


def accept(*, request: JoinRequest, by: User, now: dt.datetime) -> Participation:
    """Take in who asked: they join under the terms that they accepted. Tells them, and the team.

    Refuses whoever is not the captain, a request that is no longer open, and somebody who may not join by now, without telling why.
    """
    with transaction.atomic():
        challenge, team = _captains(request.team, by)
        locked = _open(request, now)
        check_place(challenge, team, locked.user, now)
        if locked.terms.version != challenge.terms_version:
            raise Refusal(_("The terms have changed since %(name)s asked. They have to ask again.") % {"name": locked.user.name})
        try:
            check_standing(challenge, locked.user, now, into_team=True)
        except Refusal:
            raise Refusal(_("%(name)s cannot join any more, and sees on their own page why.") % {"name": locked.user.name}) from None
        _answer(locked, RequestAnswer.ACCEPTED, now)
        trail.record("join_request.accepted", on=team, within=challenge, by=by, now=now, name=locked.user.name)
        participation = enter(challenge, team, locked.user, locked.terms.version, now)
        _tell("join_request_accepted", [locked.user], locked, challenge, f"/challenges/{challenge.slug}/team/", now)
        return participation


def decline(*, request: JoinRequest, by: User, now: dt.datetime) -> None:
    """Say no to who asked, and tell them. Refuses whoever is not the captain, and a request that is no longer open."""
    with transaction.atomic():
        challenge, team = _captains(request.team, by)
        locked = _open(request, now)
        _answer(locked, RequestAnswer.DECLINED, now)
        trail.record("join_request.declined", on=team, within=challenge, by=by, now=now, name=locked.user.name)
        _tell("join_request_declined", [locked.user], locked, challenge, f"/challenges/{challenge.slug}/board/", now)


def _captains(team: Team, by: User) -> tuple[Challenge, Team]:
    challenge, locked = lock_challenge(team.challenge_id), lock_team(team.pk)
    membership(locked, by)
    if captain_of(locked, locked.participations.active().select_related("user")) != by:
        raise WrongState(_("Only the captain answers requests, and by now that is somebody else."))
    return challenge, locked


def _open(request: JoinRequest, now: dt.datetime) -> JoinRequest:
    found: JoinRequest | None = JoinRequest.objects.open(now).select_related("user", "terms", "team").filter(pk=request.pk).first()
    if found is None:
        raise WrongState(_("This request was answered or taken back in the meantime, or it has expired."))
    return found


def _answer(request: JoinRequest, answer: RequestAnswer, now: dt.datetime) -> None:
    request.answer, request.answered_at = answer, now
    request.save(update_fields=["answer", "answered_at"])


def _tell(kind: str, to: Iterable[User], request: JoinRequest, challenge: Challenge, path: str, now: dt.datetime) -> None:
    context = {"challenge": challenge.title, "team": request.team.name, "name": request.user.name, "team_id": request.team_id}
    notifications.tell(kind=kind, to=to, path=path, context=context | {"request": request.pk}, key=str(request.pk), now=now)
