"""Who looks for whom on the board of `running`."""

import datetime as dt
from dataclasses import dataclass

from challenges.actions import board, introductions, marks
from challenges.models import BoardCard, Introduction, MarkKind, Programme
from tests.world import words
from tests.world.cases import DAY, Cases
from tests.world.people import People
from tests.world.work import Work


@dataclass(frozen=True)
class Board:
    """`former_member` and `student_out` look for a team; the other team has written to `student_out` and waits. `mark_kind` is what
    `student_in` says in confidence, `other_mark_kind` what they could say too."""

    card: BoardCard
    introduction: Introduction
    mark_kind: MarkKind
    other_mark_kind: MarkKind


def make_board(people: People, cases: Cases, work: Work, edition: Programme, now: dt.datetime) -> Board:
    """Two cards and an introduction, and what is said in confidence in the edition."""
    by, then = people.former_member, now - 3 * DAY
    card = board.show(challenge=cases.running, brings=f"Much {words.BRINGS}.", seeks=f"Some {words.CARD_SEEKS}.", by=by, now=then)
    found = board.show(challenge=cases.running, brings="Time.", seeks="", by=people.student_out, now=then)
    written = introductions.introduce(
        card=found, team=work.other_team, words=f"It {words.INTRODUCED}.", by=people.other_member, now=now - 2 * DAY
    )
    kind, other = (
        marks.offer(programme=edition, words=said, by=people.coordinator, now=now - DAY) for said in (f"is {words.MARK}", "is the eldest")
    )
    marks.give(programme=edition, kinds=[kind.pk], consents=True, by=people.student_in, now=now - DAY)
    return Board(card=card, introduction=written, mark_kind=kind, other_mark_kind=other)
