"""Everything that one challenge's page shows, in a constant number of queries."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Level, Role
from accounts.enums.disciplines import DETAILED
from accounts.kit import clock
from accounts.kit.compiled import NOW, PERSON, SLUG, at
from accounts.kit.together import Statement, attach, fetch_together
from accounts.kit.words import names
from accounts.models import Profile, RoleGrant, User
from accounts.rules import is_faculty
from challenges.enums import ApplicationState, ChallengeState, Joining
from challenges.enums.sdgs import GOALS
from challenges.models import (
    Announcement,
    Application,
    Attachment,
    Challenge,
    CompositionRule,
    Criterion,
    DisciplineQuota,
    Milestone,
    Participation,
    Question,
    RubricLevel,
    Submission,
    Team,
    WaitlistEntry,
)
from challenges.queries import cards, eligibility, joining, questions, timeline, visible, waiting
from challenges.queries.changes import Change, published_changes
from challenges.queries.composition_words import rules_words
from challenges.queries.eligibility import Asked
from challenges.queries.seats import seats_left
from challenges.queries.terms import Terms, terms_of
from challenges.queries.visible import Person
from challenges.rules import cases
from partners.models import Membership
from partners.rules import MemberRoles, know_roles

ANSWERS = 3
# What one sees of a challenge that is not public hangs on these.
BEHIND = frozenset({Role.COORDINATOR, Role.FACULTY})


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

    `place` is the reader's place in the line for a seat, in words. `outcome` waits for all results, `some_released` for the first.
    """

    steps: list[timeline.Step]
    standing: joining.JoinStanding
    place: str
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
    asks_to_apply: bool
    has_applied: bool

    @property
    def many_steps(self) -> bool:
        """More milestones than fit side by side."""
        return len(self.steps) > 4


class Read(NamedTuple):
    """What a page reads of one challenge, for one reader: rows of each kind, in the order of `_statement`; last in `asked`
    those of `eligibility.querysets`."""

    found: QuerySet[Challenge]
    milestones: QuerySet[Milestone]
    criteria: QuerySet[Criterion]
    levels: QuerySet[RubricLevel]
    attachments: QuerySet[Attachment]
    rules: QuerySet[CompositionRule]
    answers: QuerySet[Question]
    staff: QuerySet[Membership]
    participations: QuerySet[Participation]
    profiles: QuerySet[Profile]
    awaiting: QuerySet[RoleGrant]
    memberships: MemberRoles
    coached: QuerySet[Team]
    places: QuerySet[WaitlistEntry]
    quotas: QuerySet[DisciplineQuota]
    applications: QuerySet[Application]
    asked: tuple[QuerySet[Any], ...]


def read(user: Person, slug: str, now: dt.datetime) -> Read | None:
    """The challenge with everything that its page tells to this reader, in one statement; None for one that they may not see."""
    is_known = isinstance(user, User)
    statement = _statement(user.roles(now) & BEHIND if isinstance(user, User) else None)
    fetched = statement.fetch(at(now, slug=slug, person=user.pk if is_known else None))
    alone = len(Read._fields) - 1
    rows = Read._make([*fetched[:alone], tuple(fetched[alone:])])
    challenge = next(iter(rows.found), None)
    if challenge is None:
        return None
    attach([challenge], "milestones", rows.milestones)
    attach([challenge], "criteria", rows.criteria)
    attach(rows.criteria, "levels", rows.levels)
    attach([challenge], "attachments", rows.attachments)
    attach([challenge], "composition_rules", rows.rules)
    if isinstance(user, User):
        know_roles(user, rows.memberships)
    return rows


@cache
def _statement(roles: frozenset[Role] | None) -> Statement:
    """For each set of roles that decides what one may see; None is a visitor."""
    reader: Person = AnonymousUser()
    if roles is not None:
        reader = User(pk=PERSON)
        reader.read_with(roles=roles, unread=0)
    who = [] if roles is None else [PERSON]
    here, there = {"slug": SLUG}, {"challenge__slug": SLUG}
    texts = ("search_nl", "search_en", "search_simple")
    return Statement(
        cards.with_facts(visible.challenges(reader), NOW).filter(**here).defer(*texts),
        Milestone.objects.filter(**there),
        Criterion.objects.filter(**there),
        RubricLevel.objects.filter(criterion__challenge__slug=SLUG),
        Attachment.objects.filter(**there),
        CompositionRule.objects.filter(**there),
        questions.latest_answers(**there)[:ANSWERS],
        Membership.objects.order_by().filter(organisation__challenges__slug=SLUG),
        Participation.objects.active().filter(user__in=who, **there).select_related("team"),
        Profile.objects.filter(user__in=who).select_related("institution", "faculty"),
        RoleGrant.objects.awaiting().filter(user__in=who, role=Role.STUDENT),
        Membership.objects.order_by().filter(user__in=who).values_list("organisation_id", "role"),
        Team.objects.order_by().filter(coach__in=who, **there)[:1],
        waiting.places(who, NOW).filter(**there),
        waiting.quotas(NOW).filter(**there),
        Application.objects.filter(user__in=who, **there),
        *eligibility.querysets(who, NOW, slug=SLUG),
    )


