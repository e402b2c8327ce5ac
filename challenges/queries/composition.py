"""Whether a team is made of what its challenge asks: judged as the solver judges, and put into words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Language
from accounts.kit.words import names
from accounts.models import Profile
from challenges import matching
from challenges.enums import RuleKind, Trait
from challenges.models import BoardCard, Challenge, CompositionRule, Participation
from challenges.queries.composition_words import rule_words, value_words
from challenges.queries.traits import trait_of
from challenges.rules.composition import Ruled

MOST_PEOPLE, MOST_HELPERS = 20, 5
WITH_TRAITS = ("user", "user__profile__institution", "user__profile__faculty__institution")


@dataclass(frozen=True)
class Judged:
    """One rule for one team: its words, how far it is (`value` of `max`) in words, and whether it holds. Fits the component `meter`.

    `missing` says what to do; `helpers` are people on the board who would bring the team nearer.
    """

    label: str
    value: int
    max: int
    words: str
    done: bool
    missing: str = ""
    helpers: tuple[str, ...] = ()

    @property
    def tone(self) -> str:
        return "teal" if self.done else "coral"


@dataclass(frozen=True)
class Meter:
    """Every rule of a challenge for one team."""

    rules: list[Judged]

    @property
    def broken(self) -> list[Judged]:
        """The rules that do not hold."""
        return [one for one in self.rules if not one.done]


@dataclass(frozen=True)
class Named:
    """Somebody with the name that the reader may know, and what the rules look at."""

    name: str
    student: matching.Student


def composition_of(challenge: Challenge, rules: Iterable[CompositionRule]) -> matching.Composition:
    """What the solver has to keep to in a team of the challenge."""
    kept = list(rules)
    found = [judged for judged in map(_rule, kept) if judged is not None]
    return matching.Composition(
        smallest=challenge.team_min or 1,
        largest=challenge.team_max or MOST_PEOPLE,
        rules=tuple(found),
        common_language=any(one.kind == RuleKind.LANGUAGE for one in kept),
    )


def student_of(profile: Profile) -> matching.Student:
    """A person as the solver knows them, with every trait that a rule can look at; numbered by their account. Reads institution and
    faculty."""
    return matching.Student(
        id=profile.user_id,
        traits={trait.value: _compared(trait, trait_of(profile, trait)) for trait in Trait},
        languages=frozenset(profile.languages),
        times=sum(1 << slot for slot in set(profile.times)),
    )


def people_of(participations: Iterable[Participation | BoardCard]) -> list[Named]:
    """The members of a team, or those on the board, read with `WITH_TRAITS`; who has no profile brings nothing that a rule looks at."""
    found = [(one.user, getattr(one.user, "profile", None)) for one in participations]
    return [Named(user.name, student_of(profile)) for user, profile in found if profile is not None]


def meter(rules: Iterable[CompositionRule], people: Sequence[Named], board: Sequence[Named] = ()) -> Meter | None:
    """How a team stands towards each rule; None where the challenge has none. `board`: those who would join."""
    members = [one.student for one in people]
    judged = [_judged(rule, members, board) for rule in rules]
    return Meter(judged) if judged else None


def unmet(rules: Iterable[CompositionRule], people: Sequence[Named]) -> str:
    """The rules that a team does not meet, in one line; empty when all hold."""
    found = meter(rules, people)
    return "; ".join(one.label for one in found.broken) if found else ""


def helps(rule: Ruled, members: Sequence[matching.Student], one: matching.Student) -> bool:
    """Whether this person would bring the team nearer to a rule that does not hold."""
    match _rule(rule):
        case matching.Different(trait, number):
            values = {member.traits[trait] for member in members}
            return len(values) < number and one.traits[trait] not in values
        case matching.From(trait, value, number):
            return sum(member.traits[trait] == value for member in members) < number and one.traits[trait] == value
        case _:
            return False


def _judged(rule: CompositionRule, members: Sequence[matching.Student], board: Sequence[Named]) -> Judged:
    helpers = tuple(one.name for one in board if helps(rule, members, one.student))[:MOST_HELPERS]
    label = rule_words(rule)
    match asked := _rule(rule):
        case None:
            return _language(label, members)
        case matching.Different(trait, number):
            there = len({member.traits[trait] for member in members})
            missing = ngettext("%(count)d more is missing.", "%(count)d more are missing.", number - there) % {"count": number - there}
        case matching.From(trait, value, number):
            there = sum(member.traits[trait] == value for member in members)
            missing = ngettext("%(count)d more is missing.", "%(count)d more are missing.", number - there) % {"count": number - there}
        case matching.Same(trait, number):
            return _same(label, rule, number, members)
    done = matching.holds(asked, members)
    words = _("%(there)d of %(asked)d") % {"there": there, "asked": number}
    return Judged(label, min(there, number), number, words, done, "" if done else missing, () if done else helpers)


def _same(label: str, rule: CompositionRule, most: int, members: Sequence[matching.Student]) -> Judged:
    value, there = next(iter(Counter(one.traits[rule.trait] for one in members).most_common(1)), ("", 0))
    done = matching.holds(matching.Same(rule.trait, most), members)
    missing = "" if done else _("%(count)d members share this: %(value)s.") % {"count": there, "value": value_words(rule.trait, value)}
    return Judged(label, min(there, most), most, _("%(there)d, at most %(most)d") % {"there": there, "most": most}, done, missing)


def _language(label: str, members: Sequence[matching.Student]) -> Judged:
    shared = sorted(matching.common(members)) if members else []
    done = bool(shared) or not members
    words = get_text_list(list(names(Language, *shared)), _("and")) if shared else _("none")
    return Judged(label, int(bool(shared)), 1, words, done, "" if done else _("There is no language that all members speak."))


def _rule(rule: Ruled) -> matching.Rule | None:
    """The rule as the solver knows it; None for a common language, which is no rule of its own there."""
    number = rule.number or 0
    match rule.kind:
        case RuleKind.DISTINCT:
            return matching.Different(rule.trait, number)
        case RuleKind.FROM:
            return matching.From(rule.trait, _compared(rule.trait, rule.value), number)
        case RuleKind.SAME:
            return matching.Same(rule.trait, number)
        case _:
            return None


def _compared(trait: str, value: str) -> str:
    """A value as it is compared: students type their programme of study themselves, in capitals or not."""
    return value.casefold() if trait == Trait.PROGRAMME_OF_STUDY else value
