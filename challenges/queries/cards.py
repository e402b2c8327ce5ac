"""A challenge as a card in a list: in words, what it is, for whom, and whether one can still join."""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Exists, F, Max, OuterRef, QuerySet, Subquery, When
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Language
from accounts.kit import clock
from accounts.kit.words import names, worded
from challenges.enums import ChallengeState, Mode, Theme
from challenges.models import Challenge, Milestone
from challenges.queries.seats import with_taken

SOON = dt.timedelta(days=3)
FIELDS = [
    *("slug", "title", "summary", "case_language", "themes", "is_demo", "working_languages", "mode", "team_min", "team_max"),
    *("ects", "hours", "starts_on", "join_until", "seats", "state"),
]


@dataclass(frozen=True)
class Card:
    """What a card says. `facts` pairs the words that stand out with the rest; `taken` and `total` are people and seats."""

    slug: str
    url: str
    title: str
    language: str
    summary: str
    eyebrows: list[str]
    facts: list[tuple[str, str]]
    chip: str
    chip_tone: str
    show_seats: bool
    taken: int
    total: int | None


def with_facts(challenges: QuerySet[Challenge], now: dt.datetime) -> QuerySet[Challenge]:
    """The challenges with what words about them need: `taken`, `ends_at` (the last deadline), `released_at` (once all results are)."""
    here = Milestone.objects.filter(challenge=OuterRef("pk")).order_by()
    milestones = here.values("challenge")
    return with_taken(challenges, now).annotate(
        ends_at=Subquery(milestones.annotate(last=Max("deadline")).values("last")),
        released_at=Case(
            When(~Exists(here.to_be_released(now)), then=Subquery(milestones.annotate(last=Max("released_at")).values("last")))
        ),
    )


def for_cards(challenges: QuerySet[Challenge], now: dt.datetime) -> QuerySet[Challenge]:
    """The challenges with what their cards need, and nothing else: the long texts stay where they are."""
    return with_facts(challenges, now).annotate(organisation_name=F("organisation__name")).only(*FIELDS)


def cards(challenges: Iterable[Challenge], now: dt.datetime) -> list[Card]:
    """Cards of challenges that went through `for_cards`."""
    return [_card(challenge, now) for challenge in challenges]


def _card(challenge: Challenge, now: dt.datetime) -> Card:
    standing, tone = standing_in_words(challenge, now)
    return Card(
        slug=challenge.slug,
        url=challenge.get_absolute_url(),
        title=challenge.title,
        language=challenge.case_language,
        summary=challenge.summary,
        eyebrows=[
            challenge.organisation_name,  # type: ignore[attr-defined]
            *([", ".join(names(Theme, *challenge.themes))] if challenge.themes else []),
            *([_("Demo")] if challenge.is_demo else []),
        ],
        facts=[team_words(challenge), effort_words(challenge), ("", languages_words(challenge))],
        chip=standing,
        chip_tone=tone,
        show_seats=challenge.can_still_be_joined(now),
        taken=challenge.taken,  # type: ignore[attr-defined]
        total=challenge.seats,
    )


def standing_in_words(challenge: Challenge, now: dt.datetime) -> tuple[str, str]:
    """Whether one can still join, until when, or else where it stands; with the tone of its chip."""
    if challenge.state == ChallengeState.CANCELLED:
        return _("Cancelled"), "coral"
    if challenge.state != ChallengeState.PUBLISHED:
        return str(ChallengeState(challenge.state).label), "amber"
    if challenge.join_until is not None and now < challenge.join_until:
        if challenge.seats is not None and challenge.taken >= challenge.seats:  # type: ignore[attr-defined]
            return _("Full, one can wait in line"), "plum"
        if challenge.join_until - now < SOON:
            return _("Closes in %(left)s") % {"left": clock.time_left(challenge.join_until, now)}, "coral"
        return _("Open until %(day)s") % {"day": short_day(challenge.join_until, now)}, "teal"
    ends_at: dt.datetime | None = challenge.ends_at  # type: ignore[attr-defined]
    if ends_at is not None and now <= ends_at:
        return _("Closed, runs until %(day)s") % {"day": short_day(ends_at, now)}, "neutral"
    if challenge.released_at is not None:  # type: ignore[attr-defined]
        return _("Results are out"), "teal"
    return (_("Finished on %(day)s") % {"day": short_day(ends_at, now)} if ends_at else _("Finished")), "neutral"


def short_day(instant: dt.datetime, now: dt.datetime) -> str:
    """'12 Jan' in Amsterdam, with the year unless it is this year's."""
    there = clock.local(instant)
    return clock.written(there, "j M" if there.year == clock.local(now).year else "j M Y")


def team_words(challenge: Challenge) -> tuple[str, str]:
    """Alone or in a team, and of how many: ('Team', 'of 2–4')."""
    return _team_words(challenge.mode, challenge.team_min or 2, challenge.team_max)


@worded
def _team_words(mode: str, least: int, most: int | None) -> tuple[str, str]:
    if mode == Mode.SOLO:
        return _("Alone"), ""
    strong = _("Team") if mode == Mode.TEAM else _("Alone or team")
    if most is None:
        return strong, ""
    return strong, _("of %(count)d") % {"count": most} if least == most else _("of %(least)d–%(most)d") % {"least": least, "most": most}


def effort_words(challenge: Challenge) -> tuple[str, str]:
    """Credits and hours, a week where it runs for weeks: ('3.5 ECTS', '12 hours a week')."""
    return _effort_words(challenge.ects, challenge.hours, hours_a_week(challenge))


@worded
def _effort_words(ects: Decimal | None, hours: int | None, weekly: int | None) -> tuple[str, str]:
    spent = _hours_words(hours, weekly)
    if ects is None:
        return spent, ""
    credits_ = _("%(credits)s ECTS") % {"credits": credits_words(ects)}
    return (f"{credits_},", spent) if spent else (credits_, "")


def credits_words(ects: Decimal) -> str:
    """'3.5' or '30', with the language's decimal mark."""
    return number_format(ects.quantize(Decimal(1)) if ects == ects.to_integral_value() else ects.normalize())


def _hours_words(hours: int | None, weekly: int | None) -> str:
    """'12 hours a week' where they are known a week, '56 hours' where not, '' without hours."""
    if hours is None:
        return ""
    if weekly is not None:
        return ngettext("%(count)d hour a week", "%(count)d hours a week", weekly) % {"count": weekly}
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}


def hours_a_week(challenge: Challenge) -> int | None:
    """The hours a week between the start and the last deadline, rounded up; None where that is under two weeks or not known."""
    ends_at: dt.datetime | None = challenge.ends_at  # type: ignore[attr-defined]
    if challenge.hours is None or challenge.starts_on is None or ends_at is None:
        return None
    weeks = (clock.local(ends_at).date() - challenge.starts_on).days / 7
    return math.ceil(challenge.hours / weeks) if weeks >= 2 else None


def languages_words(challenge: Challenge) -> str:
    """'Dutch or English'."""
    return _languages_words(*challenge.working_languages)


@worded
def _languages_words(*codes: str) -> str:
    known = names(Language, *codes)
    if len(known) < 2:
        return "".join(known)
    return _("%(names)s or %(last)s") % {"names": ", ".join(known[:-1]), "last": known[-1]}
