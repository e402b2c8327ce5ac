"""Joining a challenge alone or with a new team, and leaving it."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.actions import terms
from accounts.audit.models import Entry
from accounts.enums import GrantSource, Level, Role
from accounts.kit.refusals import Refusal
from accounts.models import Notification, Profile, RoleGrant, TermsAcceptance
from accounts.outbox.models import Mail
from challenges.actions import drafts, joining, submissions
from challenges.enums import ChallengeState, Mode
from challenges.enums.pseudonyms import BIRDS
from challenges.models import Challenge, Participation, Team
from challenges.queries import seats
from challenges.queries.joining import standing, ways
from challenges.queries.terms import terms_of
from tests.factories import ChallengeFactory, UserFactory, coordinator, faculty, join, make_team, published_challenge, student

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def challenge():
    return published_challenge()


def words(found):
    return [(part.ok, part.words) for part in found.parts]


class TestStanding:
    def test_a_student_reads_every_rule_that_is_met(self, challenge, now):
        found = standing(student(), challenge, now)

        assert found.can_join
        assert found.why_not == ""
        assert found.mend_url == ""
        assert found.participation is None
        assert [ok for ok, _ in words(found)] == [True] * 6
        assert [said for _, said in words(found)][1:] == [
            "20 of 20 seats are left.",
            "You are a confirmed student.",
            "Your profile is filled in.",
            "Your level fits: Master (EQF 7).",
            "At most 4 running challenges at a time. You take part in 0 other ones now.",
        ]

    def test_a_visitor_reads_what_is_asked_and_where_to_sign_in(self, challenge, now):
        found = standing(AnonymousUser(), challenge, now)

        assert not found.can_join
        assert [said for ok, said in words(found) if not ok] == [
            "Sign in to join.",
            "For students whose role is confirmed, with a filled-in profile.",
            "For the level Master (EQF 7).",
            "At most 4 running challenges at a time.",
        ]
        assert found.mend_url == f"/accounts/login/?next=/challenges/{challenge.slug}/join/"

    def test_a_challenge_for_every_level_asks_for_none(self, now):
        challenge = published_challenge(levels=[])

        assert len(standing(AnonymousUser(), challenge, now).parts) == 5
        assert len(standing(UserFactory(), challenge, now).parts) == 5
        assert standing(student(), challenge, now).can_join

    def test_who_is_no_student_and_has_no_profile_is_told_where_to_mend_it(self, challenge, now):
        found = standing(UserFactory(), challenge, now)

        assert not found.can_join
        assert [(part.url, part.label, part.done) for part in found.parts if not part.ok] == [
            ("/me/profile/", "Only students can join. Tell the programme office what you study, and it confirms your role.", False),
            (
                f"/me/profile/?next=/challenges/{challenge.slug}/join/",
                "Fill in your profile: what you study, at which level, your languages.",
                False,
            ),
            ("", "For the level Master (EQF 7).", False),
            ("", "At most 4 running challenges at a time.", False),
        ]

    def test_who_waits_for_the_office_is_told_so(self, challenge, now):
        user = UserFactory()
        RoleGrant.objects.create(user=user, role=Role.STUDENT, source=GrantSource.STATEMENT, proposed_at=now)

        assert standing(user, challenge, now).why_not.startswith("The programme office still has to confirm")

    def test_another_level_is_named_with_the_own_one(self, challenge, now):
        user = student()
        Profile.objects.filter(user=user).update(level=Level.BACHELOR)

        assert standing(user, challenge, now).why_not == "For the level Master (EQF 7). Your profile says: Bachelor (EQF 6)."

    def test_a_role_that_has_ended_no_longer_counts(self, challenge, now):
        user = student()
        user.role_grants.update(until=timezone.localdate(now) - DAY, proposed_at=now - 9 * DAY)

        assert not standing(user, challenge, now).can_join

    def test_time_seats_and_states_are_told_in_words(self, challenge, now):
        user = student()
        join(make_team(challenge), student())
        Challenge.objects.filter(pk=challenge.pk).update(seats=1)
        challenge.refresh_from_db()

        assert standing(user, challenge, now).why_not == "All 1 seats are taken."
        assert standing(user, challenge, challenge.join_until).why_not.startswith("One could join until")
        assert standing(user, challenge, challenge.join_until - dt.timedelta(seconds=1)).parts[0].ok
        assert standing(user, ChallengeFactory(), now).why_not == "This challenge is not published yet."
        challenge.state = ChallengeState.CANCELLED
        assert standing(user, challenge, now).why_not == "This challenge was cancelled."

    def test_who_takes_part_already_reads_where(self, challenge, now):
        alone, member = student(), student()
        join(make_team(challenge, solo=True), alone)
        mine = join(make_team(challenge, name="Second Shelf"), member)

        assert standing(member, challenge, now).why_not == "You already take part in this challenge, in the team “Second Shelf”."
        assert standing(member, challenge, now).participation == mine
        assert "alone. To join a team, leave first." in standing(alone, challenge, now).why_not

    def test_it_costs_one_query_beside_the_roles(self, challenge, now, django_assert_num_queries):
        user = student()
        user.roles(now)

        with django_assert_num_queries(1):
            standing(user, challenge, now)

    def test_seats_are_counted_with_the_challenge(self, challenge, now):
        join(make_team(challenge), student())
        draft = ChallengeFactory()
        counted = seats.with_taken(Challenge.objects.all(), now).in_bulk()

        assert (counted[challenge.pk].taken, seats.seats_left(counted[challenge.pk])) == (1, 19)
        assert seats.seats_left(counted[draft.pk]) is None

    @pytest.mark.parametrize(
        ("mode", "sizes", "said"),
        [
            (Mode.SOLO, (None, None), "Everyone works alone"),
            (Mode.EITHER, (2, 4), "Alone or in a team of 2 to 4"),
            (Mode.TEAM, (3, 5), "In a team of 3 to 5"),
            (Mode.TEAM, (None, None), "In a team"),
        ],
    )
    def test_the_ways_to_work_in_words(self, mode, sizes, said):
        assert ways(Challenge(mode=mode, team_min=sizes[0], team_max=sizes[1])) == said


class TestJoinAlone:
    def test_it_makes_a_team_of_one_with_a_birds_name_and_keeps_the_terms(self, challenge, now):
        user = student(name="Noor de Vries")

        participation = joining.join_alone(challenge=challenge, by=user, version=1, now=now)

        team = participation.team
        assert (team.solo, team.name, team.pseudonym in BIRDS, team.coach) == (True, "Noor de Vries", True, None)
        accepted = TermsAcceptance.objects.get(user=user)
        assert (accepted.document, accepted.version, accepted.accepted_at) == (f"challenge:{challenge.pk}", 1, now)
        assert accepted.text == terms_of(challenge).text
        assert "You keep what you make." in accepted.text
        assert "No patient data." in accepted.text
        assert Entry.objects.get(action="participation.joined").by == user
        assert Mail.objects.get(kind="challenge_joined").address == user.email
        assert Notification.objects.get(user=user).path == f"/challenges/{challenge.slug}/team/"

    @pytest.mark.parametrize("mode", [Mode.SOLO, Mode.EITHER])
    def test_the_mode_decides(self, mode, now):
        sizes = {"team_min": None, "team_max": None} if mode == Mode.SOLO else {}
        assert joining.join_alone(challenge=published_challenge(mode=mode, **sizes), by=student(), version=1, now=now)
        with pytest.raises(Refusal, match="is for teams"):
            joining.join_alone(challenge=published_challenge(mode=Mode.TEAM), by=student(), version=1, now=now)

    def test_who_may_not_join_reads_the_first_reason_and_nothing_is_written(self, challenge, now):
        with pytest.raises(Refusal, match="Only students can join"):
            joining.join_alone(challenge=challenge, by=UserFactory(), version=1, now=now)
        with pytest.raises(Refusal, match="One could join until"):
            joining.join_alone(challenge=challenge, by=student(), version=1, now=challenge.join_until)

        assert (Team.objects.count(), TermsAcceptance.objects.count(), Mail.objects.count()) == (0, 0, 0)

    def test_terms_that_changed_are_read_again_first(self, challenge, now):
        Challenge.objects.filter(pk=challenge.pk).update(terms_version=2)

        with pytest.raises(Refusal, match="The terms have changed") as no:
            joining.join_alone(challenge=challenge, by=student(), version=1, now=now)

        assert no.value.field == "terms"
        assert not Team.objects.exists()

    def test_nobody_joins_twice(self, challenge, now):
        user = student()
        joining.join_alone(challenge=challenge, by=user, version=1, now=now)

        with pytest.raises(Refusal, match="already take part"):
            joining.join_alone(challenge=challenge, by=user, version=1, now=now)

    def test_pseudonyms_get_a_number_once_all_birds_are_taken(self, now):
        challenge = published_challenge(seats=200)
        for number, bird in enumerate(BIRDS):
            make_team(challenge, name=f"T{number}", pseudonym=bird)

        participation = joining.join_alone(challenge=challenge, by=student(), version=1, now=now)

        assert participation.team.pseudonym in {f"{bird} 2" for bird in BIRDS}

    def test_there_are_enough_birds_and_each_once(self):
        assert len(set(BIRDS)) == len(BIRDS) >= 60


class TestMakeTeam:
    def test_it_makes_a_team_with_its_maker_in_it(self, challenge, now):
        user = student()

        team = joining.make_team(challenge=challenge, name="  Second \t Shelf ", by=user, version=1, now=now).team

        assert (team.name, team.solo) == ("Second Shelf", False)
        assert team.participations.get().user == user
        assert Entry.objects.filter(action="team.made", subject=f"team:{team.pk}", scope=f"challenge:{challenge.pk}").count() == 1

    @pytest.mark.parametrize(
        ("name", "why"),
        [
            ("SECOND SHELF", "Another team"),
            (" ​ ", "Give the team a name"),
            ("x" * 61, "at most 60 characters"),
            ("See https://example.org", "web or mail address"),
            ("write to a@b.nl", "web or mail address"),
            ("www.example", "web or mail address"),
            ("example.org/prize", "web or mail address"),
        ],
    )
    def test_a_name_that_is_taken_empty_long_or_an_address_is_refused_beside_its_field(self, challenge, now, name, why):
        make_team(challenge, name="Second Shelf")

        with pytest.raises(Refusal, match=why) as no:
            joining.make_team(challenge=challenge, name=name, by=student(), version=1, now=now)

        assert no.value.field == "name"

    def test_the_same_name_in_another_challenge_is_free(self, challenge, now):
        make_team(published_challenge(), name="Second Shelf")
        make_team(challenge, name="Second Shelf", solo=True)

        assert joining.make_team(challenge=challenge, name="Second Shelf", by=student(), version=1, now=now)

    def test_a_challenge_that_one_does_alone_has_no_teams(self, now):
        with pytest.raises(Refusal, match="Everyone works alone"):
            joining.make_team(
                challenge=published_challenge(mode=Mode.SOLO, team_min=None, team_max=None), name="A", by=student(), version=1, now=now
            )


class TestLeave:
    def test_the_others_are_told_and_the_row_stays(self, challenge, now):
        noor, sem, eva = student(name="Noor"), student(), student()
        team = make_team(challenge, noor, sem, eva)

        joining.leave(team=team, by=noor, now=now)

        assert Participation.objects.get(user=noor).left_at >= now
        assert {mail.user for mail in Mail.objects.filter(kind="team_left")} == {sem, eva}
        assert Entry.objects.filter(action="participation.left", by=noor).count() == 1
        assert challenge.participations.active().count() == 2

    def test_who_left_can_come_back_with_a_new_row(self, challenge, now):
        noor = student()
        team = make_team(challenge, noor, student())
        joining.leave(team=team, by=noor, now=now)

        joining.join_alone(challenge=challenge, by=noor, version=1, now=now)

        assert noor.participations.count() == 2

    def test_until_the_first_deadline_and_not_after(self, challenge):
        noor, sem = student(), student()
        team = make_team(challenge, noor, sem)
        deadline = challenge.milestones.first().deadline

        with pytest.raises(Refusal, match="only the programme office"):
            joining.leave(team=team, by=noor, now=deadline + dt.timedelta(microseconds=1))
        joining.leave(team=team, by=noor, now=deadline)

    def test_without_milestones_one_can_always_leave(self, challenge, now):
        challenge.milestones.all().delete()
        team = make_team(challenge, student(), (noor := student()))

        joining.leave(team=team, by=noor, now=now + 500 * DAY)

    def test_an_empty_team_is_dissolved_and_its_name_is_free_again(self, challenge, now):
        noor = student()
        team = joining.make_team(challenge=challenge, name="Heron", by=noor, version=1, now=now).team
        drafts.save(team=team, milestone=challenge.milestones.first(), text="  \n", page=drafts.Page("p", 0), by=noor, now=now)

        joining.leave(team=team, by=noor, now=now)

        assert not Team.objects.exists()
        assert not Participation.objects.exists()
        assert TermsAcceptance.objects.filter(user=noor).exists()
        assert Entry.objects.filter(action="team.dissolved").count() == 1
        assert joining.make_team(challenge=challenge, name="Heron", by=student(), version=1, now=now)

    def test_the_last_member_cannot_vanish_with_the_work(self, challenge, now):
        noor = student()
        team = make_team(challenge, noor)
        milestone = challenge.milestones.first()
        drafts.save(team=team, milestone=milestone, text="Work.", page=drafts.Page("p", 0), by=noor, now=now)

        with pytest.raises(Refusal, match="last member"):
            joining.leave(team=team, by=noor, now=now)
        submissions.hand_in(team=team, milestone=milestone, text="Work.", page=drafts.Page("p", 1), by=noor, now=now)
        drafts.save(team=team, milestone=milestone, text="", page=drafts.Page("p", 1), by=noor, now=now)
        with pytest.raises(Refusal, match="last member"):
            joining.leave(team=team, by=noor, now=now)

    def test_only_a_member_leaves_and_only_once(self, challenge, now):
        team = make_team(challenge, noor := student(), student())
        joining.leave(team=team, by=noor, now=now)

        for who in (noor, student()):
            with pytest.raises(Refusal, match="not in this team any more"):
                joining.leave(team=team, by=who, now=now)
        team.participations.all().delete()
        pk = team.pk
        team.delete()
        team.pk = pk
        with pytest.raises(Refusal, match="does not exist any more"):
            joining.leave(team=team, by=noor, now=now)


class TestPages:
    def url(self, challenge):
        return f"/challenges/{challenge.slug}/join/"

    def test_a_visitor_sees_the_rules_and_signs_in_first(self, challenge, as_):
        page = as_(None).get(self.url(challenge)).content.decode()

        assert "Sign in to join." in page
        assert "You keep what you make." in page
        assert "Join this challenge" not in page
        answer = as_(None).post(self.url(challenge), {"terms": "on", "version": 1, "way": "alone"})
        assert answer["Location"] == f"/accounts/login/?next={self.url(challenge)}"
        assert not Participation.objects.exists()

    def test_who_may_not_join_reads_why_and_gets_no_form(self, challenge, as_):
        page = as_(UserFactory()).get(self.url(challenge)).content.decode()

        assert "You cannot join now" in page
        assert "Only students can join" in page
        assert "Join this challenge</button>" not in page

    def test_a_student_joins_alone_with_one_form(self, challenge, as_):
        user = student()
        client = as_(user)
        assert "Join this challenge</button>" in client.get(self.url(challenge)).content.decode()

        answer = client.post(self.url(challenge), {"terms": "on", "version": 1, "way": "alone", "name": ""}, follow=True)

        assert answer.redirect_chain == [(f"/challenges/{challenge.slug}/team/", 302)]
        assert "You take part in" in answer.content.decode()
        assert Participation.objects.get().user == user
        assert "You already take part" in client.get(self.url(challenge)).content.decode()

    def test_a_student_makes_a_team(self, challenge, as_):
        as_(student()).post(self.url(challenge), {"terms": "on", "version": 1, "way": "team", "name": "Second Shelf"})

        assert Team.objects.get().name == "Second Shelf"

    def test_what_is_missing_stands_beside_its_field_and_the_rest_is_kept(self, challenge, as_):
        client = as_(student())

        page = client.post(self.url(challenge), {"version": 1, "way": "team", "name": ""}).content.decode()
        assert "Accept the terms to join." in page
        assert "Give the team a name." in page
        make_team(challenge, name="Taken")
        page = client.post(self.url(challenge), {"terms": "on", "version": 1, "way": "team", "name": "taken"}).content.decode()
        assert "Another team of this challenge has this name" in page
        assert 'value="taken"' in page

        assert not Participation.objects.exists()

    def test_changed_terms_are_shown_and_can_be_accepted_then(self, challenge, as_):
        Challenge.objects.filter(pk=challenge.pk).update(terms_version=2, data_use="Now with registry data.")
        client = as_(student())

        page = client.post(self.url(challenge), {"terms": "on", "version": 1, "way": "alone"}).content.decode()

        assert "The terms have changed" in page
        assert "Now with registry data." in page
        assert '<input type="hidden" name="version" value="2"' in page

    def test_the_form_fits_the_mode(self, as_):
        client = as_(student())
        team = published_challenge(mode=Mode.TEAM)
        solo = published_challenge(mode=Mode.SOLO, team_min=None, team_max=None)

        assert 'name="way"' not in client.get(self.url(team)).content.decode()
        assert 'name="name"' not in client.get(self.url(solo)).content.decode()
        assert "Give the team a name." in client.post(self.url(team), {"terms": "on", "version": 1}).content.decode()
        assert client.post(self.url(solo), {"terms": "on", "version": 1}).status_code == 302

    def test_a_full_challenge_is_refused_on_the_page_too(self, challenge, as_):
        Challenge.objects.filter(pk=challenge.pk).update(seats=1)
        join(make_team(challenge), student())

        page = as_(student()).post(self.url(challenge), {"terms": "on", "version": 1, "way": "alone"}).content.decode()

        assert "All 1 seats are taken." in page

    def test_a_draft_is_not_there(self, as_):
        assert as_(student()).get(self.url(ChallengeFactory())).status_code == 404

    def test_leaving_by_the_page(self, challenge, as_):
        noor, sem = student(), student()
        make_team(challenge, noor, sem)
        url = f"/challenges/{challenge.slug}/team/leave/"

        assert as_(noor).get(url).status_code == 405
        assert as_(noor).post(url)["Location"] == f"/challenges/{challenge.slug}/"
        assert as_(noor).post(url).status_code == 404
        drafts.save(
            team=sem.participations.get().team,
            milestone=challenge.milestones.first(),
            text="Work.",
            page=drafts.Page("p", 0),
            by=sem,
            now=timezone.now(),
        )
        assert "You are the last member" in as_(sem).post(url, follow=True).content.decode()

    @pytest.mark.parametrize("who", [coordinator, faculty, UserFactory])
    def test_nobody_else_joins(self, who, challenge, as_):
        as_(who()).post(self.url(challenge), {"terms": "on", "version": 1, "way": "alone"})

        assert not Participation.objects.exists()


def test_terms_are_accepted_once_a_version(now):
    user = student()
    first = terms.accept(user=user, document="challenge:1", title="A", version=1, text="One", now=now)

    assert terms.accept(user=user, document="challenge:1", title="A", version=1, text="Two", now=now) == first
