"""The line for a seat: standing in it, offers and their hours, quotas, closing and opening again."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accounts.audit.models import Entry
from accounts.kit.refusals import Refusal
from accounts.models import Notification, Profile, RoleGrant
from accounts.outbox.models import Mail
from challenges.actions import cancelling, joining, teams, waitlist, writing
from challenges.enums import Mode, Passed, WaitEnd
from challenges.models import Challenge, DisciplineQuota, WaitlistEntry
from challenges.queries import seats
from challenges.queries.facts import FIELDS, revision
from challenges.queries.joining import standing
from challenges.rules.typed import MilestoneTyped
from tests.factories import WaitlistEntryFactory, coordinator, fill, make_team, offer, published_challenge, staff_of, student

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def challenge():
    """Two seats, both taken."""
    challenge = published_challenge(seats=2)
    fill(challenge)
    return challenge


def of(challenge, user=None):
    return challenge.waitlist.get(user=user) if user else challenge.waitlist.get()


def wait(challenge, user, now):
    return waitlist.wait(challenge=challenge, by=user, now=now)


def join(challenge, user, now):
    return joining.join_alone(challenge=challenge, by=user, version=1, now=now)


def free_one(challenge, now):
    one = challenge.participations.active().first()
    joining.leave(team=one.team, by=one.user, now=now)


def seen(challenge, user, now):
    return [(part.ok, part.words) for part in standing(user, challenge, now).parts if part.about_seats]


def save(challenge, section, now, **changed):
    values = {field: getattr(challenge, field) for field in FIELDS[section]} | {"composition": []} | changed
    return writing.save(
        challenge=challenge,
        section=section,
        values=values,
        revision_read=revision(challenge, section),
        by=staff_of(challenge.organisation),
        now=now,
    )


def move(challenge, until, now):
    typed = [MilestoneTyped(one.phase, one.title, one.deadline, one.brief, one.assessed, one.pk) for one in challenge.milestones.all()]
    return save(challenge, "times", now, join_until=until, milestones=typed)


class TestWait:
    def test_whoever_lacks_only_a_seat_can_wait(self, challenge, now):
        noor = student()
        found = standing(noor, challenge, now)
        assert (found.can_join, found.can_wait, found.fits, found.place) == (False, True, True, None)

        entry = wait(challenge, noor, now)

        assert (entry.waiting_since, entry.passed, entry.offered_at, entry.ended_at) == (now, "", None, None)
        found = standing(noor, challenge, now)
        assert (found.can_join, found.can_wait, found.place) == (False, False, entry)
        assert Entry.objects.get(action="waitlist.joined").by == noor
        assert not Notification.objects.exists()

    def test_nobody_waits_while_there_is_a_seat(self, now):
        with pytest.raises(Refusal, match="There is a seat for you now"):
            wait(published_challenge(), student(), now)

    def test_nobody_waits_twice(self, challenge, now):
        noor = student()
        wait(challenge, noor, now)

        with pytest.raises(Refusal, match="You have a place in the line already"):
            wait(challenge, noor, now)

    def test_whoever_may_not_join_for_another_reason_does_not_wait(self, challenge, now):
        noor = student()
        Profile.objects.filter(user=noor).update(level="bachelor")

        with pytest.raises(Refusal, match="Your profile says"):
            wait(challenge, noor, now)

    def test_whoever_takes_part_does_not_wait(self, challenge, now):
        with pytest.raises(Refusal, match="You already take part"):
            wait(challenge, challenge.participations.first().user, now)

    def test_nobody_waits_once_joining_has_closed(self, challenge, now):
        with pytest.raises(Refusal, match="One could join until"):
            wait(challenge, student(), challenge.join_until)

    def test_the_order_is_that_of_the_locks_whatever_the_clocks_say(self, challenge, now):
        first, second = student(), student()
        wait(challenge, first, now)
        wait(challenge, second, now - HOUR)

        assert [one.user for one in challenge.waitlist.all()] == [first, second]
        assert [standing(user, challenge, now).place.ahead for user in (first, second)] == [0, 1]

    def test_one_sees_how_many_wait_before_and_in_all(self, challenge, now):
        people = [student() for _ in range(4)]
        for user in people:
            wait(challenge, user, now)
        waitlist.leave(challenge=challenge, by=people[1], now=now)

        found = [standing(user, challenge, now).place for user in people]
        assert [place and (place.ahead, place.line) for place in found] == [(0, 3), None, (1, 3), (2, 3)]


class TestOffer:
    def test_a_seat_that_becomes_free_is_offered_to_the_next_at_once(self, challenge, now):
        noor, sem = student(), student()
        for user in (noor, sem):
            wait(challenge, user, now)

        free_one(challenge, now)

        entry = of(challenge, noor)
        assert (entry.offered_at, entry.offer_expires_at) == (now, now + 48 * HOUR)
        assert of(challenge, sem).offered_at is None
        assert [(mail.kind, mail.user) for mail in Mail.objects.all()] == [("seat_offered", noor)]
        assert Mail.objects.get().context["hours"] == 48
        assert seen(challenge, noor, now)[0][0]
        assert standing(noor, challenge, now).can_join
        assert standing(sem, challenge, now).place.ahead == 0

    def test_who_joins_with_the_offer_ends_the_place(self, challenge, now):
        noor = student()
        wait(challenge, noor, now)
        free_one(challenge, now)

        join(challenge, noor, now + 47 * HOUR)

        assert of(challenge).ended_how == WaitEnd.JOINED
        assert challenge.participations.active().count() == 2

    def test_nobody_joins_past_the_line(self, challenge, now):
        noor, new = student(), student()
        wait(challenge, noor, now)
        free_one(challenge, now)

        with pytest.raises(Refusal, match="All 2 seats are taken."):
            join(challenge, new, now)
        assert standing(new, challenge, now).can_wait

    def test_the_seat_of_an_offer_past_its_hour_goes_to_the_next_even_before_the_clock_has_run(self, challenge, now):
        noor, sem, new = student(), student(), student()
        for user in (noor, sem):
            wait(challenge, user, now)
        free_one(challenge, now)
        later = now + 48 * HOUR

        assert seen(challenge, noor, later) == [(False, "All 2 seats are taken.")]
        assert standing(noor, challenge, later).place is None
        with pytest.raises(Refusal, match="All 2 seats are taken."):
            join(challenge, noor, later)
        with pytest.raises(Refusal, match="All 2 seats are taken."):
            join(challenge, new, later)

        waitlist.settle_all(now=later)

        assert (of(challenge, noor).ended_how, of(challenge, sem).offered_at) == (WaitEnd.LAPSED, later)
        assert [(mail.kind, mail.user) for mail in Mail.objects.filter(created_at=later).order_by("pk")] == [
            ("offer_lapsed", noor),
            ("seat_offered", sem),
        ]
        assert wait(challenge, noor, later).waiting_since == later

    def test_an_offer_past_its_hour_holds_nothing_when_nobody_else_waits(self, challenge, now):
        noor, new = student(), student()
        wait(challenge, noor, now)
        free_one(challenge, now)
        later = now + 48 * HOUR

        assert seats.seats_left(seats.with_taken(Challenge.objects, later).get()) == 1
        join(challenge, new, later)

        assert of(challenge).ended_how == WaitEnd.LAPSED
        assert challenge.participations.active().count() == 2

    def test_whoever_refuses_gives_the_seat_to_the_next(self, challenge, now):
        noor, sem = student(), student()
        for user in (noor, sem):
            wait(challenge, user, now)
        free_one(challenge, now)

        waitlist.leave(challenge=challenge, by=noor, now=now)

        assert of(challenge, noor).ended_how == WaitEnd.REFUSED
        assert of(challenge, sem).has_offer(now)
        with pytest.raises(Refusal, match="You have no place in this line any more"):
            waitlist.leave(challenge=challenge, by=noor, now=now)

    def test_an_offer_past_its_hour_cannot_be_refused(self, challenge, now):
        entry = offer(challenge, hours=1)

        with pytest.raises(Refusal, match="You have no place in this line any more"):
            waitlist.leave(challenge=challenge, by=entry.user, now=entry.offer_expires_at)

    def test_an_offer_ends_with_joining_at_the_latest(self, challenge, now):
        Challenge.objects.update(join_until=now + 5 * HOUR + dt.timedelta(minutes=30))
        challenge.refresh_from_db()
        noor = student()
        wait(challenge, noor, now)
        free_one(challenge, now)

        assert of(challenge).offer_expires_at == challenge.join_until
        assert Mail.objects.get().context["hours"] == 5

    def test_as_many_are_offered_a_seat_as_seats_are_added(self, challenge, now):
        people = [student() for _ in range(3)]
        for user in people:
            wait(challenge, user, now)

        save(challenge, "audience", now, seats=4)

        assert [of(challenge, user).has_offer(now) for user in people] == [True, True, False]

    def test_the_offer_lasts_as_long_as_the_challenge_says(self, challenge, now):
        Challenge.objects.update(offer_hours=2)
        noor = student()
        wait(challenge, noor, now)
        free_one(challenge, now)

        assert of(challenge).offer_expires_at == now + 2 * HOUR

    def test_who_takes_part_without_the_offer_needs_it_no_more(self, challenge, now):
        entry = WaitlistEntryFactory(challenge=challenge)
        make_team(challenge, entry.user)

        waitlist.settle_all(now=now)

        assert of(challenge).ended_how == WaitEnd.JOINED

    def test_an_invitation_keeps_no_seat_and_the_invited_person_waits(self, now):
        challenge = published_challenge(seats=2, mode=Mode.TEAM)
        noor, sem = student(), student()
        team = make_team(challenge, noor, student())
        invitation = teams.invite(team=team, email=sem.email, by=noor, now=now)

        with pytest.raises(Refusal, match="All 2 seats are taken."):
            joining.accept(invitation=invitation, by=sem, version=1, now=now)

        wait(challenge, sem, now)
        save(challenge, "audience", now, seats=3)
        assert joining.accept(invitation=invitation, by=sem, version=1, now=now).team == team
        assert of(challenge).ended_how == WaitEnd.JOINED


class TestPassedOver:
    def test_who_does_not_meet_what_is_asked_keeps_the_place_and_is_told_once(self, challenge, now):
        noor, sem = student(), student()
        for user in (noor, sem):
            wait(challenge, user, now)
        RoleGrant.objects.filter(user=noor).delete()

        free_one(challenge, now)
        waitlist.settle_all(now=now + HOUR)

        assert (of(challenge, noor).passed, of(challenge, noor).ended_at) == (Passed.RULES, None)
        assert of(challenge, sem).has_offer(now)
        assert [(mail.kind, mail.user) for mail in Mail.objects.order_by("pk")] == [("seat_offered", sem), ("seat_passed", noor)]

    def test_who_mended_it_is_offered_the_next_seat_first(self, challenge, now):
        noor, sem, eva = student(), student(), student()
        for user in (noor, sem, eva):
            wait(challenge, user, now)
        Profile.objects.filter(user=noor).update(level="bachelor")
        free_one(challenge, now)
        Profile.objects.filter(user=noor).update(level="master")

        free_one(challenge, now)

        assert [of(challenge, user).has_offer(now) for user in (noor, sem, eva)] == [True, True, False]
        assert of(challenge, noor).passed == ""

    def test_who_cannot_take_the_seat_keeps_nobody_from_it(self, challenge, now):
        noor, new = student(), student()
        wait(challenge, noor, now)
        Profile.objects.filter(user=noor).update(level="bachelor")
        free_one(challenge, now)

        assert standing(new, challenge, now).can_join
        join(challenge, new, now)

        assert of(challenge).ended_at is None

    def test_who_mended_it_before_somebody_new_came_is_first(self, challenge, now):
        noor = student()
        wait(challenge, noor, now)
        Profile.objects.filter(user=noor).update(level="bachelor")
        free_one(challenge, now)
        Profile.objects.filter(user=noor).update(level="master")

        with pytest.raises(Refusal, match="All 2 seats are taken."):
            join(challenge, student(), now)

    def test_whoever_may_not_sign_in_is_passed_over(self, challenge, now):
        entry = WaitlistEntryFactory(challenge=challenge, user=student(is_active=False))

        free_one(challenge, now)

        assert of(challenge, entry.user).passed == Passed.RULES


class TestQuotas:
    @pytest.fixture
    def shared(self):
        """Three seats, one for health at most; somebody of health (0912) has it."""
        challenge = published_challenge(seats=3)
        DisciplineQuota.objects.create(challenge=challenge, discipline="09", most=1)
        of_health = student()
        Profile.objects.filter(user=of_health).update(discipline="0912")
        make_team(challenge, of_health, solo=True)
        return challenge

    def nurse(self):
        found = student()
        Profile.objects.filter(user=found).update(discipline="0913")
        return found

    def test_one_reads_that_it_is_the_share_of_the_discipline_that_is_full(self, shared, now):
        words = "The only seat for your discipline, Health and welfare, is taken. Seats for others may be free."
        assert seen(shared, self.nurse(), now) == [(True, "2 of 3 seats are left."), (False, words)]
        assert seen(shared, student(), now) == [(True, "2 of 3 seats are left.")]

    def test_one_can_wait_for_a_seat_of_the_share_and_keeps_nobody_else_waiting(self, shared, now):
        nurse = self.nurse()
        with pytest.raises(Refusal, match="The only seat for your discipline"):
            join(shared, nurse, now)

        assert wait(shared, nurse, now) == of(shared)
        assert of(shared).passed == Passed.SHARE
        assert not Mail.objects.exists()

        join(shared, student(), now)
        assert standing(student(), shared, now).can_join

    def test_a_seat_of_the_share_that_becomes_free_is_offered(self, shared, now):
        nurse = self.nurse()
        wait(shared, nurse, now)

        free_one(shared, now)

        assert of(shared).has_offer(now)
        assert seen(shared, self.nurse(), now)[1][0] is False

    def test_the_next_whose_share_has_room_is_offered_the_seat(self, shared, now):
        fill(shared)
        nurse, chemist = self.nurse(), student()
        for user in (nurse, chemist):
            wait(shared, user, now)
        last = shared.participations.active().last()

        joining.leave(team=last.team, by=last.user, now=now)

        assert (of(shared, nurse).passed, of(shared, chemist).has_offer(now)) == (Passed.SHARE, True)

    def test_what_is_left_of_a_share_is_told(self, now):
        challenge = published_challenge()
        DisciplineQuota.objects.create(challenge=challenge, discipline="051", most=4)
        assert seen(challenge, student(), now)[1] == (True, "4 of 4 seats for Biological and related sciences are left.")


class TestClosing:
    def test_when_joining_closes_places_end_and_people_are_told_once(self, challenge, now):
        noor, sem = student(), student()
        for user in (noor, sem):
            wait(challenge, user, now)

        for _ in range(2):
            waitlist.settle_all(now=challenge.join_until)

        assert {one.ended_how for one in challenge.waitlist.all()} == {WaitEnd.CLOSED}
        assert sorted(mail.user_id for mail in Mail.objects.filter(kind="waitlist_closed")) == [noor.pk, sem.pk]
        assert Mail.objects.first().context["cancelled"] is False
        assert Entry.objects.get(action="waitlist.closed").detail == {"people": 2}

    def test_when_joining_opens_again_everybody_has_their_place_back(self, challenge, now):
        noor, sem, gone = student(), student(), student()
        for user in (noor, gone, sem):
            wait(challenge, user, now)
        waitlist.leave(challenge=challenge, by=gone, now=now)
        later = challenge.join_until + HOUR
        waitlist.settle_all(now=later)

        move(challenge, later + DAY, later)

        assert [one.user for one in challenge.waitlist.active()] == [noor, sem]
        assert sorted(mail.user_id for mail in Mail.objects.filter(kind="waitlist_opened")) == [noor.pk, sem.pk]
        assert of(challenge, gone).ended_how == WaitEnd.LEFT

    def test_opening_again_before_the_clock_has_closed_the_line_keeps_it(self, challenge, now):
        noor, sem = student(), student()
        Challenge.objects.update(join_until=now + HOUR)
        challenge.refresh_from_db()
        for user in (noor, sem):
            wait(challenge, user, now)
        free_one(challenge, now)
        assert of(challenge, noor).offer_expires_at == challenge.join_until
        later = challenge.join_until

        move(challenge, later + DAY, later)

        assert of(challenge, noor).offer_expires_at == later + DAY
        assert of(challenge, sem).ended_at is None
        assert {mail.kind for mail in Mail.objects.exclude(kind="challenge_changed")} == {"seat_offered"}

    def test_who_let_an_offer_pass_before_joining_closed_does_not_come_back(self, challenge, now):
        entry = offer(challenge, hours=1)
        later = challenge.join_until + HOUR
        waitlist.settle_all(now=later)
        assert of(challenge).ended_how == WaitEnd.LAPSED

        move(challenge, later + DAY, later)

        assert not challenge.waitlist.active().filter(user=entry.user).exists()

    def test_moving_the_date_while_one_can_still_join_changes_no_place(self, challenge, now):
        noor = student()
        wait(challenge, noor, now)

        move(challenge, challenge.join_until + DAY, now)

        assert of(challenge).ended_at is None
        assert not Mail.objects.filter(user=noor).exists()

    def test_the_line_of_a_cancelled_challenge_ends(self, challenge, now):
        noor = student()
        wait(challenge, noor, now)

        cancelling.cancel(challenge=challenge, reason="No data.", by=coordinator(), now=now)

        assert of(challenge).ended_how == WaitEnd.CLOSED
        assert Mail.objects.get(user=noor).context["cancelled"] is True


class TestConstraints:
    @pytest.mark.parametrize(
        ("fields", "name"),
        [
            ({}, "one_active_place_in_line"),
            ({"offered_at": "now", "ended_at": "now", "ended_how": "left"}, "waitlist_offer_has_an_hour"),
            ({"offered_at": "now", "offer_expires_at": "now", "ended_at": "now", "ended_how": "left"}, "waitlist_offer_lasts"),
            ({"ended_at": "now"}, "waitlist_end_has_a_reason"),
            ({"ended_at": "now", "ended_how": "bored"}, "waitlist_end_has_a_reason"),
            ({"passed": "luck", "ended_at": "now", "ended_how": "left"}, "waitlist_passed_known"),
        ],
    )
    def test_the_database_keeps_out_what_must_never_be(self, challenge, now, fields, name):
        noor = WaitlistEntryFactory(challenge=challenge, waiting_since=now).user
        values = {key: now if value == "now" else value for key, value in fields.items()}

        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            WaitlistEntry.objects.create(challenge=challenge, user=noor, waiting_since=now, **values)

    def test_who_was_passed_over_has_no_offer(self, challenge):
        with pytest.raises(IntegrityError, match="waitlist_passed_has_no_offer"), transaction.atomic():
            offer(challenge, passed="rules")

    @pytest.mark.parametrize(
        ("discipline", "most", "name"),
        [("9", 1, "quota_discipline_is_a_code"), ("09x", 1, "quota_discipline_is_a_code"), ("09", 0, "quota_has_a_seat")],
    )
    def test_a_quota_has_a_code_and_a_seat(self, challenge, discipline, most, name):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            DisciplineQuota.objects.create(challenge=challenge, discipline=discipline, most=most)
