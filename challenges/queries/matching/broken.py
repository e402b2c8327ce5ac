"""Hard rules that do not hold, in words for the office. A mark given in confidence is never told: not whose, not where."""

from collections.abc import Iterable

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from challenges.matching import Broken
from challenges.queries.composition_words import rule_words
from challenges.queries.matching.judging import MAY_PASS, Judged


def confidential() -> str:
    """All that is ever said where a rule on a confidential mark decides."""
    return _("Another confidential rule does not hold. Have the rest solved again around whom you pin.")


def words_of(judged: Judged, broken: Iterable[Broken]) -> list[str]:
    """Each thing that is broken in words, said once."""
    return list(dict.fromkeys(_words(judged, one) for one in broken))


def may_pass(judged: Judged, broken: Broken) -> bool:
    """Whether the office may let this pass with a reason: what a team is made of, or that it is too small; never who is with whom or how
    many seats there are."""
    slot = judged.world.slots.get(broken.team) if broken.team is not None else None
    too_small = broken.kind == "size" and slot is not None and len(broken.about) < slot.composition.smallest
    return too_small or broken.kind in MAY_PASS


def _words(judged: Judged, one: Broken) -> str:
    world = judged.world
    who = get_text_list([world.people[user].name for user in one.about if user in world.people], _("and"))
    slot = world.slots.get(one.team) if one.team is not None else None
    team = {"team": slot.label if slot else "", "challenge": slot.challenge.title if slot else "", "who": who}
    match one.kind:
        case "nowhere":
            return _("%(who)s has no team yet.") % team
        case "unknown":
            return _("Somebody who has left the edition has a place.")
        case "parted":
            return _("%(who)s are to be in one team.") % team
        case "barred":
            return _("%(who)s may not join “%(challenge)s”, unless you let them in there.") % team
        case "not apart":
            return _("%(who)s are not to be in one team, and are in %(team)s.") % team
        case "moved":
            return _("%(who)s is in a team already, and would leave it.") % team
        case "size":
            count = len(one.about)
            least, most = (slot.composition.smallest, slot.composition.largest) if slot else (0, 0)
            words = _("%(team)s has %(count)d people; %(least)d to %(most)d are asked for.")
            return words % (team | {"count": count, "least": least, "most": most})
        case "language":
            return _("The members of %(team)s have no language in common.") % team
        case "composition" if slot is not None:
            rule = next(rule for rule, known in zip(slot.rules_of_solver, slot.composition.rules, strict=True) if known == one.rule)
            return _("%(team)s does not meet: %(rule)s.") % (team | {"rule": rule_words(rule)})
        case _:
            return confidential()
