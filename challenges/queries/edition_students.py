"""The office's view of an edition: who is in it, whose wishes lack, and how the first wishes stand to the seats."""

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums.disciplines import DETAILED
from accounts.kit.addresses import canonical
from accounts.kit.pages import page_of
from challenges.enums import Ranking
from challenges.models import Enrolment, Programme, Wish
from challenges.queries.terms import joined_through

A_PAGE = 50
SHOWN = {"": _("All"), "unranked": _("Without wishes")}


@dataclass(frozen=True)
class StudentRow:
    """One student of an edition, and for how many challenges they wish."""

    pk: int
    name: str
    studies: str
    discipline: str | Promise
    institution: str
    joined_at: dt.datetime
    ranked: bool
    wishes: int


@dataclass(frozen=True)
class Demand:
    """How many students wish for a challenge first, and at all, beside its seats."""

    title: str
    slug: str
    seats: int
    first: int
    wished: int

    @property
    def over(self) -> int:
        """How many more want it first than there are seats."""
        return max(0, self.first - self.seats)


@dataclass(frozen=True)
class EditionStudents:
    """The page: students a page, the numbers over all of them, and the demand a challenge."""

    page: "Page[StudentRow]"
    students: int
    unranked: int
    demand: list[Demand]

    @property
    def seats(self) -> int:
        """Of all its challenges together."""
        return sum(one.seats for one in self.demand)


def edition_students(programme: Programme, *, words: str, shown: str, number: str | None) -> EditionStudents:
    """A page of 50 by name, found by words in name, address or study. Four queries, however many students there are."""
    active = Enrolment.objects.active().filter(programme=programme)
    counts = active.order_by().aggregate(students=Count("pk"), unranked=Count("pk", filter=Q(wishes_at__isnull=True)))
    return EditionStudents(page=page_of(_found(active, words, shown), number, A_PAGE, _row), demand=_demand(programme), **counts)


def _found(active: QuerySet[Enrolment], words: str, shown: str) -> QuerySet[Enrolment]:
    for word in words.split()[:8]:
        active = active.filter(
            Q(user__name__icontains=word) | Q(user__email__contains=canonical(word)) | Q(user__profile__programme_of_study__icontains=word)
        )
    if shown == "unranked":
        active = active.filter(wishes_at__isnull=True)
    wishes = Wish.objects.filter(enrolment=OuterRef("pk")).order_by().values("enrolment").annotate(n=Count("pk")).values("n")
    counted = Coalesce(Subquery(wishes, output_field=IntegerField()), 0)
    return active.select_related("user__profile__institution").annotate(wished=counted).order_by("user__name", "pk")


def _row(enrolment: Enrolment) -> StudentRow:
    profile = getattr(enrolment.user, "profile", None)
    return StudentRow(
        pk=enrolment.user_id,
        name=enrolment.user.name,
        studies=profile.programme_of_study if profile else "",
        discipline=DETAILED.get(profile.discipline, profile.discipline) if profile else "",
        institution=profile.institution.name if profile else "",
        joined_at=enrolment.joined_at,
        ranked=enrolment.wishes_at is not None,
        wishes=enrolment.wished,  # type: ignore[attr-defined]
    )


def _demand(programme: Programme) -> list[Demand]:
    wishes = Wish.objects.filter(challenge=OuterRef("pk"), enrolment__programme=programme, enrolment__left_at__isnull=True)
    better = Wish.objects.filter(enrolment=OuterRef("enrolment"), points__gt=OuterRef("points"))
    first = wishes.filter(~Exists(better)) if programme.ranking == Ranking.POINTS else wishes.filter(place=1)
    found = joined_through(programme).annotate(wished=_number(wishes), firsts=_number(first))
    rows = found.order_by("-firsts", "title").values_list("title", "slug", "seats", "firsts", "wished")
    return [Demand(title, slug, seats or 0, first, wished) for title, slug, seats, first, wished in rows]


def _number(wishes: QuerySet[Wish]) -> Coalesce:
    counted = wishes.order_by().values("challenge").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
