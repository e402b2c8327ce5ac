"""Roles: stated by the person, derived from an address, granted, confirmed, refused and revoked. Nobody gives one to themselves."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.notifications import tell
from accounts.audit import trail
from accounts.enums import GrantSource, Role
from accounts.kit.addresses import domain
from accounts.kit.clock import today
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import Domain, Institution, RoleGrant, User
from accounts.queries.people import office, without_student_role
from accounts.rules import may_decide_on


def state_student(*, user: User, institution: Institution, statement: str, now: dt.datetime) -> RoleGrant:
    """Keep somebody's own word that they are a student of an institution, and tell the office, which decides.

    Refuses an empty statement, and one by somebody who is a student already or still waits for an answer.
    """
    with transaction.atomic():
        _lock(user)
        current = _live(user, Role.STUDENT)
        if current and current.state(now) == "in force":
            raise WrongState(_("You are a confirmed student already."))
        if current and current.state(now) == "awaiting":
            raise WrongState(_("You have told us already. The programme office decides, and you hear about it."))
        if not statement.strip():
            raise Refusal(_("Say what you study and since when, so that the office can check it."), field="statement")
        if current:
            _end(current, by=None, now=now)
        grant = RoleGrant.objects.create(
            user=user,
            role=Role.STUDENT,
            source=GrantSource.STATEMENT,
            institution=institution,
            statement=statement.strip(),
            proposed_at=now,
        )
        trail.record("role.stated", on=user, by=user, now=now, role=grant.role, institution=institution.name)
        tell(
            kind="role_stated",
            to=office(now),
            path=f"/manage/people/{user.pk}/",
            context={"person": user.name, "institution": institution.name, "grant": grant.pk},
            key=str(grant.pk),
            now=now,
        )
        return grant


def derive_from_address(*, user: User, address: str, now: dt.datetime) -> RoleGrant | None:
    """Make somebody a student because an address that they have verified is in a domain that only students have.

    Gives the new grant, or None: another domain, a student already, or one whose role the office has taken away (it decides then).
    """
    found = Domain.objects.filter(name=domain(address), students_only=True).select_related("institution").first()
    if found is None:
        return None
    with transaction.atomic():
        _lock(user)
        current = _live(user, Role.STUDENT)
        if current and current.state(now) == "in force":
            return None
        if user.role_grants.filter(role=Role.STUDENT, confirmed_at__isnull=False, revoked_by__isnull=False).exists():
            return None
        if current and current.state(now) == "expired":
            _end(current, by=None, now=now)
            current = None
        grant = current or RoleGrant(user=user, role=Role.STUDENT, proposed_at=now)
        grant.source, grant.institution, grant.confirmed_at = GrantSource.DOMAIN, found.institution, now
        grant.save()
        trail.record("role.derived", on=user, by=None, now=now, role=grant.role, institution=found.institution.name, address=found.name)
        return grant


def confirm_from_list(*, user: User, by: User | None, now: dt.datetime) -> RoleGrant | None:
    """Make somebody a student because a list of the office, brought in by `by`, names an address that they have verified.

    Gives the grant, or None for a student already, for oneself, and for whoever's role the office has taken away (it decides then).
    """
    with transaction.atomic():
        _lock(user)
        if by == user or not without_student_role([user.pk], now).exists():
            return None
        current = _live(user, Role.STUDENT)
        if current and current.state(now) == "awaiting":
            return _confirm(current, by=by, now=now, until=None)
        if current:
            _end(current, by=None, now=now)
        made = RoleGrant.objects.create(
            user=user, role=Role.STUDENT, source=GrantSource.OFFICE, proposed_at=now, confirmed_at=now, confirmed_by=by
        )
        _record_and_tell("granted", made, by=by, now=now)
        return made


def grant(*, user: User, role: Role, by: User | None, now: dt.datetime, until: dt.date | None = None) -> RoleGrant:
    """Give somebody a role, up to and including its last day `until`; `by` is None on the console only.

    A grant that has expired or has another last day is replaced, a statement that waits is confirmed. Refuses a role for oneself, the
    coordinator's role from anyone but an administrator, a last day that has passed, and what is so already.
    """
    with transaction.atomic():
        _lock(user)
        _check(role, user, by)
        _check_until(until, now)
        current = _live(user, role)
        if current and current.state(now) == "in force" and current.until == until:
            raise WrongState(_("%(name)s has this role already.") % {"name": user.name})
        if current and current.state(now) == "awaiting":
            return _confirm(current, by=by, now=now, until=until)
        if current:
            _end(current, by=None, now=now)
        made = RoleGrant.objects.create(
            user=user, role=role, source=GrantSource.OFFICE, proposed_at=now, confirmed_at=now, confirmed_by=by, until=until
        )
        _record_and_tell("granted", made, by=by, now=now)
        return made


def confirm(*, grant: RoleGrant, by: User, now: dt.datetime, until: dt.date | None = None) -> RoleGrant:
    """Say yes to somebody's statement. Refuses one that was decided already, one's own, and a last day that has passed."""
    with transaction.atomic():
        locked = _lock_grant(grant)
        _check(Role(locked.role), locked.user, by)
        _check_until(until, now)
        if locked.state(now) != "awaiting":
            raise WrongState(_("Somebody else has decided on this in the meantime."))
        return _confirm(locked, by=by, now=now, until=until)


def refuse(*, grant: RoleGrant, by: User, now: dt.datetime, reason: str) -> RoleGrant:
    """Say no to somebody's statement, with a reason that they read. Refuses one that was decided already, and an empty reason."""
    return _take_away(grant, "awaiting", "refused", by=by, now=now, reason=reason)


