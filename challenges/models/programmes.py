"""Programmes: editions that group challenges on one timeline."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation


class Programme(models.Model):
    """One edition, such as BITT 2023, hosted by an organisation. Dates are Amsterdam's."""

    slug = models.SlugField(_("address"), unique=True, max_length=80)
    name = models.CharField(_("name"), max_length=150, unique=True)
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="programmes", verbose_name=_("host"))
    summary = models.CharField(_("summary"), max_length=300)
    description = models.TextField(_("description"), blank=True, max_length=6000, help_text=_("Markdown."))
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        ordering = ["-starts_on", "name"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [models.CheckConstraint(name="programme_ends_after_start", condition=Q(ends_on__gte=F("starts_on")))]

    def __str__(self) -> str:
        return self.name
