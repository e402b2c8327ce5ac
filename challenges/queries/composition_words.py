"""Rules of composition in words."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.enums.disciplines import BROAD, DETAILED, NARROW
from challenges.enums import RuleKind, Trait
from challenges.rules.composition import Ruled
from challenges.rules.typed import RuleTyped

DIFFERENT: dict[str, Promise] = {
    Trait.DISCIPLINE_DETAILED: _("At least %(number)d different disciplines"),
    Trait.DISCIPLINE_NARROW: _("At least %(number)d different narrow fields of study"),
    Trait.DISCIPLINE_BROAD: _("At least %(number)d different broad fields of study"),
    Trait.FACULTY: _("At least %(number)d different faculties"),
    Trait.INSTITUTION: _("At least %(number)d different institutions"),
    Trait.PROGRAMME_OF_STUDY: _("At least %(number)d different programmes of study"),
}
OF_THE_SAME: dict[str, Promise] = {
    Trait.DISCIPLINE_DETAILED: _("with the same discipline"),
    Trait.DISCIPLINE_NARROW: _("with the same narrow field of study"),
    Trait.DISCIPLINE_BROAD: _("with the same broad field of study"),
    Trait.FACULTY: _("of the same faculty"),
    Trait.INSTITUTION: _("of the same institution"),
    Trait.PROGRAMME_OF_STUDY: _("of the same programme of study"),
}
FIELDS: dict[str, dict[str, Promise]] = {
    Trait.DISCIPLINE_DETAILED: DETAILED,
    Trait.DISCIPLINE_NARROW: NARROW,
    Trait.DISCIPLINE_BROAD: BROAD,
}
BETWEEN = "|"


def rule_words(rule: Ruled) -> str:
    """One rule: 'At least 3 different faculties'."""
    number = rule.number or 0
    said: dict[str, object] = {"number": number}
    match rule.kind:
        case RuleKind.DISTINCT:
            return str(DIFFERENT[rule.trait]) % said
        case RuleKind.FROM:
            said["value"] = value_words(rule.trait, rule.value)
            return ngettext("At least %(number)d person from %(value)s", "At least %(number)d people from %(value)s", number) % said
        case RuleKind.SAME:
            said["same"] = OF_THE_SAME[rule.trait]
            return ngettext("At most %(number)d person %(same)s", "At most %(number)d people %(same)s", number) % said
        case _:
            return _t("A language that all members speak")


def rules_words(rules: Iterable[Ruled]) -> str:
    """Several rules in one line."""
    return "; ".join(rule_words(rule) for rule in rules)


def value_words(trait: str, value: str) -> str:
    """A value of a trait: the name of a field of study for its code, anything else as it is."""
    return str(FIELDS[trait].get(value, value)) if trait in FIELDS else value


def kept(rule: Ruled) -> str:
    """A rule as one raw value, which `said` puts into words again."""
    return BETWEEN.join((rule.kind, rule.trait, str(rule.number or ""), rule.value))


def said(raw: str) -> str:
    """The words of a rule that was kept as a raw value."""
    kind, trait, number, value = raw.split(BETWEEN, 3)
    return rule_words(RuleTyped(kind, trait, value, int(number) if number else None))
