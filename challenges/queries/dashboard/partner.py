"""The part of whoever acts for an organisation."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.kit import clock
from accounts.kit.together import attach
from challenges.enums import ChallengeState
from challenges.models import ApprovalComment, Challenge, CompositionRule, Criterion, Milestone, Question, RubricLevel
from challenges.queries import checklist
from challenges.queries.dashboard.parts import Coming, Done, Part, Place, Places, Reader, Start, Task
from challenges.queries.due import short
from partners.enums import MemberRole
from partners.models import Membership


class Partner:
    """Drafts and what they miss, what was sent back, open questions; dates ahead; results."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        here = Challenge.objects.filter(organisation__in=reader.organisations).exclude(state=ChallengeState.CANCELLED)
        self._challenges = (
            here.annotate(
                unanswered=_count(Question.objects.filter(answered_at__isnull=True)),
                comments=_count(ApprovalComment.objects.filter(resolved_at__isnull=True)),
            )
            .defer("search_nl", "search_en", "search_simple")
            .select_related("organisation")
            .order_by("-changed_at")
        )
        keys = here.order_by().values("pk")
        self._milestones = Milestone.objects.filter(challenge__in=keys)
        self._criteria = Criterion.objects.filter(challenge__in=keys)
        self._levels = RubricLevel.objects.filter(criterion__challenge__in=keys)
        self._rules = CompositionRule.objects.filter(challenge__in=keys)
        self.querysets: list[QuerySet[Any, Any]] = [self._challenges, self._milestones, self._criteria, self._levels, self._rules]

    @staticmethod
    def concerns(reader: Reader) -> bool:
        """Whoever acts for an organisation."""
        return bool(reader.organisations)

    def part(self) -> Part:
        """The share of partner staff of the page."""
        found, reader = Part(), self._reader
        challenges = list(self._challenges)
        attach(self._criteria, "levels", self._levels)
        attach(challenges, "criteria", self._criteria)
        attach(challenges, "milestones", self._milestones)
        attach(challenges, "composition_rules", self._rules)
        for challenge in challenges:
            _one(found, challenge, reader)
        if challenges:
            found.places.append(Places(_("Challenges of your organisation"), [_place(one, reader) for one in challenges[:8]]))
        elif any(_writes(role) for role in reader.organisations.values()):
            found.start = Start(
                _("Bring in your first case"),
                _("Write it step by step; every step is kept as a draft, and a checklist says what is missing."),
                _("Write a challenge"),
                "/challenges/new/",
            )
        found.places.append(Places(_("Organisations"), [_organisation(one) for one in reader.memberships]))
        return found


def _count(rows: QuerySet[Question] | QuerySet[ApprovalComment]) -> Coalesce:
    return Coalesce(Subquery(rows.filter(challenge=OuterRef("pk")).order_by().values("challenge").annotate(n=Count("pk")).values("n")), 0)


def _writes(role: str) -> bool:
    return role in {MemberRole.OWNER, MemberRole.EDITOR}


def _one(found: Part, challenge: Challenge, reader: Reader) -> None:
    now, base = reader.now, f"/challenges/{challenge.slug}/"
    if challenge.state == ChallengeState.DRAFT:
        if _writes(reader.organisations[challenge.organisation_id]):
            found.tasks.append(_draft(challenge, reader))
        return
    if challenge.unanswered:  # type: ignore[attr-defined]
        found.tasks.append(_questions(challenge))
    if challenge.state == ChallengeState.SUBMITTED and challenge.submitted_at:
        found.done.append(
            Done(challenge.submitted_at, challenge.title, _("Waits for approval by faculty and the programme office."), f"{base}approval/")
        )
    if challenge.can_still_be_joined(now) and challenge.join_until:
        what = _("Joining closes: %(title)s") % {"title": challenge.title}
        found.coming.append(Coming(challenge.join_until, short(challenge.join_until, now), what, base))
    if challenge.state == ChallengeState.PUBLISHED:
        for milestone in challenge.milestones.all():
            if milestone.is_open(now):
                what = f"{milestone.title} · {challenge.title}"
                found.coming.append(Coming(milestone.deadline, short(milestone.deadline, now), what, f"{base}teams/"))
            elif milestone.released_at:
                text = _("%(deliverable)s: results are released.") % {"deliverable": milestone.title}
                found.done.append(Done(milestone.released_at, challenge.title, text, f"{base}teams/"))


def _draft(challenge: Challenge, reader: Reader) -> Task:
    lacking = checklist.missing(challenge, reader.now)
    section = lacking[0].section if lacking else "basics"
    comments: int = challenge.comments  # type: ignore[attr-defined]
    if comments:
        chip = ngettext("Sent back with %(count)d comment", "Sent back with %(count)d comments", comments) % {"count": comments}
    else:
        chip = _("Draft")
    if lacking:
        text = ngettext("%(count)d thing is missing: %(first)s", "%(count)d things are missing, first: %(first)s", len(lacking)) % {
            "count": len(lacking),
            "first": lacking[0].words,
        }
    else:
        text = _("Nothing is missing. You can submit it for approval.")
    return Task(
        title=challenge.title,
        chip=chip,
        tone="coral" if comments else "amber",
        meta=challenge.organisation.name,
        text=text,
        action=_("Continue writing") if lacking or comments else _("Check and submit"),
        url=f"/challenges/{challenge.slug}/edit/{section}/" if lacking else f"/challenges/{challenge.slug}/approval/",
        note=_("Changed %(day)s") % {"day": clock.day(challenge.changed_at)},
    )


def _questions(challenge: Challenge) -> Task:
    count: int = challenge.unanswered  # type: ignore[attr-defined]
    return Task(
        title=ngettext("%(count)d question waits for an answer", "%(count)d questions wait for an answer", count) % {"count": count},
        chip=_("Waiting for you"),
        tone="amber",
        meta="",
        text=challenge.title,
        action=_("Answer"),
        url=f"/challenges/{challenge.slug}/questions/",
    )


def _organisation(membership: Membership) -> Place:
    base = membership.organisation.get_absolute_url()
    write = [(_("Write a challenge"), "/challenges/new/")] if _writes(membership.role) else []
    return Place(membership.organisation.name, membership.get_role_display(), base, [*write, (_("People"), f"{base}staff/")])


def _place(challenge: Challenge, reader: Reader) -> Place:
    base = f"/challenges/{challenge.slug}/"
    links = [(_("Teams"), f"{base}teams/"), (_("Questions"), f"{base}questions/")] if challenge.state == ChallengeState.PUBLISHED else []
    return Place(challenge.title, str(ChallengeState(challenge.state).label), base if challenge.is_public else f"{base}approval/", links)
