"""May this person join this challenge? Each rule in words, passed or failed, before anybody tries."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.kit import clock
from accounts.kit.together import fetch_together
from accounts.models import Profile, RoleGrant, User
from challenges.enums import ChallengeState, Mode
from challenges.models import Application, Challenge, Participation, Prerequisite, WaitlistEntry
from challenges.queries import eligibility, waiting, ways_in
from challenges.queries.eligibility import Asked
from challenges.queries.parts import Part
from challenges.queries.seats import counted

Person = User | AnonymousUser


@dataclass(frozen=True)
class JoinStanding:
    """How a person stands towards a challenge. `participation` is the active one of who already takes part, `place` the one in the
    line of who waits for a seat or is offered one, `unsaid` the prerequisites that they have not said to meet."""

    can_join: bool
    parts: list[Part]
    participation: Participation | None
    place: WaitlistEntry | None = None
    unsaid: list[Prerequisite] = field(default_factory=list)

    @property
    def fits(self) -> bool:
        """Whether everything is met but seats, which the line gives."""
        return all(part.ok for part in self.parts if not part.about_seats)

    @property
    def can_wait(self) -> bool:
        """Whether the person can stand in the line: only a seat is missing."""
        return self.fits and not self.can_join and self.place is None

    @property
    def is_stopped(self) -> bool:
        """Whether the person can neither join nor stand in the line, and does not wait either."""
        waits = self.place is not None and self.place.offered_at is None
        return not (self.can_join or self.can_wait or waits)

    @property
    def why_not_wait(self) -> str:
        """The words of the first rule that is not met and is not about seats."""
        return next((part.words for part in self.parts if not part.ok and not part.about_seats), "")

    @property
    def why_not_apply(self) -> str:
        """The words of the first rule that is not met and has to be before one applies: seats and the application itself come later."""
        return next((part.words for part in self.parts if not (part.ok or part.about_seats or part.about_way)), "")

    @property
    def why_not(self) -> str:
        """The words of the first rule that is not met; empty when all are."""
        return next((part.words for part in self.parts if not part.ok), "")

    @property
    def mend_url(self) -> str:
        """Where the person can mend that first rule; empty when they cannot."""
        return next((part.url for part in self.parts if not part.ok), "")


def standing(user: Person, challenge: Challenge, now: dt.datetime, *, back: str = "", into_team: bool = False) -> JoinStanding:
    """Every rule for joining, first what holds for everyone, then what is asked of the person. One statement.

    Who goes to mend something comes back to `back`, a path of the portal; the page for joining unless it is given. With `into_team` a
    team that is there takes the person in, which may go on for longer.
    """
    return standing_by(_reads(user, challenge, now), user, now, back=back or f"/challenges/{challenge.slug}/join/", into_team=into_team)


@dataclass(frozen=True)
class Reads:
    """What the rules look at: the challenge, the person's part in it, profile and open statement, how many seats are taken, the line
    for one, what is asked of whoever joins, and the person's application."""

    challenge: Challenge
    participations: Iterable[Participation]
    profiles: Iterable[Profile]
    awaiting: Iterable[RoleGrant]
    taken: int
    line: waiting.Line
    asked: Asked
    applications: Iterable[Application]

    @property
    def left(self) -> int | None:
        """How many seats anybody can have."""
        return None if self.challenge.seats is None else max(0, self.challenge.seats - self.taken)


def standing_by(reads: Reads, user: Person, now: dt.datetime, *, back: str, into_team: bool = False) -> JoinStanding:
    """The same from what was read already."""
    participation = next(iter(reads.participations), None)
    way = ways_in.part(reads.challenge, reads.applications)
    time = ways_in.time_of_accepted(reads.challenge, reads.applications, now) or _time(reads.challenge, now, into_team=into_team)
    parts = [time, *_seats(reads, now), *_person(user, now, quote(back), reads), *way]
    if participation is not None:
        parts.append(Part(False, already_in(participation), f"/challenges/{reads.challenge.slug}/team/"))
    return JoinStanding(all(part.ok for part in parts), parts, participation, reads.line.own, _unsaid(reads, user))


