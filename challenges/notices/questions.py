"""Kinds of notice about questions and announcements."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.outbox.models import Mail
from accounts.outbox.notices import Notice
from challenges.enums import ChallengeState
from challenges.models import Challenge, Participation, Question
from challenges.rules.cases import can_answer


def _waits_for_them(mail: Mail, now: dt.datetime) -> bool:
    question = Question.objects.filter(pk=mail.context["question"], answered_at__isnull=True).select_related("challenge").first()
    user = User.objects.filter(pk=mail.user_id).first()
    return question is not None and user is not None and question.challenge.is_public and bool(can_answer(user, question.challenge))


def _takes_part(mail: Mail) -> bool:
    return Participation.objects.active().filter(challenge=mail.context["challenge_id"], user=mail.user_id).exists()


def _is_published(mail: Mail) -> bool:
    return Challenge.objects.filter(pk=mail.context["challenge_id"], state=ChallengeState.PUBLISHED).exists()


def _answer_concerns_them(mail: Mail, now: dt.datetime) -> bool:
    return _is_published(mail) and (bool(mail.context["own"]) or _takes_part(mail))


def _announcement_concerns_them(mail: Mail, now: dt.datetime) -> bool:
    return _is_published(mail) and _takes_part(mail)


NOTICES: list[Notice] = [
    Notice(
        "question_asked", label=_("A question was asked"), why=_("You can answer questions on this challenge."), relevant=_waits_for_them
    ),
    Notice(
        "question_answered",
        label=_("A question was answered"),
        why=_("You asked this question, or you take part in this challenge."),
        relevant=_answer_concerns_them,
    ),
    Notice(
        "announcement",
        label=_("An announcement on a challenge you joined"),
        why=_("You take part in this challenge."),
        relevant=_announcement_concerns_them,
    ),
]

DONE = {
    "question.answered": _("answered a question"),
    "answer.changed": _("changed an answer"),
    "announcement.made": _("made an announcement"),
}
