"""Who may join a challenge, as the programme office looks at it."""

import datetime as dt
from dataclasses import dataclass

from accounts.kit.together import fetch_together
from challenges.models import Admission, Challenge, Participation
from challenges.queries import eligibility
from challenges.queries.eligibility import Asked


@dataclass(frozen=True)
class LetIn:
    """A person whom the office lets in, and whether they have joined since."""

    admission: Admission
    has_joined: bool


@dataclass(frozen=True)
class WhoMayJoin:
    """What the challenge asks, a sentence a rule, and who is let in all the same."""

    rules: list[str]
    let_in: list[LetIn]


def who_may_join(challenge: Challenge, now: dt.datetime) -> WhoMayJoin:
    """The page of one challenge. One statement."""
    asked = eligibility.querysets([], now, pk=challenge.pk)
    admissions = Admission.objects.filter(challenge=challenge).select_related("user", "by")
    joined = Participation.objects.active().order_by().filter(challenge=challenge).values_list("user_id", flat=True)
    fetch_together(*asked, admissions, joined)
    inside = set(joined)
    return WhoMayJoin(
        rules=eligibility.asked_words(Asked(*asked), challenge),
        let_in=[LetIn(one, one.user_id in inside) for one in admissions],
    )
