"""A team's agreement as its members and its coach read it."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.kit.together import fetch_together
from accounts.models import User
from challenges.models import AgreementAcceptance, Team, TeamAgreement


@dataclass(frozen=True)
class Signed:
    """A member, and when they accepted the present version; None for not yet."""

    name: str
    at: dt.datetime | None


@dataclass(frozen=True)
class AgreementPage:
    """The last version, None before the first; who accepted it; what the reader can do. `parts` are headings with their words."""

    agreement: TeamAgreement | None
    parts: list[tuple[str, str]]
    members: list[Signed]
    is_member: bool
    asked: bool
    can_write: bool


def agreement_page(team: Team, user: User, now: dt.datetime) -> AgreementPage:
    """The whole page. One statement."""
    people = team.participations.active().select_related("user")
    versions = team.agreements.select_related("written_by")[:1]
    accepted = AgreementAcceptance.objects.filter(agreement__team=team)
    milestones = team.challenge.milestones.all()
    fetch_together(people, versions, accepted, milestones)
    last = next(iter(versions), None)
    at = {one.user_id: one.at for one in accepted if last is not None and one.agreement_id == last.pk}
    is_member = any(one.user_id == user.pk for one in people)
    is_over = not team.challenge.is_public or any(now > one.deadline for one in list(milestones)[-1:])
    return AgreementPage(
        agreement=last,
        parts=_parts(last) if last else [],
        members=[Signed(one.user.name, at.get(one.user_id)) for one in people],
        is_member=is_member,
        asked=is_member and last is not None and user.pk not in at,
        can_write=is_member and not is_over,
    )


def _parts(agreement: TeamAgreement) -> list[tuple[str, str]]:
    parts = [(_("How we work"), agreement.how), (_("When we meet"), agreement.when), (_("What if"), agreement.what_if)]
    return [(heading, words) for heading, words in parts if words.strip()]


def template() -> dict[str, str]:
    """Words to begin with, in the reader's language."""
    return {
        "how": _(
            "- Who does what: …\n- We write in this language: …\n- Where our files and notes are: …\n"
            "- How we decide when we do not agree: …"
        ),
        "when": _(
            "- We meet every week on …, at …\n- Who cannot come says so a day before.\n- Who leads a meeting, and who writes it up: …"
        ),
        "what_if": _(
            "- Somebody has too little time for a while: …\n- Somebody does not do what was agreed: first we talk, then we ask our coach.\n"
            "- We fall behind: …"
        ),
    }