def challenge_page(rows: Read, user: Person, now: dt.datetime) -> ChallengePage:
    """The page of a challenge for who read it."""
    (challenge,) = rows.found
    standing = joining.standing_by(
        joining.Reads(
            challenge,
            rows.participations,
            rows.profiles,
            rows.awaiting,
            challenge.taken,  # type: ignore[attr-defined]
            waiting.Line(rows.places, rows.quotas),
            Asked(*rows.asked),
            rows.applications,
        ),
        user,
        now,
        back=f"/challenges/{challenge.slug}/join/",
    )
    may = {
        "write": cases.can_write(user, challenge),
        "answer": cases.can_answer(user, challenge),
        "announce": cases.can_announce(user, challenge),
        "look_behind": cases.sees_behind_the_page(user, challenge),
        "decide": cases.can_decide_applications(user, challenge),
        "follow_teams": cases.is_partner_staff(user, challenge),
        "see_results": cases.is_faculty_owner(user, challenge) or cases.is_office(user, challenge),
        "manage": cases.is_office(user, challenge),
    }
    chip, tone = cards.standing_in_words(challenge, now)
    voices = questions.Voices(challenge, {one.user_id for one in rows.staff})
    some_released = any(one.released_at for one in challenge.milestones.all())
    coaches = bool(rows.coached) and is_faculty(user)
    reads_behind = may["look_behind"] or standing.participation is not None or coaches
    return ChallengePage(
        steps=timeline.timeline(challenge, now),
        standing=standing,
        place=waiting.place_words(standing.place) if standing.place else "",
        chip=chip,
        chip_tone=tone,
        can_be_joined=challenge.can_still_be_joined(now),
        seats_left=seats_left(challenge),
        bar_tone="coral" if _scarce(challenge) else "teal",
        facts=[*_facts(challenge, Asked(*rows.asked)), (_("Seats by discipline"), waiting.quotas_words(rows.quotas))],
        terms=terms_of(challenge),
        criteria=list(challenge.criteria.all()),
        files=list(challenge.attachments.all()),
        answers=questions.told(rows.answers, user, voices),
        behind=_behind(challenge, voices) if reads_behind else None,
        some_released=some_released,
        outcome=outcome(challenge),
        may=may,
        links=_links(challenge, may, some_released),
        asks_to_apply=_asks_to_apply(challenge, rows, now),
        has_applied=bool(rows.applications),
    )


def _asks_to_apply(challenge: Challenge, rows: Read, now: dt.datetime) -> bool:
    """Whether the way on is an application: until one is accepted, as long as one can apply or has."""
    if challenge.joining != Joining.APPLICATION or not challenge.is_public:
        return False
    own = next(iter(rows.applications), None)
    return challenge.can_still_be_joined(now) if own is None else own.state != ApplicationState.ACCEPTED


def _behind(challenge: Challenge, voices: questions.Voices) -> Behind:
    announced, changed = Announcement.objects.filter(challenge=challenge), challenge.changes.all()
    fetch_together(announced, changed)
    return Behind(questions.announcements(announced, voices), published_changes(changed))


def _scarce(challenge: Challenge) -> bool:
    left = seats_left(challenge)
    return left is not None and challenge.seats is not None and 0 < left <= challenge.seats / 5


def _links(challenge: Challenge, may: dict[str, bool], some_released: bool) -> list[tuple[str, str]]:
    """Where those behind a challenge go on from its page."""
    here, desk = f"/challenges/{challenge.slug}", f"/manage/challenges/{challenge.slug}"
    was_published, applied = challenge.published_at is not None, challenge.joining == Joining.APPLICATION
    found = [
        (may["write"] and challenge.state != ChallengeState.CANCELLED, _("Edit"), f"{here}/edit/basics/"),
        (may["look_behind"], _("Approval"), f"{here}/approval/"),
        (was_published, _("Questions"), f"{here}/questions/"),
        (may["announce"] and challenge.is_public, _("Announce"), f"{here}/announcements/new/"),
        (was_published and applied and may["decide"], _("Applications"), f"{here}/applications/decide/"),
        (was_published and applied and may["follow_teams"] and not may["decide"], _("Applications"), f"{here}/applications/"),
        (was_published and may["manage"], _("Teams"), f"{desk}/teams/"),
        (was_published and may["follow_teams"] and not may["manage"], _("Teams and work"), f"{here}/teams/"),
        (some_released and may["see_results"], _("Results"), f"{here}/results/"),
    ]
    return [(label, url) for shown, label, url in found if shown]


def _facts(challenge: Challenge, asked: Asked) -> list[tuple[str, str]]:
    """What counts in choosing, for the side card; an empty value is left out by the page."""
    return [
        (_("Team"), joining.ways(challenge)),
        (_("Composition of a team"), rules_words(challenge.composition_rules.all())),
        (_("Effort"), _effort(challenge)),
        (_("Credit"), _("%(credits)s ECTS") % {"credits": cards.credits_words(challenge.ects)} if challenge.ects else ""),
        (_("Size"), challenge.get_size_display() if challenge.size else ""),
        (_("Language"), cards.languages_words(challenge)),
        (_("Level"), ", ".join(names(Level, *challenge.levels))),
        (_("Disciplines"), ", ".join(str(DETAILED[code]) for code in challenge.disciplines)),
        (_("How one joins"), challenge.get_joining_display()),
        (_("Who may join"), " ".join(eligibility.own_words(asked, challenge))),
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
