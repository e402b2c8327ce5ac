"""Words to all who joined."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications
from accounts.audit import trail
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import User
from challenges.actions.locks import lock_challenge
from challenges.models import Announcement, Challenge
from challenges.queries import people


def announce(*, challenge: Challenge, title: str, text: str, by: User, now: dt.datetime) -> Announcement:
    """Put an announcement on the page of those who joined, and tell each of them once.

    Refuses unless the challenge is published, and the same words twice, so that a button pressed twice sends once.
    """
    with transaction.atomic():
        locked = lock_challenge(challenge.pk)
        if not locked.is_public:
            raise WrongState(_("Announcements can be made while the challenge is published."))
        if Announcement.objects.filter(challenge=locked, title=title, text=text).exists():
            raise Refusal(_("This announcement has been sent already."))
        announcement = Announcement.objects.create(challenge=locked, title=title, text=text, by=by, at=now)
        to = list(people.participants(locked))
        trail.record("announcement.made", on=announcement, within=locked, by=by, now=now, told=len(to))
        notifications.tell(
            kind="announcement",
            to=to,
            path=f"/challenges/{locked.slug}/#announcements",
            context={"challenge": locked.title, "challenge_id": locked.pk, "title": title},
            key=str(announcement.pk),
            now=now,
        )
        return announcement
