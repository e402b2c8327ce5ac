"""What may still change of who may join, and how, once a challenge is published: people counted on it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from django.db.models import Model
from django.utils.translation import gettext as _

from challenges.enums import Joining
from challenges.errors import Fault
from challenges.models import Challenge
from challenges.rules.typed import QuestionTyped


def fits_programme(challenge: Challenge, values: Mapping[str, object]) -> list[Fault]:
    """What does not fit together in any state: a challenge that one joins through its programme has one."""
    joining, programme = values.get("joining", challenge.joining), values.get("programme", challenge.programme)
    if joining != Joining.PROGRAMME or programme is not None:
        return []
    if "programme" in values:
        return [Fault("programme", _("One joins it through its programme; choose another way of joining first."))]
    return [Fault("joining", _("It belongs to no programme. Choose one in the first part, then come back."))]


def narrowed(challenge: Challenge, values: Mapping[str, object]) -> list[Fault]:
    """Where the typed `values` would shut out somebody who may join the published challenge now, or change how one joins and what was
    asked after somebody has joined or applied."""
    words = _("You can open this to more people, but shut out nobody: people count on it.")
    found = [Fault(field, words) for field in _SETS if _shuts_out(field, challenge, values)]
    if cast(int, values["most_running"]) < challenge.most_running:
        found.append(Fault("most_running", _("This can only go up: at least %(least)d.") % {"least": challenge.most_running}))
    asked = {one.text for one in challenge.prerequisites.all()}
    if set(cast(Sequence[str], values["prerequisites"])) - asked:
        found.append(Fault("prerequisites", _("You can take prerequisites away, but ask nothing more: people count on it.")))
    if challenge.applications.exists() or (values["joining"] != challenge.joining and challenge.participations.exists()):
        found += _way(challenge, values)
    return found


_SETS = ("eligible_institutions", "eligible_faculties", "eligible_disciplines", "eligible_programmes")


def _shuts_out(field: str, challenge: Challenge, values: Mapping[str, object]) -> bool:
    """None chosen means everybody."""
    stored, typed = _named(field, getattr(challenge, field)), _named(field, values[field])
    if not typed:
        return False
    if field == "eligible_disciplines":
        return not stored or not all(code.startswith(tuple(typed)) for code in stored)
    return not stored or not stored <= typed


def _named(field: str, value: object) -> set[str]:
    if field in {"eligible_institutions", "eligible_faculties"}:
        rows = cast(Iterable[Model], value.all() if hasattr(value, "all") else value)
        return {str(one.pk) for one in rows}
    names = cast(Sequence[str], value)
    return {" ".join(name.split()).casefold() for name in names}


def _way(challenge: Challenge, values: Mapping[str, object]) -> list[Fault]:
    found = []
    if values["joining"] != challenge.joining:
        found.append(Fault("joining", _("This stays as it is: somebody has joined or applied already.")))
    stored = [(one.pk, one.text, one.required) for one in challenge.application_questions.all()]
    typed = [(one.pk, one.text, one.required) for one in cast(Sequence[QuestionTyped], values["questions"])]
    if challenge.applications.exists() and stored != typed:
        found.append(Fault("questions", _("The questions stay as they are: somebody has answered them already.")))
    return found
