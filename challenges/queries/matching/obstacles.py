"""Why there is no proposal, as a run keeps it and in words: what stands in the way, with numbers, and what would make it possible."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from accounts.kit.words import names
from challenges.enums import RuleKind, Trait
from challenges.matching import Change, Different, From, Hard, Impossible, Kind, Obstacle, Remedy, Rule
from challenges.queries.composition_words import BETWEEN, said, value_words
from challenges.queries.matching.world import World

Kept = dict[str, Any]
HARD: dict[str, str | Promise] = {
    Hard.SMALLEST: _("the smallest size of a team"),
    Hard.LARGEST: _("the largest size of a team and the seats"),
    Hard.LANGUAGE: _("a language that all members speak"),
    Hard.TOGETHER: _("who is to be in one team"),
    Hard.APART: _("who is not to be in one team"),
    Hard.PINNED: _("who is pinned or in a team already"),
    Hard.BARRED: _("who may join a challenge"),
    Hard.CONFIDENTIAL: _("another confidential rule"),
}
_KINDS: dict[type[Rule], str] = {Different: RuleKind.DISTINCT, From: RuleKind.FROM}


@dataclass(frozen=True)
class Reason:
    """One reason: what stands in the way, and each change that would be enough by itself."""

    words: str
    remedies: Sequence[str]


def kept(found: Impossible) -> list[Kept]:
    """The reasons as a run keeps them."""
    return [_kept(one) | {"proved": found.proved} for one in found.obstacles]


def reasons(obstacles: Sequence[Kept], world: World) -> list[Reason]:
    """Kept reasons in words, with the names of those who are still in the edition."""
    return [Reason(_words(one, world), [_remedy(remedy) for remedy in one["remedies"]]) for one in obstacles]


def _kept(one: Obstacle) -> Kept:
    return {
        "kind": str(one.kind),
        "needs": one.needs,
        "has": one.has,
        "students": list(one.students),
        "teams": list(one.teams),
        "rules": [_raw(rule) for rule in one.rules],
        "hard": [str(hard) for hard in one.hard],
        "remedies": [_kept_remedy(remedy) for remedy in one.remedies],
    }


def _kept_remedy(one: Remedy) -> Kept:
    plain = {"change": str(one.change), "number": one.number, "trait": one.trait, "value": one.value, "language": one.language}
    return plain | {"hard": str(one.hard or ""), "rule": _raw(one.rule) if one.rule else ""}


def _raw(rule: Rule) -> str:
    """A rule as one value, from which `composition_words.said` makes words again."""
    return BETWEEN.join((_KINDS.get(type(rule), RuleKind.SAME), rule.trait, str(rule.number), getattr(rule, "value", "")))


def _words(one: Kept, world: World) -> str:
    numbers = {"needs": one["needs"] or 0, "has": one["has"] or 0}
    who = get_text_list([world.people[user].name for user in one["students"] if user in world.people], gettext("and"))
    rules = _hard_words(one)
    match one["kind"]:
        case Kind.FEW_SEATS:
            return gettext("There are %(needs)d students, and the teams have room for %(has)d.") % numbers
        case Kind.MANY_SEATS:
            return gettext("The teams that exist need at least %(needs)d students together; there are %(has)d.") % numbers
        case Kind.UNEVEN:
            return gettext("%(has)d students cannot be divided over teams of the sizes that are asked for.") % numbers
        case Kind.COMPOSITION:
            words = gettext("“%(rule)s”: the teams need %(needs)d together, and there are %(has)d.")
            if one["rules"] and one["rules"][0].startswith(RuleKind.SAME):
                words = gettext("“%(rule)s”: there are %(needs)d, and the teams have room for %(has)d.")
            return words % (numbers | {"rule": rules})
        case Kind.SPEAKERS:
            words = gettext("%(who)s shares no language with enough others: a team needs %(needs)d, and there are %(has)d.")
            return words % (numbers | {"who": who})
        case Kind.GROUP:
            return gettext("There is no team for %(who)s because of: %(rules)s.") % {"who": who, "rules": rules}
        case Kind.PINNED:
            return gettext("%(who)s cannot stay where they are because of: %(rules)s.") % {"who": who, "rules": rules}
        case Kind.CONFIDENTIAL:
            return gettext("Another confidential rule cannot be met.")
        case Kind.MOVES:
            return gettext("At least %(needs)d others would have to move, and %(has)d may.") % numbers
        case Kind.TOGETHER:
            words = gettext("These rules cannot all hold: %(rules)s.") % {"rules": rules}
            return f"{words} {gettext('It concerns %(who)s.') % {'who': who}}" if who else words
        case _:
            return gettext("No proposal was found that keeps every rule, and none was proved impossible. Still broken: %(rules)s.") % {
                "rules": rules
            }


def _hard_words(one: Kept) -> str:
    found = [str(HARD[hard]) for hard in one["hard"] if hard in HARD]
    return "; ".join([*map(said, one["rules"]), *found])


def _remedy(one: Mapping[str, Any]) -> str:
    number = {"count": one["number"]}
    match one["change"]:
        case Change.MORE_STUDENTS:
            words = ngettext("%(count)d more student", "%(count)d more students", one["number"]) % number
            return f"{words}{_of(one)}"
        case Change.FEWER_STUDENTS:
            words = ngettext("%(count)d student fewer", "%(count)d students fewer", one["number"]) % number
            return f"{words}{_of(one)}"
        case Change.SMALLEST:
            return gettext("teams of at least %(count)d people") % number
        case Change.LARGEST:
            return gettext("teams of up to %(count)d people, with the seats for them") % number
        case Change.TEAMS:
            return gettext("%(count)d teams in all: more or fewer seats") % number
        case Change.NUMBER:
            return gettext("%(count)d instead in the rule “%(rule)s”") % (number | {"rule": said(one["rule"])})
        case Change.MOVES:
            return ngettext("%(count)d other student may move", "%(count)d other students may move", one["number"]) % number
        case _:
            rule = said(one["rule"]) if one["rule"] else str(HARD.get(one["hard"], ""))
            return gettext("going without: %(rule)s") % {"rule": rule}


def _of(one: Mapping[str, Any]) -> str:
    """Of whom there should be more or fewer: ' of Engineering'."""
    if one["language"]:
        return gettext(" who speak %(language)s") % {"language": names(Language, one["language"])[0]}
    if one["value"]:
        return gettext(" of %(value)s") % {"value": value_words(one["trait"], one["value"])}
    if one["trait"]:
        return gettext(" with another %(trait)s") % {"trait": str(Trait(one["trait"]).label).lower()}
    return ""
