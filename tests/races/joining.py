"""Races for seats and places: joining, inviting, accepting, leaving, coaching."""

import datetime as dt
from collections.abc import Callable
from functools import partial

from django.utils import timezone

from accounts.enums import Role
from accounts.kit.refusals import Refusal
from accounts.models import TermsAcceptance, User
from challenges.actions import cancelling, coaches, joining, teams, writing
from challenges.models import Challenge, Participation, Team, TeamInvitation
from challenges.queries.facts import FIELDS, revision
from tests.factories import ProfileFactory, coordinator, faculty, grant, make_team, published_challenge, staff_of, student
from tests.races.guards import Lock
from tests.races.table import Race, guarded_by, parted, told, trail

DAY = dt.timedelta(days=1)


def invited(team: Team, address: str) -> TeamInvitation:
    now = timezone.now()
    return TeamInvitation.objects.create(team=team, address=address, invited_at=now, expires_at=now + DAY)


def accepting(invitation: TeamInvitation, by: User) -> Callable[[], Participation]:
    return partial(joining.accept, invitation=invitation, by=by, version=1, now=timezone.now())


def alone(challenge: Challenge, by: User) -> Callable[[], Participation]:
    return partial(joining.join_alone, challenge=challenge, by=by, version=1, now=timezone.now())


def with_seats(challenge: Challenge, seats: int, by: User) -> Callable[[], Challenge]:
    values = {field: getattr(challenge, field) for field in FIELDS["audience"]} | {"seats": seats, "composition": []}
    read = revision(challenge, "audience")
    return partial(writing.save, challenge=challenge, section="audience", values=values, revision_read=read, by=by, now=timezone.now())


@guarded_by({Lock(Challenge): "43 people had 20 seats"})
def last_seat() -> Race:
    """200 attempts for 20 seats, over 50 connections."""
    challenge, people = published_challenge(seats=20), [student() for _ in range(200)]

    def four(number: int) -> list[object]:
        found: list[object] = []
        for by in people[number::50]:
            try:
                found.append(alone(challenge, by)())
            except Refusal as no:
                found.append(no)
        return found

    def check(found: list[object]) -> None:
        assert [one for one in found if isinstance(one, Exception)] == []
        joined, words = parted([one for four in found for one in four])
        assert (len(joined), len(words), set(words)) == (20, 180, {"All 20 seats are taken."})
        assert Participation.objects.active().count() == Team.objects.count() == TermsAcceptance.objects.count() == 20
        assert len(set(Team.objects.values_list("pseudonym", flat=True))) == 20
        assert (told(), trail()) == ({"challenge_joined": 20}, {"participation.joined": 20})

    return Race([partial(four, number) for number in range(50)], check)


@guarded_by({Lock(Challenge): "3 people had 2 seats"})
def seats_raised_while_three_join() -> Race:
    """The one seat becomes two while three people join."""
    challenge, people = published_challenge(seats=1), [student() for _ in range(3)]

    def check(found: list[object]) -> None:
        challenge.refresh_from_db()
        joined, words = parted(found[:-1])
        assert (found[-1], challenge.seats) == (challenge, 2)
        assert 1 <= len(joined) <= 2
        assert set(words) <= {"All 1 seats are taken.", "All 2 seats are taken.", "The only seat is taken."}
        assert Participation.objects.active().count() == Team.objects.count() == len(joined)
        told_of_change = told().pop("challenge_changed", 0)
        assert told_of_change <= len(joined)
        assert trail() == {"participation.joined": len(joined), "challenge.changed": 1}

    return Race([*(alone(challenge, by) for by in people), with_seats(challenge, 2, staff_of(challenge.organisation))], check)


@guarded_by({})
def seats_lowered_while_one_joins() -> Race:
    """Fewer seats are asked for while somebody joins: promised seats only go up."""
    challenge = published_challenge(seats=3)

    def check(found: list[object]) -> None:
        challenge.refresh_from_db()
        assert isinstance(found[0], Participation)
        assert str(found[1]) == "This can only go up: at least 3."
        assert (challenge.seats, trail()) == (3, {"participation.joined": 1})

    return Race([alone(challenge, student()), with_seats(challenge, 2, staff_of(challenge.organisation))], check)


