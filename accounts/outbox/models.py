"""A mail is a row first: written in the transaction of its event, sent by the worker after."""

import datetime as dt
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.kit.fields import AddressField
from accounts.outbox.enums import MailState


class MailQuerySet(models.QuerySet["Mail"]):
    def due(self, now: dt.datetime) -> "MailQuerySet":
        """Waiting and due, or left behind by a worker whose lease ran out."""
        return self.filter(Q(state=MailState.WAITING, due_at__lte=now) | Q(state=MailState.SENDING, leased_until__lte=now))


class Mail(models.Model):
    """One mail to one recipient. Its text is made at sending from its kind, language and context; a secret link is never stored."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="mails")
    address = AddressField(_("to"))
    language = models.CharField(max_length=2)
    context = models.JSONField(default=dict)
    path = models.CharField(max_length=300, blank=True)
    dedupe_key = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects: ClassVar[MailQuerySet] = MailQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="mail_state_known", condition=Q(state__in=MailState.values)),
            models.CheckConstraint(
                name="mail_leased_while_sending",
                condition=Q(state=MailState.SENDING, leased_until__isnull=False)
                | (~Q(state=MailState.SENDING) & Q(leased_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="mail_sent_has_time",
                condition=Q(state=MailState.SENT, sent_at__isnull=False) | (~Q(state=MailState.SENT) & Q(sent_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(name="mail_due", fields=["due_at"], condition=Q(state=MailState.WAITING)),
            models.Index(name="mail_leased", fields=["leased_until"], condition=Q(state=MailState.SENDING)),
            models.Index(name="mail_newest", fields=["-created_at", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.address}"


class Muted(models.Model):
    """A kind of mail that a person has switched off. The notification in the portal stays."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="muted_kinds")
    kind = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(name="muted_once", fields=["user", "kind"])]

    def __str__(self) -> str:
        return self.kind
