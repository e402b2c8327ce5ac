"""Storing who may join, and how."""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from accounts.models import Faculty, Institution
from challenges.models import ApplicationQuestion, Challenge, Prerequisite
from challenges.rules.typed import QuestionTyped


def write(challenge: Challenge, values: Mapping[str, object]) -> None:
    """Store the institutions, faculties, prerequisites and questions of a locked challenge. A prerequisite that stays in the same words
    keeps who said to meet it, a question that stays its answers."""
    challenge.eligible_institutions.set(cast(Iterable[Institution], values["eligible_institutions"]))
    challenge.eligible_faculties.set(cast(Iterable[Faculty], values["eligible_faculties"]))
    _prerequisites(challenge, cast(Sequence[str], values["prerequisites"]))
    _questions(challenge, cast(Sequence[QuestionTyped], values["questions"]))


def copy(challenge: Challenge, fresh: Challenge) -> None:
    """Give a new draft the same rules; what people said and answered stays behind."""
    questions = [QuestionTyped(one.text, one.required) for one in challenge.application_questions.all()]
    values = {
        "eligible_institutions": challenge.eligible_institutions.all(),
        "eligible_faculties": challenge.eligible_faculties.all(),
        "prerequisites": [one.text for one in challenge.prerequisites.all()],
        "questions": questions,
    }
    write(fresh, values)


def _prerequisites(challenge: Challenge, texts: Sequence[str]) -> None:
    stored = {one.text: one for one in challenge.prerequisites.all()}
    challenge.prerequisites.exclude(text__in=texts).delete()
    for place, text in enumerate(texts):
        if text in stored:
            challenge.prerequisites.filter(pk=stored[text].pk).update(position=place)
        else:
            Prerequisite.objects.create(challenge=challenge, position=place, text=text)


def _questions(challenge: Challenge, typed: Sequence[QuestionTyped]) -> None:
    challenge.application_questions.exclude(pk__in=[one.pk for one in typed if one.pk]).delete()
    there = set(challenge.application_questions.values_list("pk", flat=True))
    for place, one in enumerate(typed):
        said = {"position": place, "text": one.text, "required": one.required}
        if one.pk in there:
            challenge.application_questions.filter(pk=one.pk).update(**said)
        else:
            ApplicationQuestion.objects.create(challenge=challenge, **said)
