"""Why a student is where they are: kept as data when teams are published, and told in words to that student alone.

Numbers of others that are small enough to point at somebody are not kept. That somebody gave a mark in confidence is not kept either:
who was not placed by their first wish reads that such rules may have counted, wherever an edition lets people say something so.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.enums import Language
from accounts.kit.words import names
from challenges.enums import Trait
from challenges.matching import Demand, why
from challenges.queries.composition_words import kept as raw
from challenges.queries.composition_words import said, value_words
from challenges.queries.matching.judging import Judged
from challenges.queries.matching.weights import rank

FEW = 5
"""Fewer people than this are told as 'fewer than 5'."""
Kept = dict[str, Any]


def kept(judged: Judged, user: int, *, confides: bool) -> Kept:
    """The reasons for one student's place, as data that tells nobody anything about others."""
    world, found = judged.world, why(judged.facts, judged.placement, user)
    slot = world.slots[found.team]
    rules = [rule for rule, known in zip(slot.rules_of_solver, slot.composition.rules, strict=True) if known in found.rules]
    return {
        "wish": rank(world.wishes.get(user, []), found.challenge),
        "wished": bool(world.wishes.get(user)),
        "first": [_demand(judged, one) for one in found.first],
        "rules": [raw(rule) for rule in rules],
        "only": [value for trait, value in found.only if trait == Trait.DISCIPLINE_NARROW and value],
        "times": found.times,
        "languages": list(found.languages),
        "together": any(user in group for group in judged.facts.together),
        "confidential": found.wish != 1 and confides,
    }


def _demand(judged: Judged, one: Demand) -> Kept:
    title = next(slot.challenge.title for slot in judged.world.slots.values() if slot.challenge.pk == one.challenge)
    return {"challenge": title, "wishes": one.wishes if one.wishes >= FEW else 0, "seats": one.seats}


def words(found: Mapping[str, Any]) -> list[str]:
    """Kept reasons in sentences for the student, in the active language."""
    if not found:
        return []
    said_ = [_wish(found), *_brings(found), *map(_traded, found["first"])]
    if found["together"]:
        said_.append(_("You are in one team with somebody with whom you are to be."))
    if found["confidential"]:
        said_.append(_("Another confidential rule may have counted too."))
    return said_


def _wish(found: Mapping[str, Any]) -> str:
    match found["wish"]:
        case 1:
            return _("This challenge is your first choice.")
        case 2:
            return _("This challenge is your second choice.")
        case 3:
            return _("This challenge is your third choice.")
        case None if found["wished"]:
            return _("This challenge is not among your wishes: your wishes and the rules for the teams could not all be met.")
        case None:
            return _("You gave no wishes, so you are where a team needed you.")
        case place:
            return _("This challenge is choice %(place)d of yours.") % {"place": place}


def _brings(found: Mapping[str, Any]) -> list[str]:
    brings = [_("You are the only one in the team from %(field)s.") % {"field": _fields(found["only"])}] if found["only"] else []
    if found["rules"]:
        rules = "; ".join(said(rule) for rule in found["rules"])
        brings.append(_("Without you the team would not have: %(rules)s.") % {"rules": rules[:1].lower() + rules[1:]})
    if found["times"]:
        brings.append(_("Weekly times that suit all of you: %(count)d.") % {"count": found["times"]})
    if found["languages"]:
        brings.append(
            _("You all speak %(languages)s.") % {"languages": get_text_list(list(names(Language, *found["languages"])), _("and"))}
        )
    return brings


def _fields(values: Sequence[str]) -> str:
    return get_text_list([value_words(Trait.DISCIPLINE_NARROW, value) for value in values], _("and"))


def _traded(one: Mapping[str, Any]) -> str:
    values = {"challenge": one["challenge"], "wishes": one["wishes"], "seats": one["seats"], "few": FEW}
    if not one["wishes"]:
        return _("Your first choice “%(challenge)s” was the first choice of fewer than %(few)d students, and has %(seats)d seats.") % values
    return _("Your first choice “%(challenge)s” had %(wishes)d first wishes for %(seats)d seats.") % values
