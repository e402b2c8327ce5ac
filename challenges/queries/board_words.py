"""What stands on the board, in words: people, teams, why they fit, and introductions."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Language
from accounts.enums.disciplines import BROAD, DETAILED
from accounts.enums.times import SLOTS, in_words
from accounts.kit.words import names
from accounts.models import User
from challenges import matching
from challenges.enums import Trait
from challenges.models import BoardCard, CompositionRule, Introduction, TeamCard
from challenges.queries.composition import helps, student_of
from challenges.queries.composition_words import rule_words

HELPS, ANOTHER_FIELD, LANGUAGE, MOST_TIMES = 100, 20, 5, 12
TOLD_TIMES = 3


@dataclass(frozen=True)
class Entry:
    """One card. `reasons` say why it fits the reader, `fit` is how well; `met` says how an introduction stands, `may` whether one can be
    made."""

    kind: str
    pk: int
    title: str
    facts: list[str]
    brings: str
    seeks: str
    fields: frozenset[str]
    languages: frozenset[str]
    fit: int
    reasons: list[str]
    met: str
    may: bool

    def is_wanted(self, field: str, language: str) -> bool:
        """Whether it passes the filter: a broad field and a language, each empty for any."""
        return (not field or field in self.fields) and (not language or language in self.languages)


@dataclass(frozen=True)
class Told:
    """An introduction that the reader made or got. `asked`: it waits for the reader's answer."""

    pk: int
    title: str
    words: str
    at: dt.datetime
    state: str
    asked: bool
    accepted: bool


def person_entry(
    card: BoardCard, beside: Sequence[matching.Student], rules: Iterable[CompositionRule], *, met: Introduction | None, may: bool
) -> Entry:
    """Somebody on the board beside a team or another person (`beside`, nobody for who guides)."""
    profile = card.user.profile
    student = student_of(profile)
    fit, reasons = _fit(beside, student, rules, you=False)
    spoken = get_text_list(list(names(Language, *profile.languages)), _("and"))
    return Entry(
        kind="people",
        pk=card.pk,
        title=card.user.name,
        facts=[f"{profile.programme_of_study}, {profile.institution}", str(DETAILED[profile.discipline]), spoken],
        brings=card.brings,
        seeks=card.seeks,
        fields=frozenset({student.traits[Trait.DISCIPLINE_BROAD]}),
        languages=student.languages,
        fit=fit,
        reasons=reasons,
        met=_state(met) if met else "",
        may=may and met is None,
    )


def team_entry(
    card: TeamCard,
    members: Sequence[matching.Student],
    size: int,
    places: int,
    me: matching.Student | None,
    rules: Iterable[CompositionRule],
    *,
    met: Introduction | None,
) -> Entry:
    """A team on the board for somebody who looks for one (`me`). No member is named."""
    fit, reasons = _fit(members, me, rules, you=True) if me else (0, [])
    people = ngettext("%(count)d person", "%(count)d people", size) % {"count": size}
    left = ngettext("%(count)d place left", "%(count)d places left", places) % {"count": places}
    fields = sorted({one.traits[Trait.DISCIPLINE_BROAD] for one in members})
    return Entry(
        kind="teams",
        pk=card.team_id,
        title=card.team.name,
        facts=[f"{people}, {left}", "; ".join(str(BROAD[one]) for one in fields)],
        brings="",
        seeks=card.seeks,
        fields=frozenset(fields),
        languages=matching.common(members),
        fit=fit,
        reasons=reasons,
        met=_state(met) if met else "",
        may=me is not None and met is None,
    )


def _fit(
    members: Sequence[matching.Student], one: matching.Student, rules: Iterable[CompositionRule], *, you: bool
) -> tuple[int, list[str]]:
    """How well somebody fits beside others, and why: first what is missing, then common times, then a common language."""
    if not members:
        return 0, []
    fit, reasons = 0, []
    missing = [rule_words(rule) for rule in rules if helps(rule, members, one)]
    if missing:
        fit += HELPS * len(missing)
        words = _("You bring what is missing: %(what)s") if you else _("Brings what is missing: %(what)s")
        reasons.append(words % {"what": "; ".join(missing)})
    elif (own := one.traits[Trait.DISCIPLINE_BROAD]) not in {other.traits[Trait.DISCIPLINE_BROAD] for other in members}:
        fit += ANOTHER_FIELD
        reasons.append(_("Another field of study: %(field)s") % {"field": BROAD[own]})
    if times := _common_times([*members, one]):
        fit += min(len(times), MOST_TIMES)
        said = ngettext("%(count)d weekly time in common: %(times)s", "%(count)d weekly times in common: %(times)s", len(times))
        more = "; …" if len(times) > TOLD_TIMES else ""
        reasons.append(said % {"count": len(times), "times": "; ".join(map(in_words, times[:TOLD_TIMES])) + more})
    if spoken := sorted(matching.common([*members, one])):
        fit += LANGUAGE
        reasons.append(_("A common language: %(languages)s") % {"languages": get_text_list(list(names(Language, *spoken)), _("or"))})
    return fit, reasons


def _common_times(people: Sequence[matching.Student]) -> list[int]:
    """The weekly slots that suit all who said theirs; none while fewer than two did."""
    said = [one.times for one in people if one.times]
    if len(said) < 2 or not people[-1].times:
        return []
    shared = reduce(lambda one, other: one & other, said)
    return [slot for slot in SLOTS if shared >> slot & 1]


def told(one: Introduction, reader: User) -> Told:
    """An introduction as one of both sides reads it."""
    is_person = one.user_id == reader.pk
    if is_person:
        title = _("%(name)s, for the team “%(team)s”") % {"name": one.by.name, "team": one.team.name} if one.from_team else one.team.name
    else:
        title = one.user.name
    return Told(
        pk=one.pk,
        title=title,
        words=one.words,
        at=one.at,
        state=_state(one),
        asked=one.answered_at is None and one.from_team == is_person,
        accepted=bool(one.accepted),
    )


def _state(one: Introduction) -> str:
    if one.accepted is None:
        return _("Introduced, not answered yet")
    return _("Introduced, and the answer was yes") if one.accepted else _("Introduced, and the answer was no")
