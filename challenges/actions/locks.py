"""Rows that are locked before anything is counted: first the programme, then the challenge, then the team or the review."""

from django.utils.translation import gettext as _

from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import User
from challenges.models import Challenge, Milestone, Participation, Programme, Review, Team


def lock_challenge(pk: int) -> Challenge:
    """The challenge as it is now, locked until the end of the transaction."""
    return Challenge.objects.select_for_update().get(pk=pk)


def lock_programme(pk: int) -> Programme:
    """The programme as it is now, locked until the end of the transaction; rows may be put below it by others meanwhile."""
    return Programme.objects.select_for_update(no_key=True).get(pk=pk)


def lock_milestone(milestone: Milestone) -> Milestone:
    """The milestone as it is now, under the lock of its challenge: dates, state, work and release change one after another."""
    challenge = lock_challenge(milestone.challenge_id)
    found = Milestone.objects.get(pk=milestone.pk)
    found.challenge = challenge
    return found


def lock_review(review: Review) -> tuple[Milestone, Review]:
    """The milestone and the review as they are now, under the lock of the challenge. Refuses a review that was withdrawn."""
    milestone = lock_milestone(review.submission.milestone)
    found = Review.objects.select_related("submission__team__challenge", "reviewer").filter(pk=review.pk).first()
    if found is None:
        raise WrongState(_("The programme office has withdrawn this review in the meantime."))
    return milestone, found


def lock_team(pk: int) -> Team:
    """The team as it is now, locked until the end of the transaction. Refuses one that was dissolved."""
    team = Team.objects.select_for_update().filter(pk=pk).first()
    if team is None:
        raise Refusal(_("This team does not exist any more."))
    return team


def membership(team: Team, user: User) -> Participation:
    """The person's active participation in a locked team. Refuses whoever is not in it any more."""
    found = team.participations.active().filter(user=user).first()
    if found is None:
        raise Refusal(_("You are not in this team any more."))
    return found


def members(team: Team) -> list[User]:
    """Who is in the team now."""
    return [one.user for one in team.participations.active().select_related("user")]
