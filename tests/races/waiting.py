"""Races for seats with a line behind them: waiting, offers and their hours, leaving, raised seats, quotas."""

import datetime as dt
from collections.abc import Callable
from functools import partial

from django.utils import timezone

from accounts.kit.refusals import Refusal
from accounts.models import Profile, User
from challenges.actions import cancelling, joining, waitlist
from challenges.enums import WaitEnd
from challenges.models import Challenge, DisciplineQuota, Participation, WaitlistEntry
from challenges.queries.waiting import places
from tests.factories import WaitlistEntryFactory, coordinator, fill, offer, published_challenge, staff_of, student
from tests.races.guards import Lock
from tests.races.joining import alone, with_seats
from tests.races.table import Race, guarded_by, parted, told, trail

FULL = "All {} seats are taken."
SECOND = dt.timedelta(seconds=1)


def leaving(one: Participation) -> Callable[[], None]:
    return partial(joining.leave, team=one.team, by=one.user, now=timezone.now())


def giving_up(challenge: Challenge, by: User) -> Callable[[], None]:
    return partial(waitlist.leave, challenge=challenge, by=by, now=timezone.now())


def in_line(challenge: Challenge, count: int) -> list[WaitlistEntry]:
    since = timezone.now() - SECOND * count
    return [WaitlistEntryFactory(challenge=challenge, waiting_since=since + SECOND * number) for number in range(count)]


def held(challenge: Challenge) -> int:
    """Seats that are taken or kept."""
    return challenge.participations.active().count() + challenge.waitlist.offers(timezone.now()).count()


@guarded_by({Lock(Challenge): "41 people had 20 seats"})
def seats_and_a_line() -> Race:
    """200 attempts for 20 seats and a line behind them, over 50 connections: never over, and in the order of the locks."""
    challenge, people, now = published_challenge(seats=20), [student() for _ in range(200)], timezone.now()

    def four(number: int) -> list[object]:
        # Clocks that run backwards: the order of the line is that of the locks, whatever they say.
        return [joins_or_waits(by, now - SECOND * (number + 50 * place)) for place, by in enumerate(people[number::50])]

    def joins_or_waits(by: User, at: dt.datetime) -> object:
        try:
            return joining.join_alone(challenge=challenge, by=by, version=1, now=at)
        except Refusal:
            return waitlist.wait(challenge=challenge, by=by, now=at)

    def check(found: list[object]) -> None:
        assert [one for one in found if isinstance(one, Exception)] == []
        assert Participation.objects.active().count() == 20
        line = list(places(people, now).order_by("pk"))
        assert [(one.ahead, one.line) for one in line] == [(place, 180) for place in range(180)]
        assert [one.pk for one in challenge.waitlist.all()] == [one.pk for one in line]
        assert (told(), trail()) == ({"challenge_joined": 20}, {"participation.joined": 20, "waitlist.joined": 180})

    return Race([partial(four, number) for number in range(50)], check)


@guarded_by({Lock(Challenge): "two seats were offered to one person, and the next got none"})
def two_leave_while_two_wait() -> Race:
    """Two people leave while two wait and somebody new tries to join: both seats are offered, each once."""
    challenge = published_challenge(seats=3)
    inside, line = fill(challenge), in_line(challenge, 3)

    def check(found: list[object]) -> None:
        assert (found[:2], str(found[2])) == ([None, None], FULL.format(3))
        assert [one.user_id for one in challenge.waitlist.offers(timezone.now())] == [one.user_id for one in line[:2]]
        assert (held(challenge), told()) == (3, {"seat_offered": 2})

    return Race([leaving(inside[0]), leaving(inside[1]), alone(challenge, student())], check)


@guarded_by({Lock(Challenge): "two people had one seat"})
def an_offer_lapses_while_it_is_taken() -> Race:
    """The hour of an offer comes in the very moment in which it is taken: either joined, or lapsed and offered to the next."""
    challenge = published_challenge(seats=1)
    entry = offer(challenge, hours=1)
    WaitlistEntryFactory(challenge=challenge)
    hour = entry.offer_expires_at

    def check(found: list[object]) -> None:
        joined, words = parted(found[:1])
        entry.refresh_from_db()
        assert found[1] is None
        assert (len(joined), words, entry.ended_how) in [(1, [], WaitEnd.JOINED), (0, [FULL.format(1)], WaitEnd.LAPSED)]
        assert challenge.participations.active().count() + challenge.waitlist.offers(hour).count() == 1
        assert told() == ({"challenge_joined": 1} if joined else {"offer_lapsed": 1, "seat_offered": 1})

    take = partial(joining.join_alone, challenge=challenge, by=entry.user, version=1, now=hour - dt.timedelta(microseconds=1))
    return Race([take, partial(waitlist.settle_all, now=hour)], check)


