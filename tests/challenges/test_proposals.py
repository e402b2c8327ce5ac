"""The office changes a proposal: moves, pins, undoes, compares, solves the rest; and publishes it."""

import pytest
from django.utils import timezone

from accounts.audit.models import Entry
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import Notification
from accounts.outbox.models import Mail
from challenges.actions import enrolling, joining, matching, proposals, publishing_teams
from challenges.models import CompositionRule, Participation, Team
from challenges.queries.matching.page import proposal_page
from challenges.queries.matching.reasons import words
from tests.factories import coordinator, make_team, student
from tests.factories.editions import wish
from tests.factories.forming import WEIGHTS, edition, enrolled, proposed, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return coordinator()


def at(proposal, *more):
    return f"/manage/programmes/{proposal.run.programme.slug}/teams/{proposal.pk}/{''.join(more)}"


def publish(proposal, by, reason=""):
    proposal.refresh_from_db()
    return publishing_teams.publish(proposal=proposal, revision=proposal.revision, reason=reason, by=by, now=timezone.now())


def elsewhere(proposal, place):
    """A slot of another challenge."""
    shown = proposal_page(proposal, timezone.now())
    return next(slot for slot in shown.judged.world.slots.values() if slot.challenge.pk != place.challenge_id)


def test_the_page_shows_teams_wishes_and_how_good_it_is(office, as_):
    proposal = proposed(edition().programme, office)

    page = as_(office).get(at(proposal)).content.decode()

    assert "12 students in " in page
    assert "Every rule holds" in page
    assert "better is possible" in page
    assert "Student 07" in page
    assert "First wish" in page


def test_moving_tells_the_total_and_what_breaks_and_is_undone(office, as_):
    proposal = proposed(edition(seats=16).programme, office)
    client, place = as_(office), proposal.places.first()
    before = proposal_page(proposal, timezone.now())
    form = client.get(f"{at(proposal)}?move={place.enrolment_id}").content.decode()
    to = elsewhere(proposal, place)
    assert f"Move {place.enrolment.user.name}" in form
    assert f'value="{to.key}"' in form

    said = client.post(at(proposal, "move/"), {"revision": 0, "enrolment": place.enrolment_id, "to": to.key}, follow=True).content.decode()

    place.refresh_from_db()
    assert (place.challenge, place.number) == (to.challenge, to.number)
    assert "The total went from" in said
    assert "has 1 people; 3 to 4 are asked for." in said
    assert "does not hold" in said
    undone = client.post(at(proposal, "undo/"), {"revision": 1}, follow=True).content.decode()
    assert "The last change is undone." in undone
    after = proposal_page(proposal, timezone.now())
    assert after.judged.placement == before.judged.placement
    assert "There is nothing to undo." in client.post(at(proposal, "undo/"), {"revision": 2}, follow=True).content.decode()


def test_a_page_out_of_date_changes_nothing(office):
    proposal = proposed(edition(seats=16).programme, office)
    place = proposal.places.first()
    to = elsewhere(proposal, place)
    proposals.move(proposal=proposal, enrolment=place.enrolment, to=to, revision=0)

    with pytest.raises(WrongState, match="changed after you opened"):
        proposals.move(proposal=proposal, enrolment=proposal.places.last().enrolment, to=to, revision=0)
    with pytest.raises(WrongState, match="changed after you opened"):
        publishing_teams.publish(proposal=proposal, revision=0, reason="", by=office, now=timezone.now())


@pytest.mark.parametrize("typed", [{"enrolment": "0"}, {"enrolment": "x", "to": "1"}, {"to": "99999999"}, {}])
def test_a_move_that_makes_no_sense_is_refused_in_words(office, as_, typed):
    proposal = proposed(edition(students=6).programme, office)

    said = as_(office).post(at(proposal, "move/"), {"revision": "0"} | typed, follow=True).content.decode()

    assert "Choose a student and a team of this edition." in said


