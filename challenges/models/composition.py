"""What a team of a challenge has to be made of."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from challenges.enums import RuleKind, Trait
from challenges.enums.composition import DIGITS
from challenges.models.challenges import Challenge

_DISCIPLINES = [Q(trait=trait, value__regex=rf"^\d{{{digits}}}$") for trait, digits in DIGITS.items()]


class CompositionRule(models.Model):
    """One rule, such as at least three different faculties. `trait` is what it looks at; `number` how many; both are empty where all are
    to share a language. `value`, for `FROM` alone: a code of ISCED-F, or the name of an institution, a faculty or a programme of study
    as `queries.traits` gives it."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="composition_rules")
    kind = models.CharField(_("rule"), max_length=10, choices=RuleKind.choices)
    trait = models.CharField(_("looks at"), max_length=20, choices=Trait.choices, blank=True)
    value = models.CharField(_("from which"), max_length=310, blank=True)
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(20)])

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="composition_rule_once", fields=["challenge", "kind", "trait", "value"]),
            models.CheckConstraint(
                name="composition_rule_whole",
                condition=Q(kind=RuleKind.LANGUAGE, trait="", value="", number__isnull=True)
                | Q(kind=RuleKind.DISTINCT, trait__in=Trait.values, value="", number__isnull=False, number__range=(2, 20))
                | Q(kind=RuleKind.SAME, trait__in=Trait.values, value="", number__isnull=False, number__range=(1, 20))
                | Q(kind=RuleKind.FROM, trait__in=Trait.values, number__isnull=False, number__range=(1, 20)) & ~Q(value=""),
            ),
            models.CheckConstraint(
                name="composition_rule_names_a_field",
                condition=~Q(kind=RuleKind.FROM, trait__in=list(DIGITS)) | _DISCIPLINES[0] | _DISCIPLINES[1] | _DISCIPLINES[2],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.trait} {self.value} {self.number or ''}".strip()
