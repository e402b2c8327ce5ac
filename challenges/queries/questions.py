"""Questions on a challenge and announcements to who joined, with whose voice it is rather than whose name."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from challenges.enums import ChallengeState
from challenges.models import Announcement, Challenge, Question
from challenges.queries.visible import Person
from challenges.rules.cases import can_answer
from partners.models import Membership


@dataclass(frozen=True)
class AskedQuestion:
    """A question for a page: who asked is never on it, only whether it was the reader."""

    pk: int
    text: str
    asked_at: dt.datetime
    is_own: bool
    answer: str
    answered_at: dt.datetime | None
    answered_by: str


@dataclass(frozen=True)
class Announced:
    """An announcement for a page."""

    title: str
    text: str
    at: dt.datetime
    by: str


class Voices:
    """For whom somebody speaks on a challenge: its organisation, its faculty owner (by name), or the programme office."""

    def __init__(self, challenge: Challenge, staff: set[int] | None = None) -> None:
        self.challenge = challenge
        self._staff = staff

    def of(self, user_id: int | None) -> str:
        """The words beside what that person wrote."""
        owner = self.challenge.faculty_owner
        if user_id is not None and owner is not None and owner.pk == user_id:
            return str(owner)
        if self._staff is None:
            found = Membership.objects.order_by().filter(organisation_id=self.challenge.organisation_id)
            self._staff = set(found.values_list("user_id", flat=True))
        return self.challenge.organisation.name if user_id in self._staff else _("Programme office")


def why_not_asked(challenge: Challenge, now: dt.datetime) -> str:
    """Why no question can be asked now; empty when one can."""
    if challenge.state == ChallengeState.CANCELLED:
        return _("This challenge was cancelled, so no more questions are answered.")
    if not challenge.is_public:
        return _("Questions can be asked once the challenge is published.")
    if not challenge.can_still_be_joined(now) and not challenge.milestones.filter(deadline__gte=now).exists():
        return _("This challenge is finished, so no more questions are answered.")
    return ""


def visible_questions(user: Person, challenge: Challenge) -> QuerySet[Question]:
    """Answered ones for everyone, one's own for who asked, all for who can answer."""
    found = Question.objects.filter(challenge=challenge)
    if can_answer(user, challenge):
        return found
    answered = Q(answered_at__isnull=False)
    return found.filter(answered | Q(asked_by=user) if isinstance(user, User) else answered)


def questions(user: Person, challenge: Challenge) -> list[AskedQuestion]:
    """What the person may read: unanswered ones first, oldest of them on top; then the latest answers."""
    found = visible_questions(user, challenge).order_by("-answered_at", "-pk")
    asked = told(found, user, Voices(challenge))
    waiting = [one for one in asked if one.answered_at is None]
    return sorted(waiting, key=lambda one: one.asked_at) + [one for one in asked if one.answered_at is not None]


def latest_answers(**of: Any) -> QuerySet[Question]:
    """The answered questions of a challenge, those that were answered last on top."""
    return Question.objects.filter(answered_at__isnull=False, **of).order_by("-answered_at", "-pk")


def told(found: Iterable[Question], user: Person, voices: Voices) -> list[AskedQuestion]:
    """Questions as a page shows them to a person."""
    return [
        AskedQuestion(
            pk=question.pk,
            text=question.text,
            asked_at=question.asked_at,
            is_own=user.pk is not None and question.asked_by_id == user.pk,
            answer=question.answer,
            answered_at=question.answered_at,
            answered_by=voices.of(question.answered_by_id) if question.answered_at else "",
        )
        for question in found
    ]


def announcements(found: Iterable[Announcement], voices: Voices) -> list[Announced]:
    """Announcements as a page shows them."""
    return [Announced(title=one.title, text=one.text, at=one.at, by=voices.of(one.by_id)) for one in found]