@guarded_by({Lock(Challenge): "an offer was taken and refused"})
def an_offer_is_taken_and_refused() -> Race:
    """An offer is taken in one tab and refused in another, while somebody new tries to join."""
    challenge = published_challenge(seats=1)
    entry = offer(challenge)
    WaitlistEntryFactory(challenge=challenge)

    def check(found: list[object]) -> None:
        joined, _words = parted(found[:1])
        entry.refresh_from_db()
        assert (entry.ended_how, found[1] is None) == ((WaitEnd.JOINED, False) if joined else (WaitEnd.REFUSED, True))
        assert str(found[2]) == FULL.format(1)
        assert held(challenge) == 1

    return Race([alone(challenge, entry.user), giving_up(challenge, entry.user), alone(challenge, student())], check)


@guarded_by({Lock(Challenge): "a seat stayed empty while somebody waited"})
def seats_raised_while_the_first_leaves_the_line() -> Race:
    """A seat is added while the first in the line leaves it and somebody new tries to join: the second is offered the seat."""
    challenge = published_challenge(seats=1)
    fill(challenge)
    first, second = in_line(challenge, 2)

    def check(found: list[object]) -> None:
        assert (found[0], found[1]) == (None, challenge)
        assert str(found[2]) in {FULL.format(1), FULL.format(2)}
        first.refresh_from_db()
        assert first.ended_how in {WaitEnd.LEFT, WaitEnd.REFUSED}
        assert [one.user_id for one in challenge.waitlist.offers(timezone.now())] == [second.user_id]
        assert held(challenge) == 2

    raised = with_seats(challenge, 2, staff_of(challenge.organisation))
    return Race([giving_up(challenge, first.user), raised, alone(challenge, student())], check)


@guarded_by({Lock(Challenge): "a share of 2 seats had 6 people"})
def a_share_runs_full() -> Race:
    """Six people of one discipline join, of which two may: a free seat of another discipline is not theirs."""
    challenge = published_challenge(seats=20)
    DisciplineQuota.objects.create(challenge=challenge, discipline="091", most=2)
    people = [student() for _ in range(7)]
    Profile.objects.filter(user__in=people[:6]).update(discipline="0913")

    def check(found: list[object]) -> None:
        joined, words = parted(found)
        assert (len(joined), len(words)) == (3, 4)
        assert set(words) == {"All 2 seats for your discipline, Health, are taken. Seats for others may be free."}
        assert isinstance(found[6], Participation)

    return Race([alone(challenge, by) for by in people], check)


@guarded_by({Lock(Challenge): "the end of an offer was recorded twice"})
def two_workers_bring_a_line_up_to_date() -> Race:
    """Two workers bring the same line up to date when an offer has lapsed."""
    challenge = published_challenge(seats=1)
    entry, following = offer(challenge, hours=1), WaitlistEntryFactory(challenge=challenge)

    def check(found: list[object]) -> None:
        assert found == [None, None]
        assert [one.user_id for one in challenge.waitlist.active()] == [following.user_id]
        assert told() == {"offer_lapsed": 1, "seat_offered": 1}
        assert trail() == {"waitlist.lapsed": 1, "waitlist.offered": 1}

    return Race([partial(waitlist.settle_all, now=entry.offer_expires_at)] * 2, check)


@guarded_by({Lock(Challenge): "somebody waited for a cancelled challenge and was not told"})
def cancelled_while_one_stands_in_line() -> Race:
    """A challenge is cancelled while somebody stands in its line."""
    challenge, by = published_challenge(seats=1), student()
    fill(challenge)

    def check(found: list[object]) -> None:
        waited, words = parted(found[:1])
        assert len(words) == 1 - len(waited)
        assert not challenge.waitlist.active().exists()
        assert by.notifications.filter(kind="waitlist_closed").count() == len(waited)

    wait = partial(waitlist.wait, challenge=challenge, by=by, now=timezone.now())
    cancel = partial(cancelling.cancel, challenge=challenge, reason="No data.", by=coordinator(), now=timezone.now())
    return Race([wait, cancel], check)
