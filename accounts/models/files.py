"""A stored file with what was found out about it when it came in."""

import uuid

from django.conf import settings
from django.db import models


def random_path(instance: models.Model, filename: str) -> str:
    """A storage path that tells nothing: neither the name that a person gave the file nor whose it is."""
    key = uuid.uuid4().hex
    return f"{instance._meta.model_name}/{key[:2]}/{key}"


class FileRecord(models.Model):
    """Name, size in bytes, SHA-256 in hex and type by content (see `accounts.kit.files.inspect`). Never changed after storing."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    blob = models.FileField(upload_to=random_path, max_length=200)
    name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=100)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name
