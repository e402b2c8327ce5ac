"""Why a student is in a team: kept when teams are published, and read by that student alone, in their own language."""

import pytest
from django.utils import timezone

from challenges.actions import publishing_teams
from challenges.queries.matching.reasons import words
from tests.factories import coordinator
from tests.factories.forming import edition, enrolled, proposed

pytestmark = pytest.mark.django_db
SECTION = "Why you are in this team"


@pytest.fixture
def published():
    given, office = edition(), coordinator()
    proposal = proposed(given.programme, office)
    publishing_teams.publish(proposal=proposal, revision=0, reason="", by=office, now=timezone.now())
    return proposal


def page_of(as_, place, reader):
    return as_(reader).get(f"/challenges/{place.challenge.slug}/team/")


def test_each_reads_their_own_reason_on_the_page_of_the_team(published, as_):
    for place in published.places.select_related("enrolment__user", "challenge"):
        page = page_of(as_, place, place.enrolment.user).content.decode()
        assert SECTION in page
        assert all(said.split("“")[0] in page for said in words(place.why))


def test_it_is_worded_in_the_language_of_the_reader(published, as_):
    place = published.places.select_related("enrolment__user", "challenge").filter(why__wish=1).first()

    page = as_(place.enrolment.user).get(f"/challenges/{place.challenge.slug}/team/", headers={"accept-language": "nl"}).content.decode()

    assert "Waarom je in dit team zit" in page
    assert "Deze challenge is je eerste keuze." in page


def test_who_joined_by_themselves_and_who_left_read_no_reason(published, as_):
    place = published.places.select_related("enrolment__user", "challenge").first()
    place.participation.left_at = timezone.now()
    place.participation.save()
    late = enrolled(published.run.programme, 12)
    team = place.participation.team
    team.participations.create(challenge=place.challenge, user=late.user, terms=late.terms, joined_at=timezone.now())

    page = page_of(as_, place, late.user).content.decode()

    assert team.name in page
    assert SECTION not in page


def test_the_office_the_coach_and_the_others_do_not_read_it(published, as_):
    place = published.places.select_related("participation__team", "challenge").first()
    team = place.participation.team

    page = as_(coordinator()).get(f"/manage/challenges/{place.challenge.slug}/teams/{team.pk}/")

    assert SECTION not in page.content.decode()


def test_what_was_traded_is_told_in_numbers(as_):
    given, office = edition(seats=8), coordinator()
    proposal = proposed(given.programme, office)
    publishing_teams.publish(proposal=proposal, revision=0, reason="", by=office, now=timezone.now())
    place = proposal.places.select_related("enrolment__user", "challenge").filter(why__wish=2).first()

    page = page_of(as_, place, place.enrolment.user).content.decode()

    assert "Your first choice “Case 1” had 12 first wishes for 8 seats." in page
