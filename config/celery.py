"""The Celery application: Redis is the broker and nothing else."""

import os

from celery import Celery
from kombu.transport.redis import QoS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

# What a lost connection leaves unacknowledged comes again from beat. kombu would put it back over that same connection, and a worker
# that is busy when Redis goes away would end by it.
QoS.restore_at_shutdown = False

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["accounts.outbox"])
