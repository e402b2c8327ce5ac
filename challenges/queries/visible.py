"""What a person may see. Every object of this floor is found through one of these, and nothing else."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.rules import is_coordinator, is_faculty, is_student
from challenges.enums import ChallengeState
from challenges.models import Challenge, Enrolment, Programme, Review, Submission, Team, WorkFile

Person = User | AnonymousUser


def challenges(user: Person) -> QuerySet[Challenge]:
    """Published ones and those cancelled after publication for everyone; unpublished ones for their partner's staff, their faculty
    owner and the office."""
    found = Challenge.objects.select_related("organisation", "programme", "faculty_owner")
    if is_coordinator(user):
        return found
    public = Q(state=ChallengeState.PUBLISHED) | Q(state=ChallengeState.CANCELLED, published_at__isnull=False)
    if not isinstance(user, User):
        return found.filter(public)
    behind = Q(organisation__in=user.memberships.values("organisation"))
    return found.filter(public | behind | Q(faculty_owner=user) if is_faculty(user) else public | behind)


def programmes(user: Person) -> QuerySet[Programme]:
    """Editions are public from the day the office makes them."""
    return Programme.objects.select_related("host")


def enrolments(user: Person) -> QuerySet[Enrolment]:
    """A person's own places in editions, with what they wish for there; the office reads them through its own queries."""
    return Enrolment.objects.active().filter(user__in=[user] if isinstance(user, User) else []).select_related("programme")


def teams(user: Person) -> QuerySet[Team]:
    """Teams with their names: for members, the coach, the faculty owner and the office. Partners and reviewers know pseudonyms only.

    Coach and owner are such while they are faculty.
    """
    found = Team.objects.select_related("challenge", "challenge__organisation", "coach")
    if is_coordinator(user):
        return found
    if not isinstance(user, User):
        return found.none()
    inside = Q(pk__in=user.participations.active().values("team"))
    return found.filter(inside | Q(coach=user) | Q(challenge__faculty_owner=user) if is_faculty(user) else inside)


def team_rooms(user: Person) -> QuerySet[Team]:
    """Teams whose agreement and talk one reads: one's own, and those one coaches while faculty. Neither owner nor office."""
    found = Team.objects.select_related("challenge", "challenge__organisation", "coach")
    if not isinstance(user, User):
        return found.none()
    inside = Q(pk__in=user.participations.active().values("team"))
    return found.filter(inside | Q(coach=user) if is_faculty(user) else inside)


def seeking_teams(user: Person) -> QuerySet[Team]:
    """Teams of published challenges that look for somebody, for students: they read the name and those words, and can ask to join."""
    found = Team.objects.select_related("challenge", "challenge__organisation")
    public = found.filter(challenge__state=ChallengeState.PUBLISHED).exclude(seeks="")
    return public if is_student(user) else found.none()


def own_teams(user: Person) -> QuerySet[Team]:
    """The teams in which the person takes part now, solo teams included."""
    found = Team.objects.select_related("challenge", "challenge__organisation", "coach")
    return found.filter(pk__in=user.participations.active().values("team")) if isinstance(user, User) else found.none()


def submissions(user: Person) -> QuerySet[Submission]:
    """Work that was handed in, with the names on it: for the team, its coach, the faculty owner and the office.

    Reviewers reach it through `reviews`, partner staff through `released_work`: under a pseudonym, with neutral file names.
    """
    found = Submission.objects.select_related("team", "team__challenge", "milestone")
    if is_coordinator(user):
        return found
    if not isinstance(user, User):
        return found.none()
    inside = Q(team__in=user.participations.active().values("team"))
    return found.filter(inside | Q(team__coach=user) | Q(team__challenge__faculty_owner=user) if is_faculty(user) else inside)


def released_work(user: Person) -> QuerySet[Submission]:
    """For partner staff, after release: the version of each team that counted. Pages show it under the team's pseudonym."""
    if not isinstance(user, User):
        return Submission.objects.none()
    return Submission.objects.last_versions().filter(
        milestone__released_at__isnull=False, team__challenge__organisation__in=user.memberships.values("organisation")
    )


def work_files(user: Person) -> QuerySet[WorkFile]:
    """Files of submissions that the person may see, and the files in the drafts of their own teams."""
    found = WorkFile.objects.select_related("team", "milestone")
    if not isinstance(user, User):
        return found.none()
    return found.filter(
        Q(pk__in=WorkFile.objects.filter(submissions__in=submissions(user)).values("pk"))
        | Q(in_draft=True, team__in=user.participations.active().values("team"))
    )


def reviews(user: Person) -> QuerySet[Review]:
    """A reviewer's own reviews; nobody else opens one (the office reads them through its own queries)."""
    if not isinstance(user, User):
        return Review.objects.none()
    return Review.objects.filter(reviewer=user).select_related("submission__team", "submission__milestone__challenge")
