"""The part of faculty: owners of challenges, reviewers, coaches."""

from collections import defaultdict

from django.db.models import Count, Max, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from challenges.enums import ChallengeState
from challenges.models import Challenge, Milestone, Review, Team
from challenges.queries.dashboard.parts import Coming, Done, Part, Place, Places, Reader, Start, Task
from challenges.queries.due import due, short
from challenges.queries.review_queue import OPEN


def part(reader: Reader) -> Part:
    """Challenges that wait for the owner's key, reviews by milestone, open questions; coached teams' deadlines. Four queries."""
    found = Part()
    if Role.FACULTY not in reader.user.roles(reader.now):
        return found
    owned = list(
        Challenge.objects.filter(faculty_owner=reader.user)
        .exclude(state=ChallengeState.CANCELLED)
        .annotate(unanswered=Count("questions", filter=Q(questions__answered_at__isnull=True)))
        .defer("case", "search_nl", "search_en", "search_simple")
        .select_related("organisation")
        .order_by("-changed_at")
    )
    teams = list(Team.objects.filter(coach=reader.user, challenge__state=ChallengeState.PUBLISHED).select_related("challenge"))
    for challenge in owned:
        _owned(found, challenge)
    _reviews(found, reader)
    _coached(found, teams, reader)
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


def _reviews(found: Part, reader: Reader) -> None:
    groups = (
        Review.objects.filter(reviewer=reader.user)
        .order_by()
        .values("submission__milestone", "submission__milestone__title", "submission__milestone__challenge__title")
        .annotate(
            open=Count("pk", filter=OPEN),
            done=Count("pk", filter=Q(submitted_at__isnull=False)),
            begun=Count("pk", filter=OPEN & Q(saved_at__isnull=False)),
            due=Min("due_at", filter=OPEN),
            last=Max("submitted_at"),
        )
        .order_by("due", "submission__milestone")
    )
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


def _coached(found: Part, teams: list[Team], reader: Reader) -> None:
    if not teams:
        return
    by_challenge: dict[int, list[Team]] = defaultdict(list)
    for team in teams:
        by_challenge[team.challenge_id].append(team)
    for milestone in Milestone.objects.filter(challenge__in=by_challenge, deadline__gte=reader.now).order_by("deadline", "pk"):
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
