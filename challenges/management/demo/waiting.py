"""The line for a seat of the challenge that is full."""

import datetime as dt

from challenges.management.demo.calendar import Calendar
from challenges.management.demo.cases import Built
from challenges.management.demo.people import People
from challenges.models import WaitlistEntry


def stand(built: list[Built], people: People, calendar: Calendar) -> list[WaitlistEntry]:
    """People in the line of each challenge with one, one after another; since yesterday evening a seat is kept for the first.

    The second and the first student of BITT, who sign in, stand in it: one with the offer, the other behind it.
    """
    students = people.students["bitt-demo"]
    entries = []
    for one in built:
        inside = {user.pk for members in one.members.values() for user in members}
        free = [user for user in (students[1], students[0], *students[8:]) if user.pk not in inside][: one.case.line]
        entries += [
            WaitlistEntry(challenge=one.challenge, user=user, waiting_since=calendar.at(-4, 9 + place, 20))
            for place, user in enumerate(free)
        ]
        if free:
            first, hours = entries[-len(free)], dt.timedelta(hours=one.challenge.offer_hours)
            first.offered_at = calendar.at(-1, 20, 5)
            first.offer_expires_at = first.offered_at + hours
    return WaitlistEntry.objects.bulk_create(entries)
