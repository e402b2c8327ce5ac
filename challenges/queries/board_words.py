"""What stands on the board, in words: people, teams, why they fit, and introductions."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
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
from challenges.models import BoardCard, CompositionRule, Introduction, Team
from challenges.queries.composition import helps, student_of
from challenges.queries.composition_words import rule_words

HELPS, ANOTHER_FIELD, LANGUAGE, MOST_TIMES = 100, 20, 5, 12
TOLD_TIMES = 3


@dataclass(frozen=True)
class Fit:
    """How well somebody fits beside others: which rules they would fill, another broad field that they bring, weekly slots and languages
    that all have. `you`: it is told to that person."""

    missing: tuple[CompositionRule, ...] = ()
    field: str = ""
    times: tuple[int, ...] = ()
    spoken: frozenset[str] = frozenset()
    you: bool = False

    @property
    def score(self) -> int:
        """Higher is better: first what is missing, then common times, then a common language."""
        times = min(len(self.times), MOST_TIMES)
        return HELPS * len(self.missing) + ANOTHER_FIELD * bool(self.field) + times + LANGUAGE * bool(self.spoken)

    def reasons(self) -> list[str]:
        """Why, in words."""
        found = []
        if self.missing:
            words = _("You bring what is missing: %(what)s") if self.you else _("Brings what is missing: %(what)s")
            found.append(words % {"what": "; ".join(map(rule_words, self.missing))})
        if self.field:
            found.append(_("Another field of study: %(field)s") % {"field": BROAD[self.field]})
        if count := len(self.times):
            words = ngettext("%(count)d weekly time in common: %(times)s", "%(count)d weekly times in common: %(times)s", count)
            more = "; …" if count > TOLD_TIMES else ""
            found.append(words % {"count": count, "times": "; ".join(map(in_words, self.times[:TOLD_TIMES])) + more})
        if self.spoken:
            spoken = get_text_list(list(names(Language, *sorted(self.spoken))), _("or"))
            found.append(_("A common language: %(languages)s") % {"languages": spoken})
        return found


@dataclass(frozen=True)
class Entry:
    """One card. `fit`: how well it suits the reader; `met` says what was said to each other, `may` whether the reader can write to the
    person, or ask the team. Words are made for the cards that are shown alone, so `facts` is a call."""

    kind: str
    pk: int
    title: str
    facts: Callable[[], list[str]]
    brings: str
    seeks: str
    fields: frozenset[str]
    languages: frozenset[str]
    fit: Fit
    met: str
    may: bool

    def is_wanted(self, field: str, language: str) -> bool:
        """Whether it passes the filter: a broad field and a language, each empty for any."""
        return (not field or field in self.fields) and (not language or language in self.languages)


@dataclass(frozen=True)
class Told:
    """An introduction that the reader's team made or the reader got. `asked`: it waits for the reader's answer."""

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
    return Entry(
        kind="people",
        pk=card.pk,
        title=card.user.name,
        facts=lambda: [
            f"{profile.programme_of_study}, {profile.institution}",
            str(DETAILED[profile.discipline]),
            get_text_list(list(names(Language, *profile.languages)), _("and")),
        ],
        brings=card.brings,
        seeks=card.seeks,
        fields=frozenset({student.traits[Trait.DISCIPLINE_BROAD]}),
        languages=student.languages,
        fit=_fit(beside, student, rules, you=False),
        met=state(met) if met else "",
        may=may and met is None,
    )


def team_entry(
    team: Team,
    members: Sequence[matching.Student],
    size: int,
    places: int,
    me: matching.Student | None,
    rules: Iterable[CompositionRule],
    *,
    met: str,
) -> Entry:
    """A team on the board for somebody who looks for one (`me`). No member is named."""
    fields = sorted({one.traits[Trait.DISCIPLINE_BROAD] for one in members})
    return Entry(
        kind="teams",
        pk=team.pk,
        title=team.name,
        facts=lambda: [_places(size, places), "; ".join(str(BROAD[one]) for one in fields)],
        brings="",
        seeks=team.seeks,
        fields=frozenset(fields),
        languages=matching.common(members),
        fit=_fit(members, me, rules, you=True) if me else Fit(),
        met=met,
        may=me is not None and not met,
    )


def _places(size: int, places: int) -> str:
    people = ngettext("%(count)d person", "%(count)d people", size) % {"count": size}
    left = ngettext("%(count)d place left", "%(count)d places left", places) % {"count": places}
    return f"{people}, {left}"


def _fit(members: Sequence[matching.Student], one: matching.Student, rules: Iterable[CompositionRule], *, you: bool) -> Fit:
    if not members:
        return Fit()
    missing = tuple(rule for rule in rules if helps(rule, members, one))
    own = one.traits[Trait.DISCIPLINE_BROAD]
    brings = not missing and own not in {other.traits[Trait.DISCIPLINE_BROAD] for other in members}
    together = [*members, one]
    return Fit(missing, own if brings else "", tuple(_common_times(together)), matching.common(together), you)


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
    team = _("%(name)s, for the team “%(team)s”") % {"name": one.by.name, "team": one.team.name}
    return Told(
        pk=one.pk,
        title=team if is_person else one.user.name,
        words=one.words,
        at=one.at,
        state=state(one),
        asked=one.answered_at is None and is_person,
        accepted=bool(one.accepted),
    )


def state(one: Introduction) -> str:
    """How an introduction stands."""
    if one.accepted is None:
        return _("Introduced, not answered yet")
    return _("Introduced, and the answer was yes") if one.accepted else _("Introduced, and the answer was no")
