"""The pages on which a team works and hands in, and the receipts."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.kit import clock
from accounts.kit.together import fetch_together
from accounts.models import User
from challenges.models import Draft, Milestone, Submission, Team, WorkFile


@dataclass(frozen=True)
class WorkPage:
    """A milestone with the team's draft and every version, newest first. `newer_draft`: the draft differs from what counts."""

    team: Team
    milestone: Milestone
    is_open: bool
    text: str
    revision: int
    saved_at: dt.datetime | None
    saved_by: str
    files: list[WorkFile]
    versions: list[Submission]
    newer_draft: bool

    @property
    def next_version(self) -> int:
        return self.versions[0].version + 1 if self.versions else 1

    def saved_words(self, user: User) -> str:
        """When the draft was saved, and by whom when that was somebody else; empty before the first time."""
        if self.saved_at is None:
            return ""
        saved = {"time": f"{clock.local(self.saved_at):%H:%M:%S}", "name": self.saved_by}
        words = _("Saved %(time)s") if self.saved_by in ("", user.name) else _("Saved %(time)s by %(name)s")
        return words % saved if self.is_open else _("%(saved)s, not handed in") % {"saved": words % saved}


@dataclass(frozen=True)
class Receipt:
    """One version that was handed in: what, when, by whom, with the SHA-256 of its text and files."""

    submission: Submission
    team: Team
    milestone: Milestone
    files: list[WorkFile]
    text_sha256: str
    counts: bool
    by: str


def work_page(team: Team, milestone: Milestone, now: dt.datetime) -> WorkPage:
    """What a member sees on handing in. One statement, whatever the number of files and versions."""
    drafts = Draft.objects.select_related("saved_by").filter(team=team, milestone=milestone)
    files = WorkFile.objects.filter(team=team, milestone=milestone, in_draft=True)
    versions = Submission.objects.filter(team=team, milestone=milestone).select_related("handed_in_by").order_by("-version")
    fetch_together(drafts, files, versions)
    draft = next(iter(drafts), None)
    text = draft.text if draft else ""
    saved_later = not versions or (draft is not None and draft.saved_at > versions[0].handed_in_at)
    return WorkPage(
        team=team,
        milestone=milestone,
        is_open=team.challenge.is_public and milestone.is_open(now),
        text=text,
        revision=draft.revision if draft else 0,
        saved_at=draft.saved_at if draft and draft.revision else None,
        saved_by=draft.saved_by.name if draft and draft.saved_by else "",
        files=list(files),
        versions=list(versions),
        newer_draft=saved_later and (text != versions[0].text if versions else bool(text.strip() or files)),
    )


def receipt(submission: Submission) -> Receipt:
    """The receipt of a version, for whoever may see the team by name."""
    files = submission.files.all()
    newer = Submission.objects.filter(team=submission.team_id, milestone=submission.milestone_id, version__gt=submission.version)
    fetch_together(files, newer)
    return Receipt(
        submission=submission,
        team=submission.team,
        milestone=submission.milestone,
        files=list(files),
        text_sha256=text_sha256(submission.text) if submission.text.strip() else "",
        counts=not newer,
        by=submission.handed_in_by.name if submission.handed_in_by else "",
    )


def text_sha256(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()
