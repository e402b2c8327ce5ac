"""What reviewers were asked, and what they said."""

import datetime as dt
import itertools
import random

from accounts.models import User
from challenges.management.demo.calendar import DAY, Calendar
from challenges.management.demo.cases import Built
from challenges.management.demo.data import chance, read
from challenges.management.demo.people import People
from challenges.models import Milestone, Review, Score, Submission

EACH = 2
# How much of a queue is done while reviews are under way, by turns; the first reviewer, who signs in, is in the middle of it.
DONE = (0.4, 1.0, 0.7, 0.5, 0.9, 0.0, 0.8)


def judge(built: list[Built], submissions: list[Submission], people: People, calendar: Calendar, seed: int) -> list[Review]:
    """Store two reviews of each submission that counts: all finished where results are released, a part of them elsewhere."""
    draw = chance(seed, "reviews")
    last = {(one.team_id, one.milestone_id): one for one in submissions}
    reviews: list[Review] = []
    scores: list[Score] = []
    for one in built:
        for milestone in one.milestones:
            works = [last[team.pk, milestone.pk] for team in one.teams if (team.pk, milestone.pk) in last]
            if milestone.assessed and works:
                made = _assign(works, milestone, people, draw)
                reviews += made
                scores += _fill(one, milestone, made, people, calendar, draw)
    Review.objects.bulk_create(reviews, batch_size=2000)
    Score.objects.bulk_create(scores, batch_size=4000)
    return reviews


def _assign(works: list[Submission], milestone: Milestone, people: People, draw: random.Random) -> list[Review]:
    """Round the table, beginning at another reviewer each time, so that everyone has about as much to do."""
    table = itertools.islice(itertools.cycle(people.reviewers), draw.randrange(len(people.reviewers)), None)
    assigned_at = milestone.deadline + dt.timedelta(hours=17)
    return [
        Review(
            submission=work, reviewer=next(table), assigned_at=assigned_at, assigned_by=people.office[0], due_at=milestone.reviews_due_at
        )
        for work in works
        for _ in range(EACH)
    ]


def _fill(one: Built, milestone: Milestone, made: list[Review], people: People, calendar: Calendar, draw: random.Random) -> list[Score]:
    scores: list[Score] = []
    quality = {review.submission.team_id: draw.gauss(2.75, 0.6) for review in made}
    said: dict[int, set[str]] = {review.submission.team_id: set() for review in made}
    of: dict[int, list[Review]] = {}
    for review in made:
        of.setdefault(review.reviewer.pk, []).append(review)
    for reviewer, queue in of.items():
        done = len(queue) if milestone.released_at else _done(people.reviewers, reviewer, len(queue))
        for place, review in enumerate(queue):
            if place > done or (place == done and done == 0):
                break
            team = review.submission.team_id
            scores += _write(one, review, quality[team], said[team], is_draft=place == done, calendar=calendar, draw=draw)
    return scores


def _done(reviewers: list[User], reviewer: int, size: int) -> int:
    place = next(index for index, user in enumerate(reviewers) if user.pk == reviewer)
    return round(DONE[place % len(DONE)] * size)


def _write(
    one: Built, review: Review, quality: float, said: set[str], *, is_draft: bool, calendar: Calendar, draw: random.Random
) -> list[Score]:
    """Fill in a review; a draft lacks its last criterion and the feedback on the whole. No team reads the same words twice."""
    content, language = read("work"), one.case.language
    first = (review.assigned_at + DAY).date()
    moment = calendar.some_time(draw, first, (review.due_at - DAY).date())
    review.saved_at = moment
    criteria = one.criteria[:-1] if is_draft else one.criteria
    scores = []
    for criterion in criteria:
        points = max(1, min(4, round(quality + draw.gauss(0, 0.5))))
        words = _fresh(content["scores"][language][points], said, draw) if draw.random() < 0.75 else ""
        scores.append(Score(review=review, criterion=criterion, level=one.levels[criterion.position][points - 1], comment=words))
    if not is_draft:
        tone = "low" if quality < 2.2 else "middle" if quality < 3.2 else "high"
        review.comment = _fresh(content["comments"][language][tone], said, draw)
        review.submitted_at = moment
    return scores


def _fresh(words: list[str], said: set[str], draw: random.Random) -> str:
    """One of these that has not been said yet; nothing when all have."""
    left = [one for one in words if one not in said]
    chosen = draw.choice(left) if left else ""
    said.add(chosen)
    return chosen
