"""One small world in which every role has its place and every object its owner: `world()`.

Made by the actions that people use, so that the audit trail, notifications and mails are there too. Names, addresses, file names and
texts hold invented words, each in one place only (`words`, `people.NAMES`): whoever looks for a word on a page knows whose it is.
"""

import datetime as dt
from dataclasses import dataclass, fields, replace
from typing import TypeVar

from django.utils import timezone

from challenges.actions import cancelling
from challenges.models import Programme, StudentList
from partners.actions import organisations
from partners.models import Organisation
from tests.world import words
from tests.world.board import Board, make_board
from tests.world.cases import DAY, Cases, make_cases, make_edition, make_programme
from tests.world.entry import Entry, make_entry
from tests.world.forming import Forming, make_forming
from tests.world.people import People, make_organisations, make_people, picture
from tests.world.talk import Talk, make_talk
from tests.world.work import Work, make_lists, make_wishes, make_work

__all__ = ["Board", "Cases", "Entry", "Forming", "People", "Talk", "Work", "World", "world"]

Part = TypeVar("Part", People, Cases, Work, Talk, Entry, Board, Forming)


@dataclass(frozen=True)
class World:
    """Everybody and everything, at the instant `now`."""

    now: dt.datetime
    people: People
    organisation: Organisation
    other_organisation: Organisation
    programme: Programme
    other_programme: Programme
    edition: Programme
    cases: Cases
    work: Work
    talk: Talk
    entry: Entry
    waiting_list: StudentList
    board: Board
    forming: Forming


def world() -> World:
    """Make it in the test's database; files go to its MEDIA_ROOT."""
    now = timezone.now()
    people = make_people(now)
    own, other = make_organisations(people)
    organisations.set_logo(organisation=own, png=picture(), by=people.owner, now=now - 80 * DAY)
    own.refresh_from_db()
    programme, other_programme = make_programme(own), make_programme(other, "baklijnpad", "Baklijnpad Zeventien")
    edition = make_edition(own, now)
    cases = make_cases(people, own, other, programme, edition, now)
    work = make_work(people, cases, now)
    make_wishes(people, cases, edition, now)
    waiting = make_lists(people, edition, now)
    talk = make_talk(people, cases, own, other, now)
    board = make_board(people, cases, work, edition, now)
    entry = make_entry(people, cases, now)
    cancelling.cancel(challenge=cases.cancelled, reason=f"It {words.CANCEL_REASON}.", by=people.editor, now=now - DAY)
    places = (own, other, programme, other_programme, edition)
    forming = make_forming(people, cases, other_programme, programme, now)
    parts = fresh(cases), fresh(work), fresh(talk), fresh(entry), waiting, fresh(board), fresh(forming)
    return World(now, fresh(people), *places, *parts)


def fresh(part: Part) -> Part:
    """The same rows as the database has them now."""
    rows = {field.name: getattr(part, field.name) for field in fields(part)}
    return replace(part, **{name: type(row)._default_manager.get(pk=row.pk) for name, row in rows.items()})
