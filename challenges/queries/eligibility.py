"""Who may join, as the challenge sets it: each rule in words, as it is asked of everybody and as one person meets it or not."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Level
from accounts.enums.disciplines import BROAD, DETAILED, NARROW
from accounts.kit import clock
from accounts.kit.words import names
from accounts.models import Profile
from challenges.enums import ChallengeState
from challenges.models import Admission, Challenge, Milestone, Participation, Prerequisite, PrerequisiteMet
from challenges.queries.parts import Part

Querysets = tuple[QuerySet[Any], ...]
FIELDS_OF_STUDY = {**BROAD, **NARROW, **DETAILED}


@dataclass(frozen=True)
class Asked:
    """What a challenge asks, and what is known of one person: rows of each kind. `running` are their other challenges under way."""

    institutions: Iterable[Any] = field(default_factory=list)
    faculties: Iterable[Any] = field(default_factory=list)
    prerequisites: Iterable[Prerequisite] = field(default_factory=list)
    met: Iterable[PrerequisiteMet] = field(default_factory=list)
    admissions: Iterable[Admission] = field(default_factory=list)
    running: Iterable[Any] = field(default_factory=list)

    @property
    def admitted(self) -> bool:
        """Whether the office lets this person in."""
        return any(True for _admission in self.admissions)

    def unsaid(self) -> list[Prerequisite]:
        """The prerequisites that the person has not said to meet."""
        said = {one.prerequisite_id for one in self.met}
        return [one for one in self.prerequisites if one.pk not in said]


def querysets(who: list[Any], now: dt.datetime, **challenge: Any) -> Querysets:
    """What `Asked` is made of, in its order: for a challenge found by `pk` or `slug`, and the one person in `who`, or nobody."""
    ((by, which),) = challenge.items()
    there = {f"challenge__{by}": which}
    institutions = Challenge.eligible_institutions.through.objects.filter(**there).select_related("institution")
    faculties = Challenge.eligible_faculties.through.objects.filter(**there).select_related("faculty")
    return (
        institutions.order_by("institution__name"),
        faculties.order_by("faculty__name"),
        Prerequisite.objects.filter(**there),
        PrerequisiteMet.objects.order_by().filter(user__in=who, **{f"prerequisite__{key}": value for key, value in there.items()}),
        Admission.objects.order_by().filter(user__in=who, **there),
        running(now).exclude(**there).filter(user__in=who).values_list("challenge_id", flat=True),
    )


def running(now: dt.datetime) -> QuerySet[Participation]:
    """Where people take part in a published challenge that has not ended: a deadline or results are still to come."""
    here = Milestone.objects.filter(challenge=OuterRef("challenge")).order_by()
    under_way = Exists(here.filter(deadline__gte=now)) | Exists(here.to_be_released(now))
    return Participation.objects.active().order_by().filter(under_way, Q(challenge__state=ChallengeState.PUBLISHED))


def asked_parts(asked: Asked, challenge: Challenge) -> list[Part]:
    """What is asked of whoever joins, for a reader of whom nothing is known."""
    return [Part(False, words) for words in asked_words(asked, challenge)]


def asked_words(asked: Asked, challenge: Challenge) -> list[str]:
    """Who may join, a sentence a rule."""
    rules = [
        _institutions_asked(asked),
        _faculties_asked(asked),
        _levels_asked(challenge),
        _disciplines_asked(challenge),
        _programmes_asked(challenge),
        *(_prerequisite_asked(one) for one in asked.prerequisites),
        _running_asked(challenge),
    ]
    return [words for words in rules if words]


def own_words(asked: Asked, challenge: Challenge) -> list[str]:
    """What this challenge asks beside a level and what every challenge asks, a sentence a rule."""
    return [words for words in asked_words(asked, challenge) if words not in {_levels_asked(challenge), _running_asked(challenge)}]


def parts(asked: Asked, challenge: Challenge, profile: Profile, back: str) -> list[Part]:
    """Each rule as this person meets it. Whom the office lets in meets them all; why is not told."""
    if asked.admitted:
        return [Part(True, _("The programme office lets you in."))]
    mend = f"/me/profile/?next={back}"
    found = [
        _institution(asked, profile),
        _faculty(asked, profile),
        _level(challenge, profile),
        _discipline(challenge, profile),
        _programme(challenge, profile),
    ]
    of_profile = [Part(ok, words, "" if ok else mend) for ok, words in filter(None, found)]
    return [*of_profile, *_prerequisites(asked, challenge), _running(asked, challenge)]


Verdict = tuple[bool, str] | None


def _verdict(ok: bool, fits: str, asked: str, own: str) -> Verdict:
    return (True, fits % {"own": own}) if ok else (False, _("%(asked)s Your profile says: %(own)s.") % {"asked": asked, "own": own})


def _any_of(what: list[str]) -> str:
    return get_text_list(what, _("or"))


def _institutions_asked(asked: Asked) -> str:
    found = [one.institution.name for one in asked.institutions]
    return _("For students of %(institutions)s.") % {"institutions": _any_of(found)} if found else ""


def _institution(asked: Asked, profile: Profile) -> Verdict:
    found = {one.institution_id: one.institution.name for one in asked.institutions}
    if not found:
        return None
    if name := found.get(profile.institution_id):
        return True, _("Your institution fits: %(own)s.") % {"own": name}
    return _verdict(False, "", _institutions_asked(asked), profile.institution.name)


def _faculties_asked(asked: Asked) -> str:
    found = [one.faculty.name for one in asked.faculties]
    return _("For students of the faculty %(faculties)s.") % {"faculties": _any_of(found)} if found else ""


def _faculty(asked: Asked, profile: Profile) -> Verdict:
    found = {one.faculty_id: one.faculty.name for one in asked.faculties}
    if not found:
        return None
    if profile.faculty is None:
        return False, _("%(asked)s Your profile names no faculty.") % {"asked": _faculties_asked(asked)}
    fits = profile.faculty_id in found
    return _verdict(fits, _("Your faculty fits: %(own)s."), _faculties_asked(asked), profile.faculty.name)


def _levels_asked(challenge: Challenge) -> str:
    found = list(names(Level, *challenge.levels))
    return _("For the level %(levels)s.") % {"levels": _any_of(found)} if found else ""


def _level(challenge: Challenge, profile: Profile) -> Verdict:
    if not challenge.levels:
        return None
    fits = profile.level in challenge.levels
    return _verdict(fits, _("Your level fits: %(own)s."), _levels_asked(challenge), profile.get_level_display())


def _disciplines_asked(challenge: Challenge) -> str:
    found = [str(FIELDS_OF_STUDY[code]) for code in challenge.eligible_disciplines]
    return _("For the field of study %(fields)s.") % {"fields": _any_of(found)} if found else ""


def _discipline(challenge: Challenge, profile: Profile) -> Verdict:
    if not challenge.eligible_disciplines:
        return None
    fits = profile.discipline.startswith(tuple(challenge.eligible_disciplines))
    return _verdict(fits, _("Your field of study fits: %(own)s."), _disciplines_asked(challenge), profile.get_discipline_display())


def _programmes_asked(challenge: Challenge) -> str:
    found = challenge.eligible_programmes
    return _("For the programme of study %(programmes)s.") % {"programmes": _any_of(list(found))} if found else ""


def _programme(challenge: Challenge, profile: Profile) -> Verdict:
    if not challenge.eligible_programmes:
        return None
    fits = plain(profile.programme_of_study) in {plain(name) for name in challenge.eligible_programmes}
    return _verdict(fits, _("Your programme of study fits: %(own)s."), _programmes_asked(challenge), profile.programme_of_study)


def plain(name: str) -> str:
    """A name for comparing: without case, and with single spaces."""
    return " ".join(name.split()).casefold()


def _prerequisite_asked(prerequisite: Prerequisite) -> str:
    return _("Asked beforehand: %(text)s") % {"text": prerequisite.text}


def _prerequisites(asked: Asked, challenge: Challenge) -> list[Part]:
    said = {one.prerequisite_id: one.said_at for one in asked.met}
    found = []
    for one in asked.prerequisites:
        if at := said.get(one.pk):
            words = _("You said on %(day)s that you meet this: %(text)s") % {"day": clock.day(clock.today(at)), "text": one.text}
            found.append(Part(True, words))
        else:
            found.append(Part(False, _prerequisite_asked(one), f"/challenges/{challenge.slug}/join/#prerequisites"))
    return found


def _running_asked(challenge: Challenge) -> str:
    most = challenge.most_running
    words = ngettext("At most %(most)d running challenge at a time.", "At most %(most)d running challenges at a time.", most)
    return words % {"most": most}


def _running(asked: Asked, challenge: Challenge) -> Part:
    count = sum(1 for _one in asked.running)
    own = ngettext("You take part in %(count)d other one now.", "You take part in %(count)d other ones now.", count) % {"count": count}
    return Part(count < challenge.most_running, f"{_running_asked(challenge)} {own}")
