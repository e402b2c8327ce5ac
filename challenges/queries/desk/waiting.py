"""What waits that has nothing to do with reviews: keys, owners, roles, applications, teams, mails."""

import datetime as dt

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.kit import clock
from accounts.models import RoleGrant
from accounts.outbox.enums import MailState
from accounts.outbox.models import Mail
from challenges.enums import ApplicationState, ChallengeState
from challenges.models import Application, Challenge, Milestone, Participation, RemovalRequest, Team
from challenges.queries.desk.parts import Item, Link, Querysets, teams
from challenges.queries.rosters import Rosters, at_work


class Waiting:
    """What the items are made of: read `querysets` together, then ask for each."""

    def __init__(self, now: dt.datetime) -> None:
        people = Participation.objects.active().filter(team=OuterRef("pk"))
        ahead = Milestone.objects.filter(challenge=OuterRef("challenge"), deadline__gt=now)
        self._submitted = (
            Challenge.objects.filter(state=ChallengeState.SUBMITTED)
            .select_related("organisation")
            .only("slug", "title", "organisation__name", "submitted_at", "faculty_owner", "office_approved_at")
            .order_by("submitted_at", "pk")
        )
        self._statements = RoleGrant.objects.awaiting().order_by().values_list("role").annotate(n=Count("pk"))
        self._coachless = (
            Team.objects.filter(Exists(people), Exists(ahead), coach__isnull=True, challenge__state=ChallengeState.PUBLISHED)
            .order_by()
            .values_list("challenge__slug", "challenge__title")
            .annotate(n=Count("pk"))
            .order_by("challenge__title")
        )
        self._removals = (
            RemovalRequest.objects.filter(decided_at__isnull=True, participation__left_at__isnull=True)
            .order_by("asked_at", "pk")
            .values_list("participation__team__name", "participation__challenge__title")
        )
        self._applications = (
            Application.objects.filter(state=ApplicationState.WAITING, challenge__state=ChallengeState.PUBLISHED)
            .order_by()
            .values_list("challenge__slug", "challenge__title")
            .annotate(n=Count("pk"))
            .order_by("challenge__title")
        )
        self._rosters = Rosters(at_work(now))
        self._failed = Mail.objects.filter(state=MailState.FAILED).order_by().values_list("state").annotate(n=Count("pk"))
        self.querysets: Querysets = [self._submitted, self._statements, self._applications, self._coachless, self._removals]
        self.querysets += [*self._rosters.querysets, self._failed]

    def approvals(self) -> list[Item]:
        """Submitted challenges that wait for the office: for an owner, and once they have one for its key.

        The two keys are turned in any order, so that the owner's says nothing here.
        """
        own = [_approval(one) for one in self._submitted if one.faculty_owner_id and not one.office_approved_at]
        orphans = [_approval(one) for one in self._submitted if not one.faculty_owner_id]
        return [
            Item(
                _("Approval"),
                ngettext("%(n)d challenge waits for your key", "%(n)d challenges wait for your key", len(own)) % {"n": len(own)},
                _("No challenge waits for your key"),
                len(own),
                "amber",
                own,
            ),
            Item(
                _("Owners"),
                ngettext("%(n)d challenge has no faculty owner", "%(n)d challenges have no faculty owner", len(orphans))
                % {"n": len(orphans)},
                _("Every submitted challenge has an owner"),
                len(orphans),
                "amber",
                orphans,
            ),
        ]

    def people(self) -> Item:
        """Roles that people stated and nobody has decided on."""
        count = sum(n for _role, n in self._statements)
        return Item(
            _("People"),
            ngettext("%(n)d statement about a role waits for your word", "%(n)d statements about a role wait for your word", count)
            % {"n": count},
            _("No statement waits"),
            count,
            "amber",
            [Link(_("See the statements"), "/manage/people/", "")],
        )

    def applications(self) -> Item:
        """Applications that nobody has decided on."""
        total = sum(n for _slug, _title, n in self._applications)
        return Item(
            _("Applications"),
            ngettext("%(n)d application waits for a decision", "%(n)d applications wait for a decision", total) % {"n": total},
            _("No application waits"),
            total,
            "amber",
            [Link(title, f"/challenges/{slug}/applications/decide/", str(n)) for slug, title, n in self._applications],
        )

    def unmet(self) -> Item:
        """Teams that are fixed, have a deadline ahead, and do not meet the rules of their challenge."""
        found = self._rosters.unmet()
        return Item(
            _("Composition"),
            ngettext(
                "%(n)d team does not meet the rules of its challenge", "%(n)d teams do not meet the rules of their challenge", len(found)
            )
            % {"n": len(found)},
            _("Every team meets the rules of its challenge"),
            len(found),
            "amber",
            [Link(one.team.name, f"/challenges/{one.team.challenge.slug}/team/{one.team.pk}/", one.team.challenge.title) for one in found],
        )

    def without_coach(self) -> Item:
        """Teams without a coach in challenges that still have a deadline ahead."""
        total = sum(n for _slug, _title, n in self._coachless)
        return Item(
            _("Coaches"),
            ngettext("%(n)d team has no coach", "%(n)d teams have no coach", total) % {"n": total},
            _("Every team has a coach"),
            total,
            "amber",
            [Link(title, f"/manage/challenges/{slug}/teams/", teams(n)) for slug, title, n in self._coachless],
        )

    def removals(self) -> Item:
        """Members whom their teams ask to go."""
        found = list(self._removals)
        return Item(
            _("Members"),
            ngettext("%(n)d team asks a member to go", "%(n)d teams ask a member to go", len(found)) % {"n": len(found)},
            _("No team asks a member to go"),
            len(found),
            "coral",
            [Link(team, "/manage/removals/", challenge) for team, challenge in found],
        )

    def undelivered(self) -> Item:
        """Mails that could not be delivered."""
        count = sum(n for _state, n in self._failed)
        return Item(
            _("Mails"),
            ngettext("%(n)d mail could not be delivered", "%(n)d mails could not be delivered", count) % {"n": count},
            _("Every mail was delivered"),
            count,
            "coral",
            [Link(_("See the failed mails"), "/manage/mails/?state=failed", "")],
        )


def _approval(challenge: Challenge) -> Link:
    since = _("submitted on %(day)s") % {"day": clock.day(challenge.submitted_at)} if challenge.submitted_at else ""
    return Link(challenge.title, f"/challenges/{challenge.slug}/approval/", f"{challenge.organisation.name}, {since}".strip(", "))
