"""Roles: who gives them, how long they hold, and what their holder reads."""

import datetime as dt

import pytest

from accounts.actions import roles
from accounts.audit.models import Entry
from accounts.enums import Role
from accounts.kit import clock
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import Domain, Mail, Notification, RoleGrant, User
from accounts.outbox import notices
from accounts.queries.people import held_by_another, office
from tests.factories import InstitutionFactory, UserFactory, coordinator, faculty, grant

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def desk():
    return coordinator()


@pytest.fixture
def noor():
    return UserFactory(name="Noor Jansen", email="noor@students.uu.nl")


@pytest.fixture
def domain():
    return Domain.objects.create(institution=InstitutionFactory(), name="students.uu.nl", students_only=True)


def held(user, now):
    return User.objects.get(pk=user.pk).roles(now)


def state(user, now):
    return roles.state_student(user=user, institution=InstitutionFactory(), statement=" Biology, year 2 ", now=now)


def told(user):
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def trail():
    return [(entry.action, entry.by, entry.subject_label) for entry in Entry.objects.order_by("pk")]


def test_a_statement_waits_and_the_office_is_told(noor, desk, now):
    made = state(noor, now)
    assert held(noor, now) == frozenset()
    assert (made.statement, made.institution.name, made.state(now)) == ("Biology, year 2", "Utrecht University", "awaiting")
    assert told(desk) == ["role_stated"]
    assert told(noor) == []
    assert trail() == [("role.stated", noor, "Noor Jansen")]


def test_a_statement_is_made_once_and_says_something(noor, desk, now):
    with pytest.raises(Refusal, match="Say what you study") as refused:
        roles.state_student(user=noor, institution=InstitutionFactory(), statement=" ", now=now)
    assert refused.value.field == "statement"
    made = state(noor, now)
    with pytest.raises(WrongState, match="told us already"):
        state(noor, now)
    roles.confirm(grant=made, by=desk, now=now)
    with pytest.raises(WrongState, match="confirmed student already"):
        state(noor, now)


def test_a_confirmed_statement_makes_a_student_until_the_last_day(noor, desk, now):
    until = clock.today(now) + 10 * DAY
    roles.confirm(grant=state(noor, now), by=desk, now=now, until=until)
    assert held(noor, now) == {Role.STUDENT}
    last_moment = dt.datetime.combine(until, dt.time(23, 59), clock.AMSTERDAM)
    assert held(noor, last_moment) == {Role.STUDENT}
    assert held(noor, last_moment + dt.timedelta(minutes=1)) == frozenset()
    assert told(noor) == ["role_confirmed"]
    assert trail()[-1] == ("role.confirmed", desk, "Noor Jansen")
    mail = Mail.objects.get(kind="role_confirmed")
    assert mail.context["until"] == until.isoformat()


def test_who_was_a_student_once_can_say_so_again(noor, desk, now):
    roles.confirm(grant=state(noor, now), by=desk, now=now, until=clock.today(now))
    again = state(noor, now + 2 * DAY)
    assert again.state(now) == "awaiting"
    assert RoleGrant.objects.filter(user=noor, revoked_at__isnull=True).get() == again


def test_a_refusal_is_told_with_its_reason_and_one_can_try_again(noor, desk, now):
    made = state(noor, now)
    with pytest.raises(Refusal, match="Give a reason"):
        roles.refuse(grant=made, by=desk, now=now, reason=" ")
    refused = roles.refuse(grant=made, by=desk, now=now, reason=" Unknown there. ")
    assert (refused.state(now), refused.reason, refused.revoked_by) == ("refused", "Unknown there.", desk)
    assert told(noor) == ["role_refused"]
    assert Mail.objects.get(kind="role_refused").context["reason"] == "Unknown there."
    for decide in (roles.confirm, roles.refuse):
        with pytest.raises(WrongState, match="in the meantime"):
            decide(grant=made, by=desk, now=now, **({} if decide is roles.confirm else {"reason": "No."}))
    assert state(noor, now).state(now) == "awaiting"


