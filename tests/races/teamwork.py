"""Races in the life of a team: links, requests, the captain."""

import datetime as dt
from functools import partial

from django.utils import timezone

from accounts.audit.models import Entry
from accounts.models import User
from challenges.actions import agreements, join_requests, joining, removals, team_links, teams
from challenges.models import AgreementAcceptance, Challenge, JoinRequest, Participation, Team, TeamLink
from challenges.queries.captains import captain_of
from tests.factories import ask_to_join, coordinator, make_team, published_challenge, student
from tests.races.guards import Lock
from tests.races.table import Race, guarded_by, parted, told, trail

DAY = dt.timedelta(days=1)
TAKEN = "Every place in this team is taken or offered to somebody."


@guarded_by({Lock(Challenge, Team): "3 people were in a team of 2"})
def two_requests_and_one_place() -> Race:
    """The captain takes two people in, in two tabs, and there is one place."""
    captain = student()
    team = make_team(published_challenge(team_max=2), captain, seeks="Somebody.")
    asked = [ask_to_join(team, student()) for _ in range(2)]

    def check(found: list[object]) -> None:
        taken, words = parted(found)
        assert (len(taken), words) == (1, [TAKEN])
        assert team.participations.active().count() == 2
        assert sorted(JoinRequest.objects.values_list("answer", flat=True)) == ["", "accepted"]
        assert told() == {"challenge_joined": 1, "team_joined": 1, "join_request_accepted": 1}
        assert trail() == {"participation.joined": 1, "join_request.accepted": 1}

    return Race([partial(join_requests.accept, request=one, by=captain, now=timezone.now()) for one in asked], check)


@guarded_by({Lock(Challenge, Team): "the place was offered twice"})
def link_while_one_invites() -> Race:
    """Somebody joins by the team's link while a member offers the last place to somebody else."""
    noor, sem = student(), student()
    team = make_team(published_challenge(team_max=2), noor)
    link = TeamLink.objects.create(team=team, opened_at=timezone.now())

    def check(found: list[object]) -> None:
        _done, words = parted(found)
        is_in = isinstance(found[0], Participation)
        assert words == ["A team has at most 2 people; open invitations count." if is_in else TAKEN]
        assert team.participations.active().count() + team.invitations.count() == 2

    join = partial(team_links.join, link=link, by=sem, version=1, now=timezone.now())
    return Race([join, partial(teams.invite, team=team, email="eva@example.org", by=noor, now=timezone.now())], check)


@guarded_by({Lock(Challenge, Team): "3 people were in a team of 2"})
def two_by_the_link_and_one_place() -> Race:
    """Two people join by the link, and there is one place."""
    people = [student(), student()]
    team = make_team(published_challenge(team_max=2), student())
    link = TeamLink.objects.create(team=team, opened_at=timezone.now())

    def check(found: list[object]) -> None:
        joined, words = parted(found)
        assert (len(joined), words) == (1, [TAKEN])
        assert team.participations.active().count() == 2
        assert (told(), trail()) == ({"challenge_joined": 1, "team_joined": 1}, {"participation.joined": 1})

    return Race([partial(team_links.join, link=link, by=by, version=1, now=timezone.now()) for by in people], check)


@guarded_by({Lock(Challenge, Team): "somebody came in by a closed link"})
def link_closed_while_one_joins() -> Race:
    """A member closes the link while somebody joins by it: joined before, or refused after."""
    noor, sem = student(), student()
    team = make_team(published_challenge(), noor)
    link = TeamLink.objects.create(team=team, opened_at=timezone.now() - DAY)

    def check(found: list[object]) -> None:
        link.refresh_from_db()
        joined, words = parted(found[:1])
        assert not link.is_open
        assert words in ([], ["The team has closed this link, or made a new one. Ask the team."])
        assert team.participations.active().count() == 1 + len(joined)
        if joined:
            actions = list(trail_in_order())
            assert actions.index("participation.joined") < actions.index("team_link.closed")

    join = partial(team_links.join, link=link, by=sem, version=1, now=timezone.now())
    return Race([join, partial(team_links.close_link, team=team, by=noor, now=timezone.now())], check)


