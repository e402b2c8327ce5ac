"""The in-app notification is the truth; the mail is a copy of it."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> "NotificationQuerySet":
        """Not yet opened, nor marked as read."""
        return self.filter(read_at__isnull=True)

    def mark_read(self, now: dt.datetime) -> int:
        """Mark the unread ones as read; gives how many those were."""
        return self.unread().update(read_at=now)


class Notification(models.Model):
    """Something that one person was told. Its words are made at reading, in the reader's language, from the notice's template."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=60)
    context = models.JSONField(default=dict)
    path = models.CharField(max_length=300, blank=True)
    dedupe_key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects: ClassVar[NotificationQuerySet] = NotificationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-created_at"]),
            models.Index(name="notification_unread", fields=["user"], condition=models.Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"
