"""Who may join: what is asked, who says to meet it, whom the office lets in, and who applies."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from challenges.actions import applications, eligibility
from challenges.enums import Joining
from challenges.models import Admission, Application, ApplicationQuestion, Challenge, Prerequisite
from tests.world import words
from tests.world.cases import DAY, Cases
from tests.world.people import People


@dataclass(frozen=True)
class Entry:
    """One applies for `other_open`: `application` of `student_out` waits, `refused_application` of `other_member` was refused.

    `prerequisite` is asked of whoever joins `running`, and `student_out` says to meet it; `admission` lets `hopeful` in there.
    """

    prerequisite: Prerequisite
    admission: Admission
    application: Application
    refused_application: Application


def make_entry(people: People, cases: Cases, now: dt.datetime) -> Entry:
    """All of it, after people have joined."""
    prerequisite = Prerequisite.objects.create(challenge=cases.running, text=f"You know {words.PREREQUISITE}.")
    eligibility.say_met(prerequisite=prerequisite, by=people.student_out, now=now - 2 * DAY)
    admission = eligibility.let_in(
        challenge=cases.running,
        address=people.hopeful.email,
        reason=f"Because {words.ADMISSION_REASON}.",
        by=people.coordinator,
        now=now - 2 * DAY,
    )
    return Entry(prerequisite, admission, *_applications(people, cases, now))


def _applications(people: People, cases: Cases, now: dt.datetime) -> tuple[Application, Application]:
    challenge = cases.other_open
    Challenge.objects.filter(pk=challenge.pk).update(joining=Joining.APPLICATION)
    question = ApplicationQuestion.objects.create(challenge=challenge, text="What do you bring?")

    def apply(by: User, motivation: str, answer: str) -> Application:
        said = {"motivation": f"I want {motivation}.", "answers": {question.pk: f"I bring {answer}."}, "revision": 0}
        return applications.apply(challenge=challenge, by=by, now=now - 2 * DAY, **said)

    waiting = apply(people.student_out, words.MOTIVATION, words.APPLICATION_ANSWER)
    refused = apply(people.other_member, words.REFUSED_MOTIVATION, "nothing")
    applications.decide(
        challenge=challenge,
        chosen={refused.pk: refused.revision},
        accept=False,
        words=f"Because {words.REFUSED_WORDS}.",
        by=people.coordinator,
        now=now - DAY,
    )
    Application.objects.filter(pk=waiting.pk).update(pseudonym=words.APPLICANT)
    return waiting, refused
