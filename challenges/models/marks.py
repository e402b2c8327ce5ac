"""What somebody says in confidence before teams are formed. Special personal data: nothing but the solver and its owner reads a mark."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from challenges.models.enrolments import Enrolment
from challenges.models.programmes import Programme


class MarkKind(models.Model):
    """One thing that students of an edition may say in confidence: `words` end “Please do not place me as the only one who …”."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="mark_kinds")
    words = models.CharField(_("as the only one who …"), max_length=120)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("programme", Lower("words"), name="mark_kind_once_a_programme")]

    def __str__(self) -> str:
        return self.words


class ConfidentialMark(models.Model):
    """One person's mark, with the moment of their explicit consent. Erased once teams are formed, and with the enrolment or the edition."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="marks")
    kind = models.ForeignKey(MarkKind, on_delete=models.CASCADE, related_name="marks")
    consented_at = models.DateTimeField()

    class Meta:
        ordering = ["kind_id"]
        constraints = [models.UniqueConstraint(name="mark_once_an_enrolment", fields=["enrolment", "kind"])]

    def __str__(self) -> str:
        return "…"
