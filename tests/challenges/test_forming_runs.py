"""A run that forms teams: started, taken up, told, stopped, given up."""

import datetime as dt
from functools import partial
from itertools import repeat

import pytest
from django.utils import timezone

from accounts.audit.models import Entry
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import Notification
from challenges import matching as solver
from challenges.actions import kept_pairs, matching
from challenges.enums import Keep, RunState
from challenges.models import MatchingRun, Proposal
from challenges.queries.matching import obstacles
from challenges.queries.matching.page import judged_of
from challenges.queries.matching.world import world_of
from tests.factories import coordinator, student
from tests.factories.editions import open_edition
from tests.factories.forming import WEIGHTS, edition, enrolled, proposed, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return coordinator()


def start(programme, office, now, **fields):
    return matching.start(programme=programme, weights=WEIGHTS, seed=1, by=office, now=now, **fields)


def test_a_worker_takes_it_up_and_leaves_a_proposal_that_keeps_every_rule(office):
    given = edition()

    ended = run(given.programme, office)

    proposal = ended.proposal
    world = world_of(given.programme, ended.weights, timezone.now())
    judged = judged_of(world, ended, list(proposal.places.all()))
    assert (ended.state, ended.leased_until, ended.cancel_asked) == (RunState.FOUND, None, False)
    assert proposal.places.count() == 12
    assert judged.broken == []
    assert 0 < judged.value <= proposal.most
    assert Notification.objects.get(user=office).kind == "teams_run_ended"
    assert [entry.action for entry in Entry.objects.all()] == ["matching.started"]


def test_the_same_seed_gives_the_same_teams():
    given = edition()

    one, other = (
        [(place.enrolment_id, place.challenge_id, place.number) for place in proposed(given.programme).places.all()] for _ in range(2)
    )

    assert one == other


def test_one_at_a_time_and_never_without_students_or_challenges(office, now):
    empty = open_edition()
    with pytest.raises(Refusal, match="Nobody is in this edition"):
        start(empty, office, now)
    enrolled(empty, 1)
    with pytest.raises(Refusal, match="No published challenge"):
        start(empty, office, now)
    given = edition()
    start(given.programme, office, now)

    with pytest.raises(WrongState, match="already"):
        start(given.programme, office, now)


def test_waiting_it_is_stopped_at_once(office, now):
    asked = start(edition().programme, office, now)

    matching.cancel(run=asked, by=office, now=now)

    asked.refresh_from_db()
    assert (asked.state, asked.ended_at) == (RunState.CANCELLED, now)
    with pytest.raises(WrongState):
        matching.cancel(run=asked, by=office, now=now)


def test_running_it_is_stopped_at_its_next_step_and_leaves_nothing(office, now, monkeypatch):
    asked = start(edition().programme, office, now)

    def propose(facts, *, seed, progress):
        assert progress(0.25) is False
        matching.cancel(run=asked, by=office, now=now)
        matching.cancel(run=asked, by=office, now=now)
        assert progress(0.5) is True

    monkeypatch.setattr(solver, "propose", propose)
    matching.work(clock=lambda: now)

    asked.refresh_from_db()
    assert (asked.state, asked.progress) == (RunState.CANCELLED, 50)
    assert not Proposal.objects.exists()
    assert Entry.objects.filter(action="matching.stopped").count() == 1


def test_a_killed_worker_leaves_a_lease_that_runs_out_and_two_end_the_run(office, now, monkeypatch):
    asked = start(edition().programme, office, now)

    class Killed(BaseException):
        pass

    def propose(facts, *, seed, progress):
        raise Killed

    monkeypatch.setattr(solver, "propose", propose)
    for at in (now, now + matching.LEASE):
        with pytest.raises(Killed):
            matching.work(clock=partial(next, repeat(at)))
        assert matching.work(clock=partial(next, repeat(at))) == 0

    assert matching.work(clock=lambda: now + 2 * matching.LEASE) == 0
    asked.refresh_from_db()
    assert (asked.state, asked.attempts) == (RunState.FAILED, matching.MAX_ATTEMPTS)


