"""What the audit trail keeps with an action of the top floor, in words."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from accounts.audit.words import Detail, among
from challenges.enums import Section
from challenges.models import Programme
from challenges.queries.words import label


def _changed(fields: Sequence[str]) -> str:
    """Facts of a challenge, such as `seats` or `milestone.deadline:Proposal`."""
    return ", ".join(label(field.partition(":")[0], field.partition(":")[2]) for field in fields)


def _of_programme(changed: Mapping[str, object]) -> str:
    return ", ".join(str(Programme._meta.get_field(field).verbose_name) for field in changed)  # type: ignore[union-attr]


def _pairs(pairs: Sequence[tuple[str, str]]) -> str:
    return "; ".join(f"{team}: {reviewer}" for team, reviewer in pairs)


_TEAM = Detail(_("team"))

DETAILS = {
    "board.reported:whose": Detail(_("whose words")),
    "board_card.removed:whose": Detail(_("whose card")),
    "challenge.changed:fields": Detail(_("changed"), _changed),
    "challenge.copied:source": Detail(_("from")),
    "challenge.owner_named:owner": Detail(_("owner")),
    "challenge.returned:sections": Detail(_("comments on"), among(Section.choices)),
    "announcement.made:told": Detail(_("people told")),
    "enrolment.joined:terms": Detail(_("version of the terms")),
    "join_request.accepted:name": Detail(_("who")),
    "join_request.declined:name": Detail(_("who")),
    "mark_kind.offered:words": Detail(_("words")),
    "mark_kind.removed:words": Detail(_("words")),
    "matching.started:seed": Detail(_("seed")),
    "participation.joined:team": _TEAM,
    "participation.joined:terms": Detail(_("version of the terms")),
    "participation.left:team": _TEAM,
    "participation.placed:team": _TEAM,
    "programme.changed:changed": Detail(_("changed"), _of_programme),
    "removal.asked:name": Detail(_("who")),
    "removal.granted:name": Detail(_("who")),
    "removal.refused:name": Detail(_("who")),
    "results.released:submissions": Detail(_("works")),
    "results.released:open_reviews": Detail(_("reviews not submitted")),
    "results.released:unreviewed": Detail(_("works without a review")),
    "review.reopened:team": _TEAM,
    "review.submitted:team": _TEAM,
    "review.withdrawn:reviewer": Detail(_("reviewer")),
    "review.withdrawn:team": _TEAM,
    "reviews.assigned:due": Detail(_("due")),
    "reviews.assigned:pairs": Detail(_("reviewers"), _pairs),
    "reviews.moved:due": Detail(_("due")),
    "reviews.moved:reviews": Detail(_("reviews")),
    "students.listed:file": Detail(_("file")),
    "students.listed:invited": Detail(_("invited by mail")),
    "students.listed:added": Detail(_("told, with an account")),
    "students.listed:changed": Detail(_("lines changed")),
    "team.coach_named:coach": Detail(_("coach")),
    "team.handed_over:captain": Detail(_("captain")),
    "waitlist.closed:people": Detail(_("people told")),
    "team_file.removed:sha256": Detail(_("SHA-256")),
    "teams.published:moved": Detail(_("moved")),
    "teams.published:passed": Detail(_("passed with a reason"), "; ".join),
    "teams.published:reason": Detail(_("reason")),
    "teams.published:students": Detail(_("placed")),
    "teams.published:teams": Detail(_("new teams")),
    "work_file.removed:sha256": Detail(_("SHA-256")),
}
