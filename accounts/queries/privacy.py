"""What is kept about people, why, on what ground and how long; said the same to everyone."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User


@dataclass(frozen=True)
class Kept:
    """One kind of data that the portal keeps."""

    data: Promise
    purpose: Promise
    ground: Promise
    how_long: Promise


@dataclass(frozen=True)
class Own:
    """Something of one's own that no other page shows: what it is, its words, on what ground, and where one changes it."""

    title: str
    text: str
    when: str
    url: str
    action: str


_own: list[Callable[[User], list[Own]]] = []


def register(gather: Callable[[User], list[Own]]) -> None:
    """Let an app show people what it keeps about them alone; called when the apps start."""
    _own.append(gather)


def own(user: User) -> list[Own]:
    """What the apps keep about this person and show to nobody else."""
    return [one for gather in _own for one in gather(user)]


AGREEMENT = _("To do what you asked for")
INTEREST = _("Legitimate interest")
CONSENT = _("Your consent")
ACCOUNT = _("As long as you have an account")
RECORD = _("As long as the work is kept")

KEPT = [
    Kept(_("Name, address, language, password (only as a one-way hash)"), _("To let you in and write to you"), AGREEMENT, ACCOUNT),
    Kept(
        _("Profile: institution, study, level, discipline, languages, skills, hours, introduction"),
        _("To see what you can join, and to form teams"),
        AGREEMENT,
        ACCOUNT,
    ),
    Kept(_("Roles, and how you got them"), _("To know who may do what"), AGREEMENT, ACCOUNT),
    Kept(_("What you join, hand in, ask and answer"), _("To run the challenges and judge the work"), AGREEMENT, RECORD),
    Kept(_("Reviews, scores and feedback"), _("To judge the work; reviewers are not named to students"), INTEREST, RECORD),
    Kept(_("Terms you accepted, word for word"), _("To know what was agreed"), AGREEMENT, RECORD),
    Kept(
        _("Notifications, and mails with the mail server's answer"),
        _("To tell you what happens, and to find out when a mail got lost"),
        INTEREST,
        ACCOUNT,
    ),
    Kept(_("Trail of decisions: who did what, when"), _("To be able to explain decisions afterwards"), INTEREST, RECORD),
    Kept(
        _("Sessions: browser and network address"),
        _("To let you see and end where you are signed in"),
        INTEREST,
        _("Until you sign out or the session ends"),
    ),
    Kept(
        _("What you say in confidence before teams are formed"),
        _("So that the program that forms teams can take it into account; no person reads it beside your name"),
        _("Your explicit consent (GDPR, article 9(2)(a))"),
        _("Until you take it back, at the latest until you are in a team or the edition is over"),
    ),
    Kept(_("Your name in published results"), _("To give you credit"), CONSENT, _("Until you take it back")),
]
