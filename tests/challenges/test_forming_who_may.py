"""Nobody is placed where they may not join, and who cannot be placed any more is named before anything is published."""

import pytest
from django.utils import timezone

from accounts.kit.refusals import Refusal
from accounts.models import Faculty, Notification
from challenges.actions import enrolling, proposals, publishing_teams
from challenges.enums import Joining, Mode, RunState
from challenges.models import Admission, Enrolment, Participation, Prerequisite, PrerequisiteMet, Team
from challenges.queries.joining import standing
from challenges.queries.matching.page import proposal_page
from challenges.queries.matching.world import world_of
from tests.factories import coordinator, make_team, published_challenge
from tests.factories.forming import edition, enrolled, proposed, run
from tests.factories.people import InstitutionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return coordinator()


def publish(proposal, by):
    proposal.refresh_from_db()
    return publishing_teams.publish(proposal=proposal, revision=proposal.revision, reason="So.", by=by, now=timezone.now())


def admit(challenge, user, by):
    Admission.objects.create(challenge=challenge, user=user, reason="They asked.", by=by, at=timezone.now())


def other_institution(challenge, user):
    challenge.eligible_institutions.add(InstitutionFactory(key="elsewhere", name="Elsewhere", ror=""))


def own_institution(challenge, user):
    challenge.eligible_institutions.add(user.profile.institution)


def other_faculty(challenge, user):
    challenge.eligible_faculties.add(Faculty.objects.create(institution=user.profile.institution, name="Faculty of Elsewhere"))


def other_level(challenge, user):
    challenge.levels = ["phd"]


def other_field(challenge, user):
    challenge.eligible_disciplines = ["02"]


def own_field(challenge, user):
    challenge.eligible_disciplines = [user.profile.discipline[:2]]


def other_programme(challenge, user):
    challenge.eligible_programmes = ["Alchemy"]


def own_programme(challenge, user):
    challenge.eligible_programmes = [f"  {user.profile.programme_of_study.upper()}"]


def prerequisite(challenge, user):
    Prerequisite.objects.create(challenge=challenge, text="Python")


def prerequisite_met(challenge, user):
    asked = Prerequisite.objects.create(challenge=challenge, text="Python")
    PrerequisiteMet.objects.create(prerequisite=asked, user=user, said_at=timezone.now())


def too_many_running(challenge, user):
    challenge.most_running = 1
    make_team(published_challenge(), user)


def no_student(challenge, user):
    user.role_grants.update(revoked_at=timezone.now())


def no_profile(challenge, user):
    user.profile.delete()


def let_in(challenge, user):
    other_field(challenge, user)
    admit(challenge, user, coordinator())


