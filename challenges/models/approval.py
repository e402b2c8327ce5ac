"""Comments that send a challenge back, and what changed after it was published."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from challenges.enums import Section
from challenges.models.challenges import Challenge


class ApprovalComment(models.Model):
    """What the faculty owner or the office asks to mend, on the part meant. Resolved when the challenge is submitted again."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="approval_comments")
    section = models.CharField(_("part"), max_length=10, choices=Section.choices)
    text = models.TextField(_("comment"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class PublishedChange(models.Model):
    """One change of one published text or date, listed for those who joined.

    `field` is a label key, after a colon the title of the milestone or criterion meant; before and after are raw values. A page
    reads them through `queries.changes`, in its reader's language.
    """

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    field = models.CharField(max_length=200)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "pk"]

    def __str__(self) -> str:
        return self.field
