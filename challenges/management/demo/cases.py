"""Organisations, programmes and challenges with their milestones, rubrics, questions and what else stands on their pages."""

import datetime as dt
from dataclasses import dataclass, field, replace
from decimal import Decimal

from accounts.models import Institution, User
from challenges.enums import ChallengeState
from challenges.management.demo.calendar import DAY, Calendar
from challenges.management.demo.data import Case, cases, in_language, read, unwrapped
from challenges.management.demo.people import People
from challenges.models import Challenge, Criterion, Milestone, Programme, RubricLevel, Team
from partners.models import Organisation

REVIEW_DAYS, RELEASE_DAYS = 12, 16
HOURS_A_CREDIT = 28
MULTIPLIED = ("bitt-demo", "think-tank-demo")
# The edition that is joined as a whole has the cases of another one for a second year.
NEXT, BEFORE = "bitt-next-demo", "bitt-demo"
SECOND_YEAR = {"en": "second year", "nl": "tweede jaar"}


@dataclass
class Built:
    """A challenge with what hangs on it, in memory and in the database."""

    case: Case
    challenge: Challenge
    milestones: list[Milestone] = field(default_factory=list)
    criteria: list[Criterion] = field(default_factory=list)
    levels: dict[int, list[RubricLevel]] = field(default_factory=dict)
    teams: list[Team] = field(default_factory=list)
    members: dict[int, list[User]] = field(default_factory=dict)

    @property
    def is_public(self) -> bool:
        return self.challenge.published_at is not None


def organisations() -> None:
    """Those that bring cases in. One that is there already, by its address, stays as it is."""
    institutions = Institution.objects.in_bulk(field_name="key")
    Organisation.objects.bulk_create(
        [
            Organisation(
                **(one | {"institution": institutions.get(one.get("institution", "")), "description": unwrapped(one["description"])})
            )
            for one in read("organisations")
        ],
        ignore_conflicts=True,
    )


def programmes(calendar: Calendar) -> dict[str, Programme]:
    """The editions, by address."""
    hosts = Organisation.objects.in_bulk(field_name="slug")
    made = [
        Programme(
            **(
                one
                | {
                    "host": hosts[one["host"]],
                    "description": unwrapped(one["description"]),
                    "starts_on": calendar.day(one["starts_on"]),
                    "ends_on": calendar.day(one["ends_on"]),
                    **{name: calendar.at(one[name], 17) for name in ("join_until", "ranks_until") if name in one},
                }
            )
        )
        for one in read("programmes")
    ]
    Programme.objects.bulk_create(made)
    return {one.slug: one for one in made}


def build(calendar: Calendar, people: People, editions: dict[str, Programme], scale: int) -> list[Built]:
    """Store every challenge with milestones and rubric."""
    hosts = Organisation.objects.in_bulk(field_name="slug")
    built = [
        Built(case, _challenge(case, number, calendar, people, hosts[case.organisation], editions.get(case.programme)))
        for number, case in enumerate(_multiplied(scale))
    ]
    Challenge.objects.bulk_create([one.challenge for one in built], batch_size=200)
    _milestones(built, calendar, people)
    _rubrics(built)
    return built


def _multiplied(scale: int) -> list[Case]:
    """The cases, those of the demo editions as often as the scale says, told apart by a number; last those of the edition to
    come."""
    found = []
    for case in cases():
        found.append(case)
        if case.programme in MULTIPLIED:
            found += [replace(case, slug=f"{case.slug}-{n}", title=f"{case.title} ({n})") for n in range(2, scale + 1)]
    return [*found, *(_second_year(case) for case in cases() if case.programme == BEFORE)]


def _second_year(case: Case) -> Case:
    """The same case in the edition to come: nobody works on it yet, and one comes to it through the edition."""
    return replace(
        case,
        slug=f"{case.slug}-second-year",
        title=f"{case.title}, {SECOND_YEAR[case.language]}",
        programme=NEXT,
        joining="programme",
        start=35,
        join=10,
        teams=0,
        feedback_on="",
        work={},
        outcome="",
        attachment="",
        questions=[],
    )


