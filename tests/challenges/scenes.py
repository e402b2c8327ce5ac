"""Scenes that several tests of reviewing play in."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.models import User
from challenges.actions.reviews import Judgement
from challenges.models import Challenge, Criterion, Milestone, Review, Submission, Team
from tests.factories import ReviewFactory, SubmissionFactory, make_team, published_challenge, student

DAY = dt.timedelta(days=1)


@dataclass
class Scene:
    """A challenge whose assessed milestone closed yesterday, with teams of two that handed in."""

    challenge: Challenge
    milestone: Milestone
    teams: list[Team] = field(default_factory=list)
    works: list[Submission] = field(default_factory=list)

    def members(self, place: int) -> list[User]:
        return [one.user for one in self.teams[place].participations.all()]


def closed_scene(teams: int = 2, **fields: object) -> Scene:
    """A challenge after its last deadline with so many teams, each with one submission."""
    challenge = published_challenge(**fields)
    now = timezone.now()
    for place, milestone in enumerate(challenge.milestones.order_by("-deadline"), start=1):
        Milestone.objects.filter(pk=milestone.pk).update(deadline=now - place * DAY)
    scene = Scene(challenge, challenge.milestones.get(assessed=True))
    for _number in range(teams):
        add_work(scene)
    return scene


def add_work(scene: Scene, **fields: object) -> Submission:
    """One more team of two, with a submission."""
    team = make_team(scene.challenge, student(), student())
    work = SubmissionFactory(team=team, milestone=scene.milestone, handed_in_at=timezone.now() - 2 * DAY, **fields)
    scene.teams.append(team)
    scene.works.append(work)
    return work


def judgement(challenge: Challenge, points: int = 3, *, comment: str = "Well argued.", remark: str = "") -> Judgement:
    """The same level on every criterion."""
    return Judgement({one.pk: (one.levels.get(points=points).pk, remark) for one in Criterion.objects.filter(challenge=challenge)}, comment)


def submitted(work: Submission, points: int = 3, **fields: object) -> Review:
    """A submitted review with the same points on every criterion."""
    comment = str(fields.pop("comment", "Well argued."))
    remark = str(fields.pop("remark", ""))
    now = timezone.now()
    review = ReviewFactory(submission=work, comment=comment, saved_at=now, submitted_at=now, **fields)
    given = judgement(work.milestone.challenge, points, remark=remark)
    review.scores.bulk_create(
        review.scores.model(review=review, criterion_id=criterion, level_id=level, comment=words)
        for criterion, (level, words) in given.marks.items()
    )
    return review
