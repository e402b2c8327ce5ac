"""Showing oneself on the board, and what the office takes off it. What a team looks for is said in `actions.join_requests`."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications
from accounts.audit import trail
from accounts.enums import Role
from accounts.kit.refusals import Refusal
from accounts.models import User
from accounts.queries.people import holders
from challenges.actions.locks import lock_challenge, lock_team
from challenges.models import BoardCard, Challenge, Introduction, Team
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


def take_off(*, card: BoardCard, by: User, now: dt.datetime) -> None:
    """Take somebody's card off the board for the office. Recorded without its words."""
    with transaction.atomic():
        locked = lock_challenge(card.challenge_id)
        gone, _by_kind = BoardCard.objects.filter(pk=card.pk).delete()
        if gone:
            trail.record("board_card.removed", on=locked, by=by, now=now, whose=card.user.name)


def take_team_off(*, team: Team, by: User, now: dt.datetime) -> None:
    """Take a team off the board for the office: it looks for nobody until it says so again. Recorded without its words."""
    with transaction.atomic():
        challenge, locked = lock_challenge(team.challenge_id), lock_team(team.pk)
        if locked.seeks:
            locked.seeks = ""
            locked.save(update_fields=["seeks"])
            trail.record("board_card.removed", on=challenge, by=by, now=now, whose=locked.name)