def _challenge(
    case: Case, number: int, calendar: Calendar, people: People, organisation: Organisation, programme: Programme | None
) -> Challenge:
    starts_on = case.starts_on or calendar.day(case.start or 0)
    join = calendar.day(case.join) if case.join is not None else starts_on
    writer = people.staff[case.organisation][1 if case.organisation == "roche-nederland" else 0]
    terms = read("terms")[case.terms][case.language] if case.terms else {}
    ects = Decimal(str(case.ects)) if case.ects else None
    challenge = Challenge(
        slug=case.slug,
        organisation=organisation,
        programme=programme,
        joining=case.joining,
        is_demo=True,
        title=case.title,
        summary=case.summary,
        themes=case.themes,
        sdgs=case.sdgs,
        case=case.text,
        case_language=case.language,
        disciplines=case.disciplines,
        levels=case.levels,
        working_languages=case.working_languages,
        size=case.size,
        ects=ects,
        hours=int(ects * HOURS_A_CREDIT) if ects else case.hours,
        mode=case.mode,
        team_min=case.team[0] if case.team else None,
        team_max=case.team[1] if case.team else None,
        seats=case.seats,
        starts_on=starts_on,
        join_until=calendar.at(join, 23, 59) if case.state != "draft" else None,
        outcome=unwrapped(in_language(case.outcome, case.language)),
        created_by=writer,
        changed_by=writer,
        **terms,
    )
    _history(challenge, case, number, starts_on, calendar, people)
    return challenge


def _history(challenge: Challenge, case: Case, number: int, starts_on: dt.date, calendar: Calendar, people: People) -> None:
    """When it was written and submitted, who turned the keys, and how it ended."""
    published = min(starts_on - 21 * DAY, calendar.today - (8 + number % 5) * DAY)
    written = published - 20 * DAY
    if case.state in {"draft", "returned", "submitted"}:
        written = calendar.day({"draft": -2, "returned": -20, "submitted": -15}[case.state])
    challenge.created_at, challenge.changed_at = calendar.at(written, 9, 30), calendar.at(written, 16, 40)
    challenge.state = ChallengeState.DRAFT
    if case.state == "draft":
        return
    challenge.faculty_owner = people.owners[0 if case.state == "submitted" and not case.owner_key else number % len(people.owners)]
    if case.state == "returned":
        return
    challenge.state = ChallengeState.SUBMITTED
    challenge.submitted_at = calendar.at(-3 if case.state == "submitted" else published - 6 * DAY, 15, 5)
    if case.state == "submitted":
        challenge.proposed_owner = challenge.faculty_owner.name
        if case.owner_key:
            challenge.owner_approved_at, challenge.owner_approved_by = calendar.at(-2, 11, 15), challenge.faculty_owner
        return
    challenge.state = ChallengeState.PUBLISHED
    challenge.owner_approved_at, challenge.owner_approved_by = calendar.at(published - 3 * DAY, 11, 15), challenge.faculty_owner
    challenge.office_approved_at, challenge.office_approved_by = calendar.at(published, 9, 45), people.office[number % len(people.office)]
    challenge.published_at = challenge.office_approved_at
    if case.state == "cancelled":
        challenge.state = ChallengeState.CANCELLED
        challenge.cancelled_at, challenge.cancelled_by = calendar.at(-2, 14, 20), challenge.created_by
        challenge.cancel_reason = case.cancel_reason


def _milestones(built: list[Built], calendar: Calendar, people: People) -> None:
    for one in built:
        plan = read("milestones")[one.case.milestones] if one.case.milestones else []
        for place, step in enumerate(plan):
            due = one.challenge.starts_on + step["day"] * DAY
            assessed = place == len(plan) - 1 or step["phase"] == one.case.feedback_on
            milestone = Milestone(
                challenge=one.challenge,
                phase=step["phase"],
                deadline=calendar.at(due, 17),
                assessed=assessed,
                reviews_due_at=calendar.at(due + REVIEW_DAYS * DAY, 17) if assessed else None,
                **step.get(one.case.language, step["en"]),
            )
            released = calendar.at(due + RELEASE_DAYS * DAY, 10)
            if assessed and one.is_public and one.challenge.state == ChallengeState.PUBLISHED and calendar.is_past(released):
                milestone.released_at, milestone.released_by = released, people.office[0]
            one.milestones.append(milestone)
    Milestone.objects.bulk_create([milestone for one in built for milestone in one.milestones], batch_size=500)


def _rubrics(built: list[Built]) -> None:
    levels = []
    for one in built:
        rubric = read("rubrics")[one.case.rubric] if one.case.rubric else {}
        for place, words in enumerate(in_language(rubric, one.case.language) or []):
            criterion = Criterion(
                challenge=one.challenge, position=place, title=words["title"], description=words["asks"], weight=words["weight"]
            )
            one.criteria.append(criterion)
            one.levels[place] = [
                RubricLevel(criterion=criterion, points=points, title=title, description=seen)
                for points, (title, seen) in enumerate(words["levels"], start=1)
            ]
            levels += one.levels[place]
    Criterion.objects.bulk_create([criterion for one in built for criterion in one.criteria], batch_size=1000)
    RubricLevel.objects.bulk_create(levels, batch_size=2000)
