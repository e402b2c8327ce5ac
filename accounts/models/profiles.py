"""What a student says about themselves; asked for when first needed."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language, Level
from accounts.enums.disciplines import choices
from accounts.enums.times import SLOTS
from accounts.enums.times import choices as slots
from accounts.models.institutions import Faculty, Institution


class Profile(models.Model):
    """Where and what somebody studies or works. `discipline` is a detailed field of ISCED-F 2013, hours are per week,
    `times` are weekly slots (`accounts.enums.times`), empty when the person did not say."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, verbose_name=_("institution"))
    faculty = models.ForeignKey(Faculty, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("faculty"))
    programme_of_study = models.CharField(_("programme of study"), max_length=150)
    level = models.CharField(_("level"), max_length=20, choices=Level.choices)
    discipline = models.CharField(_("discipline"), max_length=4, choices=choices)
    languages = ArrayField(models.CharField(max_length=2, choices=Language.choices), verbose_name=_("languages you can work in"))
    skills = models.CharField(
        _("skills"), max_length=300, blank=True, help_text=_("Separated by commas, for example: interviews, statistics, Python.")
    )
    hours_a_week = models.PositiveSmallIntegerField(
        _("hours a week"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    times = ArrayField(
        models.PositiveSmallIntegerField(choices=slots), default=list, blank=True, verbose_name=_("times at which you can work")
    )
    introduction = models.TextField(_("short introduction"), max_length=600, blank=True)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        constraints = [
            models.CheckConstraint(name="profile_level_known", condition=models.Q(level__in=Level.values)),
            models.CheckConstraint(name="profile_discipline_detailed", condition=models.Q(discipline__regex=r"^\d{4}$")),
            models.CheckConstraint(name="profile_times_are_slots", condition=models.Q(times__contained_by=list(SLOTS))),
            models.CheckConstraint(name="profile_speaks_something", condition=models.Q(languages__len__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.user}"


class ProposedStudy(models.Model):
    """What a list of the office says somebody studies: what their profile proposes until they have filled it in."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="proposed_study")
    programme_of_study = models.CharField(max_length=150, blank=True)
    discipline = models.CharField(max_length=4, blank=True)

    def __str__(self) -> str:
        return f"{self.user}"
