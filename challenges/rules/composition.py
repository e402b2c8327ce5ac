"""Whether the rules for a team fit its size and each other, and what may change in them once people have joined."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums.disciplines import BROAD, DETAILED, NARROW
from challenges.enums import RuleKind, Trait
from challenges.enums.composition import DIGITS
from challenges.errors import Fault

MOST = 8
VALUES = {Trait.DISCIPLINE_DETAILED: len(DETAILED), Trait.DISCIPLINE_NARROW: len(NARROW), Trait.DISCIPLINE_BROAD: len(BROAD)}
"""How many different values there are, where that is known."""


class Ruled(Protocol):
    """A rule, typed or stored."""

    @property
    def kind(self) -> str: ...

    @property
    def trait(self) -> str: ...

    @property
    def value(self) -> str: ...

    @property
    def number(self) -> int | None: ...


def key(rule: Ruled) -> tuple[str, str, str]:
    """What a rule asks, apart from its number: no challenge has two of the same."""
    return rule.kind, rule.trait, rule.value.casefold()


def faults(rules: Sequence[Ruled], largest: int | None) -> list[Fault]:
    """What no team of at most `largest` people can meet: rules that are too many, said twice, too large, or against each other.

    A fault names the place in the list that was given. Without a largest team, only what it has no part in is looked at.
    """
    if len(rules) > MOST:
        return [Fault("composition", _("At most %(most)d rules.") % {"most": MOST})]
    times = Counter(key(rule) for rule in rules)
    found = []
    for place, rule in enumerate(rules):
        words = _twice(rule, rules[:place]) if times[key(rule)] > 1 else ""
        words = words or _too_many(rule, largest) or _against(rule, rules)
        if words:
            found.append(Fault(f"composition.{place}.number" if rule.number else f"composition.{place}.kind", words))
    return found or _together(rules, largest)


def _twice(rule: Ruled, earlier: Sequence[Ruled]) -> str:
    return _("This rule stands there already.") if key(rule) in map(key, earlier) else ""


def _too_many(rule: Ruled, largest: int | None) -> str:
    """Words for a rule that needs more people than a team has, or more different values than there are."""
    if rule.number is None or rule.kind == RuleKind.SAME:
        return ""
    if largest is not None and rule.number > largest:
        return _("A team has at most %(most)d people, so none can meet this.") % {"most": largest}
    if rule.kind == RuleKind.DISTINCT and rule.number > VALUES.get(Trait(rule.trait), rule.number):
        return _("There are only %(count)d of these.") % {"count": VALUES[Trait(rule.trait)]}
    return ""


def _against(rule: Ruled, rules: Iterable[Ruled]) -> str:
    """Words for a rule that asks for more of one value than another rule lets a team have."""
    if rule.kind != RuleKind.FROM:
        return ""
    for other in rules:
        if other.kind == RuleKind.SAME and _within(rule.trait, other.trait) and (rule.number or 0) > (other.number or 0):
            return ngettext(
                "Another rule allows at most %(most)d of these people in a team.",
                "Another rule allows at most %(most)d of these people in a team.",
                other.number or 0,
            ) % {"most": other.number}
    return ""


def _within(trait: str, other: str) -> bool:
    """Whether people who share a value of one trait share that of the other too."""
    if trait in DIGITS and other in DIGITS:
        return DIGITS[trait] >= DIGITS[other]
    return trait == other or (trait, other) == (Trait.FACULTY, Trait.INSTITUTION)


def _together(rules: Sequence[Ruled], largest: int | None) -> list[Fault]:
    """Rules on one trait that each fit a team, and together don't: two from here, two from there and a third place, in a team of four."""
    for trait in Trait if largest is not None else ():
        named = [rule.number or 0 for rule in rules if rule.kind == RuleKind.FROM and rule.trait == trait]
        different = max((rule.number or 0 for rule in rules if rule.kind == RuleKind.DISTINCT and rule.trait == trait), default=0)
        needed = sum(named) + max(0, different - len(named))
        if needed > (largest or 0):
            words = _("Together these rules ask for %(needed)d people; a team has at most %(most)d.")
            return [Fault("composition", words % {"needed": needed, "most": largest})]
    return []


def tightened(stored: Sequence[Ruled], typed: Sequence[Ruled]) -> list[Fault]:
    """What asks more of teams than the stored rules of a published challenge do. A rule may go, and its number may come easier."""
    before = {key(rule): rule for rule in stored}
    found = []
    for place, rule in enumerate(typed):
        known = before.get(key(rule))
        if known is None:
            words = _("Rules can't be added after publication: people joined for what stood there.")
            found.append(Fault(f"composition.{place}.kind", words))
        elif rule.number is not None and known.number is not None and _harder(rule, known.number):
            up, down = _("This can only go up: at least %(least)d."), _("This can only go down: at most %(most)d.")
            words = up if rule.kind == RuleKind.SAME else down
            found.append(Fault(f"composition.{place}.number", words % {"least": known.number, "most": known.number}))
    return found


def _harder(rule: Ruled, before: int) -> bool:
    number = rule.number or 0
    return number < before if rule.kind == RuleKind.SAME else number > before