@guarded_by({Lock(Challenge): "who joined a cancelled challenge was not told"})
def cancelled_while_one_joins() -> Race:
    """A challenge is cancelled while somebody joins."""
    challenge, by, office = published_challenge(), student(), coordinator()

    def check(found: list[object]) -> None:
        challenge.refresh_from_db()
        assert (found[1], challenge.state) == (challenge, "cancelled")
        joined, words = parted(found[:1])
        assert len(words) == 1 - len(joined)
        assert Participation.objects.active().count() == Team.objects.count() == len(joined)
        assert by.notifications.filter(kind="challenge_cancelled").count() == len(joined)
        assert trail() == {"challenge.cancelled": 1} | ({"participation.joined": 1} if joined else {})

    cancel = partial(cancelling.cancel, challenge=challenge, reason="No data.", by=office, now=timezone.now())
    return Race([alone(challenge, by), cancel], check)


@guarded_by({Lock(User): "they had 5 running challenges, and 4 were the most"})
def two_challenges_with_room_for_one_more() -> Race:
    """Somebody with three running challenges joins two more at once."""
    by = student()
    for _ in range(3):
        make_team(published_challenge(), by)
    one, other = published_challenge(), published_challenge()

    def check(found: list[object]) -> None:
        joined, words = parted(found)
        assert words == ["At most 4 running challenges at a time. You take part in 4 other ones now."]
        assert (len(joined), Participation.objects.active().filter(user=by).count()) == (1, 4)
        assert (told(), trail()) == ({"challenge_joined": 1}, {"participation.joined": 1})

    return Race([alone(one, by), alone(other, by)], check)


@guarded_by({Lock(Challenge, User): "the loser met an error of the database instead of words"})
def one_person_in_four_tabs() -> Race:
    """One person makes a team in four tabs."""
    challenge, by = published_challenge(), student()

    def check(found: list[object]) -> None:
        joined, words = parted(found)
        assert (len(joined), len(set(words))) == (1, 1)
        assert Participation.objects.count() == Team.objects.count() == 1
        assert (told(), trail()) == ({"challenge_joined": 1}, {"team.made": 1, "participation.joined": 1})

    return Race(
        [partial(joining.make_team, challenge=challenge, name=f"Tab {n}", by=by, version=1, now=timezone.now()) for n in range(4)], check
    )


@guarded_by({Lock(Challenge): "the loser met an error of the database instead of words"})
def one_name_for_two_teams() -> Race:
    """Two people give their teams the same name."""
    challenge, people = published_challenge(), [student(), student()]

    def check(found: list[object]) -> None:
        joined, words = parted(found)
        assert (len(joined), words) == (1, ["Another team of this challenge has this name. Choose another one."])
        assert Team.objects.get().name == "Night watch"
        assert (told(), trail()) == ({"challenge_joined": 1}, {"team.made": 1, "participation.joined": 1})

    make = partial(joining.make_team, challenge=challenge, name="Night watch", version=1, now=timezone.now())
    return Race([partial(make, by=by) for by in people], check)


@guarded_by({Lock(Challenge, User): "the loser met an error of the database instead of words"})
def two_invitations_into_two_teams() -> Race:
    """One person accepts two invitations into two teams."""
    challenge, sem = published_challenge(), student(email="sem@example.org")
    asked = [invited(make_team(challenge, student(), name=name), sem.email) for name in ("One", "Two")]

    def check(found: list[object]) -> None:
        joined, words = parted(found)
        mine = sem.participations.get()
        assert (joined, len(words)) == ([mine], 1)
        assert mine.team.name in words[0]
        assert [one.team for one in TeamInvitation.objects.filter(accepted_by=sem)] == [mine.team]
        assert (told(), trail()) == ({"challenge_joined": 1, "team_joined": 1}, {"participation.joined": 1})

    return Race([accepting(one, sem) for one in asked], check)


@guarded_by({Lock(Challenge, Team, TeamInvitation): "the loser met an error of the database instead of words"})
def team_invitation_used_twice() -> Race:
    """One invitation into a team is accepted twice."""
    sem = student(email="sem@example.org")
    invitation = invited(make_team(published_challenge(), student()), sem.email)

    def check(found: list[object]) -> None:
        joined, words = parted(found)
        assert (joined, words) == ([sem.participations.get()], ["This invitation has been accepted already. It works once."])
        assert (told(), trail()) == ({"challenge_joined": 1, "team_joined": 1}, {"participation.joined": 1})

    return Race([accepting(invitation, sem)] * 2, check)


