"""Lists of students that the office brings in: read, looked at, confirmed; and whoever proves that a listed address is theirs."""

import datetime as dt
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications, profiles, roles
from accounts.audit import trail
from accounts.kit import clock
from accounts.kit.files import safe_name
from accounts.kit.refusals import Refusal
from accounts.kit.spreadsheets import rows_of
from accounts.kit.states import WrongState
from accounts.models import User
from accounts.outbox import actions as outbox
from challenges.actions.locks import lock_programme
from challenges.models import Enrolment, ListedStudent, Programme, StudentList
from challenges.queries.lists import ADDED, CHANGED, INVITED, Plan, Planned, plan
from challenges.rules.listing import read


def bring_in(*, programme: Programme, name: str, content: bytes, by: User, now: dt.datetime) -> StudentList:
    """Read a file and keep its lines to be looked at, in place of an earlier one that waits. Nobody is listed or told by this.

    Refuses a file that is no list; see `rows_of` and `read`.
    """
    listing = read(rows_of(content))
    with transaction.atomic():
        locked = lock_programme(programme.pk)
        StudentList.objects.filter(programme=locked).delete()
        return StudentList.objects.create(
            programme=locked,
            name=safe_name(name),
            lines=[asdict(line) for line in listing.lines],
            ignored=listing.ignored,
            uploaded_by=by,
            uploaded_at=now,
        )


def throw_away(*, waiting: StudentList) -> None:
    """Forget a list that waits. One that is gone already is no fault."""
    StudentList.objects.filter(pk=waiting.pk).delete()


def confirm(*, waiting: StudentList, seen: str, by: User, now: dt.datetime) -> Plan:
    """Do what the page showed, whose mark is `seen`: list who is new, change what differs, confirm students, and tell or invite people.

    Refuses a list that was confirmed, thrown away or replaced meanwhile, and one that would do something else by now.
    """
    with transaction.atomic():
        programme = lock_programme(waiting.programme_id)
        locked = StudentList.objects.select_for_update().filter(pk=waiting.pk).first()
        if locked is None:
            raise WrongState(_("This list was confirmed, thrown away or replaced meanwhile."))
        found = plan(locked, now)
        if found.mark != seen:
            raise WrongState(_("Something has changed since this page was shown. Look at it again, and confirm what stands here now."))
        _list(programme, found, by, now)
        for one in found.lines:
            if one.user is not None:
                _connect(one.user, one, by, now)
        _invite(programme, found, by, now)
        trail.record(
            "students.listed",
            on=programme,
            by=by,
            now=now,
            file=locked.name,
            invited=found.count(INVITED),
            added=found.count(ADDED),
            changed=found.count(CHANGED),
        )
        locked.delete()
        return found


def take_off(*, listed: ListedStudent, by: User, now: dt.datetime) -> None:
    """Take somebody off the list who has not joined: nothing stays of them here, and no mail that waits is sent. One who is gone is
    no fault. Refuses whoever has joined, who leaves the edition themselves."""
    with transaction.atomic():
        programme = lock_programme(listed.programme_id)
        found = ListedStudent.objects.filter(pk=listed.pk).first()
        if found is None:
            return
        if found.user_id and Enrolment.objects.active().filter(programme=programme, user=found.user_id).exists():
            raise Refusal(_("%(name)s has joined, and leaves the edition themselves.") % {"name": found.name})
        found.delete()
        trail.record("student.unlisted", on=programme, by=by, now=now)


def claim(*, user: User, address: str, now: dt.datetime) -> None:
    """Connect somebody with the lists on which an address stands that they have verified, of editions that are not over."""
    with transaction.atomic():
        waiting = ListedStudent.objects.filter(address=address, user=None, programme__ends_on__gte=clock.today(now))
        for programme_id in waiting.order_by("programme").values_list("programme", flat=True):
            programme = lock_programme(programme_id)
            one = ListedStudent.objects.filter(programme=programme, address=address, user=None).select_related("listed_by").first()
            if one is not None:
                one.user = user
                one.save(update_fields=["user"])
                profiles.propose(user=user, programme_of_study=one.programme_of_study, discipline=one.discipline)
                roles.confirm_from_list(user=user, by=one.listed_by, now=now)
                _tell(programme, [one], now)


def _list(programme: Programme, found: Plan, by: User, now: dt.datetime) -> None:
    """Write the rows of the list."""
    new = [one for one in found.lines if one.what in (INVITED, ADDED)]
    ListedStudent.objects.bulk_create(_row(ListedStudent(programme=programme, address=one.line.address), one, by, now) for one in new)
    for one in found.lines:
        if one.known is not None and one.what == CHANGED:
            _row(one.known, one, by, now).save()
        elif one.known is not None and one.user is not None and one.known.user_id is None:
            one.known.user = one.user
            one.known.save(update_fields=["user"])


def _row(listed: ListedStudent, one: Planned, by: User, now: dt.datetime) -> ListedStudent:
    listed.name, listed.programme_of_study, listed.discipline = one.line.name, one.line.programme, one.line.discipline
    listed.user, listed.listed_by, listed.listed_at = one.user, by, now
    return listed


def _connect(user: User, one: Planned, by: User, now: dt.datetime) -> None:
    profiles.propose(user=user, programme_of_study=one.line.programme, discipline=one.line.discipline)
    if one.confirms:
        roles.confirm_from_list(user=user, by=by, now=now)


def _invite(programme: Programme, found: Plan, by: User, now: dt.datetime) -> None:
    """Tell whoever is new and has an account, and invite the others by mail."""
    new = {one.line.address for one in found.lines if one.what in (INVITED, ADDED)}
    listed = list(ListedStudent.objects.filter(programme=programme, address__in=new).select_related("user"))
    _tell(programme, [one for one in listed if one.user], now)
    for one in listed:
        if one.user is None:
            outbox.queue(
                kind="programme_invited",
                to=[outbox.Recipient(one.address, by.language, str(one.pk))],
                context=_context(programme, one),
                path=f"/programmes/{programme.slug}/join/",
                now=now,
            )


def _tell(programme: Programme, listed: list[ListedStudent], now: dt.datetime) -> None:
    for one in listed:
        notifications.tell(
            kind="programme_listed",
            to=[one.user] if one.user else [],
            path=f"/programmes/{programme.slug}/join/",
            context=_context(programme, one),
            key=str(one.pk),
            now=now,
        )


def _context(programme: Programme, one: ListedStudent) -> dict[str, str | int]:
    until = programme.join_until.isoformat() if programme.join_until else ""
    return {"programme": programme.name, "until": until, "listed": one.pk}
