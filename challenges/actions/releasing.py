"""Giving results to everybody at once, and writing what came of a challenge."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications
from accounts.audit import trail
from accounts.enums import Role
from accounts.kit.marks import check_seen
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import User
from accounts.queries.people import holders
from challenges.actions.locks import lock_challenge, lock_milestone
from challenges.enums import ChallengeState
from challenges.models import Challenge, Milestone, Team
from challenges.queries.outcomes import gaps
from challenges.queries.people import staff


def release(*, milestone: Milestone, despite_gaps: bool, by: User, now: dt.datetime) -> None:
    """Show scores and feedback of a milestone to every team at the same moment; reviews are closed from then on.

    Refuses before the deadline, twice, when nothing was handed in, and, unless `despite_gaps`, while a review is open or a
    submission has none. Tells the participants who handed in, their coaches, the faculty owner and the partner's staff.
    """
    with transaction.atomic():
        locked = lock_milestone(milestone)
        if locked.released_at:
            raise WrongState(_("The results were released already."))
        if not locked.assessed or locked.challenge.state != ChallengeState.PUBLISHED:
            raise WrongState(_("There are no results to release here."))
        if locked.is_open(now):
            raise Refusal(_("Teams can still hand in. Results can be released after the deadline."))
        found = gaps(locked.pk)
        if not found.submissions:
            raise Refusal(_("Nobody handed anything in, so there is nothing to release."))
        if (found.open or found.unreviewed) and not despite_gaps:
            raise Refusal(_("Reviews are missing. Wait for them, or tick that you release without them."), field="despite_gaps")
        locked.released_at, locked.released_by = now, by
        locked.save(update_fields=["released_at", "released_by"])
        trail.record(
            "results.released",
            on=locked,
            within=locked.challenge,
            by=by,
            now=now,
            submissions=found.submissions,
            open_reviews=found.open,
            unreviewed=found.unreviewed,
        )
        _tell(locked, now)


def write_outcome(*, challenge: Challenge, text: str, seen: str, by: User, now: dt.datetime) -> None:
    """Set what the public page says came of a challenge (Markdown); it is shown once all results are released.

    Refuses a page (`seen` is its mark) on which somebody else has saved since.
    """
    with transaction.atomic():
        locked = lock_challenge(challenge.pk)
        if locked.outcome == text:
            return
        check_seen(seen, [locked.outcome])
        before, locked.outcome = locked.outcome, text
        locked.save(update_fields=["outcome"])
        trail.record("challenge.outcome_written", on=locked, by=by, now=now, before=before, after=text)


def _tell(milestone: Milestone, now: dt.datetime) -> None:
    challenge = milestone.challenge
    context = {"challenge": challenge.title, "milestone": milestone.title, "milestone_id": milestone.pk}
    teams = Team.objects.filter(submissions__milestone=milestone)
    participants = User.objects.filter(participations__in=challenge.participations.active().filter(team__in=teams))
    coaches = teams.exclude(coach=None).values_list("coach", flat=True)
    guides = holders(Role.FACULTY, now).filter(pk__in=[*coaches, challenge.faculty_owner_id])
    results, work = f"/challenges/{challenge.slug}/results/", f"/challenges/{challenge.slug}/teams/"
    key = str(milestone.pk)
    notifications.tell(kind="result_released", to=participants, path=results, context=context, key=key, now=now)
    notifications.tell(kind="results_ready", to=guides, path=results, context=context, key=f"{key}:guides", now=now)
    notifications.tell(kind="results_ready", to=staff(challenge), path=work, context=context, key=f"{key}:staff", now=now)
