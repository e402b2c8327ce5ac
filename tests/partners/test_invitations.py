"""Invitations into an organisation: single use, expiring, bound to the address, accepted by a POST, revocable, sent again."""

import datetime as dt
import re

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.audit.models import Entry
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import Mail, Notification
from accounts.outbox import actions as outbox
from accounts.outbox import notices
from partners.actions import invitations
from partners.enums import MemberRole
from partners.models import MemberInvitation, Membership
from partners.queries.invitations import own_path, path_of
from tests.factories import OrganisationFactory, UserFactory, coordinator, staff_of, student

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
ADDRESS = "noor.jansen@example.org"


@pytest.fixture
def roche():
    return OrganisationFactory(slug="roche", name="Roche Nederland")


@pytest.fixture
def owner(roche):
    return staff_of(roche, MemberRole.OWNER, name="Rosa Owner")


def invite(organisation, by, email=ADDRESS, role=MemberRole.EDITOR, now=None):
    return invitations.invite(organisation=organisation, email=email, role=role, by=by, now=now or timezone.now())


def link_in(mail) -> str:
    return re.search(r"http\S+(/partners/invitations/\S+)", outbox.compose(mail).body).group(1)


class TestInviting:
    def test_an_owner_invites_by_mail_and_sees_it_waiting(self, as_, roche, owner):
        client = as_(owner)
        response = client.post("/partners/roche/staff/", {"email": "Noor.Jansen@Example.org", "role": "editor"}, follow=True)
        page = response.content.decode()
        assert f"An invitation is on its way to {ADDRESS}" in page
        assert "Waiting for an answer" in page
        mail = Mail.objects.get()
        assert (mail.address, mail.user) == (ADDRESS, None)
        assert path_of(MemberInvitation.objects.get()) == link_in(mail)
        assert mail.path == "/partners/invitations/"

    def test_no_row_holds_the_secret(self, roche, owner):
        invitation = invite(roche, owner)
        token = path_of(invitation).split("/")[3]
        for model in (Mail, Notification, Entry, MemberInvitation):
            assert not any(token in str(row) for row in model.objects.values_list())

    def test_somebody_with_an_account_also_finds_it_in_the_portal(self, as_, roche, owner):
        noor = UserFactory(email=ADDRESS)
        invitation = invite(roche, owner)
        assert Notification.objects.get(user=noor).path == "/partners/invitations/"
        page = as_(noor).get("/partners/invitations/").content.decode()
        assert own_path(invitation) in page
        assert path_of(invitation) not in page
        assert own_path(invitation) not in as_(student()).get("/partners/invitations/").content.decode()
        assert "No open invitations" in as_(student()).get("/partners/invitations/").content.decode()

    def test_whoever_signs_in_for_one_is_led_to_it_and_no_secret_is_needed(self, as_, roche, owner, now):
        noor, other, invitation = UserFactory(email=ADDRESS), UserFactory(), invite(roche, owner)
        wanted = f"/partners/invitations/?of={invitation.pk}"
        assert as_(noor).get(wanted)["Location"] == own_path(invitation)
        assert "This invitation is not among yours" in as_(other).get(wanted).content.decode()
        assert "This invitation is not among yours" not in as_(other).get("/partners/invitations/").content.decode()
        page = as_(noor).get(own_path(invitation)).content.decode()
        assert "Act for Roche Nederland" in page
        assert path_of(invitation).split("/")[3] not in page
        for stranger in (None, other):
            assert as_(stranger).get(own_path(invitation)).status_code == 404
            assert as_(stranger).post(f"{own_path(invitation)}decline/").status_code == 404
        assert as_(noor).get(f"/partners/invitations/{'9' * 30}/").status_code == 404
        as_(noor).post(f"{own_path(invitation)}accept/")
        assert Membership.objects.filter(user=noor, organisation=roche).exists()

    @pytest.mark.parametrize("typed", ["", "no address", "a@b", "noor@example.org\nBcc: x@example.org", "x" * 250 + "@example.org"])
    def test_what_is_no_address_gets_an_error_and_keeps_what_was_typed(self, typed, as_, roche, owner):
        page = as_(owner).post("/partners/roche/staff/", {"email": typed, "role": "mentor"}).content.decode()
        assert "Send the invitation" in page
        assert '<option value="mentor" selected' in page
        assert not MemberInvitation.objects.exists()

    def test_the_action_itself_refuses_what_is_no_address(self, roche, owner):
        with pytest.raises(Refusal, match="Enter an e-mail address"):
            invite(roche, owner, "no address")

    def test_a_member_and_an_open_invitation_are_not_asked_again(self, as_, roche, owner):
        client = as_(owner)
        page = client.post("/partners/roche/staff/", {"email": owner.email, "role": "editor"}).content.decode()
        assert "acts for the organisation already" in page
        invite(roche, owner)
        page = client.post("/partners/roche/staff/", {"email": ADDRESS, "role": "owner"}).content.decode()
        assert "has been invited already" in page
        assert MemberInvitation.objects.count() == 1

    def test_an_expired_one_gives_way_to_a_new_one(self, roche, owner, now):
        old = invite(roche, owner, now=now - 20 * DAY)
        new = invite(roche, owner, role=MemberRole.OWNER)
        old.refresh_from_db()
        assert old.state(now) == "revoked"
        assert new.state(timezone.now()) == "open"

    def test_a_day_has_its_share(self, roche, owner, monkeypatch):
        monkeypatch.setattr(invitations, "MOST_A_DAY", 2)
        invite(roche, owner, "a@example.org")
        invite(roche, owner, "b@example.org")
        with pytest.raises(Refusal, match="2 invitations a day"):
            invite(roche, owner, "c@example.org")

    def test_who_stopped_being_an_owner_invites_nobody(self, roche, owner):
        staff_of(roche, MemberRole.OWNER)
        owner.memberships.update(role=MemberRole.EDITOR)
        with pytest.raises(Refusal, match="not an owner"):
            invite(roche, owner)


