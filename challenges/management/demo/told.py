"""What the people who sign in were told, and the mails of the outbox that go with it. None of these mails is sent by the seeding."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from accounts.models import Mail, Muted, Notification, User
from accounts.outbox.enums import MailState
from challenges.management.demo import paper
from challenges.management.demo.calendar import Calendar
from challenges.management.demo.cases import Built
from challenges.management.demo.data import chance
from challenges.management.demo.happened import Happened
from challenges.models import Milestone, Team

WEEK = dt.timedelta(days=7)
SENT = "250 OK, taken by the demonstration"


@dataclass(frozen=True)
class Told:
    """One event told to some people, as its action would have told it."""

    kind: str
    to: list[User]
    path: str
    context: dict[str, Any]
    key: str
    at: dt.datetime


def tell(happened: Happened, calendar: Calendar, seed: int, signing_in: Iterable[User]) -> None:
    """Store notifications and mails. What is older than a week is read; a few mails failed, wait or were dropped."""
    watched = {user.pk for user in signing_in}
    draw = chance(seed, "told")
    events = [*_approvals(happened), *_cancelled(happened), *_own_work(happened, watched), *_reviewing(happened), *_newcomers(happened)]
    events += [*_offers(happened), *_talk(happened)]
    deadline = [*_deadline(happened, calendar)]
    notifications, mails = [], []
    for event in [*events, *deadline]:
        for user in event.to:
            key = f"{event.kind}:{event.key}:{user.pk}"
            read = event.at + dt.timedelta(hours=14) if calendar.now - event.at > WEEK else None
            notifications.append(
                Notification(
                    user=user, kind=event.kind, context=event.context, path=event.path, dedupe_key=key, created_at=event.at, read_at=read
                )
            )
            uid = uuid.UUID(int=draw.getrandbits(128), version=4)
            mails.append(_mail(event, user, key, uid))
    _trouble(mails[-sum(len(event.to) for event in deadline) :], calendar)
    Notification.objects.bulk_create(notifications)
    Mail.objects.bulk_create(mails)


def _mail(event: Told, user: User, key: str, uid: uuid.UUID) -> Mail:
    return Mail(
        uid=uid,
        kind=event.kind,
        user=user,
        address=user.email,
        language=user.language,
        context=event.context,
        path=event.path,
        dedupe_key=key,
        state=MailState.SENT,
        attempts=1,
        due_at=event.at,
        answer=SENT,
        created_at=event.at,
        sent_at=event.at + dt.timedelta(seconds=4),
    )


def _trouble(mails: list[Mail], calendar: Calendar) -> None:
    """Of the mails about one deadline: one refused for good, one put off by the server, one switched off by its recipient."""
    failed, waiting, dropped = mails[3:6]
    failed.state, failed.sent_at, failed.answer = MailState.FAILED, None, "550 5.1.1 Mailbox unavailable"
    waiting.state, waiting.sent_at, waiting.answer = MailState.WAITING, None, "451 4.3.2 Mailbox busy, try again later"
    waiting.attempts, waiting.due_at = 6, calendar.now + dt.timedelta(hours=4)
    dropped.state, dropped.sent_at, dropped.answer = MailState.DROPPED, None, "Switched off by its recipient."
    Muted.objects.create(user=dropped.user, kind=dropped.kind)


def _about(one: Built) -> dict[str, Any]:
    return {"challenge": one.challenge.pk, "title": one.challenge.title, "organisation": one.challenge.organisation.name}


def _approvals(happened: Happened) -> Iterator[Told]:
    staff = happened.people.staff
    for one in happened.built:
        page, challenge = f"{one.challenge.get_absolute_url()}approval/", one.challenge
        if one.case.state == "submitted" and challenge.submitted_at and challenge.faculty_owner:
            to, key = [challenge.faculty_owner, *happened.people.office], f"{challenge.pk}:{challenge.submitted_at.isoformat()}"
            yield Told("challenge_submitted", to, page, _about(one), key, challenge.submitted_at)
        if one.case.owner_key and challenge.owner_approved_at:
            key = f"{challenge.pk}:{challenge.owner_approved_at.isoformat()}"
            yield Told("challenge_key_turned", happened.people.office, page, _about(one), key, challenge.owner_approved_at)
        if one.case.comments:
            at = challenge.approval_comments.all()[0].at
            yield Told("challenge_returned", staff[one.case.organisation][:2], page, _about(one), f"{challenge.pk}:{at.isoformat()}", at)
        if one.case.taken and challenge.published_at and not challenge.cancelled_at:
            key = f"{challenge.pk}:{challenge.published_at.isoformat()}"
            to = [*staff[one.case.organisation], *([challenge.faculty_owner] if challenge.faculty_owner else [])]
            yield Told("challenge_published", to, challenge.get_absolute_url(), _about(one), key, challenge.published_at)


def _cancelled(happened: Happened) -> Iterator[Told]:
    for one in happened.built:
        at = one.challenge.cancelled_at
        if at:
            to = [user for members in one.members.values() for user in members] + happened.people.office
            yield Told("challenge_cancelled", to, one.challenge.get_absolute_url(), _about(one), f"{one.challenge.pk}:{at.isoformat()}", at)


def _own_work(happened: Happened, watched: set[int]) -> Iterator[Told]:
    """Joining, coaches, receipts and results, for the teams of those who sign in."""
    joined = {(one.team_id, one.user_id): one for one in happened.participations}
    for one in happened.built:
        for team in one.teams:
            members = one.members[team.pk]
            mine = [user for user in members if user.pk in watched]
            path, title = f"{one.challenge.get_absolute_url()}team/", one.challenge.title
            for user in mine:
                participation, first = joined[team.pk, user.pk], one.milestones[0]
                context = {
                    "challenge": title,
                    "team": "" if team.solo else team.name,
                    "terms": one.challenge.terms_version,
                    "first": first.title,
                    "deadline": first.deadline.isoformat(),
                    "participation": participation.pk,
                }
                yield Told("challenge_joined", [user], path, context, str(participation.pk), participation.joined_at)
            if team.coach:
                yield from _coach(one, team, mine, watched)
            if mine:
                yield from _receipts(happened, one, team, mine)
        for milestone in one.milestones:
            if milestone.released_at:
                yield from _results(happened, one, milestone, watched)


def _coach(one: Built, team: Team, mine: list[User], watched: set[int]) -> Iterator[Told]:
    coach, at = team.coach, team.created_at + dt.timedelta(days=1)
    context = {"challenge": one.challenge.title, "team": team.name, "coach": coach.name, "coach_id": coach.pk, "team_id": team.pk}
    key, base = f"{team.pk}:{coach.pk}:{at.isoformat()}", f"{one.challenge.get_absolute_url()}team/"
    if coach.pk in watched:
        yield Told("coach_named", [coach], f"{base}{team.pk}/", context, key, at)
    if mine:
        yield Told("team_coach_named", mine, base, context, key, at)


def _receipts(happened: Happened, one: Built, team: Team, mine: list[User]) -> Iterator[Told]:
    for milestone in one.milestones:
        work = happened.counting.get(milestone.pk, {}).get(team.pk)
        if work is None:
            continue
        context = {
            "challenge": one.challenge.title,
            "milestone": milestone.title,
            "version": work.version,
            "name": work.handed_in_by.name if work.handed_in_by else "",
            "team_id": team.pk,
            "at": work.handed_in_at.isoformat(),
            "characters": len(work.text),
            "text_sha256": paper.sha256(work.text.encode()),
            "files": [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in work.files.all()],
        }
        path = f"{one.challenge.get_absolute_url()}submissions/{milestone.pk}/receipt/{work.version}/"
        yield Told("submission_received", mine, path, context, str(work.pk), work.handed_in_at)


def _results(happened: Happened, one: Built, milestone: Milestone, watched: set[int]) -> Iterator[Told]:
    at = milestone.released_at
    base, key = one.challenge.get_absolute_url(), str(milestone.pk)
    context = {"challenge": one.challenge.title, "milestone": milestone.title, "milestone_id": milestone.pk}
    took = [user for work in happened.counting[milestone.pk].values() for user in one.members[work.team_id]]
    guides = [one.challenge.faculty_owner, *(team.coach for team in one.teams)]
    yield Told("result_released", [user for user in took if user.pk in watched], f"{base}results/", context, key, at)
    seen = dict.fromkeys(user for user in guides if user and user.pk in watched)
    yield Told("results_ready", list(seen), f"{base}results/", context, f"{key}:guides", at)
    staff = [user for user in happened.people.staff[one.case.organisation] if user.pk in watched]
    yield Told("results_ready", staff, f"{base}teams/", context, f"{key}:staff", at)


def _reviewing(happened: Happened) -> Iterator[Told]:
    """Each reviewer once a milestone, while it is under review."""
    asked: dict[tuple[int, int], list[Any]] = {}
    for review in happened.reviews:
        if review.submission.milestone.released_at is None:
            asked.setdefault((review.submission.milestone_id, review.reviewer_id), []).append(review)
    for (milestone_id, _reviewer), reviews in asked.items():
        first = reviews[0]
        context = {
            "challenge": first.submission.milestone.challenge.title,
            "milestone": first.submission.milestone.title,
            "milestone_id": milestone_id,
            "count": len(reviews),
            "due": first.due_at.isoformat(),
        }
        key = f"{milestone_id}:{first.assigned_at.isoformat()}"
        yield Told("review_assigned", [first.reviewer], "/reviews/", context, key, first.assigned_at)


def _offers(happened: Happened) -> Iterator[Told]:
    for one in happened.line:
        if one.offered_at and one.offer_expires_at:
            context = {
                "challenge": one.challenge.title,
                "entry": one.pk,
                "until": one.offer_expires_at.isoformat(),
                "hours": one.challenge.offer_hours,
                "cancelled": False,
            }
            key = f"{one.pk}:{one.offered_at.isoformat()}"
            yield Told("seat_offered", [one.user], f"{one.challenge.get_absolute_url()}join/", context, key, one.offered_at)


def _talk(happened: Happened) -> Iterator[Told]:
    """Announcements to all who joined; questions without an answer to those who can give one."""
    for one in happened.talk.announcements:
        context = {"challenge": one.challenge.title, "challenge_id": one.challenge.pk, "title": one.title}
        to = [user for members in happened.of(one.challenge).members.values() for user in members]
        yield Told("announcement", to, f"{one.challenge.get_absolute_url()}#announcements", context, str(one.pk), one.at)
    for question in happened.talk.questions:
        if question.answered_at is None:
            challenge = question.challenge
            to = [*happened.people.staff[challenge.organisation.slug], *([challenge.faculty_owner] if challenge.faculty_owner else [])]
            path = f"{challenge.get_absolute_url()}questions/#question-{question.pk}"
            yield Told(
                "question_asked", to, path, {"challenge": challenge.title, "question": question.pk}, str(question.pk), question.asked_at
            )


def _newcomers(happened: Happened) -> Iterator[Told]:
    stated = next(one for one in happened.grants if one.institution)
    context = {"person": stated.user.name, "institution": stated.institution.name if stated.institution else "", "grant": stated.pk}
    yield Told("role_stated", happened.people.office, f"/manage/people/{stated.user.pk}/", context, str(stated.pk), stated.proposed_at)
    newcomer, invitation = happened.people.by_key["new-student"], happened.invitation
    grant = next(one for one in happened.grants if one.user is newcomer)
    context = {"role": grant.role, "until": "", "reason": "", "grant": grant.pk}
    yield Told("role_confirmed", [newcomer], "/me/", context, str(grant.pk), grant.confirmed_at)
    context = {
        "challenge": invitation.team.challenge.title,
        "team": invitation.team.name,
        "name": invitation.invited_by.name if invitation.invited_by else "",
        "until": invitation.expires_at.isoformat(),
        "invitation": invitation.pk,
        "round": invitation.round,
    }
    key = f"{invitation.pk}:{invitation.round}"
    yield Told("team_invited", [newcomer], "/challenges/invitations/", context, key, invitation.invited_at)


def _deadline(happened: Happened, calendar: Calendar) -> Iterator[Told]:
    """Seven days before a deadline that is nearer than that by now; the same keys as the reminders use, so that nobody hears it twice."""
    for one in happened.built:
        for milestone in one.milestones:
            at = milestone.deadline - WEEK
            if one.teams and not one.challenge.cancelled_at and at < calendar.now < milestone.deadline:
                deadline = milestone.deadline.isoformat()
                context = {
                    "challenge": one.challenge.title,
                    "milestone": milestone.title,
                    "milestone_id": milestone.pk,
                    "deadline": deadline,
                }
                to = [user for members in one.members.values() for user in members]
                path = f"{one.challenge.get_absolute_url()}submissions/"
                yield Told("deadline_7d", to, path, context, f"{milestone.pk}:{deadline}", at + dt.timedelta(minutes=4))