def test_a_revoked_role_ends_with_the_next_request(noor, desk, now):
    made = roles.grant(user=noor, role=Role.FACULTY, by=desk, now=now)
    assert held(noor, now) == {Role.FACULTY}
    revoked = roles.revoke(grant=made, by=desk, now=now, reason="Left.")
    assert held(noor, now) == frozenset()
    assert (revoked.state(now), revoked.reason) == ("revoked", "Left.")
    assert told(noor) == ["role_confirmed", "role_revoked"]
    assert [action for action, _by, _on in trail()] == ["role.granted", "role.revoked"]
    with pytest.raises(WrongState):
        roles.revoke(grant=made, by=desk, now=now, reason="Again.")


def test_nobody_gives_a_role_to_themselves(desk, now):
    with pytest.raises(Refusal, match="themselves"):
        roles.grant(user=desk, role=Role.FACULTY, by=desk, now=now)
    with pytest.raises(Refusal, match="themselves"):
        roles.confirm(grant=state(desk, now), by=desk, now=now)
    admin = UserFactory(is_superuser=True)
    with pytest.raises(Refusal, match="themselves"):
        roles.grant(user=admin, role=Role.COORDINATOR, by=admin, now=now)


def test_the_coordinators_role_is_for_administrators(noor, desk, now):
    with pytest.raises(Refusal, match="administrator"):
        roles.grant(user=noor, role=Role.COORDINATOR, by=desk, now=now)
    admin = UserFactory(is_superuser=True)
    made = roles.grant(user=noor, role=Role.COORDINATOR, by=admin, now=now)
    assert held(noor, now) == {Role.COORDINATOR}
    assert set(office(now)) == {noor, desk}
    with pytest.raises(Refusal, match="administrator"):
        roles.revoke(grant=made, by=desk, now=now, reason="No.")
    roles.revoke(grant=made, by=admin, now=now, reason="Done.")
    assert set(office(now)) == {desk}


def test_nobody_else_decides(noor, now):
    for somebody in (UserFactory(), faculty()):
        with pytest.raises(Refusal):
            roles.grant(user=noor, role=Role.FACULTY, by=somebody, now=now)


def test_the_console_may_grant(noor, now):
    roles.grant(user=noor, role=Role.COORDINATOR, by=None, now=now)
    assert held(noor, now) == {Role.COORDINATOR}
    assert trail() == [("role.granted", None, "Noor Jansen")]


def test_granting_confirms_a_statement_that_waits(noor, desk, now):
    made = state(noor, now)
    granted = roles.grant(user=noor, role=Role.STUDENT, by=desk, now=now)
    assert (granted.pk, granted.source, granted.confirmed_by) == (made.pk, "statement", desk)


def test_granting_again_replaces_another_last_day_or_an_expired_role(noor, desk, now):
    today = clock.today(now)
    first = roles.grant(user=noor, role=Role.FACULTY, by=desk, now=now, until=today)
    with pytest.raises(WrongState, match="already"):
        roles.grant(user=noor, role=Role.FACULTY, by=desk, now=now, until=today)
    longer = roles.grant(user=noor, role=Role.FACULTY, by=desk, now=now, until=today + DAY)
    first.refresh_from_db()
    assert first.state(now) == "revoked"
    assert longer.state(now + 2 * DAY) == "expired"
    again = roles.grant(user=noor, role=Role.FACULTY, by=desk, now=now + 2 * DAY)
    assert held(noor, now + 2 * DAY) == {Role.FACULTY}
    assert RoleGrant.objects.get(user=noor, revoked_at__isnull=True) == again


def test_a_last_day_that_has_passed_is_refused(noor, desk, now):
    yesterday = clock.today(now) - DAY
    made = state(noor, now)
    for decide in (
        lambda: roles.grant(user=noor, role=Role.FACULTY, by=desk, now=now, until=yesterday),
        lambda: roles.confirm(grant=made, by=desk, now=now, until=yesterday),
    ):
        with pytest.raises(Refusal, match="passed") as refused:
            decide()
        assert refused.value.field == "until"


