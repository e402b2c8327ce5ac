"""The audit trail of the demo world: for each thing that happened the entry that its action would have left."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import models

from accounts.audit.models import Entry
from accounts.audit.trail import key
from accounts.models import RoleGrant, User
from challenges.enums import ApplicationState
from challenges.management.demo.cases import Built
from challenges.management.demo.happened import Happened
from challenges.models import Challenge, Milestone, Review


def record(happened: Happened) -> None:
    """Store the entries in the order of time."""
    entries = [*_roles(happened.grants)]
    for one in happened.built:
        entries += [*_challenge(one), *_released(one, happened)]
    entries += [
        *_line(happened),
        *_enrolled(happened),
        *_entering(happened),
        *_teams(happened),
        *_handed_in(happened),
        *_assigned(happened),
        *_reviewed(happened.reviews),
        *_talk(happened),
    ]
    entries.sort(key=lambda entry: entry.at)
    Entry.objects.bulk_create(entries, batch_size=4000)


def _entry(
    action: str, on: models.Model, by: User | None, at: dt.datetime | None, within: models.Model | None = None, **detail: Any
) -> Entry:
    return Entry(at=at, by=by, action=action, subject=key(on), subject_label=str(on)[:200], scope=key(within or on), detail=detail)


def _roles(grants: list[RoleGrant]) -> Iterator[Entry]:
    for grant in grants:
        if grant.institution:
            yield _entry("role.stated", grant.user, grant.user, grant.proposed_at, role=grant.role, institution=grant.institution.name)
            continue
        until = grant.until.isoformat() if grant.until else ""
        yield _entry("role.granted", grant.user, grant.confirmed_by, grant.confirmed_at, role=grant.role, until=until, reason="")


def _challenge(one: Built) -> Iterator[Entry]:
    challenge = one.challenge
    yield _entry("challenge.created", challenge, challenge.created_by, challenge.created_at)
    if challenge.submitted_at:
        yield _entry("challenge.submitted", challenge, challenge.created_by, challenge.submitted_at)
    if one.case.comments:
        at = max(comment.at for comment in challenge.approval_comments.all())
        yield _entry("challenge.submitted", challenge, challenge.created_by, at - dt.timedelta(days=2))
        sections = [words["section"] for words in one.case.comments]
        yield _entry("challenge.returned", challenge, challenge.faculty_owner, at, sections=sections)
    if challenge.owner_approved_at:
        yield _entry("challenge.approved_by_owner", challenge, challenge.owner_approved_by, challenge.owner_approved_at)
    if challenge.published_at:
        yield _entry("challenge.approved_by_office", challenge, challenge.office_approved_by, challenge.office_approved_at)
        yield _entry("challenge.published", challenge, challenge.office_approved_by, challenge.published_at)
    if challenge.cancelled_at:
        yield _entry("challenge.cancelled", challenge, challenge.cancelled_by, challenge.cancelled_at, reason=challenge.cancel_reason)


def _line(happened: Happened) -> Iterator[Entry]:
    for one in happened.line:
        yield _entry("waitlist.joined", one, one.user, one.waiting_since, within=one.challenge)
        if one.offered_at:
            yield _entry("waitlist.offered", one, None, one.offered_at, within=one.challenge)


def _enrolled(happened: Happened) -> Iterator[Entry]:
    for one in happened.enrolments:
        yield _entry("enrolment.joined", one, one.user, one.joined_at, one.programme, terms=one.terms.version)
        if one.wishes_at:
            yield _entry("enrolment.ranked", one, one.user, one.wishes_at, one.programme)


def _released(one: Built, happened: Happened) -> Iterator[Entry]:
    for milestone in one.milestones:
        if milestone.released_at:
            count = len(happened.counting.get(milestone.pk, ()))
            yield _entry(
                "results.released",
                milestone,
                milestone.released_by,
                milestone.released_at,
                one.challenge,
                submissions=count,
                open_reviews=0,
                unreviewed=0,
            )
    if one.challenge.outcome:
        released = max(milestone.released_at for milestone in one.milestones if milestone.released_at)
        yield _entry(
            "challenge.outcome_written", one.challenge, one.challenge.faculty_owner, released, before="", after=one.challenge.outcome
        )


def _teams(happened: Happened) -> Iterator[Entry]:
    for one in happened.built:
        for team in one.teams:
            if not team.solo:
                yield _entry("team.made", team, one.members[team.pk][0], team.created_at, one.challenge)
            if team.coach:
                at = team.created_at + dt.timedelta(days=1)
                yield _entry("team.coach_named", team, happened.office, at, one.challenge, before="", coach=team.coach.name)
    for joined in happened.participations:
        terms = joined.terms.version
        yield _entry("participation.joined", joined, joined.user, joined.joined_at, joined.challenge, team=joined.team.name, terms=terms)


def _entering(happened: Happened) -> Iterator[Entry]:
    for met in happened.entering.met:
        yield _entry("prerequisite.met", met.prerequisite, met.user, met.said_at, met.prerequisite.challenge)
    for one in happened.entering.applications:
        yield _entry("application.made", one, one.user, one.applied_at, one.challenge)
        if one.decided_at:
            yield _entry(f"application.{one.state}", one, one.decided_by, one.decided_at, one.challenge)
        elif one.state == ApplicationState.WITHDRAWN:
            yield _entry("application.withdrawn", one, one.user, one.changed_at, one.challenge)


def _handed_in(happened: Happened) -> Iterator[Entry]:
    for one in happened.submissions:
        yield _entry(
            "submission.handed_in",
            one,
            one.handed_in_by,
            one.handed_in_at,
            one.team.challenge,
            team=one.team_id,
            milestone=one.milestone_id,
            version=one.version,
        )


def _assigned(happened: Happened) -> Iterator[Entry]:
    of: dict[int, tuple[Milestone, Challenge, list[Review]]] = {}
    for review in happened.reviews:
        milestone = review.submission.milestone
        of.setdefault(milestone.pk, (milestone, milestone.challenge, []))[2].append(review)
    for milestone, challenge, reviews in of.values():
        pairs = [[review.submission.team.pseudonym, review.reviewer.name] for review in reviews]
        due = reviews[0].due_at.isoformat()
        yield _entry("reviews.assigned", milestone, reviews[0].assigned_by, reviews[0].assigned_at, challenge, due=due, pairs=pairs)


def _reviewed(reviews: list[Review]) -> Iterator[Entry]:
    for review in reviews:
        if review.submitted_at:
            team = review.submission.team
            yield _entry("review.submitted", review, review.reviewer, review.submitted_at, team.challenge, team=team.pseudonym)


def _talk(happened: Happened) -> Iterator[Entry]:
    for question in happened.talk.questions:
        if question.answered_at:
            yield _entry("question.answered", question, question.answered_by, question.answered_at, question.challenge)
    for announcement in happened.talk.announcements:
        told = sum(len(members) for members in happened.of(announcement.challenge).members.values())
        yield _entry("announcement.made", announcement, announcement.by, announcement.at, announcement.challenge, told=told)