OPEN = {own_institution, own_field, own_programme, prerequisite_met, let_in}
RULES = (
    *(other_institution, own_institution, other_faculty, other_level, other_field, own_field, other_programme, own_programme),
    *(prerequisite, prerequisite_met, too_many_running, no_student, no_profile, let_in),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_it_is_the_same_as_what_a_student_reads_before_joining(rule, now):
    given = edition(students=1, challenges=2)
    user, challenge = given.enrolments[0].user, given.challenges[0]
    rule(challenge, user)
    challenge.save()
    user = type(user).objects.get(pk=user.pk)

    student = next(one for one in world_of(given.programme, {}, now).facts.students)

    challenge.joining = Joining.OPEN
    asked = [part for part in standing(user, challenge, now).parts if not part.about_seats]
    assert (challenge.pk in student.barred) == (not all(part.ok for part in asked))
    assert (challenge.pk in student.barred) == (rule not in OPEN)


def test_who_may_not_join_a_first_wish_is_placed_elsewhere(office):
    given = edition(seats=16)
    given.challenges[0].eligible_disciplines = ["05", "09", "04"]
    given.challenges[0].save()

    proposal = proposed(given.programme, office)

    outside = proposal.places.filter(enrolment__user__profile__discipline="0611")
    assert outside.count() == 3
    assert set(outside.values_list("challenge", flat=True)) == {given.challenges[1].pk}


def test_who_may_join_nothing_is_named_with_the_reason(office, as_):
    given = edition()
    for challenge in given.challenges:
        challenge.eligible_disciplines = ["05", "09", "04"]
        challenge.save()
    Enrolment.objects.filter(pk__in=[one.pk for one in given.enrolments[7::4]]).update(left_at=timezone.now())

    ended = run(given.programme, office)

    page = as_(office).get(f"/manage/programmes/{given.programme.slug}/teams/runs/{ended.pk}/").content.decode()
    assert ended.state == RunState.IMPOSSIBLE
    assert "There is no team for Student 03 because of: who may join a challenge." in page


def test_who_lost_the_right_to_join_is_named_and_nothing_is_published(office, as_):
    given = edition()
    proposal = proposed(given.programme, office)
    place = proposal.places.select_related("enrolment__user", "challenge").first()
    place.challenge.most_running = 1
    place.challenge.save()
    make_team(published_challenge(), place.enrolment.user)

    with pytest.raises(Refusal, match=f"{place.enrolment.user.name} may not join “{place.challenge.title}”"):
        publish(proposal, office)

    assert Participation.objects.active().count() == 1
    page = as_(office).get(f"/manage/programmes/{given.programme.slug}/teams/{proposal.pk}/").content.decode()
    assert f"{place.enrolment.user.name} may not join" in page
    admit(place.challenge, place.enrolment.user, office)
    assert publish(proposal, office).students == 12


@pytest.mark.parametrize("how", ["left", "closed"])
def test_who_left_or_has_no_account_any_more_is_named_and_taken_out(office, as_, now, how):
    given = edition()
    proposal = proposed(given.programme, office)
    user = given.enrolments[3].user
    if how == "left":
        enrolling.leave(programme=given.programme, by=user, now=now)
    else:
        type(user).objects.filter(pk=user.pk).update(is_active=False)
    client, at = as_(office), f"/manage/programmes/{given.programme.slug}/teams/{proposal.pk}/"

    with pytest.raises(Refusal, match="Not in this edition any more: Student 03"):
        publish(proposal, office)

    assert "Not in this edition any more" in client.get(at).content.decode()
    assert "They are taken out." in client.post(f"{at}gone/", {"revision": 0}, follow=True).content.decode()
    assert "Everybody in this proposal is in the edition." in client.post(f"{at}gone/", {"revision": 1}, follow=True).content.decode()
    assert "changed after you opened" in client.post(f"{at}gone/", {}, follow=True).content.decode()
    assert publish(proposal, office).students == 11


def test_who_is_in_a_team_by_now_is_named(office):
    given = edition()
    proposal = proposed(given.programme, office)
    place = proposal.places.select_related("enrolment__user").first()
    other = next(one for one in given.challenges if one.pk != place.challenge_id)
    make_team(other, place.enrolment.user)

    with pytest.raises(Refusal, match=f"{place.enrolment.user.name} is in a team already"):
        publish(proposal, office)


def test_who_works_alone_stays_alone_and_is_not_placed_again(office):
    given = edition(students=8, seats=16, mode=Mode.EITHER)
    alone = make_team(given.challenges[0], given.enrolments[0].user, solo=True)

    proposal = proposed(given.programme, office)

    assert proposal.places.get(enrolment=given.enrolments[0]).team == alone
    assert publish(proposal, office).students == 7
    assert alone.participations.active().count() == 1


def test_a_challenge_for_one_each_makes_teams_of_one(office):
    given = edition(students=3, challenges=1, mode=Mode.SOLO, team_min=None, team_max=None, seats=4)
    given.challenges[0].composition_rules.all().delete()

    done = publish(proposed(given.programme, office), office)

    assert (done.students, done.teams) == (3, 3)
    assert set(Team.objects.values_list("solo", "name")) == {(True, one.user.name) for one in given.enrolments}
    late = enrolled(given.programme, 5)
    assert publish(proposed(given.programme, office), office).students == 1
    assert Notification.objects.filter(user=late.user, kind="team_placed").exists()


def test_undoing_does_not_bring_back_who_or_what_is_gone(office, now):
    given = edition(seats=16)
    herons = make_team(given.challenges[0], given.enrolments[0].user, name="The Herons")
    proposal = proposed(given.programme, office)
    place = proposal.places.filter(team=herons).exclude(enrolment=given.enrolments[0]).first()
    shown = proposal_page(proposal, now)
    to = next(slot for slot in shown.judged.world.slots.values() if slot.team is None)
    proposals.move(proposal=proposal, enrolment=place.enrolment, to=to, revision=0)
    herons.participations.all().delete()
    herons.delete()

    proposals.undo(proposal=proposal, revision=1)

    assert not proposal.places.filter(enrolment=place.enrolment).exists()
