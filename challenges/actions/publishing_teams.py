"""A proposal becomes teams: everything is looked at again under the locks, and everyone concerned is told, each with their own reason."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.actions import notifications
from accounts.audit import trail
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import User
from challenges.actions import marks
from challenges.actions.joining import dissolve, free_name, go, new_team
from challenges.actions.locks import lock_programme
from challenges.actions.proposals import lock_proposal
from challenges.enums import Mode
from challenges.models import Challenge, Participation, Programme, Proposal, ProposedPlace, Team
from challenges.queries import marks as confidential
from challenges.queries.matching import broken, reasons
from challenges.queries.matching.judging import CONFIDENTIAL, Judged
from challenges.queries.matching.page import gone, judged_of
from challenges.queries.matching.slots import Slot
from challenges.queries.matching.world import world_of
from challenges.queries.team_page import has_work
from challenges.queries.terms import joined_through


@dataclass(frozen=True)
class Published:
    """How many students were placed, in how many new teams, and how many moved from one team to another."""

    students: int
    teams: int
    moved: int


def publish(*, proposal: Proposal, revision: int, reason: str, by: User, now: dt.datetime) -> Published:
    """Make the teams of a proposal, under the locks of the edition and all its challenges.

    Judges the proposal by the facts of this moment: who left or came since, may not join any more or is in a team by now, a rule or a
    number of seats that changed. Refuses while a rule is broken, with the names; a rule on what a team is made of may be passed with a
    `reason`, which the trail keeps. What students said in confidence is erased, and so are the other proposals.
    """
    try:
        return _publish(proposal, revision, reason, by, now)
    except _Confidential:
        # Nothing tells whose rule it is; that somebody tried stands in the trail all the same, or it could be found out by trying.
        trail.record("teams.refused", on=proposal.run.programme, by=by, now=now)
        raise


class _Confidential(Refusal):
    """A rule on what was said in confidence does not hold."""


def _publish(proposal: Proposal, revision: int, reason: str, by: User, now: dt.datetime) -> Published:
    with transaction.atomic():
        programme = lock_programme(proposal.run.programme_id)
        challenges = {one.pk: one for one in joined_through(programme).order_by("pk").select_for_update(of=("self",))}
        locked = lock_proposal(proposal, revision)
        if programme.matching_runs.under_way().exists():
            raise WrongState(_("Teams are being formed for this edition. Wait for that to end, or stop it."))
        places = list(locked.places.all())
        _check_gone(locked)
        world = world_of(programme, locked.run.weights, now, confidential.for_solver(programme))
        judged = judged_of(world, locked.run, places)
        passed = _check(judged, reason)
        _explain(judged, places, confides=programme.mark_kinds.exists())
        done = _Publication(programme, challenges, judged, {one.enrolment_id: one for one in places}, by, now).write()
        ProposedPlace.objects.bulk_update(places, ["why", "participation"], batch_size=500)
        locked.published_at = now
        locked.save(update_fields=["published_at"])
        programme.matching_runs.filter(proposal__published_at__isnull=True).delete()
        marks.erase(programme, now)
        detail: dict[str, Any] = {"reason": reason, "passed": passed} if passed else {}
        trail.record("teams.published", on=programme, by=by, now=now, students=done.students, teams=done.teams, moved=done.moved, **detail)
        return done


def _check_gone(proposal: Proposal) -> None:
    away = [one.enrolment.user.name for one in gone(proposal).select_related("enrolment__user")]
    if away:
        words = _("Not in this edition any more: %(who)s. Take them out of the proposal first.")
        raise Refusal(words % {"who": get_text_list(away, _("and"))})


def _check(judged: Judged, reason: str) -> list[str]:
    """What is passed with a reason. Refuses everything else that is broken, and what may pass but has no reason; last what is
    confidential, so that nobody learns of it who could not publish otherwise."""
    told = [one for one in judged.broken if one.kind != CONFIDENTIAL]
    never = [one for one in told if not broken.may_pass(judged, one)]
    if never:
        words = broken.words_of(judged, never)
        raise Refusal(_("The teams cannot be published as they are. %(what)s") % {"what": " ".join(words[:3])})
    passed = broken.words_of(judged, told)
    if passed and not reason:
        raise Refusal(_("Say why the teams are published although a rule does not hold."), field="reason")
    if len(told) != len(judged.broken):
        raise _Confidential(broken.confidential())
    return passed


def _explain(judged: Judged, places: Sequence[ProposedPlace], *, confides: bool) -> None:
    for place in places:
        user = judged.world.user_of.get(place.enrolment_id)
        place.why = reasons.kept(judged, user, confides=confides) if user is not None else {}


class _Publication:
    """Writes the teams and who is in them, and tells."""

    def __init__(
        self,
        programme: Programme,
        challenges: Mapping[int, Challenge],
        judged: Judged,
        places: Mapping[int, ProposedPlace],
        by: User,
        now: dt.datetime,
    ) -> None:
        self.programme, self.challenges, self.judged, self.places, self.by, self.now = programme, challenges, judged, places, by, now
        self.world = judged.world

    def write(self) -> Published:
        coming: dict[int, list[int]] = defaultdict(list)
        for user in sorted(self.world.enrolments):
            key = self.judged.placement[user]
            if self.world.current.get(user) != key:
                coming[key].append(user)
        movers = {user for users in coming.values() for user in users if user in self.world.current}
        left = self._take_out(movers)
        made = 0
        for key in sorted(coming, key=lambda key: self.world.slots[key].label):
            slot = self.world.slots[key]
            made += slot.team is None
            self._fill(slot, coming[key], left)
        self._after(left)
        return Published(sum(map(len, coming.values())) - len(movers), made, len(movers))

    def _take_out(self, movers: set[int]) -> dict[int, Team]:
        """End the participations of those who move; gives the team that each comes from."""
        found = Participation.objects.active().filter(user__in=movers, challenge__in=self.challenges).select_related("team")
        left = {}
        for one in found:
            left[one.user_id] = one.team
            go(one, one.team, self.now)
            trail.record(
                "participation.left", on=one, within=self.challenges[one.challenge_id], by=self.by, now=self.now, team=one.team.name
            )
        return left

    def _fill(self, slot: Slot, users: Sequence[int], left: Mapping[int, Team]) -> None:
        challenge = self.challenges[slot.challenge.pk]
        team = slot.team or self._new(challenge, users)
        staying = [self.world.people[user] for user, key in self.world.current.items() if key == slot.key and user not in left]
        for user in users:
            enrolment = self.world.enrolments[user]
            participation = Participation.objects.create(
                challenge=challenge, team=team, user_id=user, terms_id=enrolment.terms_id, joined_at=self.now
            )
            self.places[enrolment.pk].participation = participation
            trail.record("participation.placed", on=participation, within=challenge, by=self.by, now=self.now, team=team.name)
            self._tell_placed(participation, team, challenge, left.get(user))
            if staying:
                self._tell_others("team_joined", staying, participation, team, self.world.people[user].name)

    def _new(self, challenge: Challenge, users: Sequence[int]) -> Team:
        if challenge.mode == Mode.SOLO:
            return new_team(challenge, self.world.people[users[0]].name[:60] or "–", solo=True, now=self.now)
        taken = {name.casefold() for name in challenge.teams.filter(solo=False).values_list("name", flat=True)}
        name = next(name for number in range(1, len(taken) + 2) if (name := f"Team {number}").casefold() not in taken)
        team = new_team(challenge, free_name(challenge, name), solo=False, now=self.now)
        trail.record("team.made", on=team, within=challenge, by=self.by, now=self.now)
        return team

    def _tell_placed(self, participation: Participation, team: Team, challenge: Challenge, before: Team | None) -> None:
        user = self.world.people[participation.user_id]
        why = self.places[self.world.enrolments[user.pk].pk].why
        with translation.override(user.language):
            reason = " ".join(reasons.words(why))
        notifications.tell(
            kind="team_placed" if before is None else "team_moved",
            to=[user],
            path=f"/challenges/{challenge.slug}/team/",
            context={
                "challenge": challenge.title,
                "team": "" if team.solo else team.name,
                "before": before.name if before else "",
                "programme": self.programme.name,
                "reason": reason,
                "participation": participation.pk,
            },
            key=str(participation.pk),
            now=self.now,
        )

    def _tell_others(self, kind: str, to: Sequence[User], participation: Participation, team: Team, name: str) -> None:
        challenge = self.challenges[team.challenge_id]
        context = {"challenge": challenge.title, "team": team.name, "name": name, "team_id": team.pk}
        path = f"/challenges/{challenge.slug}/team/"
        notifications.tell(kind=kind, to=to, path=path, context=context, key=str(participation.pk), now=self.now)

    def _after(self, left: Mapping[int, Team]) -> None:
        """Tell those who stay behind who went; a team that is empty now and has no work is dissolved."""
        for team in {team.pk: team for team in left.values()}.values():
            active = team.participations.active().select_related("user")
            staying = [one.user for one in active if self.world.current.get(one.user_id) == team.pk]
            gone = Participation.objects.filter(team=team, user__in=[user for user, old in left.items() if old == team], left_at=self.now)
            for one in gone.select_related("user") if staying else ():
                self._tell_others("team_left", staying, one, team, one.user.name)
            if not active and not has_work(team):
                dissolve(team, self.challenges[team.challenge_id], self.by, self.now)
