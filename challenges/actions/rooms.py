"""What members and the coach of a team do in its rooms: write to each other, share files, say how it is going."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications
from accounts.audit import trail
from accounts.kit import clock
from accounts.kit import files as kit
from accounts.kit.refusals import Refusal
from accounts.models import User
from challenges.actions.locks import lock_team, members, membership
from challenges.models import PulseAnswer, Team, TeamFile, TeamMessage

# Two presses within this time are one.
TWICE = dt.timedelta(seconds=30)
MOST_FILES = 30


@dataclass(frozen=True)
class Added:
    """What became of an upload: the files that are shared now, and words for each that was refused."""

    files: list[TeamFile]
    refused: list[str]


def write(*, team: Team, text: str, by: User, now: dt.datetime) -> TeamMessage:
    """Write to the others. Each is told at most once an hour. Refuses whoever is neither member nor coach."""
    with transaction.atomic():
        locked = _inside(team, by)
        twin = locked.messages.filter(by=by, text=text, at__gt=now - TWICE).first()
        if twin is not None:
            return twin
        message = TeamMessage.objects.create(team=locked, text=text, by=by, at=now)
        people = [*members(locked), *([locked.coach] if locked.coach else [])]
        notifications.tell(
            kind="team_message",
            to=[user for user in people if user.pk != by.pk],
            path=f"/challenges/{locked.challenge.slug}/team/{locked.pk}/messages/",
            context={"challenge": locked.challenge.title, "team": locked.name, "name": by.name, "team_id": locked.pk},
            key=f"{locked.pk}:{now.astimezone(dt.UTC):%Y-%m-%dT%H}",
            now=now,
        )
        return message


def share(*, team: Team, uploads: Iterable[UploadedFile[bytes]], by: User, now: dt.datetime) -> Added:
    """Share files. Each is looked into first; one that is refused does not stop the others, and one that is there stays as it is."""
    added, refused = [], []
    for upload in uploads:
        try:
            added.append(_share(team, upload, by, now))
        except Refusal as no:
            refused.append(str(no))
    return Added(added, refused)


def _share(team: Team, upload: UploadedFile[bytes], by: User, now: dt.datetime) -> TeamFile:
    facts = kit.inspect(upload, max_bytes=settings.UPLOAD_MAX_BYTES)
    with transaction.atomic():
        locked = _inside(team, by)
        same = locked.shared_files.filter(name=facts.name, sha256=facts.sha256).first()
        if same is not None:
            return same
        if locked.shared_files.count() >= MOST_FILES:
            raise Refusal(
                _("“%(name)s” was not added: at most %(max)d files. Remove one, or put them into a zip file.")
                % {"name": facts.name, "max": MOST_FILES}
            )
        file = TeamFile(
            team=locked,
            name=facts.name,
            size=facts.size,
            sha256=facts.sha256,
            content_type=facts.content_type,
            uploaded_at=now,
            uploaded_by=by,
        )
        file.blob.save(facts.name, upload, save=False)
        try:
            file.save()
        except BaseException:
            file.blob.delete(save=False)
            raise
        return file


def unshare(*, file: TeamFile, by: User, now: dt.datetime) -> None:
    """Take a shared file away; one that is gone stays gone."""
    with transaction.atomic():
        locked = _inside(file.team, by)
        found = locked.shared_files.filter(pk=file.pk).first()
        if found is None:
            return
        trail.record("team_file.removed", on=found, within=locked, by=by, now=now, sha256=found.sha256)
        blob = found.blob
        found.delete()
        transaction.on_commit(lambda: blob.delete(save=False))


def say_how_it_goes(*, team: Team, score: int, words: str, named: bool, by: User, now: dt.datetime) -> PulseAnswer:
    """Answer this week's question, or change the answer while the week lasts. Refuses who is no member, and a cancelled challenge."""
    with transaction.atomic():
        locked = lock_team(team.pk)
        membership(locked, by)
        if not locked.challenge.is_public:
            raise Refusal(_("This challenge was cancelled."))
        said = {"score": score, "words": words, "named": named, "at": now}
        answer, _made = PulseAnswer.objects.update_or_create(team=locked, user=by, week=week_of(now), defaults=said)
        return answer


def week_of(now: dt.datetime) -> dt.date:
    """The Monday of the week in Amsterdam."""
    today = clock.today(now)
    return today - dt.timedelta(days=today.weekday())


def _inside(team: Team, by: User) -> Team:
    """The locked team. Refuses whoever is neither a member nor the coach; whether the coach is faculty is asked where teams are found."""
    locked = lock_team(team.pk)
    if locked.coach_id != by.pk:
        membership(locked, by)
    return locked
