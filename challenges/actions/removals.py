"""A team asks a member to go, and the programme office decides."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications
from accounts.audit import trail
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import User
from accounts.queries.people import office
from challenges.actions import waitlist
from challenges.actions.joining import go
from challenges.actions.locks import lock_challenge, lock_team, members, membership
from challenges.models import Challenge, Participation, RemovalRequest, Team


def ask(*, participation: Participation, reason: str, by: User, now: dt.datetime) -> RemovalRequest:
    """Ask the office to take a member out of one's team. Tells the office, and the member that it was asked: not by whom, nor why.

    Refuses oneself, somebody who has left, and a second request while the office has not decided on the first.
    """
    with transaction.atomic():
        challenge, team = lock_challenge(participation.challenge_id), lock_team(participation.team_id)
        membership(team, by)
        found = team.participations.active().filter(pk=participation.pk).select_related("user").first()
        if found is None:
            raise WrongState(_("This person has left the team in the meantime."))
        if found.user_id == by.pk:
            raise Refusal(_("You can leave yourself, on the page of your team."))
        if found.removal_requests.filter(decided_at__isnull=True).exists():
            raise WrongState(_("The programme office has been asked already, and decides."))
        request = RemovalRequest.objects.create(participation=found, reason=reason, asked_by=by, asked_at=now)
        trail.record("removal.asked", on=found, within=challenge, by=by, now=now, name=found.user.name)
        context = {"challenge": challenge.title, "team": team.name, "team_id": team.pk, "removal": request.pk}
        notifications.tell(kind="removal_asked", to=office(now), path="/manage/removals/", context=context, key=str(request.pk), now=now)
        path = f"/challenges/{challenge.slug}/team/"
        notifications.tell(kind="removal_asked_of_you", to=[found.user], path=path, context=context, key=str(request.pk), now=now)
        return request


def decide(*, request: RemovalRequest, granted: bool, words: str, by: User, now: dt.datetime) -> RemovalRequest:
    """Decide with words: the member leaves, also once teams are fixed, or stays. Tells the member, whoever asked, and who stays behind.

    Refuses a request that was decided on, somebody who left by themselves, and leaving a team without anybody.
    """
    with transaction.atomic():
        gone = request.participation
        challenge, team = lock_challenge(gone.challenge_id), lock_team(gone.team_id)
        locked = RemovalRequest.objects.select_related("participation__user", "asked_by").get(pk=request.pk)
        participation = locked.participation
        if locked.decided_at is not None:
            raise WrongState(_("Somebody has decided on this in the meantime."))
        if not participation.is_active():
            raise WrongState(_("This person has left the team in the meantime."))
        staying = [user for user in members(team) if user.pk != participation.user_id]
        if granted and not staying:
            raise Refusal(_("Nobody else is in this team any more."))
        locked.granted, locked.words, locked.decided_at, locked.decided_by = granted, words, now, by
        locked.save(update_fields=["granted", "words", "decided_at", "decided_by"])
        name = participation.user.name
        if granted:
            trail.record("removal.granted", on=participation, within=challenge, by=by, now=now, name=name, reason=words)
            go(participation, team, now)
            waitlist.offer_free(challenge, now)
        else:
            trail.record("removal.refused", on=participation, within=challenge, by=by, now=now, name=name, reason=words)
        _tell(locked, challenge, team, staying, now)
        return locked


def _tell(request: RemovalRequest, challenge: Challenge, team: Team, staying: list[User], now: dt.datetime) -> None:
    person, key = request.participation.user, str(request.pk)
    page, path = challenge.get_absolute_url(), f"/challenges/{challenge.slug}/team/"
    context = {"challenge": challenge.title, "team": team.name, "team_id": team.pk, "name": person.name, "words": request.words}
    kind = "removed_from_team" if request.granted else "removal_refused"
    notifications.tell(kind=kind, to=[person], path=page if request.granted else path, context=context, key=key, now=now)
    asker = [user for user in staying if user.pk == request.asked_by_id]
    decided = context | {"granted": bool(request.granted)}
    notifications.tell(kind="removal_decided", to=asker, path=path, context=decided, key=key, now=now)
    if request.granted:
        others = [user for user in staying if user not in asker]
        left = {key: value for key, value in context.items() if key != "words"}
        notifications.tell(kind="team_left", to=others, path=path, context=left, key=str(request.participation_id), now=now)