def _reads(user: Person, challenge: Challenge, now: dt.datetime) -> Reads:
    who = [user] if isinstance(user, User) else []
    participations = Participation.objects.active().filter(challenge=challenge, user__in=who).select_related("team")
    profiles = Profile.objects.filter(user__in=who).select_related("institution", "faculty")
    awaiting = RoleGrant.objects.awaiting().filter(user__in=who, role=Role.STUDENT)
    taken = Challenge.objects.filter(pk=challenge.pk).annotate(held=counted(now)).values_list("held", flat=True)
    places, quotas = waiting.places(who, now).filter(challenge=challenge), waiting.quotas(now).filter(challenge=challenge)
    asked = eligibility.querysets([one.pk for one in who], now, pk=challenge.pk)
    applications = Application.objects.filter(challenge=challenge, user__in=who)
    fetch_together(taken, participations, profiles, awaiting, places, quotas, *asked, applications)
    return Reads(challenge, participations, profiles, awaiting, sum(taken), waiting.Line(places, quotas), Asked(*asked), applications)


def already_in(participation: Participation) -> str:
    """Words for somebody who takes part already."""
    if participation.team.solo:
        return _("You already take part in this challenge, alone. To join a team, leave first.")
    return _("You already take part in this challenge, in the team “%(team)s”.") % {"team": participation.team.name}


def ways(challenge: Challenge) -> str:
    """How one works on it, in words with the size of a team: 'Alone or in a team of 2 to 4'."""
    if challenge.mode == Mode.SOLO:
        return _("Everyone works alone")
    if challenge.team_min and challenge.team_max:
        size = {"min": challenge.team_min, "max": challenge.team_max}
        if challenge.mode == Mode.EITHER:
            return _("Alone or in a team of %(min)d to %(max)d") % size
        return _("In a team of %(min)d to %(max)d") % size
    return str(Mode(challenge.mode).label)


def _time(challenge: Challenge, now: dt.datetime, *, into_team: bool) -> Part:
    if challenge.state == ChallengeState.CANCELLED:
        return Part(False, _("This challenge was cancelled."))
    end = challenge.teams_take_in_until if into_team else challenge.join_until
    if not challenge.is_public or end is None:
        return Part(False, _("This challenge is not published yet."))
    until = {"until": clock.moment(end)}
    if now >= end:
        return Part(False, _("One could join until %(until)s.") % until)
    return Part(True, _("One can join until %(until)s.") % until)


def _seats(reads: Reads, now: dt.datetime) -> list[Part]:
    discipline = next((profile.discipline for profile in reads.profiles), "")
    found = waiting.seat_words(reads.challenge, reads.left, reads.line, discipline, now)
    return [Part(ok, words, about_seats=True) for ok, words in found]


def _person(user: Person, now: dt.datetime, back: str, reads: Reads) -> list[Part]:
    challenge = reads.challenge
    asked = eligibility.asked_parts(reads.asked, challenge)
    if not isinstance(user, User):
        sign_in = Part(False, _("Sign in to join."), f"{reverse('account_login')}?next={back}")
        return [sign_in, Part(False, _("For students whose role is confirmed, with a filled-in profile.")), *asked]
    profile = next(iter(reads.profiles), None)
    parts = [student_part(user, now, waits=bool(reads.awaiting))]
    if profile is None:
        empty = Part(False, _("Fill in your profile: what you study, at which level, your languages."), f"/me/profile/?next={back}")
        return [*parts, empty, *asked]
    filled = Part(True, _("Your profile is filled in."))
    return [*parts, filled, *eligibility.parts(reads.asked, challenge, profile, back)]


def _unsaid(reads: Reads, user: Person) -> list[Prerequisite]:
    return reads.asked.unsaid() if isinstance(user, User) and not reads.asked.admitted else []


def student_part(user: User, now: dt.datetime, *, waits: bool) -> Part:
    """Whether somebody is a confirmed student; `waits` says that the office has yet to decide."""
    if Role.STUDENT in user.roles(now):
        return Part(True, _("You are a confirmed student."))
    if waits:
        return Part(False, _("The programme office still has to confirm that you are a student. You are told as soon as it has."))
    return Part(False, _("Only students can join. Tell the programme office what you study, and it confirms your role."), "/me/profile/")
