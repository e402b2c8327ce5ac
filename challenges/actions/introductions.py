"""Introductions between teams and people on the board. They go through the portal: nobody learns an address."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import User
from challenges.actions import teams
from challenges.actions.locks import lock_challenge, lock_team, members, membership
from challenges.models import BoardCard, Challenge, Introduction, Team, TeamCard
from challenges.queries.board_access import may_be_shown

MOST_OF_A_PERSON = 5
MOST_OF_A_TEAM = 10


def to_team(*, team: Team, words: str, by: User, now: dt.datetime) -> Introduction:
    """Introduce oneself to a team on the board. Refuses whoever may not join it, a second time, and more than five a day."""
    with transaction.atomic():
        challenge, locked = lock_challenge(team.challenge_id), lock_team(team.pk)
        if not TeamCard.objects.filter(team=locked).exists():
            raise Refusal(_("This team is not on the board any more."))
        if refused := may_be_shown(by, challenge, now):
            raise Refusal(refused)
        _check_first(locked, by)
        own = Introduction.objects.filter(by=by, team__challenge=challenge)
        _check_share(own.filter(at__gt=now - dt.timedelta(days=1)).count(), MOST_OF_A_PERSON)
        made = Introduction.objects.create(team=locked, user=by, by=by, words=words, at=now)
        _tell(made, challenge, members(locked), now)
        return made


def to_person(*, card: BoardCard, team: Team, words: str, by: User, now: dt.datetime) -> Introduction:
    """Introduce one's team to somebody on the board. Refuses a full team, a second time, and more than ten a day."""
    with transaction.atomic():
        challenge, locked = lock_challenge(team.challenge_id), lock_team(team.pk)
        membership(locked, by)
        found = BoardCard.objects.select_related("user").filter(pk=card.pk, challenge=challenge).first()
        if found is None:
            raise Refusal(_("This person is not on the board any more."))
        teams.check_takes_in(challenge, locked, now)
        _check_first(locked, found.user)
        sent = locked.introductions.filter(at__gt=now - dt.timedelta(days=1)).exclude(by=found.user)
        _check_share(sent.count(), MOST_OF_A_TEAM)
        made = Introduction.objects.create(team=locked, user=found.user, by=by, words=words, at=now)
        _tell(made, challenge, [found.user], now)
        return made


def answer(*, introduction: Introduction, yes: bool, by: User, now: dt.datetime) -> Introduction:
    """Say yes or no. A yes of either side is followed by the team's invitation, which the person still accepts or declines.

    Refuses who was not asked, an introduction that was answered, and a yes when the team can't take anybody in.
    """
    with transaction.atomic():
        challenge, team = lock_challenge(introduction.team.challenge_id), lock_team(introduction.team_id)
        found = Introduction.objects.select_related("user", "by").filter(pk=introduction.pk, answered_at__isnull=True).first()
        if found is None:
            raise WrongState(_("This was answered in the meantime."))
        inside = team.participations.active().filter(user=by).exists()
        if (found.user_id != by.pk) if found.from_team else not inside:
            raise Refusal(_("This was not asked of you."))
        if yes:
            teams.invite_introduced(challenge=challenge, team=team, person=found.user, by=_inviter(found, team, by), now=now)
        found.answered_at, found.accepted = now, yes
        found.save(update_fields=["answered_at", "accepted"])
        notifications.tell(
            kind="introduction_answered",
            to=[found.by],
            path=f"/challenges/{challenge.slug}/board/",
            context=_context(found, challenge) | {"yes": yes},
            key=str(found.pk),
            now=now,
        )
        return found


def _inviter(found: Introduction, team: Team, by: User) -> User:
    """Who invites for the team: whoever answered or wrote for it, else whoever is in it longest."""
    speaker = found.by if found.from_team else by
    there = members(team)
    return speaker if speaker in there else there[0]


def _check_first(team: Team, user: User) -> None:
    if team.introductions.filter(user=user).exists():
        raise Refusal(_("You two have been introduced already."), field="words")


def _check_share(sent: int, most: int) -> None:
    if sent >= most:
        raise Refusal(_("%(most)d introductions a day are the most. Try again tomorrow.") % {"most": most}, field="words")


def _tell(made: Introduction, challenge: Challenge, to: list[User], now: dt.datetime) -> None:
    notifications.tell(
        kind="introduction_made",
        to=to,
        path=f"/challenges/{challenge.slug}/board/",
        context=_context(made, challenge) | {"words": made.words},
        key=str(made.pk),
        now=now,
    )


def _context(one: Introduction, challenge: Challenge) -> dict[str, object]:
    return {"challenge": challenge.title, "team": one.team.name, "name": one.user.name, "from_team": one.from_team, "introduction": one.pk}
