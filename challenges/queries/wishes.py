"""What somebody in an edition wishes for: the page on which one ranks, and what was saved in words."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.kit.together import fetch_together
from challenges.enums import Ranking
from challenges.models import Challenge, Enrolment, Participation, Wish
from challenges.queries.terms import joined_through

ORDINALS = 3


@dataclass(frozen=True)
class WishesPage:
    """The challenges of an edition with what the person gave each, a place or points; none for no wish.

    `placed` is where the person takes part by now, `confides` says whether this edition has something to say in confidence.
    """

    enrolment: Enrolment
    challenges: list[Challenge]
    given: dict[int, int]
    placed: Participation | None
    confides: bool
    now: dt.datetime

    @property
    def is_open(self) -> bool:
        """Whether one can still rank."""
        until = self.enrolment.programme.ranks_until
        return self.placed is None and until is not None and self.now < until

    @property
    def by_points(self) -> bool:
        return self.enrolment.programme.ranking == Ranking.POINTS

    @property
    def saved(self) -> list[tuple[str, list[Challenge]]]:
        """What was saved, best first: the words of a place or of points, and the challenges that have it."""
        found: dict[int, list[Challenge]] = {}
        for challenge in self.challenges:
            if challenge.pk in self.given:
                found.setdefault(self.given[challenge.pk], []).append(challenge)
        return [(self.words(value), found[value]) for value in sorted(found, reverse=self.by_points)]

    @property
    def sum(self) -> int:
        """All points that were given."""
        return sum(self.given.values())

    def words(self, value: int) -> str:
        """A place or points in words."""
        return _("%(points)d points") % {"points": value} if self.by_points else choice(value)


def choice(place: int) -> str:
    """'First choice' and the like."""
    words = (_("First choice"), _("Second choice"), _("Third choice"))
    return words[place - 1] if place <= ORDINALS else _("Choice %(place)d") % {"place": place}


def wishes_page(enrolment: Enrolment, now: dt.datetime) -> WishesPage:
    """What the page of an active enrolment, with its programme, is made of. One statement."""
    programme = enrolment.programme
    challenges = joined_through(programme).select_related("organisation").order_by("title", "pk")
    wishes = Wish.objects.filter(enrolment=enrolment)
    active = (
        Participation.objects.active().filter(user=enrolment.user_id, challenge__programme=programme).select_related("challenge", "team")
    )
    kinds = programme.mark_kinds.all()
    fetch_together(challenges, wishes, active, kinds)
    known = {one.pk for one in challenges}
    given = {one.challenge_id: value for one in wishes if one.challenge_id in known and (value := one.place or one.points)}
    return WishesPage(enrolment, list(challenges), given, next(iter(active), None), bool(kinds), now)
