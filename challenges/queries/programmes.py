"""Programmes for their readers: the editions, and one edition with its challenges."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.kit import clock
from accounts.kit.clock import today
from challenges.enums import ChallengeState, Phase
from challenges.models import Challenge, Milestone, Participation, Programme, Team
from challenges.queries import cards, filters
from challenges.queries.timeline import span

PUBLIC = Q(challenges__state=ChallengeState.PUBLISHED)


@dataclass(frozen=True)
class Edition:
    """One programme in a list. `state` is past, current or future; `when` its dates in words."""

    programme: Programme
    state: str
    when: str
    challenges: int

    @property
    def url(self) -> str:
        return f"/programmes/{self.programme.slug}/"

    @property
    def eyebrows(self) -> list[str]:
        """Host and dates, and whether it is a demo."""
        return [self.programme.host.name, self.when, *([_("Demo")] if self.programme.is_demo else [])]

    @property
    def chip(self) -> str:
        """Where it stands, in words."""
        return {"past": _("Finished"), "current": _("Under way"), "future": _("Starts later")}[self.state]

    @property
    def chip_tone(self) -> str:
        return "neutral" if self.state == "past" else "teal"

    @property
    def facts(self) -> list[tuple[str, str]]:
        """For its card."""
        return [("", ngettext("%(count)d challenge", "%(count)d challenges", self.challenges) % {"count": self.challenges})]


@dataclass(frozen=True)
class Moment:
    """One step on the timeline of an edition; `state`: past, current or future."""

    title: str
    state: str
    when: str


@dataclass(frozen=True)
class ProgrammePage:
    """One edition: its challenges, its facts in pairs (how many people and teams took part), and its timeline."""

    edition: Edition
    cards: list[cards.Card]
    facts: list[tuple[str, str]]
    steps: list[Moment]


def _edition(programme: Programme, now: dt.datetime) -> Edition:
    date = today(now)
    state = "future" if date < programme.starts_on else "past" if date > programme.ends_on else "current"
    when = span(programme.starts_on, programme.ends_on, with_year=True)
    return Edition(programme, state, when, programme.published)  # type: ignore[attr-defined]


def with_counts(found: QuerySet[Programme]) -> QuerySet[Programme]:
    """Programmes with their host and `.published`, the number of their published challenges."""
    return found.select_related("host").annotate(published=Count("challenges", filter=PUBLIC))


def editions(found: QuerySet[Programme], now: dt.datetime) -> list[Edition]:
    """The programmes as cards: those that are on first, then what is to come, then what is over. One query."""
    order = {"current": 0, "future": 1, "past": 2}
    return sorted((_edition(programme, now) for programme in with_counts(found)), key=lambda edition: order[edition.state])


def programme_page(programme: Programme, now: dt.datetime) -> ProgrammePage:
    """The page of a programme that came through `with_counts`. Four queries."""
    published = Challenge.objects.filter(programme=programme, state=ChallengeState.PUBLISHED)
    active = Participation.objects.active().filter(challenge__programme=programme, challenge__state=ChallengeState.PUBLISHED)
    people = active.order_by().values("user").distinct().count()
    teams = Team.objects.filter(pk__in=active.order_by().values("team"), solo=False).count()
    return ProgrammePage(
        edition=_edition(programme, now),
        cards=cards.cards(cards.for_cards(published, now).order_by(*filters.closing_order(now)), now),
        facts=_facts(programme, people, teams),
        steps=_steps(programme, now),
    )


def _facts(programme: Programme, people: int, teams: int) -> list[tuple[str, str]]:
    return [
        (_("Hosted by"), programme.host.name),
        (_("Dates"), span(programme.starts_on, programme.ends_on, with_year=True)),
        (_("Challenges"), str(programme.published)),  # type: ignore[attr-defined]
        (_("Students"), str(people) if people else ""),
        (_("Teams"), str(teams) if teams else ""),
    ]


def _steps(programme: Programme, now: dt.datetime) -> list[Moment]:
    """The start, each day on which milestones of its challenges are due, by phase, and the end."""
    due = Milestone.objects.filter(challenge__programme=programme, challenge__state=ChallengeState.PUBLISHED).order_by()
    phases = {row["phase"]: row for row in due.values("phase").annotate(first=Min("deadline"), last=Max("deadline"))}
    date = today(now)
    found = [(_("Start"), clock.day(programme.starts_on), programme.starts_on)]
    for phase in Phase:
        if row := phases.get(phase):
            first, last = clock.local(row["first"]).date(), clock.local(row["last"]).date()
            words = clock.day(last) if first == last else span(first, last, with_year=True)
            found.append((str(phase.label), _("Due %(when)s") % {"when": words}, last))
    found.append((_("End"), clock.day(programme.ends_on), programme.ends_on))
    current = next((index for index, step in enumerate(found) if step[2] >= date), None)
    begun = date >= programme.starts_on
    return [
        Moment(title, "past" if day < date else "current" if begun and index == current else "future", when)
        for index, (title, when, day) in enumerate(found)
    ]