@guarded_by({Lock(Challenge, Team): "somebody who had left was the captain"})
def handed_over_to_one_who_leaves() -> Race:
    """The captain hands over to a member who leaves at that moment."""
    noor, sem, eva = student(), student(), student()
    team = make_team(published_challenge(), noor, sem, eva)

    def check(found: list[object]) -> None:
        team.refresh_from_db()
        _done, words = parted(found)
        assert words in ([], ["Choose somebody else who is in the team."])
        assert not sem.participations.active().exists()
        assert team.captain_id is None
        assert captain_of(team, team.participations.active().select_related("user")) == noor

    hand_over = partial(teams.hand_over, team=team, to=sem, by=noor, now=timezone.now())
    return Race([hand_over, partial(joining.leave, team=team, by=sem, now=timezone.now())], check)


@guarded_by({Lock(Challenge, Team, User): "one person was in two teams, or met an error of the database instead of words"})
def taken_in_by_two_teams() -> Race:
    """Two teams take in the same person, who had asked both."""
    challenge, sem = published_challenge(), student()
    captains = [student(), student()]
    asked = [ask_to_join(make_team(challenge, by, seeks="Somebody."), sem) for by in captains]

    def check(found: list[object]) -> None:
        taken, words = parted(found)
        assert (len(taken), len(words)) == (1, 1)
        assert sem.participations.count() == 1
        assert sorted(JoinRequest.objects.values_list("answer", flat=True)) == ["accepted", "withdrawn"]

    acts = [partial(join_requests.accept, request=one, by=by, now=timezone.now()) for one, by in zip(asked, captains, strict=True)]
    return Race(acts, check)


@guarded_by({Lock(Team): "somebody had accepted words that they never saw"})
def accepted_while_it_changes() -> Race:
    """One member accepts the agreement while another one changes it: a yes stays with the words that were read."""
    noor, sem = student(), student()
    team = make_team(published_challenge(), noor, sem)
    first = agreements.write(team=team, words=agreements.Words("Old.", "", ""), seen="", by=noor, now=timezone.now())
    seen = agreements.mark_of(first)

    def check(found: list[object]) -> None:
        _done, words = parted(found)
        accepted = AgreementAcceptance.objects.select_related("agreement").first()
        assert len(words) == (accepted is None)
        assert accepted is None or accepted.agreement.how == "Old."
        last = team.agreements.first()
        assert (last.how, last.version) == ("New.", 1 if accepted is None else 2)

    accept = partial(agreements.accept, team=team, seen=seen, by=sem, now=timezone.now())
    new = agreements.Words("New.", "", "")
    return Race([accept, partial(agreements.write, team=team, words=new, seen=seen, by=noor, now=timezone.now())], check)


@guarded_by({Lock(Challenge, Team): "who had left by themselves was put out as well"})
def let_go_while_leaving() -> Race:
    """The office lets a member go who leaves at that moment: it is told once how they went."""
    noor, sem, office = student(), student(), coordinator()
    team = make_team(published_challenge(), noor, sem)
    place = team.participations.get(user=sem)
    request = removals.ask(participation=place, reason="We quarrel.", by=noor, now=timezone.now())

    def check(found: list[object]) -> None:
        _done, words = parted(found)
        assert words in (["This person has left the team in the meantime."], ["You are not in this team any more."])
        assert team.participations.active().count() == 1
        assert trail().get("removal.granted", 0) + trail().get("participation.left", 0) == 1

    decide = partial(removals.decide, request=request, granted=True, words="Better so.", by=office, now=timezone.now())
    return Race([decide, partial(joining.leave, team=team, by=sem, now=timezone.now())], check)


@guarded_by({Lock(Challenge, Team): "the member was told both yes and no"})
def decided_by_two() -> Race:
    """Two coordinators decide differently about a member."""
    noor, sem = student(), student()
    team = make_team(published_challenge(), noor, sem)
    request = removals.ask(participation=team.participations.get(user=sem), reason="We quarrel.", by=noor, now=timezone.now())

    def check(found: list[object]) -> None:
        done, words = parted(found)
        assert (len(done), words) == (1, ["Somebody has decided on this in the meantime."])
        request.refresh_from_db()
        assert sem.participations.active().exists() != request.granted
        assert sem.notifications.filter(kind__in=["removed_from_team", "removal_refused"]).count() == 1

    decide = partial(removals.decide, request=request, words="So be it.", now=timezone.now())
    return Race([partial(decide, granted=granted, by=coordinator()) for granted in (True, False)], check)


def trail_in_order() -> list[str]:
    """The actions of the trail as they were written."""
    return list(Entry.objects.order_by("pk").values_list("action", flat=True))
