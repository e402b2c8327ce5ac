"""What a challenge tells when its link is shared: the picture that goes with it."""

import datetime as dt

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.enums import Level
from accounts.kit import clock
from accounts.kit.sharing_card import Card
from accounts.kit.words import names
from challenges.enums import ChallengeState
from challenges.models import Challenge


def card(challenge: Challenge, now: dt.datetime) -> Card:
    """The words of its picture, in the language of the case. They change when it closes, not by the hour."""
    with translation.override(challenge.case_language):
        return Card(
            site=settings.SITE_NAME,
            eyebrow=challenge.organisation.name,
            title=challenge.title,
            chip=_chip(challenge, now),
            is_open=challenge.can_still_be_joined(now),
            note=", ".join(names(Level, *challenge.levels)),
        )


def card_url(challenge: Challenge, now: dt.datetime) -> str:
    """The address of its picture as it is now."""
    return f"/challenges/{challenge.slug}/card-{card(challenge, now).version}.png"


def _chip(challenge: Challenge, now: dt.datetime) -> str:
    if challenge.state == ChallengeState.CANCELLED:
        return _("Cancelled")
    if challenge.join_until is not None and challenge.can_still_be_joined(now):
        return _("Join until %(moment)s") % {"moment": clock.moment(challenge.join_until)}
    return _("Joining has closed")
