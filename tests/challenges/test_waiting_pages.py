"""The line for a seat on its pages: the one for joining, the challenge's, one's own, the office's and the partner's."""

import pytest
from django.utils import timezone

from accounts.kit.clock import moment
from accounts.models import Profile
from challenges.actions import joining, waitlist
from challenges.models import Challenge, DisciplineQuota
from tests.factories import coordinator, fill, make_team, offer, published_challenge, staff_of, student
from tests.factories.waiting import WaitlistEntryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def challenge():
    """One seat, taken by somebody who is free to leave."""
    challenge = published_challenge(seats=1, title="Unused medicines")
    fill(challenge)
    return challenge


def at(challenge, end):
    return f"/challenges/{challenge.slug}/{end}"


def text(answer):
    return " ".join(answer.content.decode().split())


class TestJoining:
    def test_whoever_could_join_but_for_the_seat_can_wait_and_sees_the_place(self, as_, challenge):
        noor, sem = student(), student()
        for user in (noor, sem):
            page = text(as_(user).get(at(challenge, "join/")))
            assert "Full, but you can wait in line" in page
            assert "for 48 hours, and then to the one after" in page
            assert "You cannot join now" not in page

            answer = as_(user).post(at(challenge, "join/wait/"), follow=True)

            assert answer.redirect_chain == [(at(challenge, "join/"), 302)]
            assert "You wait for a seat. We tell you as soon as one is kept for you." in text(answer)

        assert "You are next in a line of 2." in text(as_(noor).get(at(challenge, "join/")))
        page = text(as_(sem).get(at(challenge, "join/")))
        assert "You are number 2 in a line of 2." in page
        assert "Wait for a seat" not in page
        assert noor.name not in page

    def test_one_leaves_the_line(self, as_, challenge):
        noor = student()
        as_(noor).post(at(challenge, "join/wait/"))

        answer = as_(noor).post(at(challenge, "join/leave/"), follow=True)

        assert "You no longer wait for a seat in “Unused medicines”." in text(answer)
        assert "Full, but you can wait in line" in text(answer)

    def test_who_has_nothing_to_leave_reads_why(self, as_, challenge):
        assert "You have no place in this line any more." in text(as_(student()).post(at(challenge, "join/leave/"), follow=True))

    def test_an_offer_shows_until_when_and_the_form_that_takes_it(self, as_, challenge):
        Challenge.objects.update(seats=2)
        entry = offer(challenge)
        page = text(as_(entry.user).get(at(challenge, "join/")))

        assert "A seat is kept for you" in page
        assert f"Join by {moment(entry.offer_expires_at)}; after that it goes to the next in the line." in page
        assert "Join this challenge" in page
        assert "I do not want this seat" in page

        answer = as_(entry.user).post(at(challenge, "join/"), {"way": "alone", "terms": "on", "version": 1})
        assert answer.url == at(challenge, "team/")

    def test_an_offer_to_somebody_who_may_not_join_any_more_says_what_is_missing(self, as_, challenge):
        Challenge.objects.update(seats=2)
        entry = offer(challenge)
        Profile.objects.filter(user=entry.user).update(level="bachelor")

        page = text(as_(entry.user).get(at(challenge, "join/")))

        assert "You cannot join now" in page
        assert "I do not want this seat" in page

    def test_who_waits_reads_what_is_missing_before_the_turn_comes(self, as_, challenge):
        entry = WaitlistEntryFactory(challenge=challenge)
        Profile.objects.filter(user=entry.user).update(level="bachelor")

        assert "Mend it before your turn comes" in text(as_(entry.user).get(at(challenge, "join/")))

    def test_whoever_may_not_join_for_another_reason_finds_no_button(self, as_, challenge):
        noor = student()
        Profile.objects.filter(user=noor).update(level="bachelor")

        page = text(as_(noor).get(at(challenge, "join/")))

        assert "You cannot join now" in page
        assert "Wait for a seat" not in page
        assert "Your profile says" in text(as_(noor).post(at(challenge, "join/wait/"), follow=True))

    def test_whoever_types_a_name_while_the_last_seat_goes_finds_the_line_below_the_words(self, as_, challenge):
        page = text(as_(student()).post(at(challenge, "join/"), {"way": "alone", "terms": "on", "version": 1}))

        assert "All 1 seats are taken." in page
        assert "Wait for a seat" in page


