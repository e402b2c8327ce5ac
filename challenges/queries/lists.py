"""What a list of students would do, line by line, and who is on the list of an edition."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.core.paginator import Page
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.enums.disciplines import DETAILED
from accounts.kit.addresses import canonical
from accounts.kit.marks import mark
from accounts.kit.pages import page_of
from accounts.models import User
from accounts.queries.people import without_student_role
from challenges.models import Enrolment, ListedStudent, Programme, StudentList
from challenges.rules.listing import Line

A_PAGE = 50
INVITED, ADDED, CHANGED, SAME, WRONG = "invited", "added", "changed", "same", "wrong"
WORDS = {
    INVITED: gettext_lazy("Is invited by mail"),
    ADDED: gettext_lazy("Has an account: is told"),
    CHANGED: gettext_lazy("Changes"),
    SAME: gettext_lazy("Stays as it is"),
    WRONG: gettext_lazy("Left out"),
}
TONES = {INVITED: "teal", ADDED: "teal", CHANGED: "amber", SAME: "neutral", WRONG: "coral"}


@dataclass(frozen=True)
class Planned:
    """One line with what it would do: the words beside it are faults, or what changes. `confirms` makes `user` a confirmed student."""

    line: Line
    what: str
    details: list[str]
    user: User | None
    known: ListedStudent | None
    confirms: bool

    @property
    def words(self) -> str:
        return str(WORDS[self.what])

    @property
    def tone(self) -> str:
        return TONES[self.what]

    @property
    def discipline(self) -> str:
        """The discipline in words."""
        return str(DETAILED.get(self.line.discipline, ""))


@dataclass(frozen=True)
class Plan:
    """All lines; `missing` is how many people of the list stand in none of them, and stay."""

    lines: list[Planned]
    missing: int

    @property
    def mark(self) -> str:
        """A short mark of everything that would happen."""
        return mark(*((one.line.number, one.what, one.line, one.user.pk if one.user else "", one.confirms) for one in self.lines))

    def count(self, *what: str) -> int:
        """How many lines would do that."""
        return sum(one.what in what for one in self.lines)

    @property
    def does_something(self) -> bool:
        return self.count(INVITED, ADDED, CHANGED) > 0 or any(one.confirms for one in self.lines)

    @property
    def sums(self) -> list[str]:
        """What would happen in all, in words."""
        invited, added, changed = self.count(INVITED), self.count(ADDED), self.count(CHANGED)
        same, wrong, confirmed = self.count(SAME), self.count(WRONG), sum(one.confirms for one in self.lines)
        said = [
            (invited, ngettext("%(n)d person is invited.", "%(n)d people are invited.", invited)),
            (added, ngettext("%(n)d person with an account is told.", "%(n)d people with an account are told.", added)),
            (confirmed, ngettext("%(n)d becomes a confirmed student.", "%(n)d become confirmed students.", confirmed)),
            (changed, ngettext("%(n)d line changes.", "%(n)d lines change.", changed)),
            (same, ngettext("%(n)d line stays as it is.", "%(n)d lines stay as they are.", same)),
            (wrong, ngettext("%(n)d line is left out.", "%(n)d lines are left out.", wrong)),
            (
                self.missing,
                ngettext(
                    "%(n)d person is on the list and not in this file, and stays.",
                    "%(n)d people are on the list and not in this file, and stay.",
                    self.missing,
                ),
            ),
        ]
        return [words % {"n": number} for number, words in said if number]


def plan(waiting: StudentList, now: dt.datetime) -> Plan:
    """What the lines of a list that waits would do now. At most three statements, however long it is."""
    lines = [Line(**one) for one in waiting.lines]
    sound = [one.address for one in lines if not one.faults]
    owners = _owners(sound)
    listed = {one.address: one for one in ListedStudent.objects.filter(programme=waiting.programme_id)}
    asked = {user.pk for user in owners.values()} - {waiting.uploaded_by_id}
    confirmable = set(without_student_role(asked, now))
    found = [_planned(one, owners.get(one.address), listed.get(one.address), confirmable) for one in lines]
    return Plan(found, len(listed.keys() - {one.address for one in lines}))


def _owners(addresses: Sequence[str]) -> dict[str, User]:
    """Whose verified address each is."""
    found = EmailAddress.objects.filter(email__in=addresses, verified=True, user__is_active=True).select_related("user")
    return {one.email: one.user for one in found}


def _planned(line: Line, user: User | None, known: ListedStudent | None, confirmable: set[int]) -> Planned:
    if line.faults:
        return Planned(line, WRONG, line.faults, None, known, confirms=False)
    confirms = user is not None and user.pk in confirmable
    if known is None:
        return Planned(line, ADDED if user else INVITED, [], user, None, confirms)
    changes = list(_changes(line, known))
    return Planned(line, CHANGED if changes else SAME, changes, user, known, confirms)


def _changes(line: Line, known: ListedStudent) -> Iterable[str]:
    pairs = (
        (_("name"), known.name, line.name),
        (_("programme of study"), known.programme_of_study, line.programme),
        (_("discipline"), str(DETAILED.get(known.discipline, "")), str(DETAILED.get(line.discipline, ""))),
    )
    for label, before, after in pairs:
        if before != after:
            yield f"{label}: {before or '–'} → {after or '–'}"


@dataclass(frozen=True)
class ListedRow:
    """One person on the list, and how far they are: joined, with an account, or invited."""

    listed: ListedStudent
    joined: bool

    @property
    def discipline(self) -> str:
        """The discipline in words."""
        return str(DETAILED.get(self.listed.discipline, ""))

    @property
    def state(self) -> tuple[str, str]:
        """How far they are in words, and the tone of the chip."""
        if self.joined:
            return _("Joined"), "teal"
        return (_("Has an account"), "amber") if self.listed.user_id else (_("Invited"), "neutral")


def listed(programme: Programme, *, words: str, number: str | None) -> "Page[ListedRow]":
    """The people on the list of an edition, a page of 50, found by words in name or address. Two queries."""
    joined = Enrolment.objects.active().filter(programme=programme, user=OuterRef("user"))
    found = ListedStudent.objects.filter(programme=programme).annotate(joined=Exists(joined))
    for word in words.split()[:8]:
        found = found.filter(Q(name__icontains=word) | Q(address__contains=canonical(word)))
    return page_of(found, number, A_PAGE, _row)


def _row(one: ListedStudent) -> ListedRow:
    return ListedRow(one, one.joined)  # type: ignore[attr-defined]
