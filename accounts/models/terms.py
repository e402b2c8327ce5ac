"""Terms that people accepted, word for word."""

from django.conf import settings
from django.db import models


class TermsAcceptance(models.Model):
    """One person's yes to one version of some terms. `document` is a key such as `challenge:12`; the text is kept as it was read."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="accepted_terms")
    document = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    accepted_at = models.DateTimeField()

    class Meta:
        ordering = ["-accepted_at"]
        constraints = [models.UniqueConstraint(name="terms_accepted_once_a_version", fields=["user", "document", "version"])]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"
