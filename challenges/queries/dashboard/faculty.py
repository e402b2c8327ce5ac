"""The part of faculty: owners of challenges, reviewers, coaches."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.models import User
from challenges.enums import ChallengeState
from challenges.models import Challenge, Milestone, Review, Team
from challenges.queries.dashboard.parts import Coming, Done, Part, Place, Places, Reader, Start, Task
from challenges.queries.due import due, short
from challenges.queries.review_queue import OPEN


class Faculty:
    """Challenges that wait for the owner's key, reviews by milestone, open questions; coached teams' deadlines."""

    def __init__(self, reader: Reader) -> None:
        self._reader, user = reader, reader.user
        self._owned = (
            Challenge.objects.filter(faculty_owner=user)
            .exclude(state=ChallengeState.CANCELLED)
            .annotate(unanswered=Count("questions", filter=Q(questions__answered_at__isnull=True)))
            .only("slug", "title", "state", "submitted_at", "owner_approved_at", "changed_at", "organisation__name")
            .select_related("organisation")
            .order_by("-changed_at")
        )
        coached = Team.objects.filter(coach=user, challenge__state=ChallengeState.PUBLISHED)
        self._teams = coached.select_related("challenge").only("name", "challenge__slug", "challenge__title")
        self._milestones = (
            Milestone.objects.filter(challenge__in=coached.order_by().values("challenge"), deadline__gte=reader.now)
            .only("title", "deadline", "challenge")
            .order_by("deadline", "pk")
        )
        self._reviews = _review_groups(user)
        self.querysets: list[QuerySet[Any, Any]] = [self._owned, self._teams, self._milestones, self._reviews]

    @staticmethod
    def concerns(reader: Reader) -> bool:
        """Members of faculty."""
        return Role.FACULTY in reader.user.roles(reader.now)

    def part(self) -> Part:
        """The share of faculty of the page."""
        found = Part()
        owned, teams = list(self._owned), list(self._teams)
        for challenge in owned:
            _owned(found, challenge)
        _reviews(found, self._reviews, self._reader)
        _coached(found, teams, self._milestones, self._reader)
        if owned:
            found.places.append(Places(_("Challenges that you own"), [_challenge(one) for one in owned[:8]]))
        if teams:
            found.places.append(Places(_("Teams that you coach"), [_team(one) for one in teams[:12]]))
        if not (owned or teams or found.tasks or found.done):
            found.start = Start(
                _("Nothing is assigned to you yet"),
                _(
                    "The programme office asks you to own a challenge, coach a team or review work; you get a mail then. "
                    "Meanwhile, see what students work on."
                ),
                _("See challenges"),
                "/challenges/",
            )
        return found


def _owned(found: Part, challenge: Challenge) -> None:
    if challenge.state == ChallengeState.SUBMITTED and challenge.owner_approved_at is None:
        found.tasks.append(
            Task(
                title=challenge.title,
                chip=_("Waits for your key"),
                tone="amber",
                meta=challenge.organisation.name,
                text=_("You own this challenge on the university's side. Approve it, or send it back with comments."),
                action=_("Read and decide"),
                url=f"/challenges/{challenge.slug}/approval/",
                at=challenge.submitted_at,
            )
        )
    count: int = challenge.unanswered  # type: ignore[attr-defined]
    if count and challenge.state == ChallengeState.PUBLISHED:
        found.tasks.append(
            Task(
                title=ngettext("%(count)d question waits for an answer", "%(count)d questions wait for an answer", count)
                % {"count": count},
                chip=_("Waiting for you or the partner"),
                tone="amber",
                meta="",
                text=challenge.title,
                action=_("Answer"),
                url=f"/challenges/{challenge.slug}/questions/",
            )
        )


def _review_groups(user: User) -> QuerySet[Review, dict[str, Any]]:
    milestone = "submission__milestone"
    found: QuerySet[Review, dict[str, Any]] = (
        Review.objects.filter(reviewer=user)
        .order_by()
        .values(milestone, f"{milestone}__title", f"{milestone}__challenge__title")
        .annotate(
            open=Count("pk", filter=OPEN),
            done=Count("pk", filter=Q(submitted_at__isnull=False)),
            begun=Count("pk", filter=OPEN & Q(saved_at__isnull=False)),
            due=Min("due_at", filter=OPEN),
            last=Max("submitted_at"),
        )
        .order_by("due", milestone)
    )
    return found


def _reviews(found: Part, groups: QuerySet[Review, dict[str, Any]], reader: Reader) -> None:
    for group in groups:
        title, challenge = group["submission__milestone__title"], group["submission__milestone__challenge__title"]
        if group["open"]:
            chip, tone = due(group["due"], reader.now)
            drafts = ngettext("%(count)d draft.", "%(count)d drafts.", group["begun"]) % {"count": group["begun"]} if group["begun"] else ""
            found.tasks.append(
                Task(
                    title=ngettext("%(count)d submission to review", "%(count)d submissions to review", group["open"])
                    % {"count": group["open"]},
                    chip=chip,
                    tone=tone,
                    meta=_("%(done)d of %(total)d done") % {"done": group["done"], "total": group["done"] + group["open"]},
                    text=f"{challenge} · {title}",
                    action=_("Open the queue"),
                    url="/reviews/",
                    note=drafts,
                    at=group["due"],
                )
            )
        elif group["done"]:
            words = ngettext("%(title)s: %(count)d review submitted.", "%(title)s: %(count)d reviews submitted.", group["done"])
            found.done.append(Done(group["last"], challenge, words % {"title": title, "count": group["done"]}, "/reviews/?show=done"))


def _coached(found: Part, teams: list[Team], milestones: Iterable[Milestone], reader: Reader) -> None:
    by_challenge: dict[int, list[Team]] = defaultdict(list)
    for team in teams:
        by_challenge[team.challenge_id].append(team)
    for milestone in milestones:
        mine = by_challenge[milestone.challenge_id]
        names = ", ".join(team.name for team in mine[:3]) + (" …" if len(mine) > 3 else "")
        what = _("%(deliverable)s due · %(teams)s") % {"deliverable": milestone.title, "teams": names}
        url = f"/challenges/{mine[0].challenge.slug}/"
        found.coming.append(Coming(milestone.deadline, short(milestone.deadline, reader.now), what, url))


def _challenge(challenge: Challenge) -> Place:
    base = f"/challenges/{challenge.slug}/"
    if challenge.state == ChallengeState.PUBLISHED:
        return Place(
            challenge.title, challenge.organisation.name, base, [(_("Results"), f"{base}results/"), (_("Questions"), f"{base}questions/")]
        )
    return Place(challenge.title, str(ChallengeState(challenge.state).label), f"{base}approval/")


def _team(team: Team) -> Place:
    base = f"/challenges/{team.challenge.slug}/"
    return Place(team.name, team.challenge.title, f"{base}team/{team.pk}/", [(_("Results"), f"{base}results/{team.pk}/")])
