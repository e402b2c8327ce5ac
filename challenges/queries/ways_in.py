"""How one comes to take part, beside who may: at once, on application, or through the challenge's programme."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.kit import clock
from challenges.enums import ApplicationState, Joining
from challenges.models import Application, Challenge
from challenges.queries.parts import Part


def part(challenge: Challenge, applications: Iterable[Application]) -> list[Part]:
    """What the way of joining asks of a person, given their own application if there is one; nothing where one joins at once."""
    if challenge.joining == Joining.PROGRAMME and challenge.programme is not None:
        words = _("One joins through the programme “%(programme)s”.") % {"programme": challenge.programme.name}
        return [Part(False, words, f"/programmes/{challenge.programme.slug}/")]
    if challenge.joining != Joining.APPLICATION:
        return []
    own = next(iter(applications), None)
    return [_applied(own.state if own else "", f"{challenge.get_absolute_url()}apply/")]


def time_of_accepted(challenge: Challenge, applications: Iterable[Application], now: dt.datetime) -> Part | None:
    """Whoever was accepted joins until the first deadline, also after nobody else can apply; None while everybody can."""
    if challenge.joining != Joining.APPLICATION or not challenge.is_public or challenge.can_still_be_joined(now):
        return None
    own = next(iter(applications), None)
    first = min((one.deadline for one in challenge.milestones.all()), default=now)
    if own is None or own.state != ApplicationState.ACCEPTED or now >= first:
        return None
    return Part(True, _("You were accepted and can join until %(until)s.") % {"until": clock.moment(first)})


def _applied(state: str, url: str) -> Part:
    match state:
        case ApplicationState.ACCEPTED:
            return Part(True, _("Your application was accepted."))
        case ApplicationState.WAITING:
            return Part(False, _("Your application waits for a decision."), url, about_way=True)
        case ApplicationState.REFUSED:
            return Part(False, _("Your application was not accepted."), url, about_way=True)
        case ApplicationState.WITHDRAWN:
            return Part(False, _("You withdrew your application. You can apply again."), url, about_way=True)
    return Part(False, _("One joins on application: say why you want to take part."), url, about_way=True)
