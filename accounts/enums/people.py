"""Who people are: roles, levels of study, languages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A role that is granted to a person. Partner staff hold a membership of an organisation instead (see `partners`)."""

    STUDENT = "student", _("Student")
    FACULTY = "faculty", _("Faculty")
    COORDINATOR = "coordinator", _("Coordinator")


class GrantSource(models.TextChoices):
    """How a role came up: by a domain that only students have, by the person's own statement, or by the office."""

    DOMAIN = "domain", _("Verified student address")
    STATEMENT = "statement", _("Own statement")
    OFFICE = "office", _("Programme office")


class Level(models.TextChoices):
    """The level of study; the first three are levels 6 to 8 of the European Qualifications Framework."""

    BACHELOR = "bachelor", _("Bachelor (EQF 6)")
    MASTER = "master", _("Master (EQF 7)")
    PHD = "phd", _("PhD (EQF 8)")
    DOCTOR_IN_TRAINING = "doctor_in_training", _("Doctor in training")
    PROFESSIONAL = "professional", _("Professional")


class Language(models.TextChoices):
    """Languages that people work in; the first two are also the portal's own."""

    ENGLISH = "en", _("English")
    DUTCH = "nl", _("Dutch")
    GERMAN = "de", _("German")
    FRENCH = "fr", _("French")
    SPANISH = "es", _("Spanish")
    ITALIAN = "it", _("Italian")
    ARABIC = "ar", _("Arabic")
    TURKISH = "tr", _("Turkish")


class PortalLanguage(models.TextChoices):
    """The languages that the portal itself speaks."""

    ENGLISH = "en", "English"
    DUTCH = "nl", "Nederlands"
