"""The milestones of a challenge as one team stands towards them."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.kit import clock
from accounts.kit.together import fetch_together
from challenges.models import Draft, Milestone, Submission, Team, WorkFile


@dataclass(frozen=True)
class MilestoneRow:
    """One milestone: whether it is open, the version that counts, its state in words with a tone, and whether it is the one to do now."""

    milestone: Milestone
    is_open: bool
    last: Submission | None
    words: str
    tone: str
    note: str
    is_next: bool = False

    @property
    def released(self) -> bool:
        return self.milestone.released_at is not None


class Reads:
    """What the rows are made of. Read `querysets` together with what else a page needs, then ask for the rows."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self.milestones = team.challenge.milestones.all()
        self.last = Submission.objects.filter(team=team).last_versions()
        self.drafts = Draft.objects.filter(team=team)
        self.with_files = WorkFile.objects.filter(team=team, in_draft=True).order_by().values_list("milestone_id", flat=True)
        self.querysets: list[QuerySet[Any, Any]] = [self.milestones, self.last, self.drafts, self.with_files]

    def rows(self, now: dt.datetime) -> list[MilestoneRow]:
        """Every milestone of the team's challenge in order of deadline."""
        last = {one.milestone_id: one for one in self.last}
        drafts = {one.milestone_id: one for one in self.drafts}
        with_files, public = set(self.with_files), self.team.challenge.is_public
        found = [_row(one, last.get(one.pk), _has_newer(one, last, drafts, with_files), public, now) for one in self.milestones]
        first = next((index for index, row in enumerate(found) if row.is_open and row.last is None), None)
        return [replace(row, is_next=index == first) for index, row in enumerate(found)]


def rows(team: Team, now: dt.datetime) -> list[MilestoneRow]:
    """Every milestone of the team's challenge in order of deadline. One statement."""
    reads = Reads(team)
    fetch_together(*reads.querysets)
    return reads.rows(now)


def _has_newer(milestone: Milestone, last: dict[int, Submission], drafts: dict[int, Draft], with_files: set[int]) -> bool:
    draft, handed = drafts.get(milestone.pk), last.get(milestone.pk)
    if handed is None:
        return bool(draft and draft.text.strip()) or milestone.pk in with_files
    return bool(draft and draft.text != handed.text and draft.saved_at > handed.handed_in_at)


def _row(milestone: Milestone, last: Submission | None, newer: bool, public: bool, now: dt.datetime) -> MilestoneRow:
    is_open = public and milestone.is_open(now)
    handed = last is not None
    note = ""
    if last is not None:
        note = _("Version %(version)d, %(at)s") % {"version": last.version, "at": clock.exact(last.handed_in_at)}
    elif newer:
        note = _("There is a draft that is not handed in.")
    if milestone.released_at is not None:
        return MilestoneRow(milestone, is_open, last, _("Results are out"), "teal", note)
    if handed and newer and is_open:
        return MilestoneRow(milestone, is_open, last, _("Handed in; the draft is newer"), "amber", note)
    if handed:
        return MilestoneRow(milestone, is_open, last, _("Handed in"), "teal", note)
    if is_open:
        soon = milestone.deadline - now < dt.timedelta(days=3)
        words = _("Due in %(left)s") % {"left": clock.time_left(milestone.deadline, now) or _("less than a minute")}
        return MilestoneRow(milestone, is_open, last, words, "coral" if soon else "neutral", note)
    return MilestoneRow(milestone, is_open, last, _("Nothing was handed in") if public else _("Closed"), "neutral", note)
