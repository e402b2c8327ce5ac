"""Where students and faculty belong, and which addresses are theirs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Institution(models.Model):
    """A university or an academic hospital; `ror` is its identifier in the Research Organization Registry."""

    key = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=150, unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    ror = models.URLField(_("ROR identifier"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")

    def __str__(self) -> str:
        return self.name


class Faculty(models.Model):
    """A faculty of an institution."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="faculties")
    name = models.CharField(_("name"), max_length=150)

    class Meta:
        ordering = ["institution__name", "name"]
        verbose_name = _("faculty")
        verbose_name_plural = _("faculties")
        constraints = [models.UniqueConstraint(name="faculty_once", fields=["institution", "name"])]

    def __str__(self) -> str:
        return self.name


class Domain(models.Model):
    """A mail domain of an institution. Only in a domain marked `students_only` does a verified address prove a student."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="domains")
    name = models.CharField(_("domain"), max_length=120, unique=True)
    students_only = models.BooleanField(_("only students have it"), default=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("domain")
        verbose_name_plural = _("domains")
        constraints = [
            models.CheckConstraint(name="domain_lower_case", condition=models.Q(name=models.functions.Lower("name"))),
        ]

    def __str__(self) -> str:
        return self.name