class TestSendingAgainAndRevoking:
    def test_again_means_a_new_link_and_new_days_and_the_old_link_is_dead(self, as_, client, roche, owner, now):
        invitation = invite(roche, owner, now=now - 10 * DAY)
        old = path_of(invitation)
        as_(owner).post(f"/partners/roche/staff/invitations/{invitation.pk}/again/")
        invitation.refresh_from_db()
        assert invitation.round == 2
        assert invitation.expires_at > now + 13 * DAY
        response = client.get(old)
        assert response.status_code == 410
        assert "a newer mail with another link was sent" in response.content.decode()
        assert client.get(path_of(invitation)).status_code == 200
        first, second = Mail.objects.order_by("pk")
        assert not notices.get(first.kind).relevant(first, now)
        assert notices.get(second.kind).relevant(second, now)
        assert link_in(second) == path_of(invitation)
        assert "/partners/invitations/" in outbox.compose(first).body

    def test_an_expired_one_can_be_sent_again(self, client, roche, owner, now):
        invitation = invite(roche, owner, now=now - 20 * DAY)
        assert "has expired" in client.get(path_of(invitation)).content.decode()
        invitations.send_again(invitation=invitation, by=owner, now=now)
        invitation.refresh_from_db()
        assert client.get(path_of(invitation)).status_code == 200

    def test_ten_mails_are_enough(self, roche, owner, now):
        invitation = invite(roche, owner)
        for _ in range(9):
            invitations.send_again(invitation=invitation, by=owner, now=now)
        with pytest.raises(Refusal, match="10 mails"):
            invitations.send_again(invitation=invitation, by=owner, now=now)

    def test_a_withdrawn_one_says_so_and_is_not_sent(self, as_, client, roche, owner, now):
        invitation = invite(roche, owner)
        page = as_(owner).post(f"/partners/roche/staff/invitations/{invitation.pk}/revoke/", follow=True).content.decode()
        assert f"The invitation for {ADDRESS} was withdrawn." in page
        assert "Withdrawn" in page
        response = client.get(path_of(invitation))
        assert response.status_code == 410
        assert "invitation was withdrawn" in response.content.decode()
        mail = Mail.objects.get()
        assert not notices.get(mail.kind).relevant(mail, now)
        for write in (invitations.revoke, invitations.send_again):
            with pytest.raises(WrongState):
                write(invitation=invitation, by=owner, now=now)
        page = as_(owner).post(f"/partners/roche/staff/invitations/{invitation.pk}/again/", follow=True).content.decode()
        assert "in the meantime" in page

    def test_only_for_those_who_run_it(self, as_, roche, owner):
        invitation = invite(roche, owner)
        for user in (staff_of(roche), staff_of(OrganisationFactory(slug="umc"), MemberRole.OWNER), student()):
            for verb in ("again", "revoke"):
                assert as_(user).post(f"/partners/roche/staff/invitations/{invitation.pk}/{verb}/").status_code == 404
                assert as_(user).post(f"/partners/umc/staff/invitations/{invitation.pk}/{verb}/").status_code == 404
        assert as_(coordinator()).post(f"/partners/roche/staff/invitations/{invitation.pk}/revoke/").status_code == 302


