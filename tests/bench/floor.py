"""The floor that pages are compared with: a bare Django view of one SELECT of 20 rows through a template, without middleware.

A WSGI application of its own (`tests.bench.floor:application`), under the same server and the same Postgres as the portal.
"""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

ROWS = 20
TABLE = """<!DOCTYPE html>
<html lang="en">
  <head><title>Rows</title></head>
  <body>
    <table>
      {% for row in rows %}<tr><td>{{ row.number }}</td><td>{{ row.name }}</td><td>{{ row.words }}</td></tr>
      {% endfor %}
    </table>
  </body>
</html>
"""

if not settings.configured:
    from urllib.parse import urlsplit

    address = urlsplit(os.environ["DATABASE_URL"])
    settings.configure(
        SECRET_KEY="floor-" + "x" * 50,
        ALLOWED_HOSTS=["127.0.0.1", "localhost"],
        ROOT_URLCONF=__name__,
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": address.path[1:],
                "USER": address.username,
                "PASSWORD": address.password or "",
                "HOST": address.hostname,
                "PORT": address.port,
                "CONN_MAX_AGE": 60,
            }
        },
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        USE_TZ=True,
    )
    django.setup()

from django.db import models  # noqa: E402 - models need the settings


class Row(models.Model):
    """A row of a table that `tests.bench.data` makes."""

    number = models.IntegerField(primary_key=True)
    name = models.TextField()
    words = models.TextField()

    class Meta:
        app_label = "floor"
        db_table = "bench_floor"
        managed = False

    def __str__(self) -> str:
        return self.name


template = engines["django"].from_string(TABLE)


def rows(request: HttpRequest) -> HttpResponse:
    return HttpResponse(template.render({"rows": Row.objects.order_by("number")[:ROWS]}, request))


urlpatterns = [path("", rows)]


application = WSGIHandler()
