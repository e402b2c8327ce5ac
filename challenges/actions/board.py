"""Showing oneself or one's team on the board, and taking it off again."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications
from accounts.audit import trail
from accounts.enums import Role
from accounts.kit.refusals import Refusal
from accounts.models import User
from accounts.queries.people import holders
from challenges.actions.locks import lock_challenge, lock_team, membership
from challenges.models import BoardCard, Challenge, Introduction, Team, TeamCard
from challenges.queries.board_access import may_be_shown

MOST_REPORTS = 5
# Two presses within this time are one.
TWICE = dt.timedelta(seconds=30)


def show(*, challenge: Challenge, brings: str, seeks: str, by: User, now: dt.datetime) -> BoardCard:
    """Put oneself on the board, or say it in other words. Refuses whoever is in a team or may not join, and words without a letter."""
    with transaction.atomic():
        locked = lock_challenge(challenge.pk)
        if words := may_be_shown(by, locked, now):
            raise Refusal(words)
        card, _made = BoardCard.objects.update_or_create(
            challenge=locked,
            user=by,
            defaults={"brings": brings, "seeks": seeks},
            create_defaults={"brings": brings, "seeks": seeks, "shown_at": now},
        )
        return card


def hide(*, challenge: Challenge, by: User) -> None:
    """Take oneself off the board; nothing stays of the card."""
    BoardCard.objects.filter(challenge=challenge, user=by).delete()


def show_team(*, team: Team, seeks: str, by: User, now: dt.datetime) -> TeamCard:
    """Put a team on the board, or say in other words whom it looks for. Refuses whoever is not in it, and when no team takes anybody in."""
    with transaction.atomic():
        challenge = lock_challenge(team.challenge_id)
        locked = lock_team(team.pk)
        membership(locked, by)
        if locked.solo or not challenge.teams_take_in(now):
            raise Refusal(_("Nobody can join a team of this challenge now."))
        card, _made = TeamCard.objects.update_or_create(
            team=locked, defaults={"seeks": seeks}, create_defaults={"seeks": seeks, "shown_at": now}
        )
        return card


def hide_team(*, team: Team, by: User) -> None:
    """Take a team off the board. Refuses whoever is not in it."""
    with transaction.atomic():
        locked = lock_team(team.pk)
        membership(locked, by)
        TeamCard.objects.filter(team=locked).delete()


def joined(challenge: Challenge, user: User) -> None:
    """Take somebody off the board who has joined, and what waits for an answer with them; within that transaction."""
    BoardCard.objects.filter(challenge=challenge, user=user).delete()
    Introduction.objects.filter(team__challenge=challenge, user=user, answered_at__isnull=True).delete()


def report(*, challenge: Challenge, said: str, who: str, reason: str, by: User, now: dt.datetime) -> None:
    """Tell the office that something on the board is not right: the words, whose they are, and why. Refuses more than five a day."""
    with transaction.atomic():
        locked = lock_challenge(challenge.pk)
        mine = trail.entries_beside(locked).filter(action="board.reported", by=by, at__gt=now - dt.timedelta(days=1))
        if mine.count() >= MOST_REPORTS:
            raise Refusal(
                _("You can report %(most)d things a day here. Write to the programme office.") % {"most": MOST_REPORTS}, field="reason"
            )
        if mine.filter(at__gt=now - TWICE, detail__whose=who).exists():
            return
        entry = trail.record("board.reported", on=locked, by=by, now=now, whose=who)
        notifications.tell(
            kind="board_reported",
            to=holders(Role.COORDINATOR, now),
            path=f"/challenges/{locked.slug}/board/",
            context={"challenge": locked.title, "who": who, "said": said, "reason": reason, "name": by.name},
            key=str(entry.pk),
            now=now,
        )


def take_off(*, card: BoardCard | TeamCard, by: User, now: dt.datetime) -> None:
    """Take a card off the board for the office. Recorded without its words."""
    challenge = card.challenge if isinstance(card, BoardCard) else card.team.challenge
    with transaction.atomic():
        locked = lock_challenge(challenge.pk)
        gone, _by_kind = type(card).objects.filter(pk=card.pk).delete()
        if gone:
            whose = card.user.name if isinstance(card, BoardCard) else card.team.name
            trail.record("board_card.removed", on=locked, by=by, now=now, whose=whose)
