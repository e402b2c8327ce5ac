"""Who looks for whom on the board of `running`."""

import datetime as dt
from dataclasses import dataclass

from challenges.actions import board, introductions, marks
from challenges.models import BoardCard, Introduction, MarkKind, Programme, TeamCard
from tests.world import words
from tests.world.cases import DAY, Cases
from tests.world.people import People
from tests.world.work import Work


@dataclass(frozen=True)
class Board:
    """`former_member` looks for a team, the other team for people; `student_out` has written to it and waits. `mark_kind`
    is what `student_in` says in confidence, `other_mark_kind` what they could say too."""

    card: BoardCard
    team_card: TeamCard
    introduction: Introduction
    mark_kind: MarkKind
    other_mark_kind: MarkKind


def make_board(people: People, cases: Cases, work: Work, edition: Programme, now: dt.datetime) -> Board:
    """Two cards and an introduction, and what is said in confidence in the edition."""
    by = people.former_member
    card = board.show(challenge=cases.running, brings=f"Much {words.BRINGS}.", seeks=f"Some {words.CARD_SEEKS}.", by=by, now=now - 3 * DAY)
    team_card = board.show_team(team=work.other_team, seeks=f"More {words.TEAM_SEEKS}.", by=people.other_member, now=now - 3 * DAY)
    written = introductions.to_team(team=work.other_team, words=f"It {words.WRITTEN_TO_TEAM}.", by=people.student_out, now=now - 2 * DAY)
    kind, other = (
        marks.offer(programme=edition, words=said, by=people.coordinator, now=now - DAY) for said in (f"is {words.MARK}", "is the eldest")
    )
    marks.give(programme=edition, kinds=[kind.pk], consents=True, by=people.student_in, now=now - DAY)
    return Board(card=card, team_card=team_card, introduction=written, mark_kind=kind, other_mark_kind=other)
