"""Raw values of a challenge (see `queries.facts`) in the words of the reader's language."""

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language, Level
from accounts.enums.disciplines import BROAD, DETAILED, NARROW
from accounts.kit import clock
from challenges.enums import Joining, Mode, Phase, Rights, Section, Size, Theme
from challenges.enums.sdgs import GOALS
from challenges.queries import composition_words
from challenges.queries.waiting import discipline_words

LABELS: dict[str, Promise] = {
    "title": _("Title"),
    "summary": _("Summary"),
    "programme": _("Programme"),
    "themes": _("Themes"),
    "sdgs": _("Sustainable development goals"),
    "case": _("The case"),
    "case_language": _("Language of the text"),
    "disciplines": _("Disciplines wanted"),
    "levels": _("Levels"),
    "working_languages": _("Working languages"),
    "size": _("Size"),
    "ects": _("ECTS"),
    "hours": _("Hours in total"),
    "mode": _("Alone or in a team"),
    "team_min": _("Smallest team"),
    "team_max": _("Largest team"),
    "seats": _("Seats"),
    "offer_hours": _("Hours for an offer of a seat"),
    "quotas": _("Seats by discipline"),
    "composition": _("Composition of a team"),
    "joining": _("How one joins"),
    "eligible_institutions": _("Institutions"),
    "eligible_faculties": _("Faculties"),
    "eligible_disciplines": _("Fields of study"),
    "eligible_programmes": _("Programmes of study"),
    "prerequisites": _("Prerequisites"),
    "most_running": _("Most running challenges"),
    "questions": _("Questions to whoever applies (* needs an answer)"),
    "starts_on": _("Starts on"),
    "join_until": _("One can join until"),
    "roster_locks_at": _("Teams are fixed from"),
    "text_locks_at": _("Names of teams are fixed from"),
    "offer": _("What one gets"),
    "rights": _("Rights on the work"),
    "rights_text": _("Rights in words"),
    "confidentiality": _("Confidentiality"),
    "data_use": _("Use of data"),
}
OF_ROWS: dict[str, Promise] = {
    "milestone.title": _("Name of the deliverable “%(of)s”"),
    "milestone.phase": _("Phase of “%(of)s”"),
    "milestone.brief": _("What to hand in for “%(of)s”"),
    "milestone.deadline": _("Deadline of “%(of)s”"),
    "milestone.assessed": _("Whether “%(of)s” is reviewed"),
    "criterion.title": _("Name of the criterion “%(of)s”"),
    "criterion.description": _("What “%(of)s” asks"),
    "criterion.weight": _("Weight of “%(of)s”"),
    "file": _("Attachment “%(of)s”"),
}
_CODES: dict[str, dict[str, str | Promise]] = {
    "themes": dict(Theme.choices),
    "sdgs": {str(number): name for number, name in GOALS.items()},
    "case_language": dict(Language.choices),
    "disciplines": dict(DETAILED),
    "levels": dict(Level.choices),
    "working_languages": dict(Language.choices),
    "joining": dict(Joining.choices),
    "eligible_disciplines": {**BROAD, **NARROW, **DETAILED},
    "size": dict(Size.choices),
    "mode": dict(Mode.choices),
    "rights": dict(Rights.choices),
    "milestone.phase": dict(Phase.choices),
}
_SECTIONS = {"milestone": Section.TIMES, "criterion": Section.RUBRIC, "file": Section.FILES}
MARKDOWN = {"case", "offer", "milestone.brief"}
TEXTS = MARKDOWN | {"summary", "rights_text", "confidentiality", "data_use"}


def label(field: str, of: str = "") -> str:
    """What a field is called: 'Seats', 'Deadline of “Proposal”'."""
    if field.startswith("criterion.level"):
        return _t("Level %(points)s of “%(of)s”") % {"points": field.removeprefix("criterion.level"), "of": of}
    if field == "quota":
        return _t("Seats at most for “%(of)s”") % {"of": discipline_words(of)}
    if field in OF_ROWS:
        return str(OF_ROWS[field]) % {"of": of}
    return str(LABELS[field])


def said(field: str, value: str) -> str:
    """A raw value in words; empty for an empty one."""
    if not value:
        return _t("no") if field == "milestone.assessed" else ""
    if field in _CODES:
        return ", ".join(str(_CODES[field].get(code, code)) for code in value.split(","))
    match field:
        case "eligible_programmes":
            return value.replace(",", ", ")
        case "composition":
            return composition_words.said(value)
        case "join_until" | "roster_locks_at" | "text_locks_at" | "milestone.deadline":
            return clock.moment(dt.datetime.fromisoformat(value))
        case "starts_on":
            return clock.day(dt.date.fromisoformat(value))
        case "milestone.assessed":
            return _t("yes")
        case "criterion.weight":
            return f"{value} %"
        case _:
            return value
