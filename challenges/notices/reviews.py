"""Kinds of notice about reviews and results."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import RoleGrant, User
from accounts.outbox.models import Mail
from accounts.outbox.notices import Notice
from challenges.enums import ChallengeState
from challenges.models import Milestone, Review
from challenges.queries import visible


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


def _still_due(mail: Mail, now: dt.datetime) -> bool:
    """As before, and a review is still due at the moment that the mail names."""
    due_at = dt.datetime.fromisoformat(mail.context["due"])
    open_ones = Review.objects.filter(reviewer=mail.user_id, submitted_at__isnull=True, submission__milestone=mail.context["milestone_id"])
    return _still_to_review(mail, now) and open_ones.filter(due_at=due_at).exists()


def _still_withdrawn(mail: Mail, now: dt.datetime) -> bool:
    return not Review.objects.filter(reviewer=mail.user_id, submission=mail.context["submission_id"]).exists()


def _still_released(mail: Mail, now: dt.datetime) -> bool:
    return Milestone.objects.filter(pk=mail.context["milestone_id"], released_at__isnull=False).exists()


def _may_still_read(mail: Mail, now: dt.datetime) -> bool:
    """As before, and the coach, the owner or the partner's staff are that still."""
    milestone, user = mail.context["milestone_id"], mail.user
    return (
        _still_released(mail, now)
        and isinstance(user, User)
        and any(found(user).filter(milestone=milestone).exists() for found in (visible.submissions, visible.released_work))
    )


_ASKED = _("The programme office asked you to review this work.")

NOTICES: list[Notice] = [
    Notice("review_assigned", label=_("Work to review"), why=_ASKED, relevant=_still_to_review),
    Notice("review_moved", label=_("Reviews have another due date"), why=_ASKED, relevant=_still_due),
    Notice(
        "review_withdrawn",
        label=_("A review was taken back"),
        why=_("The programme office had asked you to review this work."),
        relevant=_still_withdrawn,
    ),
    Notice("review_due", label=_("A review is due"), why=_ASKED, relevant=_still_due),
    Notice("review_overdue", label=_("A review is late"), why=_ASKED, relevant=_still_due),
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
        relevant=_may_still_read,
    ),
]

DONE = {
    "reviews.assigned": _("asked reviewers"),
    "reviews.moved": _("moved the due date of reviews"),
    "review.withdrawn": _("took a review back from its reviewer"),
    "review.submitted": _("submitted a review"),
    "review.reopened": _("opened a submitted review again"),
    "results.released": _("released the results"),
    "challenge.outcome_written": _("wrote what came of the challenge"),
}
