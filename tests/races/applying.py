"""Races of joining on application: applying, withdrawing, deciding."""

from collections.abc import Callable
from functools import partial

from django.utils import timezone

from accounts.models import User
from challenges.actions import applications
from challenges.enums import ApplicationState
from challenges.models import Application, Challenge
from tests.factories import coordinator, published_challenge, student
from tests.races.guards import Lock
from tests.races.table import Race, guarded_by, parted, told, trail


def applied(challenge: Challenge, by: User) -> Application:
    now = timezone.now()
    return Application.objects.create(challenge=challenge, user=by, pseudonym="Heron", motivation="So.", applied_at=now, changed_at=now)


def accepting(one: Application) -> Callable[[], int]:
    found = {"challenge": one.challenge, "chosen": {one.pk: 1}, "accept": True, "words": "So it is."}
    return partial(applications.decide, **found, by=coordinator(), now=timezone.now())  # type: ignore[arg-type]


@guarded_by({Lock(Challenge): "who had withdrawn was told that they can join"})
def decided_while_it_is_withdrawn() -> Race:
    """An application is accepted while it is withdrawn."""
    one = applied(published_challenge(joining="application"), student(name="Sem Bakker"))
    withdrawing = partial(applications.withdraw, application=one, by=one.user, now=timezone.now())

    def check(found: list[object]) -> None:
        won, words = parted(found)
        assert (len(won), len(words)) == (1, 1)
        one.refresh_from_db()
        accepted = one.state == ApplicationState.ACCEPTED
        assert (told(), trail()) == (
            ({"application_accepted": 1}, {"application.accepted": 1}) if accepted else ({}, {"application.withdrawn": 1})
        )

    return Race([accepting(one), withdrawing], check)


@guarded_by({Lock(Challenge): "the loser met an error of the database instead of words"})
def applied_twice_at_once() -> Race:
    """Somebody applies in two tabs, in other words."""
    challenge, by, now = published_challenge(joining="application"), student(), timezone.now()

    def applying(words: str) -> Callable[[], Application]:
        return partial(applications.apply, challenge=challenge, motivation=words, answers={}, revision=0, by=by, now=now)

    def check(found: list[object]) -> None:
        won, words = parted(found)
        assert len(won) == 1
        assert "You saved this in another window" in words[0]
        assert (Application.objects.count(), told(), trail()) == (1, {"application_received": 1}, {"application.made": 1})

    return Race([applying("One."), applying("Two.")], check)
