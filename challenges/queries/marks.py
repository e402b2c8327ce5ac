"""Marks given in confidence: a person's own, and all of an edition for the solver. Nothing else reads them."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.kit import clock
from accounts.models import User
from accounts.queries.privacy import Own
from challenges.models import ConfidentialMark, Enrolment, MarkKind, Programme
from challenges.queries.enrolling import placed


@dataclass(frozen=True)
class MarksPage:
    """What one can say in an edition, what one has said, and why nothing can be said now (empty while one can)."""

    enrolment: Enrolment
    kinds: list[MarkKind]
    given: list[int]
    closed: str


def marks_page(enrolment: Enrolment, now: dt.datetime) -> MarksPage:
    """The page of an enrolled person about their own marks."""
    return MarksPage(
        enrolment=enrolment,
        kinds=list(enrolment.programme.mark_kinds.all()),
        given=list(enrolment.marks.values_list("kind_id", flat=True)),
        closed=why_closed(enrolment, now),
    )


def why_closed(enrolment: Enrolment, now: dt.datetime) -> str:
    """Why nothing can be said in confidence any more; empty while it still serves its purpose."""
    if clock.today(now) > enrolment.programme.ends_on:
        return _("This edition is over.")
    if placed(enrolment) is not None:
        return _("You are in a team, so nothing is kept any more.")
    return ""


def for_solver(programme: Programme) -> dict[int, frozenset[str]]:
    """The marks of each active enrolment of an edition, by its number, as the solver takes them. For nothing that a person reads."""
    found: dict[int, frozenset[str]] = {}
    marks = ConfidentialMark.objects.filter(enrolment__programme=programme, enrolment__left_at__isnull=True)
    for enrolment, kind in marks.values_list("enrolment_id", "kind_id"):
        found[enrolment] = found.get(enrolment, frozenset()) | {str(kind)}
    return found


def own(user: User) -> list[Own]:
    """What a person has said in confidence, for their page about privacy."""
    marks = ConfidentialMark.objects.filter(enrolment__user=user).select_related("kind__programme")
    return [
        Own(
            title=_("In confidence, for the teams of “%(programme)s”") % {"programme": one.kind.programme.name},
            text=sentence(one.kind),
            when=_("With your consent of %(moment)s") % {"moment": clock.moment(one.consented_at)},
            url=f"/programmes/{one.kind.programme.slug}/confidence/",
            action=_("Change or take back"),
        )
        for one in marks
    ]


def sentence(kind: MarkKind) -> str:
    """The whole sentence that a mark says."""
    return _("Please do not place me as the only one who %(words)s.") % {"words": kind.words}
