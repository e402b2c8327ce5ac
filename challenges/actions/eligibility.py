"""Who may join: a person says that they meet a prerequisite, and the office lets somebody in."""

import datetime as dt

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications
from accounts.audit import trail
from accounts.kit.refusals import Refusal
from accounts.models import User
from challenges.actions.locks import lock_challenge
from challenges.models import Admission, Challenge, Prerequisite, PrerequisiteMet


def say_met(*, prerequisite: Prerequisite, by: User, now: dt.datetime) -> None:
    """Keep that a person says to meet a prerequisite. Said once more, nothing changes. Refuses once nobody can join any more, and a
    prerequisite that was taken away."""
    with transaction.atomic():
        challenge = lock_challenge(prerequisite.challenge_id)
        if not challenge.can_still_be_joined(now):
            raise Refusal(_("One can no longer join this challenge."))
        if not challenge.prerequisites.filter(pk=prerequisite.pk).exists():
            raise Refusal(_("This is no longer asked."))
        _met, said_now = PrerequisiteMet.objects.get_or_create(prerequisite=prerequisite, user=by, defaults={"said_at": now})
        if said_now:
            trail.record("prerequisite.met", on=prerequisite, within=challenge, by=by, now=now)


def let_in(*, challenge: Challenge, address: str, reason: str, by: User, now: dt.datetime) -> Admission:
    """Let the person with this confirmed address in, whatever the rules on who may join say; time, seats and terms still count.

    Tells them, without the reason. Refuses an address without an account, and who takes part already. Who was let in before stays so.
    """
    with transaction.atomic():
        locked = lock_challenge(challenge.pk)
        if not locked.can_still_be_joined(now):
            raise Refusal(_("One can no longer join this challenge."))
        user = _person(address)
        if locked.participations.active().filter(user=user).exists():
            raise Refusal(_("%(name)s takes part already.") % {"name": user.name}, field="address")
        admission, made = Admission.objects.get_or_create(challenge=locked, user=user, defaults={"reason": reason, "by": by, "at": now})
        if made:
            trail.record("admission.made", on=admission, within=locked, by=by, now=now, reason=reason)
            notifications.tell(
                kind="challenge_let_in",
                to=[user],
                path=f"/challenges/{locked.slug}/join/",
                context={"challenge": locked.title, "admission": admission.pk},
                key=str(admission.pk),
                now=now,
            )
    return admission


def take_back(*, admission: Admission, by: User, now: dt.datetime) -> None:
    """Let the person in no longer, as long as they have not joined. Refuses whoever takes part already."""
    with transaction.atomic():
        challenge = lock_challenge(admission.challenge_id)
        found = Admission.objects.filter(pk=admission.pk).select_related("user").first()
        if found is None:
            return
        if challenge.participations.active().filter(user=found.user).exists():
            raise Refusal(_("%(name)s has joined in the meantime.") % {"name": found.user.name})
        trail.record("admission.taken_back", on=found, within=challenge, by=by, now=now)
        found.delete()


def _person(address: str) -> User:
    found = EmailAddress.objects.filter(email=address, verified=True, user__is_active=True).select_related("user").first()
    if found is None:
        raise Refusal(
            _("Nobody has an account with this confirmed address. Ask the person to sign up first, or for the address they use here."),
            field="address",
        )
    user: User = found.user
    return user
