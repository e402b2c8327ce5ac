"""Everything that one challenge's page shows, in a constant number of queries."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Level
from accounts.enums.disciplines import DETAILED
from accounts.kit import clock
from accounts.rules import is_faculty
from challenges.enums import ChallengeState
from challenges.enums.sdgs import GOALS
from challenges.models import Attachment, Challenge, Criterion, Participation, Submission, Team
from challenges.queries import cards, joining, questions, timeline
from challenges.queries.changes import Change, published_changes
from challenges.queries.seats import seats_left
from challenges.queries.terms import Terms, terms_of
from challenges.queries.visible import Person
from challenges.rules import cases

ANSWERS = 3


@dataclass(frozen=True)
class NamedTeam:
    """A team whose every member agreed to be named; who worked alone has no team name."""

    name: str
    members: list[str]


@dataclass(frozen=True)
class Outcome:
    """What came of it, once all results are released: the teams that agreed to be named, and how many others there were."""

    text: str
    teams: list[NamedTeam]
    others: int


@dataclass(frozen=True)
class Behind:
    """What only those who joined, their coaches and those behind the challenge read."""

    announcements: list[questions.Announced]
    changes: list[Change]


@dataclass(frozen=True)
class ChallengePage:
    """The page of a challenge for one reader. `seats_left` is None for a draft without seats; `may` names what the reader can do.

    `outcome` waits for all results, `some_released` for the first.
    """

    steps: list[timeline.Step]
    standing: joining.JoinStanding
    chip: str
    chip_tone: str
    can_be_joined: bool
    seats_left: int | None
    bar_tone: str
    facts: list[tuple[str, str]]
    terms: Terms
    criteria: list[Criterion]
    files: list[Attachment]
    answers: list[questions.AskedQuestion]
    behind: Behind | None
    some_released: bool
    outcome: Outcome | None
    may: dict[str, bool]
    links: list[tuple[str, str]]

    @property
    def many_steps(self) -> bool:
        """More milestones than fit side by side."""
        return len(self.steps) > 4


def for_page(found: QuerySet[Challenge], now: dt.datetime) -> QuerySet[Challenge]:
    """Challenges with everything that their page reads."""
    return (
        cards.with_facts(found, now)
        .select_related("organisation", "programme", "faculty_owner")
        .prefetch_related("milestones", "criteria__levels", "attachments")
    )


def challenge_page(challenge: Challenge, user: Person, now: dt.datetime) -> ChallengePage:
    """The page of a challenge that came through `for_page`, for somebody who may see it."""
    standing = joining.standing(user, challenge, now)
    may = {
        "write": cases.can_write(user, challenge),
        "answer": cases.can_answer(user, challenge),
        "announce": cases.can_announce(user, challenge),
        "look_behind": cases.sees_behind_the_page(user, challenge),
        "follow_teams": cases.is_partner_staff(user, challenge),
        "see_results": cases.is_faculty_owner(user, challenge) or cases.is_office(user, challenge),
        "manage": cases.is_office(user, challenge),
    }
    chip, tone = cards.standing_in_words(challenge, now)
    voices = questions.Voices(challenge)
    some_released = any(one.released_at for one in challenge.milestones.all())
    reads_behind = may["look_behind"] or standing.participation is not None or _coaches(user, challenge)
    return ChallengePage(
        steps=timeline.timeline(challenge, now),
        standing=standing,
        chip=chip,
        chip_tone=tone,
        can_be_joined=challenge.can_still_be_joined(now),
        seats_left=seats_left(challenge),
        bar_tone="coral" if _scarce(challenge) else "teal",
        facts=_facts(challenge),
        terms=terms_of(challenge),
        criteria=list(challenge.criteria.all()),
        files=list(challenge.attachments.all()),
        answers=questions.latest_answers(user, challenge, voices, ANSWERS),
        behind=Behind(questions.announcements(challenge, voices), published_changes(challenge)) if reads_behind else None,
        some_released=some_released,
        outcome=outcome(challenge),
        may=may,
        links=_links(challenge, may, some_released),
    )


def _coaches(user: Person, challenge: Challenge) -> bool:
    return bool(is_faculty(user)) and challenge.teams.filter(coach=user.pk).exists()


def _scarce(challenge: Challenge) -> bool:
    left = seats_left(challenge)
    return left is not None and challenge.seats is not None and 0 < left <= challenge.seats / 5


def _links(challenge: Challenge, may: dict[str, bool], some_released: bool) -> list[tuple[str, str]]:
    """Where those behind a challenge go on from its page."""
    here, desk = f"/challenges/{challenge.slug}", f"/manage/challenges/{challenge.slug}"
    was_published = challenge.published_at is not None
    found = [
        (may["write"] and challenge.state != ChallengeState.CANCELLED, _("Edit"), f"{here}/edit/basics/"),
        (may["look_behind"], _("Approval"), f"{here}/approval/"),
        (was_published, _("Questions"), f"{here}/questions/"),
        (may["announce"] and challenge.is_public, _("Announce"), f"{here}/announcements/new/"),
        (was_published and may["manage"], _("Teams"), f"{desk}/teams/"),
        (was_published and may["follow_teams"] and not may["manage"], _("Teams and work"), f"{here}/teams/"),
        (some_released and may["see_results"], _("Results"), f"{here}/results/"),
    ]
    return [(label, url) for shown, label, url in found if shown]


def _facts(challenge: Challenge) -> list[tuple[str, str]]:
    """What counts in choosing, for the side card; an empty value is left out by the page."""
    return [
        (_("Team"), joining.ways(challenge)),
        (_("Effort"), _effort(challenge)),
        (_("Credit"), _("%(credits)s ECTS") % {"credits": cards.credits_words(challenge.ects)} if challenge.ects else ""),
        (_("Size"), challenge.get_size_display() if challenge.size else ""),
        (_("Language"), cards.languages_words(challenge)),
        (_("Level"), ", ".join(str(Level(level).label) for level in challenge.levels)),
        (_("Disciplines"), ", ".join(str(DETAILED[code]) for code in challenge.disciplines)),
        (_("Starts on"), clock.day(challenge.starts_on) if challenge.starts_on else ""),
        (_("Rights"), challenge.get_rights_display() if challenge.rights else ""),
        (_("Global goals"), ", ".join(f"{number} {GOALS[number]}" for number in challenge.sdgs if number in GOALS)),
    ]


def _effort(challenge: Challenge) -> str:
    if challenge.hours is None:
        return ""
    total = ngettext("%(count)d hour", "%(count)d hours", challenge.hours) % {"count": challenge.hours}
    weekly = cards.hours_a_week(challenge)
    return total if weekly is None else _("%(total)s, %(weekly)d a week") % {"total": total, "weekly": weekly}


def outcome(challenge: Challenge) -> Outcome | None:
    """What is public once every result is released; None before, and for a challenge that was cancelled."""
    if challenge.state != ChallengeState.PUBLISHED or challenge.released_at is None:  # type: ignore[attr-defined]
        return None
    here = Participation.objects.active().filter(team=OuterRef("pk")).order_by()
    active = Prefetch("participations", Participation.objects.active().select_related("user"), to_attr="members")
    teams = (
        Team.objects.filter(Exists(Submission.objects.order_by().filter(team=OuterRef("pk"))), challenge=challenge)
        .annotate(hidden=Exists(here.filter(user__named_in_results=False)) | ~Exists(here))
        .order_by("name", "pk")
    )
    named = teams.filter(hidden=False).prefetch_related(active)
    return Outcome(
        text=challenge.outcome,
        teams=[_named(team) for team in named],
        others=teams.filter(hidden=True).count(),
    )


def _named(team: Team) -> NamedTeam:
    people = sorted(str(one.user) for one in team.members)  # type: ignore[attr-defined]
    return NamedTeam(name="" if team.solo else team.name, members=people)
