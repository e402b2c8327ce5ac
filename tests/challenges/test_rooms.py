"""The rooms of a team: messages with the coach, shared files, and how it is going."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError

from accounts.audit.models import Entry
from accounts.kit.refusals import Refusal
from accounts.models import Notification, RoleGrant
from accounts.outbox import notices
from accounts.outbox.models import Mail
from challenges.actions import joining, rooms
from challenges.enums import ChallengeState
from challenges.models import Challenge, PulseAnswer, TeamFile, TeamMessage
from challenges.queries.pulse import pulse_page
from tests.factories import coordinator, faculty, join, make_team, published_challenge, student

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def noor():
    return student(name="Noor de Vries")


@pytest.fixture
def kim():
    return faculty(name="Coach Kim")


@pytest.fixture
def team(noor, kim):
    return make_team(published_challenge(title="Unused medicines"), noor, student(name="Sem Bakker"), name="Second Shelf", coach=kim)


def room(team, name):
    return f"/challenges/{team.challenge.slug}/team/{team.pk}/{name}/"


def upload(name="notes.txt", content=b"Notes."):
    return SimpleUploadedFile(name, content)


class TestMessages:
    def test_members_and_coach_write_and_the_others_are_told(self, team, noor, kim, as_):
        client = as_(noor)
        client.post(room(team, "messages"), {"text": "Shall *we* meet?"})
        client.post(room(team, "messages"), {"text": "On Monday?"})

        assert {one.user.name for one in Notification.objects.all()} == {"Coach Kim", "Sem Bakker"}
        page = as_(kim).get(room(team, "messages")).content.decode()
        assert ("<em>we</em>" in page, page.index("On Monday?") < page.index("meet?")) == (True, True)
        as_(kim).post(room(team, "messages"), {"text": "Gladly."})
        assert TeamMessage.objects.count() == 3
        assert ">Coach</span>" in as_(noor).get(room(team, "messages")).content.decode()

    def test_once_an_hour_and_not_once_outside(self, team, noor, kim, now):
        start = now.replace(minute=0, second=1)
        for at in (start, start + HOUR / 2, start + HOUR):
            rooms.write(team=team, text=f"{at}", by=noor, now=at)
        assert Notification.objects.filter(user=kim).count() == 2
        mail, notice = Mail.objects.filter(user=kim).first(), notices.get("team_message")
        assert notice.relevant(mail, now)
        RoleGrant.objects.all().delete()
        assert not notice.relevant(mail, now)

    def test_it_pages(self, team, noor, now, as_):
        for number in range(25):
            rooms.write(team=team, text=f"Number {number}.", by=noor, now=now + number * HOUR)

        page = as_(noor).get(room(team, "messages")).content.decode()
        assert ("Number 24." in page, "Number 4." in page) == (True, False)
        assert "Number 4." in as_(noor).get(f"{room(team, 'messages')}?page=2").content.decode()

    def test_neither_office_nor_owner_nor_who_left_reads_along(self, team, noor, now, as_):
        gone = join(team, student()).user
        joining.leave(team=team, by=gone, now=now)

        for name in ("messages", "files", "pulse"):
            for reader in (coordinator(), team.challenge.faculty_owner, gone, student(), faculty()):
                assert as_(reader).get(room(team, name)).status_code == 404
        with pytest.raises(Refusal, match="not in this team"):
            rooms.write(team=team, text="Hello.", by=gone, now=now)


class TestFiles:
    def test_shared_downloaded_and_removed(self, team, noor, kim, as_):
        client = as_(noor)
        answer = client.post(room(team, "files"), {"files": [upload(), upload("more.txt", b"More.")]}, follow=True)
        assert "The files are shared." in answer.content.decode()
        client.post(room(team, "files"), {"files": upload()})
        assert TeamFile.objects.count() == 2

        file = TeamFile.objects.get(name="notes.txt")
        got = as_(kim).get(f"{room(team, 'files')}{file.key}/")
        assert b"".join(got.streaming_content) == b"Notes."
        assert "attachment" in got.headers["Content-Disposition"]
        as_(kim).post(f"{room(team, 'files')}{file.key}/remove/")
        assert [one.name for one in TeamFile.objects.all()] == ["more.txt"]
        assert Entry.objects.get().action == "team_file.removed"
        assert as_(kim).get(f"{room(team, 'files')}{file.key}/").status_code == 404

    def test_what_is_no_file_or_one_too_many_is_refused_in_words(self, team, noor, now, as_, monkeypatch):
        page = as_(noor).post(room(team, "files"), {"files": upload("notes.pdf")}).content.decode()
        assert "is not what its name says" in page
        assert "Choose at least one file." in as_(noor).post(room(team, "files")).content.decode()

        monkeypatch.setattr(rooms, "MOST_FILES", 1)
        added = rooms.share(team=team, uploads=[upload(), upload("more.txt", b"More.")], by=noor, now=now)
        assert ([one.name for one in added.files], len(added.refused)) == (["notes.txt"], 1)

    def test_what_cannot_be_stored_leaves_no_content_behind(self, team, noor, now, settings, monkeypatch):
        def fail(file):
            assert file.blob.storage.exists(file.blob.name)
            raise OperationalError("The disk of the database is full.")

        monkeypatch.setattr(TeamFile, "save", fail)
        with pytest.raises(OperationalError, match="is full"):
            rooms.share(team=team, uploads=[upload()], by=noor, now=now)
        assert not TeamFile.objects.exists()
        assert not [one for one in settings.MEDIA_ROOT.rglob("*") if one.is_file()]


class TestPulse:
    def say(self, team, by, now, score=4, named=False, words=""):
        return rooms.say_how_it_goes(team=team, score=score, words=words, named=named, by=by, now=now)

    def test_one_answer_a_week_which_can_change(self, team, noor, now, as_):
        client = as_(noor)
        assert "Choose one of the five." in client.post(room(team, "pulse"), {"words": "Slow."}).content.decode()
        client.post(room(team, "pulse"), {"score": "2", "words": "Slow."})
        client.post(room(team, "pulse"), {"score": "3", "words": "Better."})

        answer = PulseAnswer.objects.get()
        assert (answer.score, answer.words, answer.named, answer.week.weekday()) == (3, "Better.", False, 0)
        self.say(team, noor, now + 7 * DAY)
        assert PulseAnswer.objects.count() == 2

    def test_the_coach_sees_names_only_of_those_who_want_it(self, team, noor, kim, now, as_):
        self.say(team, noor, now, words="A secret.")
        self.say(team, join(team, student(name="Eva")).user, now, named=True, words="No secret.")

        page = as_(kim).get(room(team, "pulse")).content.decode()
        assert ("Eva" in page, "No secret." in page, "A secret." in page, "Noor" in page) == (True, True, False, False)
        assert "A secret." in as_(noor).get(room(team, "pulse")).content.decode()
        assert as_(kim).post(room(team, "pulse"), {"score": "1"}).status_code == 404

    def test_an_average_needs_three_without_a_name_and_a_week_that_is_over(self, team, noor, kim, now):
        people = [noor, *(join(team, student()).user for _ in range(2))]
        named = join(team, student()).user
        self.say(team, named, now, score=1, named=True)
        week = rooms.week_of(now)
        for number, by in enumerate(people):
            assert [one.average for one in pulse_page(team, kim, week + 7 * DAY).weeks] == [""]
            self.say(team, by, now, score=3 + number)

        assert [one.average for one in pulse_page(team, kim, week).weeks] == [""]
        assert [(one.average, one.count, len(one.named)) for one in pulse_page(team, kim, week + 7 * DAY).weeks] == [("4.0", 3, 1)]
        assert pulse_page(team, noor, week + 7 * DAY).weeks == []

    def test_only_members_answer_and_not_once_it_is_cancelled(self, team, noor, kim, now):
        for other in (kim, student()):
            with pytest.raises(Refusal, match="not in this team"):
                self.say(team, other, now)
        cancelled = {"state": ChallengeState.CANCELLED, "cancelled_at": now, "cancel_reason": "No data."}
        Challenge.objects.filter(pk=team.challenge_id).update(**cancelled)
        with pytest.raises(Refusal, match="was cancelled"):
            self.say(team, noor, now)