def test_an_error_and_too_long_a_time_end_it_as_failed(office, now, monkeypatch):
    given = edition()
    asked = start(given.programme, office, now)
    monkeypatch.setattr(solver, "propose", lambda facts, **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        matching.work(clock=lambda: now)
    asked.refresh_from_db()
    assert asked.state == RunState.FAILED

    times = iter([now] * 2 + [now + matching.LONGEST + dt.timedelta(seconds=1)] * 9)
    monkeypatch.setattr(solver, "propose", lambda facts, *, seed, progress: None if progress(0.5) else 1 / 0)
    slow = start(given.programme, office, now)
    matching.work(clock=lambda: next(times))
    slow.refresh_from_db()
    assert slow.state == RunState.FAILED


def test_a_run_of_somebody_who_is_gone_ends_without_a_word(office, now):
    asked = start(edition().programme, office, now)
    office.delete()

    matching.work(clock=timezone.now)

    asked.refresh_from_db()
    assert (asked.state, asked.asked_by) == (RunState.FOUND, None)
    assert not Notification.objects.exists()


def test_whose_lease_went_to_another_worker_writes_nothing(office, now, monkeypatch):
    asked = start(edition().programme, office, now)

    def propose(facts, *, seed, progress):
        MatchingRun.objects.update(leased_until=now + 2 * matching.LEASE)
        assert progress(0.5) is True

    monkeypatch.setattr(solver, "propose", propose)
    matching.work(clock=lambda: now)

    asked.refresh_from_db()
    assert (asked.state, asked.progress) == (RunState.RUNNING, 0)


def test_too_few_seats_are_told_in_numbers_with_what_would_help(office, as_):
    given = edition(students=12, challenges=1, seats=8)

    ended = run(given.programme, office)

    reasons = obstacles.reasons(ended.obstacles, world_of(given.programme, ended.weights, timezone.now()))
    assert ended.state == RunState.IMPOSSIBLE
    assert [reason.words for reason in reasons] == ["There are 12 students, and the teams have room for 8."]
    assert "3 teams in all: more or fewer seats" in reasons[0].remedies
    page = as_(office).get(f"/manage/programmes/{given.programme.slug}/teams/runs/{ended.pk}/").content.decode()
    assert "There are 12 students, and the teams have room for 8." in page
    assert "No solution" not in page


def test_pairs_are_kept(office, now):
    given = edition()
    first, second, third, *_ = given.enrolments
    kept_pairs.keep(programme=given.programme, one=second, other=first, how=Keep.APART, reason="They asked.", by=office, now=now)
    kept_pairs.keep(programme=given.programme, one=first, other=third, how=Keep.TOGETHER, reason="One car.", by=office, now=now)

    proposal = proposed(given.programme, office)

    where = {place.enrolment_id: (place.challenge_id, place.number) for place in proposal.places.all()}
    assert where[first.pk] == where[third.pk] != where[second.pk]


def test_a_pair_is_two_students_of_the_edition_and_said_once(office, now):
    given, stranger = edition(students=3), edition(students=1).enrolments[0]
    first, second, _third = given.enrolments

    def keep(one, other):
        return kept_pairs.keep(programme=given.programme, one=one, other=other, how=Keep.APART, reason="So.", by=office, now=now)

    with pytest.raises(Refusal, match="two different"):
        keep(first, first)
    with pytest.raises(Refusal, match="not in this edition"):
        keep(first, stranger)
    pair = keep(second, first)
    assert (pair.one, pair.other) == (first, second)
    with pytest.raises(Refusal, match="already"):
        keep(first, second)
    kept_pairs.remove(pair=pair, by=office, now=now)
    with pytest.raises(Refusal, match="removed already"):
        kept_pairs.remove(pair=pair, by=office, now=now)


def test_the_office_starts_stops_and_watches_on_the_page(office, as_):
    given = edition()
    client, at = as_(office), f"/manage/programmes/{given.programme.slug}/teams/"

    wrong = client.post(at, WEIGHTS | {"seed": "0"})
    answer = client.post(at, WEIGHTS | {"seed": "7"})

    asked = MatchingRun.objects.get()
    assert wrong.status_code == 422
    assert (answer.status_code, answer["Location"]) == (302, f"{at}runs/{asked.pk}/")
    assert (asked.seed, asked.asked_by) == (7, office)
    page = client.get(answer["Location"]).content.decode()
    assert "It begins within a few seconds." in page
    assert "See how far it is now" in page
    assert "Teams are being formed" in client.get(at).content.decode()
    client.post(f"{at}runs/{asked.pk}/stop/")
    assert "It was stopped" in client.get(answer["Location"]).content.decode()
    assert as_(student()).get(at).status_code == 404
