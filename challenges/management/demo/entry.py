"""Who may join, and who applied: one challenge asks something beforehand, for another one people apply."""

import datetime as dt
import random
from dataclasses import dataclass, field

from accounts.models import User
from challenges.enums import ApplicationState, Joining
from challenges.enums.pseudonyms import BIRDS
from challenges.management.demo.calendar import DAY, Calendar
from challenges.management.demo.cases import Built
from challenges.management.demo.data import chance, read
from challenges.management.demo.people import People
from challenges.models import Application, ApplicationAnswer, ApplicationQuestion, Participation, Prerequisite, PrerequisiteMet

HOUR = dt.timedelta(hours=1)


@dataclass
class Entering:
    """What was said and sent, for the trail."""

    met: list[PrerequisiteMet] = field(default_factory=list)
    applications: list[Application] = field(default_factory=list)


def settle(built: list[Built], participations: list[Participation], people: People, calendar: Calendar, seed: int) -> Entering:
    """Store prerequisites with who said to meet them, and applications in every state. Whoever takes part said and sent what was asked."""
    draw, words = chance(seed, "entry"), read("entry")
    asking, choosing = (next(one for one in built if one.case.slug == words[key]["slug"]) for key in ("asks", "chooses"))
    found = Entering()
    for place, text in enumerate(words["asks"]["prerequisites"]):
        asked = Prerequisite.objects.create(challenge=asking.challenge, position=place, text=text)
        inside = [one for one in participations if one.challenge_id == asking.challenge.pk]
        found.met += [PrerequisiteMet(prerequisite=asked, user=one.user, said_at=one.joined_at) for one in inside]
    PrerequisiteMet.objects.bulk_create(found.met)
    choosing.challenge.joining = Joining.APPLICATION
    choosing.challenge.save(update_fields=["joining"])
    inside = [one for one in participations if one.challenge_id == choosing.challenge.pk]
    found.applications = _applications(choosing, inside, people, calendar, draw)
    return found


def _applications(one: Built, inside: list[Participation], people: People, calendar: Calendar, draw: random.Random) -> list[Application]:
    words = read("entry")["chooses"]
    questions = [
        ApplicationQuestion.objects.create(challenge=one.challenge, position=n, **said) for n, said in enumerate(words["questions"])
    ]
    birds = iter(draw.sample(BIRDS, len(BIRDS)))
    made = [_accepted(one, joined, next(birds), draw) for joined in inside]
    there = {joined.user_id for joined in inside}
    others = [user for user in people.students["think-tank-demo"] if user.pk not in there]
    states = [state for state, count in words["others"].items() for _number in range(count)]
    for user, state in zip(draw.sample(others, len(states)), states, strict=True):
        made.append(_waiting(one, user, next(birds), calendar.at(-2, draw.randint(9, 20)), draw))
        if state == ApplicationState.REFUSED:
            _decide(made[-1], one, state, made[-1].applied_at + 12 * HOUR, words["refusal"])
        made[-1].state = state
    Application.objects.bulk_create(made)
    ApplicationAnswer.objects.bulk_create(
        ApplicationAnswer(application=application, question=question, text=draw.choice(words["answers"]))
        for application in made
        for question in questions
        if question.required or draw.random() < 0.5
    )
    return made


def _waiting(one: Built, user: User, bird: str, at: dt.datetime, draw: random.Random) -> Application:
    motivation = draw.choice(read("entry")["chooses"]["motivations"])
    return Application(challenge=one.challenge, user=user, pseudonym=bird, motivation=motivation, applied_at=at, changed_at=at)


def _accepted(one: Built, joined: Participation, bird: str, draw: random.Random) -> Application:
    at = max(one.challenge.published_at, joined.joined_at - 2 * DAY)
    application = _waiting(one, joined.user, bird, at, draw)
    _decide(application, one, ApplicationState.ACCEPTED, max(at, joined.joined_at - HOUR), "")
    return application


def _decide(application: Application, one: Built, state: str, at: dt.datetime, words: str) -> None:
    application.state, application.decided_at, application.decided_by = state, at, one.challenge.faculty_owner
    application.words = words
