"""Two presses on the forms of the line for a seat."""

from django.utils import timezone

from challenges.actions import waitlist
from challenges.models import Challenge
from tests.factories import fill, published_challenge, student
from tests.races.clicks import Click, makes_once
from tests.races.clicks.cases import at
from tests.races.guards import Lock


def full() -> Challenge:
    challenge = published_challenge(seats=1)
    fill(challenge)
    return challenge


@makes_once("waitlist_wait", {Lock(Challenge): "an error of the database"})
def wait() -> Click:
    return Click(student(), at(full(), "join/wait/"), {"WaitlistEntry": 1, "Entry": 1}, "You wait for a seat.")


@makes_once("waitlist_leave", {Lock(Challenge): "it was recorded twice"})
def leave() -> Click:
    challenge, by = full(), student()
    waitlist.wait(challenge=challenge, by=by, now=timezone.now())
    return Click(by, at(challenge, "join/leave/"), {"Entry": 1}, "You no longer wait for a seat")