class TestInvitation:
    def test_whoever_is_invited_reads_that_a_seat_comes_first(self, as_, now):
        challenge = published_challenge(seats=2)
        noor, sem = student(), student()
        team = make_team(challenge, noor, student())
        answer = as_(noor).post(at(challenge, "team/invite/"), {"email": sem.email}, follow=True)
        assert "gets a mail with the invitation" in text(answer)
        link = f"/challenges/invitations/{team.invitations.get().pk}/"

        page = text(as_(sem).get(link))
        assert "You need a seat first" in page
        assert f'href="{at(challenge, "join/")}"' in page

        waitlist.wait(challenge=challenge, by=sem, now=now)
        assert "Once a seat is kept for you, you can accept this invitation." in text(as_(sem).get(link))

        Challenge.objects.update(seats=3)
        waitlist.settle_all(now=timezone.now())
        assert "Join the team" in text(as_(sem).get(link))


class TestElsewhere:
    def test_the_challenge_says_that_one_can_wait_and_where_one_stands(self, as_, challenge):
        noor = student()
        assert "Students can wait in line for one." in text(as_(None).get(at(challenge, "")))
        page = text(as_(noor).get(at(challenge, "")))
        assert "Wait for a seat" in page
        assert "Full, one can wait in line" in page

        as_(noor).post(at(challenge, "join/wait/"))
        assert "You are the only one in the line." in text(as_(noor).get(at(challenge, "")))

        one = challenge.participations.get()
        joining.leave(team=one.team, by=one.user, now=timezone.now())
        assert "Take your seat" in text(as_(noor).get(at(challenge, "")))
        page = text(as_(None).get(at(challenge, "")))
        assert "1 of 1 seats taken" in page
        assert "SoldOut" in page

    def test_the_catalogue_and_the_feed_count_what_is_kept(self, as_, challenge):
        Challenge.objects.update(seats=2)
        assert "Unused medicines" in text(as_(None).get("/feeds/challenges.json"))
        offer(challenge)

        assert "Full, one can wait in line" in text(as_(None).get("/challenges/"))
        assert "Unused medicines" not in text(as_(None).get("/challenges/?status=open"))
        assert "Unused medicines" not in text(as_(None).get("/feeds/challenges.json"))

    def test_my_work_has_offers_and_places(self, as_, challenge):
        Challenge.objects.update(seats=2)
        noor = offer(challenge).user
        WaitlistEntryFactory(challenge=published_challenge(title="Night sounds", seats=1), user=noor)

        page = text(as_(noor).get("/me/"))

        assert "A seat is kept for you" in page
        assert "Take your seat" in page
        assert "Where I wait for a seat" in page
        assert "Night sounds" in page
        assert "You are the only one in the line." in page

    def test_the_office_reads_the_line_with_names(self, as_, challenge):
        Challenge.objects.update(seats=2)
        DisciplineQuota.objects.create(challenge=challenge, discipline="05", most=9)
        first, second = offer(challenge).user, WaitlistEntryFactory(challenge=challenge, passed="rules").user

        page = text(as_(coordinator()).get(f"/manage/challenges/{challenge.slug}/line/"))

        assert first.name in page
        assert second.name in page
        assert "All 2 seats are taken or kept for somebody." in page
        assert "Something that is asked is not met" in page
        assert "Natural sciences, mathematics and statistics: 2 of at most 9 taken" in page

    def test_the_office_reads_that_nobody_waits(self, as_):
        challenge = published_challenge()
        page = text(as_(coordinator()).get(f"/manage/challenges/{challenge.slug}/line/"))
        assert "Nobody waits for a seat" in page
        assert "20 of 20 seats are free." in page

    def test_the_partner_reads_numbers_and_no_name(self, as_, challenge):
        Challenge.objects.update(seats=2)
        people = [offer(challenge).user, *(WaitlistEntryFactory(challenge=challenge).user for _ in range(2))]
        editor = staff_of(challenge.organisation)

        page = text(as_(editor).get(at(challenge, "teams/")))

        assert "2 people wait for a seat; 1 seat is kept for somebody." in page
        assert [user.name for user in people if user.name in page] == []
