"""Who acts for an organisation: roles, removal, leaving, and that an owner always stays."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.audit.models import Entry
from accounts.kit.refusals import Refusal
from accounts.models import Mail, Notification
from accounts.outbox import actions as outbox
from accounts.outbox import notices
from partners.actions import members
from partners.enums import MemberRole
from partners.models import Membership
from partners.rules import member_roles
from tests.factories import OrganisationFactory, UserFactory, coordinator, staff_of, student

pytestmark = pytest.mark.django_db


@pytest.fixture
def roche():
    return OrganisationFactory(slug="roche", name="Roche Nederland")


@pytest.fixture
def owner(roche):
    return staff_of(roche, MemberRole.OWNER, name="Rosa Owner")


def member(roche, role=MemberRole.EDITOR, **fields) -> Membership:
    return staff_of(roche, role, **fields).memberships.get()


class TestRoles:
    def test_an_owner_changes_a_role_and_the_member_is_told(self, as_, roche, owner):
        editor = member(roche)
        response = as_(owner).post(f"/partners/roche/staff/{editor.pk}/role/", {"role": "mentor"}, follow=True)
        assert "The role was changed." in response.content.decode()
        editor.refresh_from_db()
        assert editor.role == MemberRole.MENTOR
        entry = Entry.objects.get(action="member.role_changed")
        assert (entry.by, entry.scope, entry.detail) == (owner, f"organisation:{roche.pk}", {"before": "editor", "after": "mentor"})
        mail = Mail.objects.get(kind="member_role_changed", user=editor.user)
        assert notices.get(mail.kind).relevant(mail, timezone.now())
        assert "mentor" in outbox.compose(mail).body

    def test_a_mail_about_a_role_that_changed_again_is_dropped(self, roche, owner, now):
        editor = member(roche)
        members.change_role(membership=editor, role=MemberRole.MENTOR, by=owner, now=now)
        members.change_role(membership=editor, role=MemberRole.OWNER, by=owner, now=timezone.now())
        old, new = Mail.objects.filter(kind="member_role_changed").order_by("pk")
        assert not notices.get(old.kind).relevant(old, now)
        assert notices.get(new.kind).relevant(new, now)

    def test_the_same_role_changes_nothing(self, roche, owner, now):
        members.change_role(membership=member(roche), role=MemberRole.EDITOR, by=owner, now=now)
        assert not Entry.objects.exists()
        assert not Notification.objects.exists()

    def test_one_who_changes_the_own_role_is_not_told(self, as_, roche, owner, now):
        member(roche, MemberRole.OWNER)
        response = as_(owner).post(f"/partners/roche/staff/{owner.memberships.get().pk}/role/", {"role": "editor"})
        assert response["Location"] == "/partners/roche/"
        assert not Notification.objects.exists()

    def test_an_unknown_role_is_refused(self, as_, roche, owner):
        editor = member(roche)
        page = as_(owner).post(f"/partners/roche/staff/{editor.pk}/role/", {"role": "king"}, follow=True).content.decode()
        assert "Choose one of the roles" in page
        editor.refresh_from_db()
        assert editor.role == MemberRole.EDITOR

    def test_the_last_owner_stays_owner(self, as_, roche, owner):
        own = owner.memberships.get()
        page = as_(owner).post(f"/partners/roche/staff/{own.pk}/role/", {"role": "editor"}, follow=True).content.decode()
        assert "keeps at least one owner" in page
        own.refresh_from_db()
        assert own.role == MemberRole.OWNER


class TestRemoving:
    def test_who_is_removed_is_told_and_loses_access_at_once(self, as_, roche, owner):
        editor = member(roche, name="Ed Editor")
        theirs = as_(editor.user)
        assert theirs.get("/partners/roche/staff/").status_code == 200
        page = as_(owner).post(f"/partners/roche/staff/{editor.pk}/remove/", follow=True).content.decode()
        assert "Ed Editor does not act for the organisation any more." in page
        assert theirs.get("/partners/roche/staff/").status_code == 404
        assert Notification.objects.get().kind == "member_removed"
        assert Entry.objects.get(action="member.removed").by == owner

    def test_twice_is_refused_calmly(self, roche, owner, now):
        editor = member(roche)
        same = Membership.objects.get(pk=editor.pk)
        members.remove(membership=editor, by=owner, now=now)
        with pytest.raises(Refusal, match="does not act"):
            members.remove(membership=same, by=owner, now=now)

    def test_the_last_owner_cannot_be_removed_not_even_by_the_office(self, roche, owner, now):
        with pytest.raises(Refusal, match="at least one owner"):
            members.remove(membership=owner.memberships.get(), by=coordinator(), now=now)

    def test_an_owner_who_lost_the_role_a_moment_ago_changes_nothing_more(self, roche, owner, now):
        other, editor = member(roche, MemberRole.OWNER), member(roche)
        members.change_role(membership=owner.memberships.get(), role=MemberRole.MENTOR, by=other.user, now=now)
        for write in (members.remove, lambda **kw: members.change_role(role=MemberRole.OWNER, **kw)):
            with pytest.raises(Refusal, match="not an owner"):
                write(membership=editor, by=owner, now=now)


class TestLeaving:
    def test_one_leaves_by_oneself(self, as_, roche, owner):
        editor = member(roche)
        page = as_(editor.user).post("/partners/roche/staff/leave/", follow=True).content.decode()
        assert "You do not act for Roche Nederland any more." in page
        assert not Membership.objects.filter(pk=editor.pk).exists()
        assert Entry.objects.get(action="member.left").by == editor.user

    def test_the_last_owner_stays(self, as_, roche, owner):
        member(roche)
        page = as_(owner).post("/partners/roche/staff/leave/", follow=True).content.decode()
        assert "keeps at least one owner" in page
        assert owner.memberships.exists()

    def test_who_is_no_member_has_nothing_to_leave(self, as_, roche, owner, now):
        assert as_(coordinator()).post("/partners/roche/staff/leave/").status_code == 404
        with pytest.raises(Refusal):
            members.leave(organisation=roche, by=UserFactory(), now=now)


class TestAccess:
    @pytest.mark.parametrize("action", ["role", "remove"])
    def test_only_owners_and_the_office_run_it(self, action, as_, roche, owner):
        target = member(roche)
        outsider = staff_of(OrganisationFactory(), MemberRole.OWNER)
        for user in (target.user, member(roche, MemberRole.MENTOR).user, outsider, student()):
            assert as_(user).post(f"/partners/roche/staff/{target.pk}/{action}/", {"role": "owner"}).status_code == 404
        assert as_(None).post(f"/partners/roche/staff/{target.pk}/{action}/").status_code == 302
        target.refresh_from_db()
        assert target.role == MemberRole.EDITOR
        assert as_(coordinator()).post(f"/partners/roche/staff/{target.pk}/{action}/", {"role": "owner"}).status_code == 302

    def test_an_owner_reaches_nobody_of_another_organisation(self, as_, roche, owner):
        stranger = member(OrganisationFactory(slug="umc"))
        client = as_(owner)
        assert client.post(f"/partners/roche/staff/{stranger.pk}/remove/").status_code == 404
        assert client.post(f"/partners/umc/staff/{stranger.pk}/remove/").status_code == 404
        assert client.get("/partners/umc/staff/").status_code == 404

    def test_members_read_the_list_and_only_owners_can_change_it(self, as_, roche, owner):
        mentor = member(roche, MemberRole.MENTOR, name="Mia Mentor")
        page = as_(mentor.user).get("/partners/roche/staff/").content.decode()
        assert "Rosa Owner" in page
        assert "Invite somebody" not in page
        assert "Stop acting for this organisation" in page
        assert as_(mentor.user).post("/partners/roche/staff/", {"email": "x@example.org", "role": "owner"}).status_code == 404
        page = as_(owner).get("/partners/roche/staff/").content.decode()
        assert "Mia Mentor" in page
        assert "The only owner, so stays." in page
        assert "Stop acting for this organisation" not in page

    @pytest.mark.parametrize("items", [1, 3])
    def test_queries_stay_the_same(self, items, as_, roche, owner, django_assert_num_queries):
        for _ in range(items):
            member(roche)
        client = as_(owner)
        with django_assert_num_queries(6):
            client.get("/partners/roche/staff/")


def test_a_visitor_acts_for_nobody(owner):
    assert list(member_roles(AnonymousUser())) == []
    assert list(member_roles(owner)) == [(owner.memberships.get().organisation_id, MemberRole.OWNER)]
