"""Questions on a challenge, answered for everyone."""

import datetime as dt
import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications
from accounts.audit import trail
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import User
from challenges.actions.locks import lock_challenge
from challenges.models import Challenge, Question
from challenges.queries import people
from challenges.queries.questions import why_not_asked

MOST_WAITING = 10


def ask(*, challenge: Challenge, text: str, by: User, now: dt.datetime) -> Question:
    """Ask in public, without one's name, and tell those who answer.

    Refuses before publication, after the last deadline and after cancelling; the same question twice; and more than ten that wait.
    """
    with transaction.atomic():
        locked = lock_challenge(challenge.pk)
        if words := why_not_asked(locked, now):
            raise WrongState(words)
        waiting = Question.objects.filter(challenge=locked, asked_by=by, answered_at__isnull=True)
        if waiting.filter(text=text).exists():
            raise Refusal(_("You have asked this already. It waits for an answer."), field="text")
        if waiting.count() >= MOST_WAITING:
            raise Refusal(_("%(max)d of your questions wait for an answer. Ask again once one is answered.") % {"max": MOST_WAITING})
        question = Question.objects.create(challenge=locked, text=text, asked_by=by, asked_at=now)
        notifications.tell(
            kind="question_asked",
            to=[user for user in [*people.staff(locked), *people.owner(locked, now)] if user.pk != by.pk],
            path=f"/challenges/{locked.slug}/questions/#question-{question.pk}",
            context={"challenge": locked.title, "question": question.pk},
            key=str(question.pk),
            now=now,
        )
        return question


def answer(*, question: Question, text: str, seen: str, by: User, now: dt.datetime) -> Question:
    """Answer for everyone, or change the answer. The first answer is told to who asked and to who joined; a change is recorded.

    `seen` is the `mark` of the answer that the writer had before them: refuses when somebody wrote another one in the meantime.
    """
    with transaction.atomic():
        challenge = lock_challenge(question.challenge_id)
        locked = Question.objects.select_for_update().get(pk=question.pk)
        if not challenge.is_public:
            raise WrongState(_("Questions can be answered while the challenge is published."))
        if mark(locked) != seen:
            raise WrongState(
                _("Somebody answered this question after you opened the page. Your text is kept; read the other answer before you save."),
                field="answer",
            )
        before, first = locked.answer, locked.answered_at is None
        if text == before:
            return locked
        locked.answer = text
        if first:
            locked.answered_by, locked.answered_at = by, now
        locked.save(update_fields=["answer", "answered_by", "answered_at"])
        if first:
            trail.record("question.answered", on=locked, within=challenge, by=by, now=now)
            _tell_answered(locked, challenge, by, now)
        else:
            trail.record("answer.changed", on=locked, within=challenge, by=by, now=now, before=before, after=text)
        return locked


def mark(question: Question) -> str:
    """A short mark of the present answer, to tell whether it is still the one that somebody read."""
    return hashlib.sha256(question.answer.encode()).hexdigest()[:16]


def _tell_answered(question: Question, challenge: Challenge, by: User, now: dt.datetime) -> None:
    asker = question.asked_by
    path = f"/challenges/{challenge.slug}/questions/#question-{question.pk}"
    context = {"challenge": challenge.title, "challenge_id": challenge.pk, "question": question.pk}
    if asker is not None:
        notifications.tell(kind="question_answered", to=[asker], path=path, context={**context, "own": True}, key=str(question.pk), now=now)
    others = people.participants(challenge).exclude(pk__in=[user.pk for user in (asker, by) if user is not None])
    notifications.tell(kind="question_answered", to=others, path=path, context={**context, "own": False}, key=str(question.pk), now=now)
