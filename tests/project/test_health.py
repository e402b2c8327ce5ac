"""What watches the portal is told the truth: it lives, it can serve, and whether Redis answers."""

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder

from config.runtime import ports


def test_live_asks_nobody(client):
    answer = client.get("/healthz/live")
    assert (answer.status_code, answer.content) == (200, b"live\n")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
class TestReady:
    def test_when_all_is_there(self, client):
        answer = client.get("/healthz/ready")
        assert (answer.status_code, answer.content) == (200, b"database: ok\nbroker: ok\n")

    def test_without_redis_pages_work(self, client, settings):
        settings.REDIS_URL = f"redis://{ports.HOST}:{ports.free()}/0"
        answer = client.get("/healthz/ready")
        assert (answer.status_code, answer.content) == (200, b"database: ok\nbroker: no answer, mails wait\n")

    def test_not_before_the_last_migration(self, client):
        last = MigrationRecorder.Migration.objects.filter(app="challenges").order_by("-name").first()
        last.delete()
        answer = client.get("/healthz/ready")
        assert (answer.status_code, answer.content) == (503, b"database: migrations to apply\n")

    def test_not_without_the_database(self, client, monkeypatch):
        def refuse(recorder: MigrationRecorder) -> None:
            raise OperationalError

        monkeypatch.setattr(MigrationRecorder, "applied_migrations", refuse)
        answer = client.get("/healthz/ready")
        assert (answer.status_code, answer.content) == (503, b"database: no answer\n")

    def test_it_is_read_only(self, client):
        assert client.post("/healthz/ready").status_code == 405