def test_who_is_pinned_stays_when_the_rest_is_solved(office, as_):
    given = edition(seats=16)
    proposal = proposed(given.programme, office)
    client, place = as_(office), proposal.places.order_by("challenge", "number").first()
    key = -(place.challenge_id * 10_000 + place.number)

    client.post(at(proposal, "pin/"), {"revision": 0, "what": f"pin-team:{key}"})
    pinned = list(proposal.places.filter(pinned=True))
    refused = client.post(
        at(proposal, "move/"), {"revision": 1, "enrolment": place.enrolment_id, "to": elsewhere(proposal, place).key}, follow=True
    )
    answer = client.post(at(proposal, "solve/"))

    assert len(pinned) >= 3
    assert "is pinned" in refused.content.decode()
    assert "/runs/" in answer["Location"]
    run_ = given.programme.matching_runs.first()
    matching.work(clock=timezone.now)
    run_.refresh_from_db()
    fresh = {one.enrolment_id: one for one in run_.proposal.places.all()}
    assert all((fresh[one.enrolment_id].challenge_id, fresh[one.enrolment_id].number) == (one.challenge_id, one.number) for one in pinned)
    assert sum(one.pinned for one in fresh.values()) == len(pinned)
    compared = client.get(at(proposal, f"compare/{run_.proposal.pk}/")).content.decode()
    assert "Compare proposals" in compared
    client.post(at(proposal, "pin/"), {"revision": 1, "what": f"unpin:{place.enrolment_id}"})
    assert proposal.places.filter(pinned=True).count() == len(pinned) - 1


def test_published_it_is_teams_and_everyone_is_told_with_their_own_reason(office, as_):
    given = edition()
    proposal = proposed(given.programme, office)
    other = proposed(given.programme, office)

    answer = as_(office).post(at(proposal, "publish/"), {"revision": 0}, follow=True).content.decode()

    assert "12 students were placed and 0 moved" in answer
    joined = Participation.objects.active()
    assert joined.count() == 12
    assert {one.terms_id for one in joined} == {one.terms_id for one in given.enrolments}
    assert set(Team.objects.values_list("solo", flat=True)) == {False}
    assert Notification.objects.filter(kind="team_placed").count() == Mail.objects.filter(kind="team_placed").count() == 12
    assert Entry.objects.filter(action="teams.published").count() == 1
    assert not type(other).objects.filter(pk=other.pk).exists()
    place = proposal.places.select_related("enrolment__user").first()
    notice = Notification.objects.get(kind="team_placed", user=place.enrolment.user)
    assert notice.context["reason"] == " ".join(words(place.why))
    names = {one.user.name for one in given.enrolments}
    assert not any(name in one.context["reason"] for one in Notification.objects.filter(kind="team_placed") for name in names)
    with pytest.raises(WrongState, match="published"):
        publish(proposal, office)
    assert "Teams as published" in as_(office).get(at(proposal)).content.decode()


def test_nothing_is_published_that_breaks_a_rule_unless_it_is_one_of_composition_and_has_a_reason(office, as_):
    given = edition()
    proposal = proposed(given.programme, office)
    CompositionRule.objects.filter(kind="distinct").update(number=5)
    with pytest.raises(Refusal) as refused:
        publish(proposal, office)
    assert refused.value.field == "reason"
    asked = as_(office).post(at(proposal, "publish/"), {"revision": 0})
    assert asked.status_code == 422
    assert "Say why the teams are published" in asked.content.decode()

    publish(proposal, office, reason="The faculty has no more.")

    entry = Entry.objects.get(action="teams.published")
    assert entry.detail["reason"] == "The faculty has no more."
    assert all("does not meet" in line for line in entry.detail["passed"])


def test_it_is_judged_by_the_world_of_now(office, now):
    given = edition()
    proposal = proposed(given.programme, office)
    late = enrolled(given.programme, 12, *given.challenges)

    with pytest.raises(Refusal, match="Student 12 has no team yet"):
        publish(proposal, office, reason="Never mind.")

    enrolling.leave(programme=given.programme, by=late.user, now=now)
    assert publish(proposal, office).students == 12


def test_existing_teams_stay_and_their_members_hear_who_comes(office):
    given = edition()
    kept = make_team(given.challenges[0], *(one.user for one in given.enrolments[:2]), name="The Herons")
    proposal = proposed(given.programme, office)
    inside = proposal.places.filter(team=kept)
    assert set(inside.values_list("enrolment", flat=True)) >= {one.pk for one in given.enrolments[:2]}

    done = publish(proposal, office)

    assert done.students == 10
    assert kept.participations.active().count() == inside.count() >= 3
    assert Notification.objects.filter(kind="team_joined", user=given.enrolments[0].user).count() == inside.count() - 2