def revoke(*, grant: RoleGrant, by: User, now: dt.datetime, reason: str) -> RoleGrant:
    """Take a role away, with a reason that its holder reads; it works on their next request.

    Refuses a role that is not in force, an empty reason, and the coordinator's role from anyone but an administrator.
    """
    return _take_away(grant, "in force", "revoked", by=by, now=now, reason=reason)


def _take_away(grant: RoleGrant, expected: str, step: str, *, by: User, now: dt.datetime, reason: str) -> RoleGrant:
    with transaction.atomic():
        locked = _lock_grant(grant)
        _check(Role(locked.role), locked.user, by, own=True)
        if locked.state(now) != expected:
            raise WrongState(_("Somebody else has decided on this in the meantime."))
        if not reason.strip():
            raise Refusal(_("Give a reason; the person reads it."), field="reason")
        _end(locked, by=by, now=now, reason=reason.strip())
        _record_and_tell(step, locked, by=by, now=now)
        return locked


def _confirm(current: RoleGrant, *, by: User | None, now: dt.datetime, until: dt.date | None) -> RoleGrant:
    current.confirmed_at, current.confirmed_by, current.until = now, by, until
    current.save(update_fields=["confirmed_at", "confirmed_by", "until"])
    _record_and_tell("confirmed", current, by=by, now=now)
    return current


def _record_and_tell(step: str, changed: RoleGrant, *, by: User | None, now: dt.datetime) -> None:
    until = changed.until.isoformat() if changed.until else ""
    trail.record(f"role.{step}", on=changed.user, by=by, now=now, role=changed.role, until=until, reason=changed.reason)
    kind = "role_confirmed" if step in {"granted", "confirmed"} else f"role_{step}"
    tell(
        kind=kind,
        to=[changed.user],
        path="/me/" if kind == "role_confirmed" else "/me/profile/",
        context={"role": changed.role, "until": until, "reason": changed.reason, "grant": changed.pk},
        key=str(changed.pk),
        now=now,
    )


def _lock(user: User) -> None:
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _lock_grant(grant: RoleGrant) -> RoleGrant:
    _lock(grant.user)
    return RoleGrant.objects.select_related("user").get(pk=grant.pk)


def _live(user: User, role: Role) -> RoleGrant | None:
    return user.role_grants.filter(role=role, revoked_at__isnull=True).first()


def _end(current: RoleGrant, *, by: User | None, now: dt.datetime, reason: str = "") -> None:
    current.revoked_at, current.revoked_by, current.reason = now, by, reason
    current.save(update_fields=["revoked_at", "revoked_by", "reason"])


def _check(role: Role, user: User, by: User | None, *, own: bool = False) -> None:
    if by is None:
        return
    if by.pk == user.pk and not own:
        raise Refusal(_("Nobody gives a role to themselves. Ask a colleague."))
    if not may_decide_on(by, role):
        raise Refusal(_("Only an administrator decides on the coordinator's role."))


def _check_until(until: dt.date | None, now: dt.datetime) -> None:
    if until and until < today(now):
        raise Refusal(_("This day has passed."), field="until")
