"""Teams as the partner sees them: a pseudonym, a size, fields of study; after release work and scores, at last who may be named."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F

from accounts.enums.disciplines import BROAD
from accounts.kit.together import attach, fetch_together
from accounts.models import Profile, User
from challenges.models import Challenge, Milestone, Participation, Submission, Team, WorkFile
from challenges.queries.pseudonyms import address, called
from challenges.queries.results import CriterionScore, team_results, team_scores
from challenges.queries.review_page import File, files

ENOUGH_PEOPLE = 3


@dataclass(frozen=True)
class HandedIn:
    """A milestone with whether the team handed in, and its score once released."""

    milestone: Milestone
    done: bool
    score: Decimal | None


@dataclass(frozen=True)
class PartnerTeam:
    """One team; `bird` stands in its address. `fields` only from three people on, where they point at nobody; `names`, of who agreed,
    only once all results are out."""

    bird: str
    called: str
    size: int
    fields: list[str]
    milestones: list[HandedIn]
    names: list[str]
    has_work: bool


@dataclass(frozen=True)
class PartnerWork:
    """What a team handed in for a released milestone, with what came of it; feedback stays between reviewers and team."""

    milestone: Milestone
    submission: Submission
    files: list[File]
    score: Decimal | None
    criteria: list[CriterionScore]


def partner_teams(challenge: Challenge, now: dt.datetime) -> list[PartnerTeam]:
    """Every team that has people in it, by pseudonym. Two statements."""
    everybody = challenge.teams.order_by("pseudonym")
    present = Participation.objects.active().filter(challenge=challenge).select_related("user")
    milestones = challenge.milestones.all()
    handed = Submission.objects.filter(team__challenge=challenge, version=1).order_by().values_list("team_id", "milestone_id")
    codes = Profile.objects.filter(user__participations__challenge=challenge).values_list("user_id", "discipline")
    waiting = challenge.milestones.to_be_released(now).order_by()[:1]
    fetch_together(everybody, present, milestones, handed, codes, waiting)
    people: dict[int, list[User]] = {}
    for one in present:
        people.setdefault(one.team_id, []).append(one.user)
    teams = [team for team in everybody if team.pk in people]
    scores = {one.team.pk: {milestone.pk: score for milestone, score in one.scores} for one in team_scores(challenge, teams)}
    named = any(one.released_at for one in milestones) and not waiting
    facts = list(milestones), set(handed), dict(codes)
    return [_team(team, people[team.pk], *facts, scores[team.pk], named) for team in teams]


def _team(
    team: Team,
    people: list[User],
    milestones: list[Milestone],
    handed: set[tuple[int, int]],
    codes: dict[int, str],
    scores: dict[int, Decimal | None],
    named: bool,
) -> PartnerTeam:
    found = {codes[person.pk][:2] for person in people if person.pk in codes} if len(people) >= ENOUGH_PEOPLE else set()
    rows = [HandedIn(one, (team.pk, one.pk) in handed, scores.get(one.pk)) for one in milestones]
    return PartnerTeam(
        bird=address(team.pseudonym),
        called=called(team.pseudonym),
        size=len(people),
        fields=[str(BROAD[code]) for code in sorted(found)],
        milestones=rows,
        names=sorted(person.name for person in people if person.named_in_results) if named else [],
        has_work=any(row.done and row.milestone.released_at for row in rows),
    )


def partner_work(team: Team, now: dt.datetime) -> list[PartnerWork]:
    """The work of a team for the milestones that are released; the caller found the team through `visible.released_work`.

    Two statements.
    """
    last = Submission.objects.last_versions().filter(team=team, milestone__released_at__isnull=False)
    works = last.select_related("milestone").order_by("milestone__deadline")
    given = WorkFile.objects.filter(submissions__in=last.order_by().values("pk")).annotate(version=F("submissions"))
    fetch_together(works, given)
    attach(works, "files", given, by="version")
    results = {result.milestone.pk: result for result in team_results(team, now) if result.released}
    return [
        PartnerWork(
            milestone=work.milestone,
            submission=work,
            files=files(list(work.files.all())),
            score=outcome.score if (outcome := results[work.milestone_id].outcome) else None,
            criteria=results[work.milestone_id].criteria,
        )
        for work in works
    ]
