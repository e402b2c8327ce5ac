"""The milestones of a challenge as one team stands towards them."""

import datetime as dt
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from accounts.kit import clock
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


def rows(team: Team, now: dt.datetime) -> list[MilestoneRow]:
    """Every milestone of the team's challenge in order of deadline. Four queries."""
    milestones = list(team.challenge.milestones.all())
    last = {one.milestone_id: one for one in Submission.objects.filter(team=team).last_versions()}
    drafts = {one.milestone_id: one for one in Draft.objects.filter(team=team)}
    with_files = set(WorkFile.objects.filter(team=team, in_draft=True).values_list("milestone_id", flat=True))
    public = team.challenge.is_public
    found = [_row(one, last.get(one.pk), _has_newer(one, last, drafts, with_files), public, now) for one in milestones]
    first = next((index for index, row in enumerate(found) if row.is_open and row.last is None), None)
    return [replace(row, is_next=index == first) for index, row in enumerate(found)]


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
