"""Who did what, when, on what. Entries are only ever added."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.audit import words


class Entry(models.Model):
    """One decision, grant, change of state or change of a published text.

    `subject` and `scope` are keys such as `challenge:12`; the scope is the larger thing beside which the entry is read.
    """

    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(_("what"), max_length=60)
    subject = models.CharField(max_length=80)
    subject_label = models.CharField(max_length=200)
    scope = models.CharField(max_length=80)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["scope", "-at"]), models.Index(fields=["-at"])]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"

    @property
    def what(self) -> str:
        """What was done, in words that complete 'somebody …'."""
        return words.of(self.action)

    @property
    def details(self) -> list[tuple[str, str]]:
        """What was kept with it, as pairs of words."""
        return words.details(self.action, self.detail)