class TestAnswering:
    def test_reading_decides_nothing_and_shows_the_address_masked(self, client, roche, owner, now):
        invitation = invite(roche, owner)
        response = client.get(path_of(invitation))
        page = response.content.decode()
        for words in ("Act for Roche Nederland", "Rosa Owner", "Editor", "n…n@example.org"):
            assert words in page
        assert f"next=%2Fpartners%2Finvitations%2F%3Fof%3D{invitation.pk}" in page
        assert "noor.jansen" not in page
        invitation.refresh_from_db()
        assert invitation.state(now) == "open"
        assert "no-cache" in response["Cache-Control"]

    def test_accepting_makes_a_member_and_tells_the_owners(self, as_, roche, owner):
        invitation = invite(roche, owner)
        noor = UserFactory(email=ADDRESS, name="Noor Jansen")
        page = as_(noor).get(path_of(invitation)).content.decode()
        assert "Accept the invitation" in page
        response = as_(noor).post(f"{path_of(invitation)}accept/", follow=True)
        assert "You now act for Roche Nederland." in response.content.decode()
        membership = Membership.objects.get(user=noor)
        assert (membership.organisation, membership.role) == (roche, MemberRole.EDITOR)
        assert Notification.objects.get(user=owner).kind == "member_joined"
        mail = Mail.objects.get(kind="member_joined")
        assert notices.get(mail.kind).relevant(mail, timezone.now())
        assert "Noor Jansen" in outbox.compose(mail).subject
        assert Entry.objects.get(action="member.joined").by == noor

    def test_it_works_once(self, as_, roche, owner, now):
        invitation = invite(roche, owner)
        noor = UserFactory(email=ADDRESS)
        invitations.accept(invitation=invitation, by=noor, now=now)
        response = as_(noor).post(f"{path_of(invitation)}accept/")
        assert response.status_code == 410
        assert "It works once" in response.content.decode()
        with pytest.raises(WrongState):
            invitations.accept(invitation=invitation, by=noor, now=now)

    def test_only_for_the_address_that_was_invited_and_only_once_it_is_verified(self, as_, roche, owner):
        invitation = invite(roche, owner)
        other = student(email="other.person@example.org")
        page = as_(other).get(path_of(invitation)).content.decode()
        assert "This invitation was sent to another address" in page
        assert "n…n@example.org" in page
        assert ADDRESS not in page
        assert "Accept the invitation" not in page
        page = as_(other).post(f"{path_of(invitation)}accept/", follow=True).content.decode()
        assert "was sent to another address: n…n@example.org" in page
        EmailAddress.objects.create(user=other, email=ADDRESS, verified=False)
        as_(other).post(f"{path_of(invitation)}accept/")
        assert not other.memberships.exists()
        EmailAddress.objects.filter(user=other).update(verified=True)
        as_(other).post(f"{path_of(invitation)}accept/")
        assert other.memberships.get().organisation == roche

    def test_a_visitor_has_to_sign_in_before_accepting(self, client, roche, owner):
        invitation = invite(roche, owner)
        response = client.post(f"{path_of(invitation)}accept/")
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")
        assert client.get(f"{path_of(invitation)}accept/").status_code == 405

    def test_a_member_is_told_so_and_keeps_the_role(self, as_, roche, owner, now):
        invitation = invite(roche, owner, role=MemberRole.OWNER)
        mentor = staff_of(roche, MemberRole.MENTOR)
        EmailAddress.objects.create(user=mentor, email=ADDRESS, verified=True)
        assert "You act for this organisation already" in as_(mentor).get(path_of(invitation)).content.decode()
        with pytest.raises(Refusal, match="already"):
            invitations.accept(invitation=invitation, by=mentor, now=now)
        assert mentor.memberships.get().role == MemberRole.MENTOR

    def test_declining_needs_no_account_and_tells_the_owners(self, client, roche, owner, now):
        invitation = invite(roche, owner)
        page = client.post(f"{path_of(invitation)}decline/").content.decode()
        assert "You declined. Roche Nederland is told." in page
        invitation.refresh_from_db()
        assert invitation.state(now) == "declined"
        assert Notification.objects.get(user=owner).kind == "member_invitation_declined"
        response = client.post(f"{path_of(invitation)}decline/")
        assert response.status_code == 410
        assert "was declined" in response.content.decode()
        with pytest.raises(WrongState):
            invitations.decline(invitation=invitation, by=None, now=now)

    def test_who_is_signed_in_and_declines_is_named_in_the_trail(self, as_, roche, owner):
        invitation, noor = invite(roche, owner), UserFactory(email=ADDRESS)
        as_(noor).post(f"{path_of(invitation)}decline/")
        assert Entry.objects.get(action="member_invitation.declined").by == noor

    def test_a_link_that_we_did_not_make_is_not_found(self, client, roche, owner):
        token = path_of(invite(roche, owner)).split("/")[3]
        for wrong in ("nonsense", token[:-1], token + "x", "a:b"):
            assert client.get(f"/partners/invitations/{wrong}/").status_code == 404
            assert client.post(f"/partners/invitations/{wrong}/decline/").status_code == 404

    def test_a_link_of_an_invitation_that_is_gone_says_so(self, client, roche, owner, now):
        invitation = invite(roche, owner)
        path = path_of(invitation)
        MemberInvitation.objects.all().delete()
        assert client.get(path).status_code == 410
        with pytest.raises(WrongState):
            invitations.accept(invitation=invitation, by=UserFactory(email=ADDRESS), now=now)

    def test_a_change_between_reading_and_answering_is_said(self, as_, roche, owner, monkeypatch):
        invitation = invite(roche, owner)
        path, stale = path_of(invitation), MemberInvitation.objects.select_related("organisation").get()
        invitations.revoke(invitation=invitation, by=owner, now=timezone.now())
        monkeypatch.setattr("partners.views.invitations._find", lambda request, token: stale)
        assert "was withdrawn" in as_(None).post(f"{path}decline/").content.decode()

    @pytest.mark.parametrize("role", MemberRole.values)
    def test_the_page_says_what_each_role_may_do(self, role, client, roche, owner):
        invitation = invite(roche, owner, role=role)
        type(invitation).objects.update(invited_by=None)
        page = client.get(path_of(invitation)).content.decode()
        assert f"Your role: {MemberRole(role).label}" in page


class TestMails:
    @pytest.mark.parametrize("language", ["en", "nl"])
    @pytest.mark.parametrize("role", MemberRole.values)
    def test_read_in_both_languages(self, language, role, roche, owner, now):
        type(owner).objects.update(language=language)
        owner.refresh_from_db()
        invite(roche, owner, role=role)
        message = outbox.compose(Mail.objects.get())
        assert "Roche Nederland" in message.subject
        assert "List-Unsubscribe" not in message.extra_headers
        assert "{" not in message.body

    def test_what_is_for_owners_is_not_sent_to_who_is_none_any_more(self, roche, owner, now):
        second = staff_of(roche, MemberRole.OWNER)
        invitations.decline(invitation=invite(roche, owner), by=None, now=now)
        invitations.accept(invitation=invite(roche, owner, "b@example.org"), by=UserFactory(email="b@example.org"), now=timezone.now())
        second.memberships.update(role=MemberRole.EDITOR)
        for mail in Mail.objects.filter(user__isnull=False):
            assert notices.get(mail.kind).relevant(mail, now) is (mail.user == owner)
