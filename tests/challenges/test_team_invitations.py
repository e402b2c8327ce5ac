"""Invitations into teams, the page of a team, and its coach."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress

from accounts.audit.models import Entry
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import Notification, RoleGrant
from accounts.models.invitations import LIFETIME
from accounts.outbox import actions as outbox
from accounts.outbox import notices
from accounts.outbox.models import Mail
from challenges.actions import coaches, drafts, joining, teams
from challenges.enums import ChallengeState
from challenges.models import Challenge, Team, TeamInvitation
from challenges.queries import invitations
from challenges.queries.team_page import team_page
from tests.factories import UserFactory, coordinator, faculty, join, make_team, published_challenge, staff_of, student

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def challenge():
    return published_challenge(title="Unused medicines")


@pytest.fixture
def noor():
    return student(name="Noor de Vries", email="noor@example.org")


@pytest.fixture
def team(challenge, noor):
    return make_team(challenge, noor, name="Second Shelf")


@pytest.fixture
def sem():
    return student(name="Sem Bakker", email="sem@example.org")


def page(challenge, as_, user):
    return as_(user).get(f"/challenges/{challenge.slug}/team/").content.decode()


class TestInvite:
    def test_a_known_person_is_told_in_the_portal_and_by_mail_with_a_secret_link(self, team, noor, sem, now):
        invitation = teams.invite(team=team, email=" SEM@Example.org ", by=noor, now=now)

        assert (invitation.address, invitation.expires_at) == ("sem@example.org", now + LIFETIME)
        assert Notification.objects.get(user=sem).path == "/challenges/invitations/"
        mail = Mail.objects.get(kind="team_invited")
        body = outbox.compose(mail).body
        assert invitations.path_of(invitation) in body
        assert "Noor de Vries" in outbox.compose(mail).subject
        assert invitations.path_of(invitation) not in str(mail.__dict__)
        assert Entry.objects.filter(action="team_invitation.sent", scope=f"challenge:{team.challenge_id}").count() == 1

    def test_a_stranger_gets_a_mail_in_the_language_of_who_invites(self, team, noor, now):
        noor.language = "nl"
        teams.invite(team=team, email="new@example.org", by=noor, now=now)

        mail = Mail.objects.get()
        assert (mail.user, mail.address, mail.language, Notification.objects.count()) == (None, "new@example.org", "nl", 0)
        assert outbox.compose(mail).subject == "Noor de Vries vraagt je voor het team “Second Shelf”"

    def test_a_wrong_own_present_or_invited_address_is_refused(self, team, noor, sem, now):
        join(team, sem)
        teams.invite(team=team, email="new@example.org", by=noor, now=now)

        for address, why in [
            ("nobody", "Enter an e-mail address"),
            ("a@b.nl\nBcc: c@d.nl", "Enter an e-mail address"),
            ("noor@example.org", "in the team already"),
            ("sem@example.org", "in the team already"),
            ("NEW@example.org", "has been invited already"),
        ]:
            with pytest.raises(Refusal, match=why) as no:
                teams.invite(team=team, email=address, by=noor, now=now)
            assert no.value.field == "email"

    def test_open_invitations_count_for_the_size_and_expired_ones_do_not(self, team, noor, now):
        for number in range(3):
            teams.invite(team=team, email=f"p{number}@example.org", by=noor, now=now)

        with pytest.raises(Refusal, match="at most 4 people; open invitations count"):
            teams.invite(team=team, email="late@example.org", by=noor, now=now)
        Challenge.objects.filter(pk=team.challenge_id).update(join_until=now + 2 * LIFETIME)
        again = teams.invite(team=team, email="p0@example.org", by=noor, now=now + LIFETIME)

        assert team.invitations.undecided().filter(address="p0@example.org").get() == again

    def test_without_a_largest_size_there_is_room(self, team, noor, now):
        Challenge.objects.filter(pk=team.challenge_id).update(team_max=None)

        assert [teams.invite(team=team, email=f"p{n}@example.org", by=noor, now=now) for n in range(5)]

    def test_not_too_many_a_day(self, team, noor, now):
        Challenge.objects.filter(pk=team.challenge_id).update(team_max=20)
        for number in range(teams.MOST_A_DAY):
            teams.withdraw(invitation=teams.invite(team=team, email=f"p{number}@example.org", by=noor, now=now), by=noor, now=now)

        with pytest.raises(Refusal, match="20 invitations a day"):
            teams.invite(team=team, email="late@example.org", by=noor, now=now)
        assert teams.invite(team=team, email="late@example.org", by=noor, now=now + DAY)

    def test_not_when_nobody_can_join(self, challenge, team, noor, now):
        with pytest.raises(Refusal, match="Nobody can join"):
            teams.invite(team=team, email="new@example.org", by=noor, now=challenge.join_until)

    def test_an_invitation_needs_no_seat_yet(self, challenge, team, noor, now):
        Challenge.objects.filter(pk=challenge.pk).update(seats=1)

        assert teams.invite(team=team, email="new@example.org", by=noor, now=now).is_open(now)

    def test_not_by_somebody_else_and_not_alone(self, challenge, team, sem, now):
        with pytest.raises(Refusal, match="not in this team"):
            teams.invite(team=team, email="new@example.org", by=sem, now=now)
        alone = make_team(challenge, sem, solo=True)
        with pytest.raises(Refusal, match="You work alone"):
            teams.invite(team=alone, email="new@example.org", by=sem, now=now)

    def test_sent_again_the_first_link_is_worthless(self, team, noor, now):
        invitation = teams.invite(team=team, email="new@example.org", by=noor, now=now)
        first, mail = invitations.path_of(invitation), Mail.objects.get()

        again = teams.send_again(invitation=invitation, by=noor, now=now + DAY)

        assert (again.round, again.expires_at) == (2, now + DAY + LIFETIME)
        assert invitations.by_token(first.split("/")[-2]) is None
        assert invitations.by_token(invitations.path_of(again).split("/")[-2]) == again
        relevant = notices.get("team_invited").relevant
        assert [relevant(one, now + DAY) for one in (mail, Mail.objects.exclude(pk=mail.pk).get())] == [False, True]

    def test_an_expired_one_sent_again_needs_room(self, team, noor, now):
        Challenge.objects.filter(pk=team.challenge_id).update(join_until=now + 3 * LIFETIME)
        invitation = teams.invite(team=team, email="new@example.org", by=noor, now=now)
        for _ in range(3):
            join(team, student())

        with pytest.raises(Refusal, match="at most 4 people"):
            teams.send_again(invitation=invitation, by=noor, now=now + LIFETIME)
        Challenge.objects.filter(pk=team.challenge_id).update(team_max=5)
        assert teams.send_again(invitation=invitation, by=noor, now=now + LIFETIME).is_open(now + LIFETIME)

    def test_five_mails_are_enough(self, team, noor, now):
        invitation = teams.invite(team=team, email="new@example.org", by=noor, now=now)
        for _ in range(4):
            teams.send_again(invitation=invitation, by=noor, now=now)

        with pytest.raises(Refusal, match="5 mails have been sent"):
            teams.send_again(invitation=invitation, by=noor, now=now)

    def test_withdrawn_it_cannot_be_sent_withdrawn_or_accepted(self, challenge, team, noor, sem, now):
        invitation = teams.invite(team=team, email=sem.email, by=noor, now=now)
        teams.withdraw(invitation=invitation, by=noor, now=now)

        for act in (teams.withdraw, teams.send_again):
            with pytest.raises(WrongState, match="in the meantime"):
                act(invitation=invitation, by=noor, now=now)
        with pytest.raises(Refusal, match="was withdrawn"):
            joining.accept(invitation=invitation, by=sem, version=1, now=now)
        assert not notices.get("team_invited").relevant(Mail.objects.get(), now)

    def test_a_mail_is_dropped_when_the_challenge_closes_or_the_team_goes(self, challenge, team, noor, now):
        teams.invite(team=team, email="new@example.org", by=noor, now=now)
        mail, notice = Mail.objects.get(), notices.get("team_invited")

        assert notice.relevant(mail, now)
        assert not notice.relevant(mail, challenge.join_until)
        joining.leave(team=team, by=noor, now=now)
        assert not notice.relevant(mail, now)
        assert notice.secret_path(mail) == "/challenges/invitations/"


class TestAccept:
    def test_it_joins_and_tells_the_team(self, challenge, team, noor, sem, now):
        invitation = teams.invite(team=team, email=sem.email, by=noor, now=now)

        participation = joining.accept(invitation=invitation, by=sem, version=1, now=now)

        assert (participation.team, participation.terms.version) == (team, 1)
        mail = Mail.objects.get(kind="team_joined")
        assert (mail.user, outbox.compose(mail).subject) == (noor, "Sem Bakker joined your team “Second Shelf”")
        invitation.refresh_from_db()
        assert (invitation.accepted_at, invitation.accepted_by) == (now, sem)
        assert notices.get("team_joined").relevant(mail, now)
        assert notices.get("challenge_joined").relevant(Mail.objects.get(kind="challenge_joined"), now)

    def test_only_with_the_invited_address_and_only_once_it_is_verified(self, team, noor, sem, now):
        invitation = teams.invite(team=team, email="sem.bakker@students.example.org", by=noor, now=now)

        with pytest.raises(Refusal, match="s…r@students.example.org"):
            joining.accept(invitation=invitation, by=sem, version=1, now=now)
        address = EmailAddress.objects.create(user=sem, email="sem.bakker@students.example.org", verified=False)
        with pytest.raises(Refusal, match="another address"):
            joining.accept(invitation=invitation, by=sem, version=1, now=now)
        EmailAddress.objects.filter(pk=address.pk).update(verified=True)
        assert joining.accept(invitation=invitation, by=sem, version=1, now=now)

    def test_every_rule_of_joining_holds(self, challenge, team, noor, now):
        stranger = UserFactory(email="new@example.org")
        invitation = teams.invite(team=team, email=stranger.email, by=noor, now=now)

        with pytest.raises(Refusal, match="Only students can join"):
            joining.accept(invitation=invitation, by=stranger, version=1, now=now)
        with pytest.raises(Refusal, match="expired"):
            joining.accept(invitation=invitation, by=stranger, version=1, now=now + LIFETIME)

    def test_who_works_alone_leaves_first(self, challenge, team, noor, sem, now):
        joining.join_alone(challenge=challenge, by=sem, version=1, now=now)
        invitation = teams.invite(team=team, email=sem.email, by=noor, now=now)

        with pytest.raises(Refusal, match="alone. To join a team, leave first"):
            joining.accept(invitation=invitation, by=sem, version=1, now=now)
        joining.leave(team=sem.participations.get().team, by=sem, now=now)
        assert joining.accept(invitation=invitation, by=sem, version=1, now=now)

    def test_a_team_that_became_full_and_the_coach_are_refused(self, challenge, team, noor, sem, now):
        invitation = teams.invite(team=team, email=sem.email, by=noor, now=now)
        Team.objects.filter(pk=team.pk).update(coach=sem)
        with pytest.raises(Refusal, match="You are the coach"):
            joining.accept(invitation=invitation, by=sem, version=1, now=now)
        Team.objects.filter(pk=team.pk).update(coach=None)
        for _ in range(3):
            join(team, student())
        with pytest.raises(Refusal, match="This team is full"):
            joining.accept(invitation=invitation, by=sem, version=1, now=now)
        Challenge.objects.filter(pk=challenge.pk).update(team_max=None)
        assert joining.accept(invitation=invitation, by=sem, version=1, now=now)

    def test_an_invitation_of_a_dissolved_team_says_so(self, team, noor, sem, now):
        invitation = teams.invite(team=team, email=sem.email, by=noor, now=now)
        joining.leave(team=team, by=noor, now=now)

        with pytest.raises(Refusal, match="does not exist any more"):
            joining.accept(invitation=invitation, by=sem, version=1, now=now)

    def test_declined_the_inviter_is_told_and_it_is_closed(self, team, noor, sem, now):
        invitation = teams.invite(team=team, email=sem.email, by=noor, now=now)

        joining.decline(invitation=invitation, by=None, now=now)

        mail = Mail.objects.get(kind="team_invitation_declined")
        assert mail.user == noor
        assert notices.get(mail.kind).relevant(mail, now)
        with pytest.raises(Refusal, match="was declined"):
            joining.accept(invitation=invitation, by=sem, version=1, now=now)
        with pytest.raises(Refusal, match="was declined"):
            joining.decline(invitation=invitation, by=sem, now=now)

    def test_an_inviter_who_left_is_not_told(self, team, noor, sem, now):
        join(team, student())
        invitation = teams.invite(team=team, email=sem.email, by=noor, now=now)
        joining.leave(team=team, by=noor, now=now)

        joining.decline(invitation=invitation, by=sem, now=now)

        assert not Mail.objects.filter(kind="team_invitation_declined").exists()


class TestRename:
    def test_in_the_audit_trail_with_both_names(self, team, noor, now):
        assert teams.rename(team=team, name="Third Shelf", by=noor, now=now).name == "Third Shelf"
        assert Entry.objects.get(action="team.renamed").detail == {"before": "Second Shelf", "after": "Third Shelf"}
        assert teams.rename(team=team, name="THIRD shelf", by=noor, now=now).name == "THIRD shelf"
        teams.rename(team=team, name="THIRD shelf", by=noor, now=now)
        assert Entry.objects.filter(action="team.renamed").count() == 2

    def test_not_to_a_name_that_is_taken_and_not_by_others(self, challenge, team, noor, sem, now):
        make_team(challenge, name="Heron")
        with pytest.raises(Refusal, match="Another team"):
            teams.rename(team=team, name="heron", by=noor, now=now)
        with pytest.raises(Refusal, match="not in this team"):
            teams.rename(team=team, name="Free", by=sem, now=now)


class TestCoaches:
    def test_the_coach_and_the_team_are_told(self, challenge, team, noor, now):
        coach, office = faculty(name="Tutor Jansen"), coordinator()

        coaches.name_coach(team=team, coach=coach, by=office, now=now)

        mails = {mail.kind: mail for mail in Mail.objects.all()}
        assert (mails["coach_named"].user, mails["team_coach_named"].user) == (coach, noor)
        assert mails["coach_named"].path == f"/challenges/{challenge.slug}/team/{team.pk}/"
        assert all(notices.get(kind).relevant(mail, now) for kind, mail in mails.items())
        assert Entry.objects.get(action="team.coach_named").detail == {"before": "", "coach": coach.name}

        coaches.name_coach(team=team, coach=coach, by=office, now=now + DAY)
        coaches.name_coach(team=team, coach=None, by=office, now=now + DAY)

        assert Mail.objects.count() == 2
        assert not any(notices.get(kind).relevant(mail, now) for kind, mail in mails.items())

    def test_a_coach_is_faculty_and_no_member(self, challenge, team, noor, now):
        office, member = coordinator(), faculty()
        join(team, member)
        retired = faculty()
        retired.role_grants.update(revoked_at=now)

        for who, why in [(noor, "is not faculty"), (retired, "is not faculty"), (member, "is a member of this team")]:
            with pytest.raises(Refusal, match=why) as no:
                coaches.name_coach(team=team, coach=who, by=office, now=now)
            assert no.value.field == "coach"

    def test_teams_are_spread_evenly_over_those_chosen(self, challenge, now):
        first, second, inside = faculty(name="A"), faculty(name="B"), faculty(name="C")
        made = [make_team(challenge, name=f"T{number}") for number in range(5)]
        join(made[0], inside)
        coaches.name_coach(team=made[4], coach=first, by=coordinator(), now=now)

        assert coaches.spread(challenge=challenge, coaches=[second, first], by=coordinator(), now=now) == 4
        assert sorted(team.coach.name for team in challenge.teams.all()) == ["A", "A", "A", "B", "B"]
        assert coaches.spread(challenge=challenge, coaches=[second], by=coordinator(), now=now) == 0

    def test_nobody_is_given_a_team_of_which_they_are_a_member(self, challenge, now):
        inside = faculty()
        join(make_team(challenge), inside)

        assert coaches.spread(challenge=challenge, coaches=[inside], by=coordinator(), now=now) == 0

    def test_somebody_has_to_be_chosen_and_be_faculty(self, challenge, now):
        with pytest.raises(Refusal, match="Choose at least one coach"):
            coaches.spread(challenge=challenge, coaches=[], by=coordinator(), now=now)
        with pytest.raises(Refusal, match="is not faculty"):
            coaches.spread(challenge=challenge, coaches=[student()], by=coordinator(), now=now)


class TestTeamPage:
    def test_members_know_each_others_name_and_studies_and_no_address(self, challenge, team, noor, sem, as_, now):
        join(team, sem)
        teams.invite(team=team, email="new@example.org", by=noor, now=now)
        Team.objects.filter(pk=team.pk).update(coach=faculty(name="Tutor Jansen", email="tutor@example.org"))

        seen = page(challenge, as_, noor)

        for words in [
            "Second Shelf",
            "Sem Bakker",
            "Science and Innovation",
            "Biology",
            "Tutor Jansen",
            "new@example.org",
            "Problem statement",
        ]:
            assert words in seen
        assert "sem@example.org" not in seen
        assert "tutor@example.org" not in seen

    def test_it_says_what_is_missing_and_how_many_places_are_left(self, challenge, team, noor, now):
        Challenge.objects.filter(pk=challenge.pk).update(team_min=3)
        found = team_page(Team.objects.select_related("challenge").get(), noor, now)

        assert (found.too_small, found.places_left, found.can_invite) == (
            "A team of this challenge has at least 3 people: 2 people are missing.",
            3,
            True,
        )

    def test_expired_invitations_are_shown_as_such(self, team, noor, now):
        teams.invite(team=team, email="new@example.org", by=noor, now=now)

        found = team_page(team, noor, now + LIFETIME)

        assert [(one.is_open, one.words.split(" ")[0]) for one in found.invited] == [(False, "Expired")]
        assert [(one.is_open, one.words.split(" ")[0]) for one in team_page(team, noor, now).invited] == [(True, "Open")]

    def test_it_costs_the_same_for_one_and_for_many(self, challenge, noor, now, django_assert_num_queries):
        team = Team.objects.select_related("challenge", "coach").get(pk=make_team(challenge, noor).pk)
        with django_assert_num_queries(1):
            team_page(team, noor, now)
        for number in range(2):
            join(team, student())
            TeamInvitation.objects.create(team=team, address=f"p{number}@example.org", invited_at=now, expires_at=now + DAY)
        with django_assert_num_queries(1):
            team_page(team, noor, now)

    def test_others_find_nothing(self, challenge, team, sem, as_):
        for user in (sem, staff_of(challenge.organisation), coordinator(), faculty()):
            assert as_(user).get(f"/challenges/{challenge.slug}/team/").status_code == 404
        assert as_(None).get(f"/challenges/{challenge.slug}/team/").status_code == 302
        for user in (sem, staff_of(challenge.organisation), faculty()):
            assert as_(user).get(f"/challenges/{challenge.slug}/team/{team.pk}/").status_code == 404

    def test_coach_owner_and_office_read_it(self, challenge, team, noor, as_, now):
        coach = faculty()
        Team.objects.filter(pk=team.pk).update(coach=coach)
        drafts.save(team=team, milestone=challenge.milestones.first(), text="Unfinished.", page=drafts.Page("p", 0), by=noor, now=now)
        url = f"/challenges/{challenge.slug}/team/{team.pk}/"

        for user in (coach, challenge.faculty_owner, coordinator()):
            seen = as_(user).get(url).content.decode()
            assert "Noor de Vries" in seen
            assert "Rename" not in seen
            assert "Unfinished" not in seen
            assert as_(user).post(f"/challenges/{challenge.slug}/team/rename/", {"name": "X"}).status_code == 404
        assert as_(noor).get(url)["Location"] == f"/challenges/{challenge.slug}/team/"
        other = published_challenge()
        assert as_(coach).get(f"/challenges/{other.slug}/team/{team.pk}/").status_code == 404

    def test_renaming_and_inviting_keep_what_was_typed(self, challenge, team, noor, as_):
        client, base = as_(noor), f"/challenges/{challenge.slug}/team/"
        make_team(challenge, name="Heron")

        assert 'value="heron"' in client.post(base + "rename/", {"name": "heron"}).content.decode()
        assert "required" in client.post(base + "rename/", {"name": ""}).content.decode()
        assert client.post(base + "rename/", {"name": "Free"}).status_code == 302
        assert 'value="nobody"' in client.post(base + "invite/", {"email": "nobody"}).content.decode()
        assert "in the team already" in client.post(base + "invite/", {"email": noor.email}).content.decode()
        assert client.post(base + "invite/", {"email": "new@example.org"}, follow=True).content.decode().count("new@example.org") >= 2
        pk = TeamInvitation.objects.get().pk
        assert "sent again" in client.post(f"{base}invitations/{pk}/again/", follow=True).content.decode()
        assert "is withdrawn" in client.post(f"{base}invitations/{pk}/withdraw/", follow=True).content.decode()
        assert "in the meantime" in client.post(f"{base}invitations/{pk}/withdraw/", follow=True).content.decode()
        assert client.get(f"{base}invitations/{pk}/withdraw/").status_code == 405

    def test_invitations_of_another_team_are_not_there(self, challenge, team, noor, sem, as_, now):
        invitation = teams.invite(team=team, email="new@example.org", by=noor, now=now)
        make_team(challenge, sem)

        for verb in ("again", "withdraw"):
            assert as_(sem).post(f"/challenges/{challenge.slug}/team/invitations/{invitation.pk}/{verb}/").status_code == 404

    def test_a_full_team_after_the_last_seat_says_why_one_cannot_invite(self, challenge, team, noor, as_):
        for _ in range(3):
            join(team, student())
        seen = page(challenge, as_, noor)
        assert "Every place is taken" in seen
        assert "at most 4 people" in as_(noor).post(f"/challenges/{challenge.slug}/team/invite/", {"email": "a@b.nl"}).content.decode()

    def test_a_cancelled_challenge_stays_readable(self, challenge, team, noor, as_, now):
        Challenge.objects.filter(pk=challenge.pk).update(state=ChallengeState.CANCELLED, cancelled_at=now, cancel_reason="No data.")

        assert "No data." in page(challenge, as_, noor)

    def test_who_works_alone_has_no_invitations(self, challenge, sem, as_):
        make_team(challenge, sem, solo=True)

        seen = page(challenge, as_, sem)
        assert "You work alone" in seen
        assert "Invite</button>" not in seen


class TestInvitationPages:
    def test_a_visitor_sees_challenge_team_and_terms_and_can_only_decline(self, challenge, team, noor, as_, now):
        invitation = teams.invite(team=team, email="new@example.org", by=noor, now=now)
        path = invitations.path_of(invitation)

        answer = as_(None).get(path)

        seen = answer.content.decode()
        assert "Second Shelf" in seen
        assert "Unused medicines" in seen
        assert "You keep what you make." in seen
        assert "new@example.org" not in seen
        assert f"?next=/challenges/invitations/%3Fof%3D{invitation.pk}" in seen
        assert "Join the team" not in seen
        assert "no-store" in answer["Cache-Control"]
        assert as_(None).post(path + "accept/", {"terms": "on", "version": 1})["Location"].startswith("/accounts/login/")
        assert "You declined" in as_(None).post(path + "decline/").content.decode()
        assert as_(None).post(path + "decline/").status_code == 410
        assert as_(None).get(path).status_code == 410

    def test_reading_decides_nothing_and_one_post_joins(self, challenge, team, noor, sem, as_, now):
        path = invitations.path_of(teams.invite(team=team, email=sem.email, by=noor, now=now))
        client = as_(sem)

        assert "Join the team" in client.get(path).content.decode()
        assert not sem.participations.exists()
        assert client.get(path + "accept/").status_code == 405
        assert "Accept the terms to join." in client.post(path + "accept/", {"version": 1}).content.decode()
        assert "You are in the team" in client.post(path + "accept/", {"version": 1, "terms": "on"}, follow=True).content.decode()
        assert "accepted already" in client.post(path + "accept/", {"version": 1, "terms": "on"}).content.decode()

    def test_another_address_is_told_which_one_in_masked_form(self, team, noor, sem, as_, now):
        path = invitations.path_of(teams.invite(team=team, email="eva.smit@students.example.org", by=noor, now=now))

        seen = as_(sem).get(path).content.decode()
        assert "e…t@students.example.org" in seen
        assert "eva.smit" not in seen
        assert "Join the team" not in seen
        assert "e…t@students.example.org" in as_(sem).post(path + "accept/", {"version": 1, "terms": "on"}).content.decode()

    def test_who_may_not_join_reads_why(self, team, noor, as_, now):
        stranger = UserFactory(email="new@example.org")
        path = invitations.path_of(teams.invite(team=team, email=stranger.email, by=noor, now=now))

        seen = as_(stranger).get(path).content.decode()
        assert "You cannot accept now" in seen
        assert "Join the team" not in seen

    def test_old_withdrawn_and_made_up_links(self, team, noor, as_, now):
        invitation = teams.invite(team=team, email="new@example.org", by=noor, now=now)
        path = invitations.path_of(invitation)
        teams.send_again(invitation=invitation, by=noor, now=now)

        assert "newer mail" in as_(None).get(path).content.decode()
        assert as_(None).get("/challenges/invitations/made-up/").status_code == 404
        assert as_(None).post("/challenges/invitations/made-up/decline/").status_code == 404
        joining.leave(team=team, by=noor, now=now)
        assert as_(None).get(path).status_code == 410

    def test_ones_own_open_invitations_are_listed_with_their_links(self, team, noor, sem, as_, now, django_assert_max_num_queries):
        mine = teams.invite(team=team, email=sem.email, by=noor, now=now)
        TeamInvitation.objects.filter(pk=mine.pk).update(invited_by=None)
        teams.invite(team=team, email="new@example.org", by=noor, now=now)
        client = as_(sem)

        with django_assert_max_num_queries(8):
            seen = client.get("/challenges/invitations/").content.decode()

        assert invitations.own_path(mine) in seen
        assert invitations.path_of(mine) not in seen
        assert "Second Shelf" in seen
        wanted = f"/challenges/invitations/?of={mine.pk}"
        assert client.get(wanted)["Location"] == invitations.own_path(mine)
        assert "This invitation is not among yours" in as_(noor).get(wanted).content.decode()
        page = client.get(invitations.own_path(mine)).content.decode()
        assert f"{invitations.own_path(mine)}accept/" in page
        assert invitations.path_of(mine) not in page
        assert as_(noor).get(invitations.own_path(mine)).status_code == 404
        assert "No open invitations" in as_(noor).get("/challenges/invitations/").content.decode()
        joining.decline(invitation=mine, by=sem, now=now)
        assert "No open invitations" in client.get("/challenges/invitations/").content.decode()


class TestOffice:
    def test_the_list_names_coaches_one_by_one_and_evenly(self, challenge, team, noor, sem, as_):
        Challenge.objects.filter(pk=challenge.pk).update(team_min=2)
        make_team(challenge, sem, solo=True, name="Sem Bakker")
        coach, office = faculty(name="Tutor Jansen"), coordinator()
        client, url = as_(office), f"/manage/challenges/{challenge.slug}/teams/"

        seen = client.get(url).content.decode()
        assert "Second Shelf" in seen
        assert "Noor de Vries" in seen
        assert "1 person is missing" in seen
        assert "2 have no coach" in seen
        answer = client.post(f"{url}{team.pk}/coach/", {f"team-{team.pk}-coach": coach.pk}, follow=True)
        assert "The coach of “Second Shelf” is saved." in answer.content.decode()
        assert "Choose at least one coach." in client.post(url + "spread/").content.decode()
        assert "1 team has a coach now." in client.post(url + "spread/", {"coaches": [coach.pk]}, follow=True).content.decode()
        assert Team.objects.filter(coach=coach).count() == 2
        client.post(f"{url}{team.pk}/coach/", {f"team-{team.pk}-coach": ""})
        assert Team.objects.get(pk=team.pk).coach is None

    def test_who_is_not_faculty_or_is_a_member_is_refused_in_the_row(self, challenge, team, noor, as_):
        member = faculty()
        join(team, member)
        client, url = as_(coordinator()), f"/manage/challenges/{challenge.slug}/teams/{team.pk}/coach/"

        assert "is a member of this team" in client.post(url, {f"team-{team.pk}-coach": member.pk}).content.decode()
        assert "Select a valid choice" in client.post(url, {f"team-{team.pk}-coach": noor.pk}).content.decode()

    def test_a_coach_whose_role_ended_still_stands_in_the_list(self, challenge, team, as_, now):
        coach = faculty(name="Tutor Jansen")
        Team.objects.filter(pk=team.pk).update(coach=coach)
        RoleGrant.objects.filter(user=coach).update(revoked_at=now)

        assert "Tutor Jansen" in as_(coordinator()).get(f"/manage/challenges/{challenge.slug}/teams/").content.decode()

    def test_empty_it_says_what_comes(self, challenge, as_):
        assert "No teams yet" in as_(coordinator()).get(f"/manage/challenges/{challenge.slug}/teams/").content.decode()

    def test_nobody_else_gets_in(self, challenge, team, noor, as_):
        url = f"/manage/challenges/{challenge.slug}/teams/"
        for user in (noor, faculty(), staff_of(challenge.organisation), challenge.faculty_owner):
            assert as_(user).get(url).status_code == 404
            assert as_(user).post(url + "spread/").status_code == 404
            assert as_(user).post(f"{url}{team.pk}/coach/").status_code == 404
        other = published_challenge()
        assert as_(coordinator()).post(f"/manage/challenges/{other.slug}/teams/{team.pk}/coach/").status_code == 404

    def test_it_costs_the_same_for_one_and_for_three_teams(self, challenge, team, as_, django_assert_num_queries):
        client, url = as_(coordinator()), f"/manage/challenges/{challenge.slug}/teams/"
        client.get(url)
        with django_assert_num_queries(6):
            client.get(url)
        for _ in range(2):
            make_team(challenge, student(), student(), coach=faculty())
        with django_assert_num_queries(6):
            client.get(url)
