"""The part of whoever takes part in challenges, or may."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.kit import clock
from accounts.kit.compiled import PERSON
from accounts.kit.together import Statement
from accounts.models import Profile
from challenges.enums import ChallengeState, Phase
from challenges.models import Draft, Milestone, Participation, Programme, Submission, WaitlistEntry
from challenges.queries.dashboard.parts import WEEK, Coming, Done, Part, Place, Places, Reader, Start, Task
from challenges.queries.due import due, saved, short
from challenges.queries.enrolling import NextStep, step_of
from challenges.queries.waiting import place_words


@dataclass(frozen=True)
class _Work:
    """What a team has for a milestone."""

    draft: Draft | None
    files: int
    last: Submission | None

    @property
    def begun(self) -> bool:
        return bool(self.files or (self.draft and self.draft.text.strip()))

    @property
    def newer(self) -> bool:
        return bool(
            self.begun and self.last and self.draft and self.draft.saved_at > self.last.handed_in_at and self.draft.text != self.last.text
        )


class Student:
    """Deadlines with the state of the draft, invitations, a missing profile; what is ahead; results."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._active = list(reader.participations)
        self._going = [one for one in self._active if one.challenge.state == ChallengeState.PUBLISHED]
        self._is_new = not self._active and not reader.enrolments and Role.STUDENT in reader.user.roles(reader.now)
        self._profiles = Profile.objects.filter(user__in=[reader.user] if self._is_new else [])
        read = _work().fetch({PERSON: reader.user.pk}) if self._going else [(), (), ()]
        self._milestones: Iterable[Milestone] = read[0]
        self._drafts: Iterable[Draft] = read[1]
        self._last: Iterable[Submission] = read[2]
        self.querysets: list[QuerySet[Any, Any]] = [self._profiles]

    @staticmethod
    def concerns(reader: Reader) -> bool:
        """Whoever takes part, is asked to, or may."""
        return True

    def part(self) -> Part:
        """The share of the page of who takes part, or may."""
        found = Part()
        found.tasks += [_invited(one, self._reader) for one in self._reader.invitations]
        self._of_editions(found)
        found.tasks += [_offered(one, self._reader) for one in self._reader.places if one.offered_at]
        if self._active:
            self._of_challenges(found)
        elif self._is_new:
            if not self._profiles:
                found.tasks.append(_no_profile())
            found.start = Start(
                _("Find a challenge"),
                _("A real case from health care, alone or in a team, with feedback from faculty. Each card says until when you can join."),
                _("See open challenges"),
                "/challenges/",
            )
        if waits := [_waits(one) for one in self._reader.places if not one.offered_at]:
            found.places.append(Places(_("Where I wait for a seat"), waits))
        return found

    def _of_editions(self, found: Part) -> None:
        """Ranking the challenges of the editions that somebody is in, until they are placed."""
        now, placed = self._reader.now, {one.challenge.programme_id for one in self._active}
        places = []
        for enrolment in self._reader.enrolments:
            programme = enrolment.programme
            if programme.pk in placed:
                continue
            step, until = step_of(enrolment, None, now), programme.ranks_until
            if step.waits and until:
                found.tasks.append(_to_rank(programme, step, until, now))
            elif until and now < until:
                what = _("Last moment to change your wishes for %(programme)s") % {"programme": programme.name}
                found.coming.append(Coming(until, short(until, now), what, step.url))
            places.append(Place(programme.name, step.title, f"/programmes/{programme.slug}/", [(_("Your wishes"), step.url)]))
        if places:
            found.places.append(Places(_("My editions"), places))
        joined = {one.programme_id for one in self._reader.enrolments} | placed
        found.tasks += [_to_join(one.programme, now) for one in self._reader.listed if one.programme_id not in joined]

    def _of_challenges(self, found: Part) -> None:
        reader, now = self._reader, self._reader.now
        teams = {one.challenge_id: one for one in self._going}
        drafts = {(one.team_id, one.milestone_id): one for one in self._drafts}
        last = {(one.team_id, one.milestone_id): one for one in self._last}
        for milestone in self._milestones:
            mine = teams[milestone.challenge_id]
            key = mine.team_id, milestone.pk
            state = _Work(drafts.get(key), milestone.drafted, last.get(key))  # type: ignore[attr-defined]
            url = f"/challenges/{mine.challenge.slug}/submissions/{milestone.pk}/"
            if milestone.is_open(now):
                near = milestone.deadline - now <= WEEK
                if near and (state.last is None or state.newer):
                    found.tasks.append(_to_hand_in(milestone, mine, state, url, reader))
                what = _("%(deliverable)s handed in, open until then") if state.last else _("%(deliverable)s due")
                found.coming.append(
                    Coming(milestone.deadline, short(milestone.deadline, now), what % {"deliverable": milestone.title}, url)
                )
            elif milestone.released_at:
                if state.last:
                    results = f"/challenges/{mine.challenge.slug}/results/"
                    text = _("%(deliverable)s: scores and feedback are ready.") % {"deliverable": milestone.title}
                    found.done.append(Done(milestone.released_at, mine.challenge.title, text, results))
            elif state.last:
                text = _("%(deliverable)s: version %(version)d was handed in.") % {
                    "deliverable": milestone.title,
                    "version": state.last.version,
                }
                found.done.append(
                    Done(state.last.handed_in_at, mine.challenge.title, text, f"/challenges/{mine.challenge.slug}/submissions/")
                )
        found.places.append(Places(_("My challenges"), [_place(one) for one in self._active]))


