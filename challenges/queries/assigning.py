"""What stands in the way of a reviewer and a team, and what there is to review."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge, Participation, Submission, Team
from partners.models import Membership

CONFLICTS: dict[str, Promise] = {
    "member": _("%(reviewer)s cannot review %(team)s: they are, or were, a member of the team."),
    "coach": _("%(reviewer)s cannot review %(team)s: they coach the team."),
    "owner": _("%(reviewer)s cannot review %(team)s: they own the challenge on the university's side."),
    "partner": _("%(reviewer)s cannot review %(team)s: they act for the partner that brings the challenge in."),
}


def bars(challenge: Challenge, teams: Collection[Team], people: Collection[int]) -> dict[tuple[int, int], str]:
    """For each (team, person) that must not meet in a review the reason, as `rules.work.conflict` gives it; in two queries."""
    members = set(Participation.objects.filter(team__in=teams, user__in=people).values_list("team_id", "user_id"))
    staff = set(Membership.objects.filter(organisation=challenge.organisation_id, user__in=people).values_list("user_id", flat=True))
    found: dict[tuple[int, int], str] = {}
    for team in teams:
        for person in people:
            if (team.pk, person) in members:
                found[team.pk, person] = "member"
            elif team.coach_id == person:
                found[team.pk, person] = "coach"
            elif challenge.faculty_owner_id == person and not challenge.owner_may_review:
                found[team.pk, person] = "owner"
            elif person in staff:
                found[team.pk, person] = "partner"
    return found


def to_review(milestone_id: int) -> QuerySet[Submission]:
    """The versions that count of a milestone, by pseudonym."""
    return Submission.objects.last_versions().filter(milestone=milestone_id).select_related("team").order_by("team__pseudonym", "pk")
