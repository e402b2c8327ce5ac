"""The agreement of a team: written by its members, accepted by each."""

import datetime as dt
from dataclasses import astuple, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications
from accounts.audit import trail
from accounts.kit.marks import check_seen, mark
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import User
from challenges.actions.locks import lock_team, members, membership
from challenges.models import AgreementAcceptance, Challenge, Team, TeamAgreement


@dataclass(frozen=True)
class Words:
    """What an agreement says."""

    how: str
    when: str
    what_if: str


def mark_of(agreement: TeamAgreement | None) -> str:
    """A mark of a version with its words, or of there being none: what a page carries to say what it showed."""
    return mark(*_said(agreement))


def write(*, team: Team, words: Words, seen: str, by: User, now: dt.datetime) -> TeamAgreement:
    """Write the agreement. What nobody has accepted yet is changed, else this is a new version, and each member is asked again.

    Refuses a save on top of a colleague's newer words, one without any, after the last deadline, and for whoever works alone.
    """
    with transaction.atomic():
        locked = lock_team(team.pk)
        membership(locked, by)
        _check_time(locked, now)
        if not any(part.strip() for part in astuple(words)):
            raise Refusal(_("Write down at least one thing."), field="how")
        last = locked.agreements.first()
        if last is not None and (last.how, last.when, last.what_if) == astuple(words):
            return last
        check_seen(seen, _said(last))
        if last is None or last.acceptances.exists():
            last = TeamAgreement(team=locked, version=1 if last is None else last.version + 1)
        last.how, last.when, last.what_if = astuple(words)
        last.written_at, last.written_by = now, by
        last.save()
        trail.record("agreement.written", on=locked, within=locked.challenge, by=by, now=now, version=last.version)
        _tell(last, locked.challenge, [user for user in members(locked) if user.pk != by.pk], by, now)
        return last


def accept(*, team: Team, seen: str, by: User, now: dt.datetime) -> AgreementAcceptance:
    """Say yes to the agreement whose mark is `seen`. Refuses other words than those that the page showed; a second yes changes nothing."""
    with transaction.atomic():
        locked = lock_team(team.pk)
        membership(locked, by)
        last = locked.agreements.first()
        if last is None or seen != mark_of(last):
            raise WrongState(_("Somebody has changed the agreement since you opened this page. Read it again before you accept."))
        acceptance, made = AgreementAcceptance.objects.get_or_create(agreement=last, user=by, defaults={"at": now})
        if made:
            trail.record("agreement.accepted", on=locked, within=locked.challenge, by=by, now=now, version=last.version)
        return acceptance


def _said(agreement: TeamAgreement | None) -> tuple[object, ...]:
    return () if agreement is None else (agreement.version, agreement.how, agreement.when, agreement.what_if)


def _check_time(team: Team, now: dt.datetime) -> None:
    if team.solo:
        raise Refusal(_("You work alone in this challenge, so there is nothing to agree on."))
    last = team.challenge.milestones.last()
    if not team.challenge.is_public or (last is not None and now > last.deadline):
        raise Refusal(_("This challenge is over; the agreement stays as it is."))


def _tell(agreement: TeamAgreement, challenge: Challenge, to: list[User], by: User, now: dt.datetime) -> None:
    team = agreement.team
    notifications.tell(
        kind="agreement_written",
        to=to,
        path=f"/challenges/{challenge.slug}/team/{team.pk}/agreement/",
        context={"challenge": challenge.title, "team": team.name, "team_id": team.pk, "name": by.name, "version": agreement.version},
        key=f"{team.pk}:{agreement.version}",
        now=now,
    )
