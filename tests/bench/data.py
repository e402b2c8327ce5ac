"""What the pages are measured on: the demo data, and beside them as much as the figures name.

`python -m tests.bench.data OUT [ARCHIVED]` fills an empty database (settings: tests.bench.settings) and writes into OUT, as JSON, the
addresses to ask for and a session of each person who asks. ARCHIVED finished challenges come on top.
"""

import datetime as dt
import itertools
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import django

OPEN = 200
REVIEWS = 200
TEAMS_OF_ONE_STUDENT = 5
CLOSED, TEAMS_EACH = 25, 40  # with two milestones each: 2,000 submissions
FLOOR = """
CREATE TABLE bench_floor (number integer PRIMARY KEY, name text NOT NULL, words text NOT NULL);
INSERT INTO bench_floor SELECT n, 'Row ' || n, repeat('some words ', 8) FROM generate_series(1, 20) AS n;
"""


def fill(archived: int) -> dict[str, dict[str, str]]:
    """Fill the database; gives for each page its address and the session key of who reads it."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("seed_demo", verbosity=0, stdout=sys.stderr)
    with connection.cursor() as cursor:
        cursor.execute(FLOOR)
    _Filler(archived).fill()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return _asked()


def _asked() -> dict[str, dict[str, str]]:
    from accounts.models import User
    from tests.bench.sessions import sign_in

    people = {user.name: user for user in User.objects.filter(name__startswith="Bench ")}
    student = sign_in(people["Bench Student"])
    return {
        "catalogue": {"path": "/challenges/", "session": student},
        "challenge": {"path": "/challenges/bench-open-7/", "session": student},
        "me": {"path": "/me/", "session": student},
        "reviews": {"path": "/reviews/", "session": sign_in(people["Bench Reviewer"])},
        "submissions": {"path": "/manage/submissions/", "session": sign_in(people["Bench Coordinator"])},
    }


class _Filler:
    """Clones the demo's published challenges, with everything that hangs on them, in bulk."""

    def __init__(self, archived: int) -> None:
        from accounts.kit import clock
        from challenges.models import Challenge, Programme
        from partners.models import Organisation

        self.now = clock.now()
        self.archived = archived
        self.models = list(Challenge.objects.filter(state="published").prefetch_related("milestones", "criteria__levels").order_by("pk"))
        self.organisations = list(Organisation.objects.order_by("pk"))
        self.programmes = list(Programme.objects.order_by("pk"))

    def fill(self) -> None:
        from challenges.models import Challenge
        from challenges.queries.filters import statuses

        there = Challenge.objects.filter(statuses(self.now)["open"], state="published").count()
        opened = self.challenges("open", OPEN - there, joinable=True)
        closed = self.challenges("closed", CLOSED, joinable=False)
        self.archive()
        self.people()
        for challenge in opened:
            self.teams(challenge, 3)
        for challenge in opened[:TEAMS_OF_ONE_STUDENT]:
            self.join(challenge)
        for challenge in closed:
            self.teams(challenge, TEAMS_EACH)
        self.hand_in(closed)

    def days(self, number: float) -> dt.datetime:
        return self.now + dt.timedelta(days=number)

    def challenges(self, kind: str, count: int, *, joinable: bool):  # type: ignore[no-untyped-def]
        """Published ones that can be joined for one to sixty days, or under review since two days."""
        from challenges.models import Challenge, Criterion, Milestone, RubricLevel

        made, milestones, criteria, levels = [], [], [], []
        for number, model in zip(range(count), itertools.cycle(self.models), strict=False):
            challenge = self.copy(model, f"bench-{kind}-{number}", f"{model.title[:100]}, {kind} {number}")
            challenge.join_until = self.days(1 + number % 60) if joinable else self.days(-60)
            challenge.starts_on = (self.days(10) if joinable else self.days(-55)).date()
            challenge.seats = 40 if joinable else 400
            made.append(challenge)
            ends = (self.days(70), self.days(100)) if joinable else (self.days(-20), self.days(-2))
            for own, ends_at in zip(model.milestones.all(), ends, strict=False):
                milestones.append(
                    Milestone(challenge=challenge, phase=own.phase, title=own.title, brief=own.brief, deadline=ends_at, assessed=True)
                )
            for own in model.criteria.all():
                criteria.append(Criterion(challenge=challenge, position=own.position, title=own.title, weight=own.weight))
                levels += [
                    RubricLevel(criterion=criteria[-1], points=one.points, title=one.title, description=one.description)
                    for one in own.levels.all()
                ]
        for model_class, rows in ((Challenge, made), (Milestone, milestones), (Criterion, criteria), (RubricLevel, levels)):
            model_class.objects.bulk_create(rows, batch_size=500)
        return made

    def copy(self, model, slug: str, title: str):  # type: ignore[no-untyped-def]
        from challenges.models import Challenge

        own = {"id", "slug", "title", "programme", "organisation"}
        kept = [field for field in Challenge._meta.concrete_fields if not field.generated and field.name not in own]
        organisation = self.organisations[len(slug + title) % len(self.organisations)]
        return Challenge(slug=slug, title=title, organisation=organisation, **{field.name: getattr(model, field.name) for field in kept})

    def archive(self) -> None:
        """Finished years ago, with results."""
        from challenges.models import Challenge, Milestone

        numbers = iter(range(self.archived))
        while batch := list(itertools.islice(numbers, 1000)):
            rows = []
            for number in batch:
                model = self.models[number % len(self.models)]
                challenge = self.copy(model, f"bench-archived-{number}", f"{model.title[:100]}, archived {number}")
                challenge.join_until, challenge.starts_on = self.days(-900), self.days(-890).date()
                rows.append(challenge)
            Challenge.objects.bulk_create(rows)
            Milestone.objects.bulk_create(
                Milestone(
                    challenge=row,
                    phase="act",
                    title="Proposal",
                    deadline=self.days(-800 + number),
                    assessed=True,
                    released_at=self.days(-700),
                    released_by_id=row.faculty_owner_id,
                )
                for row in rows
                for number in (0, 1)
            )

    def people(self) -> None:
        from accounts.models import Profile, RoleGrant, User

        self.students = list(User.objects.filter(role_grants__role="student").order_by("pk")[:400])
        profile = Profile.objects.filter(user=self.students[0]).get()
        made = {}
        for role in ("student", "faculty", "coordinator"):
            name = {"faculty": "Bench Reviewer"}.get(role, f"Bench {role.title()}")
            made[role] = User.objects.create_user(f"bench-{role}@example.org", name=name)
            RoleGrant.objects.create(
                user=made[role], role=role, source="office", proposed_at=self.days(-9), confirmed_at=self.days(-9), confirmed_by=None
            )
        profile.pk, profile.user = None, made["student"]
        profile.save(force_insert=True)
        self.student, self.reviewer = made["student"], made["faculty"]
        self.accepted: Iterator[int] = itertools.count()

    def terms(self, user, challenge):  # type: ignore[no-untyped-def]
        from accounts.actions import terms

        return terms.accept(user=user, document=f"challenge:{challenge.pk}", title=challenge.title, version=1, text="Terms.", now=self.now)

    def teams(self, challenge, count: int) -> None:  # type: ignore[no-untyped-def]
        """Teams of three."""
        from challenges.models import Participation, Team

        made = Team.objects.bulk_create(
            Team(challenge=challenge, name=f"Team {number}", pseudonym=f"Heron {number}", created_at=self.now) for number in range(count)
        )
        who = [(team, self.students[3 * place + seat]) for place, team in enumerate(made) for seat in range(3)]
        Participation.objects.bulk_create(
            Participation(challenge=challenge, team=team, user=user, terms=self.terms(user, challenge), joined_at=self.now)
            for team, user in who
        )

    def join(self, challenge) -> None:  # type: ignore[no-untyped-def]
        """The student takes part, with a draft and something handed in."""
        from challenges.models import Draft, Milestone, Participation, Submission

        team = challenge.teams.order_by("pk")[0]
        first, second = Milestone.objects.filter(challenge=challenge).order_by("pk")
        first.deadline = self.days(4)
        first.save()
        Participation.objects.create(
            challenge=challenge, team=team, user=self.student, terms=self.terms(self.student, challenge), joined_at=self.now
        )
        Draft.objects.create(team=team, milestone=first, text="We begin.", revision=1, saved_at=self.now, saved_by=self.student)
        Submission.objects.create(team=team, milestone=second, version=1, text="Early.", handed_in_at=self.now, handed_in_by=self.student)

    def hand_in(self, closed) -> None:  # type: ignore[no-untyped-def]
        """Every team hands in for every milestone; the reviewer has to review some."""
        from challenges.models import Milestone, Review, Submission, Team

        milestones = list(Milestone.objects.filter(challenge__in=closed).order_by("pk"))
        teams: dict[int, list[Team]] = {}
        for team in Team.objects.filter(challenge__in=closed).order_by("pk"):
            teams.setdefault(team.challenge_id, []).append(team)
        submissions = Submission.objects.bulk_create(
            Submission(
                team=team,
                milestone=milestone,
                version=1,
                text="What we found. " * 200,
                handed_in_at=milestone.deadline - dt.timedelta(minutes=number),
                handed_in_by=self.students[3 * number],
            )
            for milestone in milestones
            for number, team in enumerate(teams[milestone.challenge_id])
        )
        Review.objects.bulk_create(
            Review(
                submission=submission,
                reviewer=self.reviewer,
                assigned_at=self.now,
                due_at=self.days(1 + number % 20),
                saved_at=self.now if number % 3 == 0 else None,
            )
            for number, submission in enumerate(submissions[:REVIEWS])
        )


if __name__ == "__main__":
    django.setup()
    Path(sys.argv[1]).write_text(json.dumps(fill(int(sys.argv[2]) if len(sys.argv) > 2 else 0)), encoding="utf-8")
