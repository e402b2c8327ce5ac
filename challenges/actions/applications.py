"""Joining on application: applying, withdrawing, and deciding."""

import datetime as dt
import random
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications
from accounts.audit import trail
from accounts.kit.refusals import Refusal
from accounts.kit.states import check_step
from accounts.models import User
from challenges.actions.locks import lock_challenge
from challenges.enums import APPLICATION_STEPS, ApplicationState, Joining
from challenges.enums.pseudonyms import BIRDS
from challenges.models import Application, ApplicationAnswer, Challenge
from challenges.queries.joining import standing

_chance = random.SystemRandom()


def apply(*, challenge: Challenge, motivation: str, answers: Mapping[int, str], revision: int, by: User, now: dt.datetime) -> Application:
    """Apply, or change an application that waits; after a withdrawal, apply again. `answers` has a text for the key of every question,
    `revision` is that of the application which the page showed, 0 for none.

    Refuses whoever may not join (seats apart), one that was decided, a page that is not the newest, and other questions than are asked.
    Sent once more as it is, nothing changes.
    """
    with transaction.atomic():
        locked = lock_challenge(challenge.pk)
        if locked.joining != Joining.APPLICATION:
            raise Refusal(_("One does not apply for this challenge."))
        if words := standing(by, locked, now).why_not_apply:
            raise Refusal(words)
        if set(answers) != set(locked.application_questions.values_list("pk", flat=True)):
            raise Refusal(_("The questions have changed since you opened this page. Read them again."))
        own = Application.objects.filter(challenge=locked, user=by).first()
        if own is not None and _says_so_already(own, motivation, answers):
            return own
        if revision != (own.revision if own else 0):
            raise Refusal(_("You saved this in another window in the meantime. What you typed here is kept; send it again to put it in."))
        made = own is None or own.state == ApplicationState.WITHDRAWN
        own = _write(locked, own, motivation, by, now)
        own.answers.all().delete()
        rows = [ApplicationAnswer(application=own, question_id=pk, text=text) for pk, text in answers.items() if text]
        ApplicationAnswer.objects.bulk_create(rows)
        if made:
            trail.record("application.made", on=own, within=locked, by=by, now=now)
            _tell(own, "application_received", now)
        return own


def withdraw(*, application: Application, by: User, now: dt.datetime) -> None:
    """Take one's own application back. Once more, nothing changes. Refuses one that was decided."""
    with transaction.atomic():
        challenge = lock_challenge(application.challenge_id)
        own = Application.objects.get(pk=application.pk)
        if own.state == ApplicationState.WITHDRAWN:
            return
        check_step(APPLICATION_STEPS, own.state, ApplicationState.WITHDRAWN)
        own.state, own.changed_at, own.revision = ApplicationState.WITHDRAWN, now, own.revision + 1
        own.save(update_fields=["state", "changed_at", "revision"])
        trail.record("application.withdrawn", on=own, within=challenge, by=by, now=now)


def decide(*, challenge: Challenge, chosen: Mapping[int, int], accept: bool, words: str, by: User, now: dt.datetime) -> int:
    """Accept or refuse applications, each as it was read: `chosen` has the revision for each key. Gives how many were decided now.

    All or none: refuses when one was withdrawn, changed or decided otherwise in the meantime, a refusal without words, and a cancelled
    challenge. Each applicant is told, and nobody else. Sent once more, nothing changes.
    """
    target = ApplicationState.ACCEPTED if accept else ApplicationState.REFUSED
    if not accept and not words.strip():
        raise Refusal(_("Say in some words why; the applicant reads them."), field="words")
    with transaction.atomic():
        locked = lock_challenge(challenge.pk)
        if not locked.is_public:
            raise Refusal(_("This challenge was cancelled."))
        found = list(Application.objects.filter(challenge=locked, pk__in=chosen).select_related("user").order_by("pk"))
        if not found:
            raise Refusal(_("Choose at least one application."), field="chosen")
        open_ones = [one for one in found if one.state != target]
        for one in open_ones:
            _check(one, target, chosen[one.pk])
        for one in open_ones:
            one.state, one.decided_at, one.decided_by, one.words = target, now, by, words.strip()
            one.save(update_fields=["state", "decided_at", "decided_by", "words"])
            trail.record(f"application.{target}", on=one, within=locked, by=by, now=now)
            _tell(one, f"application_{target}", now)
        return len(open_ones)


def _check(application: Application, target: str, revision: int) -> None:
    name = {"name": application.user.name}
    if application.state == ApplicationState.WITHDRAWN:
        raise Refusal(_("%(name)s has withdrawn the application in the meantime. Nothing was decided.") % name)
    if target not in APPLICATION_STEPS[application.state]:
        raise Refusal(_("The application of %(name)s was decided in the meantime. Nothing was decided now.") % name)
    if application.revision != revision:
        raise Refusal(_("%(name)s has changed the application since you opened this page. Read it again; nothing was decided.") % name)


def _write(challenge: Challenge, own: Application | None, motivation: str, by: User, now: dt.datetime) -> Application:
    if own is None:
        return Application.objects.create(
            challenge=challenge, user=by, pseudonym=_pseudonym(challenge), motivation=motivation, applied_at=now, changed_at=now
        )
    if own.state != ApplicationState.WAITING:
        check_step(APPLICATION_STEPS, own.state, ApplicationState.WAITING)
        own.state, own.applied_at = ApplicationState.WAITING, now
    own.motivation, own.changed_at, own.revision = motivation, now, own.revision + 1
    own.save(update_fields=["motivation", "state", "applied_at", "changed_at", "revision"])
    return own


def _says_so_already(own: Application, motivation: str, answers: Mapping[int, str]) -> bool:
    said = dict(own.answers.values_list("question_id", "text"))
    same = (own.motivation, said) == (motivation, {pk: text for pk, text in answers.items() if text})
    return same and own.state == ApplicationState.WAITING


def _pseudonym(challenge: Challenge) -> str:
    """A bird that no other application of the locked challenge has, with a number once all are taken. It says nothing of a team's."""
    taken, number = set(challenge.applications.values_list("pseudonym", flat=True)), 1
    while True:
        free = [name for bird in BIRDS if (name := bird if number == 1 else f"{bird} {number}") not in taken]
        if free:
            return _chance.choice(free)
        number += 1


def _tell(application: Application, kind: str, now: dt.datetime) -> None:
    notifications.tell(
        kind=kind,
        to=[application.user],
        path=f"/challenges/{application.challenge.slug}/apply/",
        context={"challenge": application.challenge.title, "application": application.pk},
        key=f"{application.pk}:{now.isoformat()}",
        now=now,
    )
