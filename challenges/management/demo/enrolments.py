"""Who is in the edition that is joined as a whole, and which of its challenges they wish for."""

import datetime as dt
import random
from collections.abc import Iterator

from accounts.models import TermsAcceptance, User
from challenges.management.demo.calendar import Calendar
from challenges.management.demo.cases import NEXT
from challenges.management.demo.data import chance
from challenges.management.demo.people import People
from challenges.models import Challenge, ConfidentialMark, Enrolment, MarkKind, Programme, Wish
from challenges.queries.terms import joined_through, terms_of_edition

# How often a challenge is wished for beside one of weight 1: some are wanted by far more people than have a seat.
WANTED = (9, 7, 6, 5, 4, 4, 3, 3, 2, 2, 1)
UNRANKED = 8
IN_CONFIDENCE = "speaks no Dutch"


def enrol(editions: dict[str, Programme], people: People, calendar: Calendar, seed: int) -> list[Enrolment]:
    """Store everybody's place in the edition with their wishes: three to five, now and then two in one place; the first eight gave none."""
    programme, draw = editions[NEXT], chance(seed, "wishes")
    students = people.students[NEXT]
    terms = _terms(programme, students, calendar, draw)
    found = [
        Enrolment(
            programme=programme,
            user=user,
            terms=accepted,
            joined_at=accepted.accepted_at,
            wishes_at=accepted.accepted_at + dt.timedelta(minutes=draw.randint(4, 3000)) if place >= UNRANKED else None,
        )
        for place, (user, accepted) in enumerate(zip(students, terms, strict=True))
    ]
    Enrolment.objects.bulk_create(found)
    challenges = list(joined_through(programme).order_by("pk"))
    Wish.objects.bulk_create(wish for one in found if one.wishes_at for wish in _wishes(one, challenges, draw))
    kind = MarkKind.objects.create(programme=programme, words=IN_CONFIDENCE)
    ConfidentialMark.objects.bulk_create(
        ConfidentialMark(enrolment=one, kind=kind, consented_at=one.joined_at) for one in found[UNRANKED :: len(WANTED)]
    )
    return found


def _terms(programme: Programme, students: list[User], calendar: Calendar, draw: random.Random) -> list[TermsAcceptance]:
    shown = terms_of_edition(programme)
    accepted = [
        TermsAcceptance(
            user=user,
            document=shown.document,
            title=shown.title,
            version=shown.version,
            text=shown.text,
            accepted_at=calendar.at(-draw.randint(3, 7), draw.randint(9, 21), draw.randint(0, 59)),
        )
        for user in students
    ]
    return TermsAcceptance.objects.bulk_create(accepted)


def _wishes(enrolment: Enrolment, challenges: list[Challenge], draw: random.Random) -> Iterator[Wish]:
    chosen: list[Challenge] = []
    while len(chosen) < draw.choice((3, 4, 4, 5)):
        (one,) = draw.choices(challenges, WANTED)
        chosen += [] if one in chosen else [one]
    tied = draw.random() < 0.15
    for place, challenge in enumerate(chosen, start=1):
        yield Wish(enrolment=enrolment, challenge=challenge, place=max(1, place - 1) if tied else place)
