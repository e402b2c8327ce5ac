"""What people asked, announced and commented."""

import random
from dataclasses import dataclass, field

from accounts.models import User
from challenges.management.demo.calendar import DAY, Calendar
from challenges.management.demo.cases import Built
from challenges.management.demo.data import chance, read
from challenges.management.demo.people import People
from challenges.models import Announcement, ApprovalComment, Question


@dataclass
class Talk:
    """What was asked and announced."""

    questions: list[Question] = field(default_factory=list)
    announcements: list[Announcement] = field(default_factory=list)


def say(built: list[Built], people: People, calendar: Calendar, seed: int) -> Talk:
    """Store questions with and without an answer, announcements, and the comments that sent a challenge back."""
    draw = chance(seed, "talk")
    talk, comments = Talk(), []
    for one in built:
        talk.questions += [_question(one, words, people, calendar, draw) for words in one.case.questions]
        if words := read("work")["announcements"].get(one.case.slug):
            talk.announcements.append(Announcement(challenge=one.challenge, by=_staff(one, people)[0], at=calendar.at(-2, 12, 30), **words))
        comments += [
            ApprovalComment(
                challenge=one.challenge,
                section=words["section"],
                text=words["text"],
                by=people.office[0] if words["section"] == "terms" else one.challenge.faculty_owner,
                at=calendar.at(-4, 13, 10),
            )
            for words in one.case.comments
        ]
    Question.objects.bulk_create(talk.questions)
    Announcement.objects.bulk_create(talk.announcements)
    ApprovalComment.objects.bulk_create(comments)
    return talk


def _question(one: Built, words: dict[str, str], people: People, calendar: Calendar, draw: random.Random) -> Question:
    """Asked since publication by somebody who takes part or thinks about it; answered by the partner on the next day."""
    joined = [user for members in one.members.values() for user in members]
    asker = draw.choice(joined or people.students["bitt-demo"])
    asked_at = calendar.some_time(draw, one.challenge.published_at.date() + DAY, calendar.today - 3 * DAY)
    if "answer" not in words:
        return Question(challenge=one.challenge, text=words["ask"], asked_by=asker, asked_at=calendar.at(-1, 18, 25))
    staff = draw.choice(_staff(one, people))
    return Question(
        challenge=one.challenge,
        text=words["ask"],
        asked_by=asker,
        asked_at=asked_at,
        answer=words["answer"],
        answered_by=staff,
        answered_at=asked_at + DAY,
    )


def _staff(one: Built, people: People) -> list[User]:
    return people.staff[one.case.organisation]