def test_after_somebody_left_one_comes_and_nobody_else_moves(office, as_, now):
    given = edition(students=7, challenges=2, team_max=4, seats=4)
    publish(proposed(given.programme, office), office)
    leaver = next(one for one in Participation.objects.active() if one.team.participations.active().count() == 3).user
    joining.leave(team=Participation.objects.active().get(user=leaver).team, by=leaver, now=now)
    enrolling.leave(programme=given.programme, by=leaver, now=now)
    before = {one.user_id: one.team_id for one in Participation.objects.active()}

    late = enrolled(given.programme, 8, *given.challenges)
    as_(office).post(f"/manage/programmes/{given.programme.slug}/teams/change/", {"most_moves": "0"})
    matching.work(clock=timezone.now)
    change = given.programme.matching_runs.first().proposal
    done = publish(change, office)

    after = {one.user_id: one.team_id for one in Participation.objects.active()}
    assert (done.students, done.moved, done.teams) == (1, 0, 0)
    assert {user: team for user, team in after.items() if user != late.user_id} == before
    assert Notification.objects.filter(kind="team_placed", user=late.user).count() == 1


def test_who_moves_is_named_first_and_told_after(office, as_, now):
    given = edition(students=8, challenges=2, team_max=5, seats=5)
    publish(proposed(given.programme, office), office)
    small = min(Team.objects.all(), key=lambda team: team.participations.active().count())
    while small.participations.active().count() > 2:
        leaver = small.participations.active().first().user
        joining.leave(team=small, by=leaver, now=now)
        enrolling.leave(programme=given.programme, by=leaver, now=now)

    stuck = run(given.programme, office, most_moves=0)
    moved = run(given.programme, office, most_moves=1)

    assert stuck.state == "impossible"
    page = as_(office).get(at(moved.proposal)).content.decode()
    assert "1 person moves from one team to another:" in page
    done = publish(moved.proposal, office)
    assert (done.students, done.moved) == (0, 1)
    told = Notification.objects.get(kind="team_moved")
    assert told.context["challenge"]
    assert Participation.objects.active().filter(user=told.user).count() == 1
    assert Notification.objects.filter(kind="team_left").exists()
    assert Notification.objects.filter(kind="team_joined").exists()


def test_a_team_that_everybody_is_moved_out_of_is_dissolved(office):
    given = edition(students=4, team_min=2)
    one, two, *rest = given.enrolments
    small, others = (make_team(given.challenges[0], *(each.user for each in some)) for some in ((one, two), rest))
    proposal = run(given.programme, office, most_moves=2).proposal
    to = next(slot for slot in proposal_page(proposal, timezone.now()).judged.world.slots.values() if slot.team == others)
    for number, each in enumerate((one, two)):
        proposals.move(proposal=proposal, enrolment=each, to=to, revision=number)

    done = publish(proposal, office, reason="Two do not make a team.")

    assert (done.students, done.teams, done.moved) == (0, 0, 2)
    assert not Team.objects.filter(pk=small.pk).exists()
    assert set(others.participations.active().values_list("user", flat=True)) == {each.user_id for each in given.enrolments}


def test_nothing_is_published_while_teams_are_being_formed(office, now):
    given = edition()
    proposal = proposed(given.programme, office)
    matching.start(programme=given.programme, weights=WEIGHTS, seed=2, by=office, now=now)

    with pytest.raises(WrongState, match="Wait for that to end"):
        publish(proposal, office)
    assert not Participation.objects.exists()


def test_nobody_is_pinned_whom_the_proposal_does_not_place(office):
    proposal = proposed(edition().programme, office)
    other = edition(students=1).enrolments[0]

    with pytest.raises(Refusal, match="nobody to pin"):
        proposals.pin(proposal=proposal, enrolments=[other.pk], pinned=True, revision=0)
    proposal.refresh_from_db()
    assert proposal.revision == 0


def test_the_page_of_a_proposal_opens_for_the_office_alone(office, as_):
    given = edition(students=6)
    proposal = proposed(given.programme, office)

    assert as_(student()).get(at(proposal)).status_code == 404
    assert as_(given.enrolments[0].user).post(at(proposal, "publish/"), {"revision": 0}).status_code == 404


def test_a_later_wish_and_none_at_all_are_counted(office):
    given = edition(students=8, challenges=2, seats=4)
    without = enrolled(given.programme, 8)
    wish(given.enrolments[0])
    without.wishes.all().delete()
    type(given.programme).objects.filter(pk=given.programme.pk).update(name="Renamed")
    type(given.challenges[0]).objects.update(seats=8)

    shown = proposal_page(proposed(given.programme, office), timezone.now())

    assert sum(count for _label, count in shown.granted) == 9
    assert dict(shown.granted)["No wishes given"] == 1