@guarded_by({Lock(Challenge, Team): "3 people were in a team of 2"})
def two_people_and_one_place() -> Race:
    """Two people accept their invitations into the last place of a team."""
    people = [student(email="a@example.org"), student(email="b@example.org")]
    team = make_team(published_challenge(team_max=2), student())
    asked = [invited(team, by.email) for by in people]

    def check(found: list[object]) -> None:
        joined, words = parted(found)
        assert (len(joined), words) == (1, ["This team is full."])
        assert team.participations.active().count() == 2
        assert TeamInvitation.objects.filter(accepted_at__isnull=False).count() == 1
        assert (told(), trail()) == ({"challenge_joined": 1, "team_joined": 1}, {"participation.joined": 1})

    return Race([accepting(one, by) for one, by in zip(asked, people, strict=True)], check)


@guarded_by({Lock(Challenge, Team): "2 people were invited to 1 place"})
def two_members_invite() -> Race:
    """Two members invite somebody to the last place of their team."""
    members = [student(), student()]
    team = make_team(published_challenge(team_max=3), *members)

    def check(found: list[object]) -> None:
        made, words = parted(found)
        assert (made, words) == ([TeamInvitation.objects.get()], ["A team has at most 3 people; open invitations count."])
        assert (told(), trail()) == ({"team_invited": 1}, {"team_invitation.sent": 1})

    return Race(
        [partial(teams.invite, team=team, email=f"p{n}@example.org", by=by, now=timezone.now()) for n, by in enumerate(members)], check
    )


@guarded_by({Lock(Challenge, Team, TeamInvitation): "the loser met an error of the database instead of words"})
def accepted_while_withdrawn() -> Race:
    """An invitation is accepted while it is withdrawn."""
    sem, noor = student(email="sem@example.org"), student()
    invitation = invited(make_team(published_challenge(), noor), sem.email)

    def check(found: list[object]) -> None:
        _done, words = parted(found)
        assert len(words) == 1
        invitation.refresh_from_db()
        is_in = isinstance(found[0], Participation)
        assert sem.participations.active().exists() == is_in == bool(invitation.accepted_at) == (not invitation.revoked_at)
        assert trail() == ({"participation.joined": 1} if is_in else {"team_invitation.withdrawn": 1})

    return Race([accepting(invitation, sem), partial(teams.withdraw, invitation=invitation, by=noor, now=timezone.now())], check)


@guarded_by({Lock(Challenge, Team): "the coach was a member of the team"})
def coach_who_joins() -> Race:
    """Somebody is named the coach of a team while they accept its invitation."""
    sem = faculty(email="sem@example.org")
    invitation = invited(make_team(published_challenge(), student()), student_as_well(sem).email)

    def check(found: list[object]) -> None:
        _done, words = parted(found)
        team = Team.objects.get()
        assert len(words) == 1
        assert sem.participations.exists() == (team.coach is None) == isinstance(found[0], Participation)
        assert trail() == ({"participation.joined": 1} if team.coach is None else {"team.coach_named": 1})

    name = partial(coaches.name_coach, team=invitation.team, coach=sem, by=coordinator(), now=timezone.now())
    return Race([accepting(invitation, sem), name], check)


def student_as_well(user: User) -> User:
    grant(user, Role.STUDENT)
    ProfileFactory(user=user)
    return user


@guarded_by({Lock(Challenge, Team): "a team without anybody stayed behind"})
def both_members_leave() -> Race:
    """Both members of a team leave: it goes with the last of them."""
    people = [student(), student()]
    team = make_team(published_challenge(), *people)

    def check(found: list[object]) -> None:
        assert found == [None, None]
        assert not Team.objects.exists()
        assert not Participation.objects.exists()
        assert (told(), trail()) == ({"team_left": 1}, {"participation.left": 2, "team.dissolved": 1})

    return Race([partial(joining.leave, team=team, by=by, now=timezone.now()) for by in people], check)
