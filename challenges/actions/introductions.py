"""Teams that introduce themselves to people on the board. It goes through the portal: nobody learns an address."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import User
from challenges.actions import teams
from challenges.actions.locks import lock_challenge, lock_team, members, membership
from challenges.models import BoardCard, Challenge, Introduction, Team

MOST_A_DAY = 10


def introduce(*, card: BoardCard, team: Team, words: str, by: User, now: dt.datetime) -> Introduction:
    """Introduce one's team to somebody on the board. Refuses a full team, a second time, and more than ten a day."""
    with transaction.atomic():
        challenge, locked = lock_challenge(team.challenge_id), lock_team(team.pk)
        membership(locked, by)
        found = BoardCard.objects.select_related("user").filter(pk=card.pk, challenge=challenge).first()
        if found is None:
            raise Refusal(_("This person is not on the board any more."))
        teams.check_takes_in(challenge, locked, now)
        if locked.introductions.filter(user=found.user).exists():
            raise Refusal(_("You two have been introduced already."), field="words")
        if locked.introductions.filter(at__gt=now - dt.timedelta(days=1)).count() >= MOST_A_DAY:
            raise Refusal(_("%(most)d introductions a day are the most. Try again tomorrow.") % {"most": MOST_A_DAY}, field="words")
        made = Introduction.objects.create(team=locked, user=found.user, by=by, words=words, at=now)
        _tell("introduction_made", found.user, made, challenge, {"words": words}, now)
        return made


def answer(*, introduction: Introduction, yes: bool, by: User, now: dt.datetime) -> Introduction:
    """Say yes or no. A yes is followed by the team's invitation, which the person still accepts or declines.

    Refuses who was not asked, an introduction that was answered, and a yes when the team can't take anybody in.
    """
    with transaction.atomic():
        challenge, team = lock_challenge(introduction.team.challenge_id), lock_team(introduction.team_id)
        found = Introduction.objects.select_related("user", "by").filter(pk=introduction.pk, answered_at__isnull=True).first()
        if found is None:
            raise WrongState(_("This was answered in the meantime."))
        if found.user_id != by.pk:
            raise Refusal(_("This was not asked of you."))
        if yes:
            there = members(team)
            speaker = found.by if found.by in there else there[0]
            teams.invite_introduced(challenge=challenge, team=team, person=found.user, by=speaker, now=now)
        found.answered_at, found.accepted = now, yes
        found.save(update_fields=["answered_at", "accepted"])
        _tell("introduction_answered", found.by, found, challenge, {"yes": yes}, now)
        return found


def _tell(kind: str, to: User, one: Introduction, challenge: Challenge, said: dict[str, object], now: dt.datetime) -> None:
    context = {"challenge": challenge.title, "team": one.team.name, "name": one.user.name, "introduction": one.pk}
    path = f"/challenges/{challenge.slug}/board/"
    notifications.tell(kind=kind, to=[to], path=path, context=context | said, key=str(one.pk), now=now)
