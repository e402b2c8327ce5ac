"""Programmes: editions that group challenges on one timeline."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.kit.fields import both_or_neither
from challenges.enums import Ranking
from partners.models import Organisation


class Programme(models.Model):
    """One edition, such as BITT 2023, hosted by an organisation. Dates are Amsterdam's, instants UTC.

    Students join an edition that has a `join_until`, and rank its challenges until `ranks_until`; with `ranking` by points each of
    them divides up to `points`.
    """

    slug = models.SlugField(_("address"), unique=True, max_length=80)
    name = models.CharField(_("name"), max_length=150, unique=True)
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="programmes", verbose_name=_("host"))
    summary = models.CharField(_("summary"), max_length=300)
    description = models.TextField(_("description"), blank=True, max_length=6000, help_text=_("Markdown."))
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    join_until = models.DateTimeField(_("students can join until"), null=True, blank=True)
    ranks_until = models.DateTimeField(_("they can rank challenges until"), null=True, blank=True)
    ranking = models.CharField(_("how they rank"), max_length=10, choices=Ranking.choices, default=Ranking.ORDER)
    points = models.PositiveSmallIntegerField(
        _("points to divide"), default=100, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        ordering = ["-starts_on", "name"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.CheckConstraint(name="programme_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            both_or_neither("programme_joins_and_ranks", "join_until", "ranks_until"),
            models.CheckConstraint(
                name="programme_ranks_after_joining", condition=Q(join_until__isnull=True) | Q(ranks_until__gte=F("join_until"))
            ),
            models.CheckConstraint(name="programme_ranking_known", condition=Q(ranking__in=Ranking.values)),
            models.CheckConstraint(name="programme_has_points", condition=Q(points__gte=1)),
        ]

    def __str__(self) -> str:
        return self.name
