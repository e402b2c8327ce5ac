"""The states of a challenge and of an application. What follows from dates (open, running, closed) is derived, never stored."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChallengeState(models.TextChoices):
    """A draft is the partner's; submitted waits for two keys; published is public; cancelled stays readable to who joined."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    PUBLISHED = "published", _("Published")
    CANCELLED = "cancelled", _("Cancelled")


CHALLENGE_STEPS: dict[str, frozenset[str]] = {
    ChallengeState.DRAFT: frozenset({ChallengeState.SUBMITTED, ChallengeState.CANCELLED}),
    ChallengeState.SUBMITTED: frozenset({ChallengeState.DRAFT, ChallengeState.PUBLISHED, ChallengeState.CANCELLED}),
    ChallengeState.PUBLISHED: frozenset({ChallengeState.CANCELLED}),
    ChallengeState.CANCELLED: frozenset(),
}


class ApplicationState(models.TextChoices):
    """Waiting for a decision; accepted lets one join; refused is between the applicant and who decides; withdrawn is nobody's."""

    WAITING = "waiting", _("Waiting for a decision")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @classmethod
    def decided(cls) -> list[str]:
        """The states that somebody decided on, with a name and a time."""
        return [cls.ACCEPTED.value, cls.REFUSED.value]


APPLICATION_STEPS: dict[str, frozenset[str]] = {
    ApplicationState.WAITING: frozenset({ApplicationState.ACCEPTED, ApplicationState.REFUSED, ApplicationState.WITHDRAWN}),
    ApplicationState.ACCEPTED: frozenset(),
    ApplicationState.REFUSED: frozenset({ApplicationState.ACCEPTED}),
    ApplicationState.WITHDRAWN: frozenset({ApplicationState.WAITING}),
}


class Section(models.TextChoices):
    """The parts of a challenge that one writes step by step, and that a comment can be about."""

    BASICS = "basics", _("Title and summary")
    CASE = "case", _("The case")
    AUDIENCE = "audience", _("Who it is for")
    JOINING = "joining", _("Who may join, and how")
    TIMES = "times", _("Milestones and dates")
    RUBRIC = "rubric", _("How it is judged")
    TERMS = "terms", _("What one gets, rights and terms")
    FILES = "files", _("Attachments")