def test_an_address_that_only_students_have_makes_a_student(noor, domain, now):
    made = roles.derive_from_address(user=noor, address="Noor@Students.UU.nl", now=now)
    assert (made.source, made.institution, made.confirmed_by) == ("domain", domain.institution, None)
    assert held(noor, now) == {Role.STUDENT}
    assert told(noor) == []
    assert trail() == [("role.derived", None, "Noor Jansen")]
    assert roles.derive_from_address(user=noor, address="noor@students.uu.nl", now=now) is None


@pytest.mark.parametrize("address", ["noor@uu.nl", "noor@x.students.uu.nl", "noor@students.uu.nl.example.org", "noor@elsewhere.org"])
def test_no_other_address_makes_a_student(noor, domain, now, address):
    Domain.objects.create(institution=domain.institution, name="uu.nl", students_only=False)
    assert roles.derive_from_address(user=noor, address=address, now=now) is None
    assert held(noor, now) == frozenset()


def test_an_address_confirms_a_statement_and_renews_what_expired(noor, domain, desk, now):
    waiting = state(noor, now)
    assert roles.derive_from_address(user=noor, address=noor.email, now=now).pk == waiting.pk
    tess = UserFactory()
    roles.grant(user=tess, role=Role.STUDENT, by=desk, now=now, until=clock.today(now))
    later = now + 2 * DAY
    assert roles.derive_from_address(user=tess, address="tess@students.uu.nl", now=later)
    assert held(tess, later) == {Role.STUDENT}


def test_an_address_does_not_bring_back_what_the_office_took_away(noor, domain, desk, now):
    made = roles.derive_from_address(user=noor, address=noor.email, now=now)
    roles.revoke(grant=made, by=desk, now=now, reason="Not a student.")
    assert roles.derive_from_address(user=noor, address=noor.email, now=now) is None
    assert held(noor, now) == frozenset()


def test_a_list_confirms_a_statement_and_renews_what_expired(noor, desk, now):
    waiting = state(noor, now)
    assert roles.confirm_from_list(user=noor, by=desk, now=now).pk == waiting.pk
    assert held(noor, now) == {Role.STUDENT}
    tess = UserFactory()
    expired = roles.grant(user=tess, role=Role.STUDENT, by=desk, now=now, until=clock.today(now))
    later = now + 2 * DAY
    renewed = roles.confirm_from_list(user=tess, by=desk, now=later)
    expired.refresh_from_db()
    assert (renewed.until, expired.revoked_at, held(tess, later)) == (None, later, {Role.STUDENT})


def test_a_list_makes_nobody_a_student_twice_nor_whoever_brought_it_in(noor, desk, now):
    roles.confirm_from_list(user=noor, by=desk, now=now)
    assert roles.confirm_from_list(user=noor, by=desk, now=now) is None
    assert roles.confirm_from_list(user=desk, by=desk, now=now) is None
    assert RoleGrant.objects.filter(role=Role.STUDENT).get().user == noor


def test_mails_about_roles_are_dropped_when_they_no_longer_matter(noor, desk, now):
    made = state(noor, now)
    stated = Mail.objects.get(kind="role_stated")
    assert notices.get("role_stated").relevant(stated, now)
    roles.confirm(grant=made, by=desk, now=now)
    assert not notices.get("role_stated").relevant(stated, now)
    confirmed = Mail.objects.get(kind="role_confirmed")
    assert notices.get("role_confirmed").relevant(confirmed, now)
    roles.revoke(grant=made, by=desk, now=now, reason="No.")
    assert not notices.get("role_confirmed").relevant(confirmed, now)


def test_an_address_is_held_by_one_person(noor):
    assert held_by_another("NOOR@students.uu.nl", None)
    assert not held_by_another("noor@students.uu.nl", noor.pk)


def test_a_role_of_somebody_else_leaves_one_alone(now):
    grant(UserFactory(), Role.FACULTY)
    assert held(UserFactory(), now) == frozenset()
