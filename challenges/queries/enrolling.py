"""May this person join this edition? Each rule in words, passed or failed, before anybody tries."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import quote

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.kit import clock
from accounts.kit.together import fetch_together
from accounts.models import Profile, RoleGrant, User
from challenges.models import Enrolment, Participation, Programme
from challenges.queries.joining import student_part
from challenges.queries.parts import Part
from challenges.queries.terms import joined_through

Person = User | AnonymousUser


@dataclass(frozen=True)
class EnrolStanding:
    """How a person stands towards an edition. `enrolment` is the active one of who is in it already."""

    parts: list[Part]
    enrolment: Enrolment | None

    @property
    def can_join(self) -> bool:
        return self.enrolment is None and all(part.ok for part in self.parts)

    @property
    def why_not(self) -> str:
        """The words of the first rule that is not met; empty when all are."""
        if self.enrolment is not None:
            return _("You are in this edition already.")
        return next((part.words for part in self.parts if not part.ok), "")

    @property
    def mend_url(self) -> str:
        """Where the person can mend that first rule; empty when they cannot."""
        return next((part.url for part in self.parts if not part.ok), "")


def standing(user: Person, programme: Programme, now: dt.datetime) -> EnrolStanding:
    """Every rule for joining an edition: what holds for everyone, then what is asked of the person. One statement."""
    who = [user] if isinstance(user, User) else []
    enrolments = Enrolment.objects.active().filter(programme=programme, user__in=who).select_related("terms")
    profiles = Profile.objects.filter(user__in=who)
    awaiting = RoleGrant.objects.awaiting().filter(user__in=who, role=Role.STUDENT)
    challenges = joined_through(programme).order_by("pk")[:1]
    fetch_together(enrolments, profiles, awaiting, challenges)
    parts = [_time(programme, now), *([] if challenges else [Part(False, _("It has no challenges to choose from yet."))])]
    back = quote(f"/programmes/{programme.slug}/join/")
    parts += _person(user, back, has_profile=bool(profiles), waits=bool(awaiting), now=now)
    return EnrolStanding(parts, next(iter(enrolments), None))


def _time(programme: Programme, now: dt.datetime) -> Part:
    if programme.join_until is None:
        return Part(False, _("This edition is not joined as a whole: you join each of its challenges on its own page."))
    until = {"until": clock.moment(programme.join_until)}
    if now >= programme.join_until:
        return Part(False, _("One could join until %(until)s.") % until)
    return Part(True, _("One can join until %(until)s.") % until)


def _person(user: Person, back: str, *, has_profile: bool, waits: bool, now: dt.datetime) -> list[Part]:
    if not isinstance(user, User):
        asked = Part(False, _("For students whose role is confirmed, with a filled-in profile."))
        return [Part(False, _("Sign in to join."), f"{reverse('account_login')}?next={back}"), asked]
    profile = (
        Part(True, _("Your profile is filled in."))
        if has_profile
        else Part(False, _("Fill in your profile: what you study, at which level, your languages."), f"/me/profile/?next={back}")
    )
    return [student_part(user, now, waits=waits), profile]


def placed(enrolment: Enrolment) -> Participation | None:
    """Where an enrolled person takes part by now, in a challenge of the edition; None as long as they are not placed."""
    return _places().filter(user=enrolment.user_id, challenge__programme=enrolment.programme_id).first()


def _places() -> QuerySet[Participation]:
    return Participation.objects.active().select_related("challenge", "team")


def may_not_leave(enrolment: Enrolment) -> str:
    """Words for who cannot leave the edition now; empty for who can."""
    found = placed(enrolment)
    if found is None:
        return ""
    return _("You take part in “%(challenge)s” of this edition. Leave that first, on the page of your team.") % {
        "challenge": found.challenge.title
    }


@dataclass(frozen=True)
class NextStep:
    """What somebody can do in an edition now: words, and the one action if there is one; `waits` when it is theirs to do."""

    title: str
    text: str
    action: str = ""
    url: str = ""
    waits: bool = False


def next_step(user: Person, programme: Programme, now: dt.datetime) -> NextStep | None:
    """What the page of an edition offers its reader; None where one does not join it as a whole. One statement."""
    if programme.join_until is None:
        return None
    who = [user] if isinstance(user, User) else []
    enrolments = Enrolment.objects.active().filter(programme=programme, user__in=who)
    places = _places().filter(user__in=who, challenge__programme=programme)
    fetch_together(enrolments, places)
    for enrolment in enrolments:
        enrolment.programme = programme
        return step_of(enrolment, next(iter(places), None), now)
    until = {"until": clock.moment(programme.join_until)}
    if now >= programme.join_until:
        return NextStep(_("Joining is over"), _("One could join until %(until)s.") % until)
    text = _("One can join until %(until)s. You rank its challenges, and the programme office forms the teams.") % until
    return NextStep(_("Join this edition"), text, _("Join"), f"/programmes/{programme.slug}/join/", waits=True)


def step_of(enrolment: Enrolment, place: Participation | None, now: dt.datetime) -> NextStep:
    """What somebody who is in an edition does next."""
    programme = enrolment.programme
    wishes = f"/programmes/{programme.slug}/wishes/"
    if place is not None:
        text = _("You take part in “%(challenge)s”.") % {"challenge": place.challenge.title}
        return NextStep(_("You have been placed"), text, _("Go to your team"), f"/challenges/{place.challenge.slug}/team/")
    if programme.ranks_until is None or now >= programme.ranks_until:
        return NextStep(_("The teams are being formed"), _("You hear in which one you are."), _("See your wishes"), wishes)
    until = {"until": clock.moment(programme.ranks_until)}
    if enrolment.wishes_at is None:
        text = _("Say until %(until)s which ones you would like.") % until
        return NextStep(_("Rank its challenges"), text, _("Rank the challenges"), wishes, waits=True)
    return NextStep(
        _("You are in this edition"), _("Your wishes are saved; you can change them until %(until)s.") % until, _("See your wishes"), wishes
    )
