"""What a challenge is about and how it is worked on."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.TextChoices):
    """Themes of the partnership; the first two are those of the agreement of 2024."""

    ACCESS_TO_CARE = "access_to_care", _("Access to care")
    SUSTAINABILITY = "sustainability", _("Sustainability")
    PREVENTION = "prevention", _("Prevention")
    MENTAL_HEALTH = "mental_health", _("Mental health")
    RARE_DISEASE = "rare_disease", _("Rare disease")
    CHRONIC_DISEASE = "chronic_disease", _("Chronic disease")
    DIGITAL_CARE = "digital_care", _("Digital care")
    NUTRITION = "nutrition", _("Nutrition")


class Size(models.TextChoices):
    """The sizes of ECIU University."""

    NANO = "nano", _("Nano")
    MINI = "mini", _("Mini")
    STANDARD = "standard", _("Standard")


class Mode(models.TextChoices):
    """Whether one works alone, in a team, or as one likes."""

    SOLO = "solo", _("Alone")
    TEAM = "team", _("In a team")
    EITHER = "either", _("Alone or in a team")


class Joining(models.TextChoices):
    """How one comes to take part."""

    OPEN = "open", _("First come, first served")
    APPLICATION = "application", _("On application")
    PROGRAMME = "programme", _("Through its programme")


class Phase(models.TextChoices):
    """The phases of challenge-based learning, in their order."""

    ENGAGE = "engage", _("Engage")
    INVESTIGATE = "investigate", _("Investigate")
    ACT = "act", _("Act")


class Rights(models.TextChoices):
    """Who keeps the rights on what is made."""

    MAKERS = "makers", _("You keep them")
    SHARED = "shared", _("Shared with the partner")
    PARTNER = "partner", _("Go to the partner")
    OPEN = "open", _("Open licence (CC BY 4.0)")


class Ranking(models.TextChoices):
    """How the students of an edition say which of its challenges they want."""

    ORDER = "order", _("By order: first, second, third choice, ties allowed")
    POINTS = "points", _("By points: a number of points, divided as they like")
