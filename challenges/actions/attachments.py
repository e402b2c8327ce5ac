"""Files that a partner gives with a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.kit import files
from accounts.kit.refusals import Refusal
from accounts.models import User
from challenges.actions import changes
from challenges.actions.writing import lock_editable, touch
from challenges.enums import ChallengeState, Section
from challenges.models import Attachment, Challenge
from challenges.queries.facts import Fact, facts

MOST = 10


def add(*, challenge: Challenge, uploads: Sequence[UploadedFile[bytes]], by: User, now: dt.datetime) -> list[Attachment]:
    """Add files, all or none; one that is there already under its name stays as it is. Gives those that are new.

    Refuses a file that is empty, too large or not what its name says, and more than ten files in all.

    On a published challenge each new file is listed as a change, and those who joined are told.
    """
    found = [(upload, files.inspect(upload, max_bytes=settings.UPLOAD_MAX_BYTES)) for upload in uploads]
    kept: list[Attachment] = []
    try:
        with transaction.atomic():
            locked = lock_editable(challenge)
            there = set(locked.attachments.values_list("name", "sha256"))
            fresh = [(upload, one) for upload, one in found if (one.name, one.sha256) not in there]
            if not fresh:
                return []
            if len(there) + len(fresh) > MOST:
                raise Refusal(_("At most %(most)d files. Remove one, or put them into a zip file.") % {"most": MOST}, field="files")
            before = facts(locked, Section.FILES)
            for upload, one in fresh:
                attachment = Attachment(
                    challenge=locked,
                    name=one.name,
                    size=one.size,
                    sha256=one.sha256,
                    content_type=one.content_type,
                    uploaded_at=now,
                    uploaded_by=by,
                )
                kept.append(attachment)
                attachment.blob.save(one.name, upload, save=True)
            _finish(locked, before, by, now)
    except BaseException:
        for attachment in kept:
            attachment.blob.delete(save=False)
        raise
    return kept


def remove(*, attachment: Attachment, by: User, now: dt.datetime) -> None:
    """Take a file away. On a published challenge that is listed as a change; a file that is gone already stays gone."""
    with transaction.atomic():
        locked = lock_editable(attachment.challenge)
        before = facts(locked, Section.FILES)
        blob = attachment.blob
        attachment.delete()
        _finish(locked, before, by, now)
        transaction.on_commit(lambda: blob.delete(save=False))


def _finish(challenge: Challenge, before: dict[str, Fact], by: User, now: dt.datetime) -> None:
    touch(challenge, by=by, now=now)
    if challenge.state == ChallengeState.PUBLISHED:
        after = facts(challenge, Section.FILES)
        changes.publish(challenge=challenge, section=Section.FILES, before=before, after=after, by=by, now=now)
