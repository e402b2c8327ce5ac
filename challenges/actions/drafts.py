"""The draft that a team shares for a milestone: one text and some files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import trail
from accounts.kit import files as kit
from accounts.kit.refusals import Refusal
from accounts.models import User
from challenges.actions.locks import lock_team, membership
from challenges.errors import NewerDraft
from challenges.models import Draft, Milestone, Team, WorkFile

LONGEST = 60_000
MOST_FILES = 10


@dataclass(frozen=True)
class Page:
    """An opened page that saves: a random name given when it was made, and the revision that it shows."""

    name: str
    revision: int


@dataclass(frozen=True)
class Added:
    """What became of an upload: the files that are in the draft now, and words for each that was refused."""

    files: list[WorkFile]
    refused: list[str]


def save(*, team: Team, milestone: Milestone, text: str, page: Page, by: User, now: dt.datetime) -> Draft:
    """Keep the text. Refuses (`NewerDraft`, with both texts kept) a save on top of one that this page has not seen.

    Saving what is there already changes nothing. A draft is kept after the deadline too: it does not count, and nothing typed is lost.
    """
    text = clean_text(text)
    with transaction.atomic():
        locked = lock_team(team.pk)
        membership(locked, by)
        return write(locked, milestone, text, page, by, now)


def write(team: Team, milestone: Milestone, text: str, page: Page, by: User, now: dt.datetime) -> Draft:
    """The saving itself, for a locked team and a cleaned text."""
    draft, _made = Draft.objects.select_related("saved_by").get_or_create(
        team=team, milestone=milestone, defaults={"saved_at": now, "saved_by": by}
    )
    if draft.text == text:
        return draft
    in_a_row = draft.page == page.name and draft.saved_by_id == by.pk and draft.page_since <= page.revision <= draft.revision
    if page.revision != draft.revision and not in_a_row:
        raise NewerDraft(
            text=draft.text, revision=draft.revision, saved_by=draft.saved_by.name if draft.saved_by else "", saved_at=draft.saved_at
        )
    if not in_a_row:
        draft.page, draft.page_since = page.name, draft.revision
    draft.text, draft.saved_at, draft.saved_by = text, now, by
    draft.revision += 1
    draft.save()
    return draft


def clean_text(text: str) -> str:
    """The text with one kind of line ends and no NUL. Refuses one that is too long."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if len(text) > LONGEST:
        raise Refusal(
            _("Your text has %(count)d characters; %(max)d is the most. It is not saved: shorten it, or add it as a file.")
            % {"count": len(text), "max": LONGEST},
            field="text",
        )
    return text


def add_files(*, team: Team, milestone: Milestone, uploads: Iterable[UploadedFile[bytes]], by: User, now: dt.datetime) -> Added:
    """Add files to the draft. Each is looked into first; one that is refused does not stop the others.

    Refused are files of the wrong kind or size, more than ten, and any after the deadline or in a cancelled challenge.
    """
    added, refused = [], []
    for upload in uploads:
        try:
            added.append(_add(team, milestone, upload, by, now))
        except Refusal as no:
            refused.append(str(no))
    return Added(added, refused)


def _add(team: Team, milestone: Milestone, upload: UploadedFile[bytes], by: User, now: dt.datetime) -> WorkFile:
    check_time(milestone, now)
    facts = kit.inspect(upload, max_bytes=settings.UPLOAD_MAX_BYTES)
    file = WorkFile(
        team=team,
        milestone=milestone,
        name=facts.name,
        size=facts.size,
        sha256=facts.sha256,
        content_type=facts.content_type,
        uploaded_at=now,
        uploaded_by=by,
    )
    file.blob.save(facts.name, upload, save=False)
    try:
        with transaction.atomic():
            locked = lock_team(team.pk)
            membership(locked, by)
            there = WorkFile.objects.filter(team=locked, milestone=milestone, in_draft=True)
            same = there.filter(name=facts.name, sha256=facts.sha256).first()
            if same is None and there.count() >= MOST_FILES:
                raise Refusal(
                    _("“%(name)s” was not added: at most %(max)d files. Remove one, or put them into a zip file.")
                    % {"name": facts.name, "max": MOST_FILES}
                )
            if same is None:
                file.save()
    except BaseException:
        file.blob.delete(save=False)
        raise
    if same is not None:
        file.blob.delete(save=False)
        return same
    return file


def remove_file(*, file: WorkFile, by: User, now: dt.datetime) -> None:
    """Take a file out of the draft; a version that was handed in with it keeps it, otherwise it is gone. Refuses after the deadline."""
    with transaction.atomic():
        team = lock_team(file.team_id)
        membership(team, by)
        check_time(file.milestone, now)
        locked = WorkFile.objects.select_for_update().filter(pk=file.pk, in_draft=True).first()
        if locked is None:
            return
        trail.record("work_file.removed", on=locked, within=team, by=by, now=now, sha256=locked.sha256)
        if locked.submissions.exists():
            locked.in_draft = False
            locked.save(update_fields=["in_draft"])
            return
        blob = locked.blob
        locked.delete()
        transaction.on_commit(lambda: blob.delete(save=False))


def check_time(milestone: Milestone, now: dt.datetime) -> None:
    """Refuse what comes after the deadline or after the release, and anything in a challenge that is cancelled."""
    fresh = Milestone.objects.select_related("challenge").get(pk=milestone.pk)
    if not fresh.challenge.is_public:
        raise Refusal(_("This challenge was cancelled, so nothing can be handed in. Your draft is kept."))
    if not fresh.is_open(now):
        raise Refusal(_("The deadline has passed, so this was not handed in. Your draft is kept."))
    if fresh.released_at:
        raise Refusal(_("The results were released before this arrived, so it was not handed in. Your draft is kept."))
