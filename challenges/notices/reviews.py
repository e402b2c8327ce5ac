"""Kinds of notice about reviews and results."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import RoleGrant
from accounts.outbox.models import Mail
from accounts.outbox.notices import Notice
from challenges.enums import ChallengeState
from challenges.models import Milestone, Review


def _still_to_review(mail: Mail, now: dt.datetime) -> bool:
    """The person is still faculty, with an open review of this milestone, of a challenge that goes on and is not released."""
    return (
        Review.objects.filter(
            reviewer=mail.user_id,
            submitted_at__isnull=True,
            submission__milestone=mail.context["milestone_id"],
            submission__milestone__released_at__isnull=True,
            submission__milestone__challenge__state=ChallengeState.PUBLISHED,
        ).exists()
        and RoleGrant.objects.in_force(now).filter(user=mail.user_id, role=Role.FACULTY).exists()
    )


def _still_released(mail: Mail, now: dt.datetime) -> bool:
    return Milestone.objects.filter(pk=mail.context["milestone_id"], released_at__isnull=False).exists()


_ASKED = _("The programme office asked you to review this work.")

NOTICES: list[Notice] = [
    Notice("review_assigned", label=_("Work to review"), why=_ASKED, relevant=_still_to_review),
    Notice("review_due", label=_("A review is due"), why=_ASKED, relevant=_still_to_review),
    Notice("review_overdue", label=_("A review is late"), why=_ASKED, relevant=_still_to_review),
    Notice(
        "result_released",
        label=_("Your results are there"),
        why=_("You take part in this challenge and handed in."),
        essential=True,
        relevant=_still_released,
    ),
    Notice(
        "results_ready",
        label=_("Results of a challenge are there"),
        why=_("You act for the partner of this challenge, own it at the university, or coach one of its teams."),
        relevant=_still_released,
    ),
]

DONE = {
    "reviews.assigned": _("asked reviewers"),
    "review.withdrawn": _("took a review back from its reviewer"),
    "review.submitted": _("submitted a review"),
    "review.reopened": _("opened a submitted review again"),
    "results.released": _("released the results"),
    "challenge.outcome_written": _("wrote what came of the challenge"),
}
