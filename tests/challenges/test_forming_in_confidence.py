"""A mark given in confidence counts when teams are formed and published, and nothing that anybody reads tells of it."""

import pytest
from django.utils import timezone

from accounts.audit.models import Entry
from accounts.kit.refusals import Refusal
from accounts.models import Notification
from challenges.actions import marks, proposals, publishing_teams
from challenges.enums import RunState
from challenges.models import ConfidentialMark, Participation
from challenges.queries.marks import for_solver
from challenges.queries.matching.page import proposal_page
from challenges.queries.matching.world import world_of
from tests.factories import coordinator
from tests.factories.forming import edition, proposed, run

pytestmark = pytest.mark.django_db
WORDS = "prays at noon"


@pytest.fixture
def office():
    return coordinator()


@pytest.fixture
def given(office, now):
    """An edition in which the first and the last student have the same mark."""
    found = edition(seats=16)
    kind = marks.offer(programme=found.programme, words=WORDS, by=office, now=now)
    for one in (found.enrolments[0], found.enrolments[-1]):
        marks.give(programme=found.programme, kinds=[kind.pk], consents=True, by=one.user, now=now)
    return found


def publish(proposal, by):
    proposal.refresh_from_db()
    return publishing_teams.publish(proposal=proposal, revision=proposal.revision, reason="So.", by=by, now=timezone.now())


def parted(given, proposal):
    """Move one of the two into a team without the other."""
    place = proposal.places.get(enrolment=given.enrolments[0])
    shown = proposal_page(proposal, timezone.now())
    full = {key for key, inside in shown.judged.members.items() if len(inside) == 3}
    here = shown.judged.placement[place.enrolment.user_id]
    to = shown.judged.world.slots[min(full - {here})]
    proposals.move(proposal=proposal, enrolment=place.enrolment, to=to, revision=proposal.revision)


def test_who_asked_it_is_not_the_only_one_in_a_team(given, office):
    places = {one.enrolment_id: (one.challenge_id, one.number) for one in proposed(given.programme, office).places.all()}

    assert places[given.enrolments[0].pk] == places[given.enrolments[-1].pk]


def test_the_only_one_in_the_edition_is_told_as_another_confidential_rule(given, office, as_, now):
    marks.give(programme=given.programme, kinds=[], consents=False, by=given.enrolments[-1].user, now=now)

    ended = run(given.programme, office)

    page = as_(office).get(f"/manage/programmes/{given.programme.slug}/teams/runs/{ended.pk}/").content.decode()
    assert ended.state == RunState.IMPOSSIBLE
    assert "Another confidential rule cannot be met." in page
    assert given.enrolments[0].user.name not in page
    assert WORDS not in page
    assert str(given.enrolments[0].pk) not in str(ended.obstacles)


def test_moving_by_hand_tells_nothing_and_publishing_refuses_without_a_name(given, office, as_):
    proposal = proposed(given.programme, office)
    at = f"/manage/programmes/{given.programme.slug}/teams/{proposal.pk}/"
    parted(given, proposal)
    page = as_(office).get(at).content.decode()
    with_marks = page.replace("csrf", "")
    ConfidentialMark.objects.all().delete()
    without = as_(office).get(at).content.decode().replace("csrf", "")
    assert "confidential rule" not in page
    assert len(with_marks) == len(without)


def test_publishing_what_breaks_it_is_refused_without_a_name_and_stands_in_the_trail(given, office):
    proposal = proposed(given.programme, office)
    parted(given, proposal)

    with pytest.raises(Refusal, match=r"^Another confidential rule does not hold\."):
        publish(proposal, office)

    assert not Participation.objects.exists()
    assert Entry.objects.get(action="teams.refused").by == office
    assert for_solver(given.programme)


def test_who_could_not_publish_anyway_does_not_learn_of_it(given, office):
    proposal = proposed(given.programme, office)
    parted(given, proposal)
    proposal.places.filter(enrolment=given.enrolments[1]).delete()

    with pytest.raises(Refusal, match="Student 01 has no team yet") as refused:
        publish(proposal, office)

    assert "confidential" not in str(refused.value)


def test_published_they_are_erased_and_no_reason_tells_who(given, office):
    proposal = proposed(given.programme, office)

    publish(proposal, office)

    assert not ConfidentialMark.objects.exists()
    assert Entry.objects.filter(action="marks.erased").count() == 1
    assert WORDS not in str(list(proposal.places.values_list("why", flat=True)))
    first = {place.enrolment_id for place in proposal.places.all() if place.why["wish"] == 1}
    for notice in Notification.objects.filter(kind="team_placed"):
        enrolment = next(one for one in given.enrolments if one.user_id == notice.user_id)
        told = "Another confidential rule may have counted too." in notice.context["reason"]
        assert told == (enrolment.pk not in first)


def test_a_page_never_has_them_in_its_facts(given, now):
    assert not any(one.marks for one in world_of(given.programme, {}, now).facts.students)
    assert sum(bool(one.marks) for one in world_of(given.programme, {}, now, for_solver(given.programme)).facts.students) == 2
