"""Handing in."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications
from accounts.audit import trail
from accounts.kit.refusals import Refusal
from accounts.models import User
from challenges.actions import drafts
from challenges.actions.locks import lock_challenge, lock_team, members, membership
from challenges.models import Challenge, Milestone, Submission, Team, WorkFile
from challenges.queries.submission_page import text_sha256


def hand_in(*, team: Team, milestone: Milestone, text: str, page: drafts.Page, by: User, now: dt.datetime) -> Submission:
    """Hand in the text with the files of the draft as the next version; any member may, until the deadline's own second.

    Decided by `now`, the moment at which the server took the request. The text is kept as the draft whatever happens. Refuses
    after the deadline or a release, in a cancelled challenge, without text or file, and (`NewerDraft`) a text that another member
    has changed.
    What equals the last version gives back that version. Every member gets a receipt.
    """
    text = drafts.clean_text(text)
    with transaction.atomic():
        lock_challenge(team.challenge_id)
        locked = lock_team(team.pk)
        membership(locked, by)
        drafts.write(locked, milestone, text, page, by, now)
        try:
            with transaction.atomic():
                return _hand_in(locked, milestone, text, by, now)
        except Refusal as no:
            refusal = no
    raise refusal


def _hand_in(team: Team, milestone: Milestone, text: str, by: User, now: dt.datetime) -> Submission:
    drafts.check_time(milestone, now)
    files = list(WorkFile.objects.filter(team=team, milestone=milestone, in_draft=True))
    if not text.strip() and not files:
        raise Refusal(_("There is nothing to hand in yet: write a text or add a file."))
    last = Submission.objects.filter(team=team, milestone=milestone).prefetch_related("files").order_by("-version").first()
    if last is not None and last.text == text and _same(last.files.all(), files):
        return last
    submission = Submission.objects.create(
        team=team, milestone=milestone, version=last.version + 1 if last else 1, text=text, handed_in_at=now, handed_in_by=by
    )
    submission.files.set(files)
    challenge = team.challenge
    trail.record(
        "submission.handed_in",
        on=submission,
        within=challenge,
        by=by,
        now=now,
        team=team.pk,
        milestone=milestone.pk,
        version=submission.version,
    )
    _send_receipts(submission, files, challenge, by)
    return submission


def _same(one: Iterable[WorkFile], other: Iterable[WorkFile]) -> bool:
    return sorted((file.name, file.sha256) for file in one) == sorted((file.name, file.sha256) for file in other)


def _send_receipts(submission: Submission, files: list[WorkFile], challenge: Challenge, by: User) -> None:
    team, milestone = submission.team, submission.milestone
    notifications.tell(
        kind="submission_received",
        to=members(team),
        path=f"/challenges/{challenge.slug}/submissions/{milestone.pk}/receipt/{submission.version}/",
        context={
            "challenge": challenge.title,
            "milestone": milestone.title,
            "version": submission.version,
            "name": by.name,
            "team_id": team.pk,
            "at": submission.handed_in_at.isoformat(),
            "characters": len(submission.text),
            "text_sha256": text_sha256(submission.text) if submission.text.strip() else "",
            "files": [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in files],
        },
        key=str(submission.pk),
        now=submission.handed_in_at,
    )
