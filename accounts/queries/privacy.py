"""What is kept about people, why, on what ground and how long; said the same to everyone."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kept:
    """One kind of data that the portal keeps."""

    data: Promise
    purpose: Promise
    ground: Promise
    how_long: Promise


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
    Kept(_("Your name in published results"), _("To give you credit"), CONSENT, _("Until you take it back")),
]