@cache
def _work() -> Statement:
    """The milestones of the challenges in which somebody takes part, with the number of files in the draft; drafts; last versions."""
    going = Participation.objects.active().order_by().filter(user=PERSON, challenge__state=ChallengeState.PUBLISHED)
    teams = going.values("team")
    drafted = Count("files", filter=Q(files__in_draft=True, files__team__in=teams))
    return Statement(
        Milestone.objects.filter(challenge__in=going.values("challenge")).annotate(drafted=drafted).order_by("deadline", "pk"),
        Draft.objects.filter(team__in=teams).select_related("saved_by"),
        Submission.objects.last_versions().filter(team__in=teams),
    )


def _to_hand_in(milestone: Milestone, mine: Participation, state: _Work, url: str, reader: Reader) -> Task:
    chip, tone = due(milestone.deadline, reader.now)
    note = ""
    if state.draft and state.begun:
        by = state.draft.saved_by.get_short_name() if state.draft.saved_by else ""
        note = saved(state.draft.saved_at, by, reader.now)
    if state.files:
        note += " " + ngettext("%(count)d file.", "%(count)d files.", state.files) % {"count": state.files}
    if state.newer:
        note = _("The draft is newer than what you handed in.") + f" {note}"
    return Task(
        title=milestone.title,
        chip=chip,
        tone=tone,
        meta=str(Phase(milestone.phase).label),
        text=f"{mine.challenge.title} · {_('alone') if mine.team.solo else mine.team.name}",
        action=_("Continue the draft") if state.begun else _("Start on it"),
        url=url,
        note=note.strip(),
        at=milestone.deadline,
    )


def _to_rank(programme: Programme, step: NextStep, until: dt.datetime, now: dt.datetime) -> Task:
    chip, tone = due(until, now)
    return Task(
        title=_("Rank the challenges of %(programme)s") % {"programme": programme.name},
        chip=chip,
        tone=tone,
        meta="",
        text=step.text,
        action=step.action,
        url=step.url,
        at=until,
    )


def _to_join(programme: Programme, now: dt.datetime) -> Task:
    until = programme.join_until or now
    chip, tone = due(until, now)
    return Task(
        title=_("You are on the list of %(programme)s") % {"programme": programme.name},
        chip=chip,
        tone=tone,
        meta="",
        text=_("Look at its challenges and terms, and join if you like."),
        action=_("Look at it"),
        url=f"/programmes/{programme.slug}/join/",
        at=until,
    )


def _invited(invitation, reader: Reader) -> Task:  # type: ignore[no-untyped-def]
    team = invitation.team
    by = invitation.invited_by.name if invitation.invited_by else _("Somebody")
    return Task(
        title=_("%(name)s asks you to join %(team)s") % {"name": by, "team": team.name},
        chip=_("Waiting for you"),
        tone="amber",
        meta=_("Open until %(day)s") % {"day": clock.day(invitation.expires_at)},
        text=team.challenge.title,
        action=_("See the invitation"),
        url="/challenges/invitations/",
        at=invitation.expires_at,
    )


def _offered(entry: WaitlistEntry, reader: Reader) -> Task:
    assert entry.offer_expires_at is not None  # noqa: S101 - a constraint of the database
    chip, tone = due(entry.offer_expires_at, reader.now)
    return Task(
        title=_("A seat is kept for you"),
        chip=chip,
        tone=tone,
        meta=_("Until %(until)s") % {"until": clock.moment(entry.offer_expires_at)},
        text=entry.challenge.title,
        action=_("Take your seat"),
        url=f"/challenges/{entry.challenge.slug}/join/",
        at=entry.offer_expires_at,
    )


def _waits(entry: WaitlistEntry) -> Place:
    return Place(entry.challenge.title, place_words(entry), f"/challenges/{entry.challenge.slug}/join/")


def _no_profile() -> Task:
    return Task(
        title=_("Tell what you study"),
        chip=_("Waiting for you"),
        tone="amber",
        meta="",
        text=_("Your programme, level and languages are needed before you can join a challenge. It takes two minutes."),
        action=_("Fill in your profile"),
        url="/me/profile/",
    )


def _place(one: Participation) -> Place:
    challenge = one.challenge
    base = f"/challenges/{challenge.slug}/"
    if challenge.state == ChallengeState.CANCELLED:
        return Place(challenge.title, _("Cancelled"), base, [(_("My work"), f"{base}submissions/")])
    links = [
        (_("Hand in"), f"{base}submissions/"),
        (_("My team") if not one.team.solo else _("My place"), f"{base}team/"),
        (_("Results"), f"{base}results/"),
    ]
    return Place(challenge.title, _("Alone") if one.team.solo else one.team.name, base, links)
