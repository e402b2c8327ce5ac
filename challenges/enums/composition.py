"""What a team has to be made of."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RuleKind(models.TextChoices):
    """What a rule of composition asks of a team."""

    DISTINCT = "distinct", _("At least so many different …")
    FROM = "from", _("At least so many from …")
    SAME = "same", _("At most so many of the same …")
    LANGUAGE = "language", _("A language that all members speak")


class Trait(models.TextChoices):
    """What a rule looks at in a person's profile; the first three are the levels of ISCED-F 2013."""

    DISCIPLINE_DETAILED = "discipline_detailed", _("Discipline")
    DISCIPLINE_NARROW = "discipline_narrow", _("Narrow field")
    DISCIPLINE_BROAD = "discipline_broad", _("Broad field")
    FACULTY = "faculty", _("Faculty")
    INSTITUTION = "institution", _("Institution")
    PROGRAMME_OF_STUDY = "programme_of_study", _("Programme of study")


DIGITS: dict[str, int] = {Trait.DISCIPLINE_DETAILED: 4, Trait.DISCIPLINE_NARROW: 3, Trait.DISCIPLINE_BROAD: 2}
"""How many digits a code of ISCED-F has at each of its levels."""
