"""The private files of a team."""

import datetime as dt
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.kit import files
from accounts.kit.files import SANDBOX
from accounts.kit.refusals import Refusal
from challenges.actions import drafts, submissions
from challenges.actions.drafts import Page
from challenges.models import Milestone, Team, WorkFile
from tests.challenges.uploads import DISPOSITION, NAMES, NOT_SAFE, sent_as
from tests.factories import ReviewFactory, coordinator, faculty, make_team, published_challenge, staff_of, student

pytestmark = pytest.mark.django_db

SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def noor():
    return student(name="Noor")


@pytest.fixture
def team(noor):
    return make_team(published_challenge(), noor, name="Second Shelf")


@pytest.fixture
def milestone(team):
    return team.challenge.milestones.first()


def upload(name="notes.txt", content=b"Notes."):
    return SimpleUploadedFile(name, content, content_type="text/html")


def add(team, milestone, by, now, *uploads):
    return drafts.add_files(team=team, milestone=milestone, uploads=uploads or [upload()], by=by, now=now)


def status(client, url):
    """The status of a download, read to its end."""
    answer = client.get(url)
    if answer.streaming:
        answer.getvalue()
    return answer.status_code


def path(file):
    return f"/challenges/{file.team.challenge.slug}/submissions/files/{file.key}/"


class TestAdding:
    def test_the_facts_are_kept_and_the_path_tells_nothing(self, team, milestone, noor, now):
        file = add(team, milestone, noor, now, upload("../Plan of Noor.txt")).files[0]

        assert (file.name, file.size, file.content_type, file.uploaded_by, file.in_draft) == (
            "Plan of Noor.txt",
            6,
            "text/plain",
            noor,
            True,
        )
        assert "Noor" not in file.blob.name
        assert "txt" not in file.blob.name

    def test_good_ones_are_kept_and_bad_ones_named(self, team, milestone, noor, now):
        added = add(team, milestone, noor, now, upload("a.txt"), upload("b.exe"), upload("c.txt", b""))

        assert [file.name for file in added.files] == ["a.txt"]
        assert len(added.refused) == 2
        assert "b.exe" in added.refused[0]
        assert "c.txt" in added.refused[1]

    def test_the_same_file_twice_is_one(self, team, milestone, noor, now, settings):
        first, second = (add(team, milestone, noor, now).files[0] for _ in range(2))

        assert first == second
        assert sum(1 for one in settings.MEDIA_ROOT.rglob("*") if one.is_file()) == 1

    def test_ten_are_the_most_and_the_eleventh_leaves_nothing_behind(self, team, milestone, noor, now, settings):
        added = add(team, milestone, noor, now, *[upload(f"{n}.txt") for n in range(11)])

        assert (len(added.files), len(added.refused)) == (10, 1)
        assert "at most 10 files" in added.refused[0]
        assert sum(1 for one in settings.MEDIA_ROOT.rglob("*") if one.is_file()) == 10

    def test_not_after_the_deadline_and_not_by_others(self, team, milestone, noor, now):
        assert add(team, milestone, noor, milestone.deadline).files
        assert "deadline has passed" in add(team, milestone, noor, milestone.deadline + SECOND).refused[0]
        assert "not in this team" in add(team, milestone, student(), now).refused[0]

    def test_not_once_the_results_are_released_however_early_the_request_began(self, team, milestone, noor):
        began = milestone.deadline
        Milestone.objects.filter(pk=milestone.pk).update(assessed=True, released_at=began + SECOND, released_by=coordinator())

        assert "released before this arrived" in add(team, milestone, noor, began).refused[0]
        assert not WorkFile.objects.exists()

    def test_too_large_is_refused_with_its_size(self, team, milestone, noor, now, settings):
        settings.UPLOAD_MAX_BYTES = 1024**2

        assert "is 2 MB" in add(team, milestone, noor, now, upload("big.txt", b"x" * (1024**2 + 1))).refused[0]


class TestRemoving:
    def test_from_the_draft_it_is_gone_with_its_content(self, team, milestone, noor, now, settings, django_capture_on_commit_callbacks):
        file = add(team, milestone, noor, now).files[0]

        with django_capture_on_commit_callbacks(execute=True):
            drafts.remove_file(file=file, by=noor, now=now)
        drafts.remove_file(file=file, by=noor, now=now)

        assert not WorkFile.objects.exists()
        assert not [one for one in settings.MEDIA_ROOT.rglob("*") if one.is_file()]

    def test_a_version_that_was_handed_in_keeps_it(self, team, milestone, noor, now):
        file = add(team, milestone, noor, now).files[0]
        submission = submissions.hand_in(team=team, milestone=milestone, text="", page=Page("p", 0), by=noor, now=now)

        drafts.remove_file(file=file, by=noor, now=now)

        assert list(submission.files.all()) == [file]
        assert not WorkFile.objects.get().in_draft

    def test_not_after_the_deadline_and_not_by_others(self, team, milestone, noor, now):
        file = add(team, milestone, noor, now).files[0]

        with pytest.raises(Refusal, match="deadline has passed"):
            drafts.remove_file(file=file, by=noor, now=milestone.deadline + SECOND)
        with pytest.raises(Refusal, match="not in this team"):
            drafts.remove_file(file=file, by=student(), now=now)

    def test_by_the_page_the_text_is_kept_too(self, team, milestone, noor, now, as_):
        file = add(team, milestone, noor, now).files[0]
        url = f"/challenges/{team.challenge.slug}/submissions/{milestone.pk}/"

        as_(noor).post(url, {"page": "a", "revision": 0, "text": "Typed before.", "remove": file.key})

        assert not WorkFile.objects.exists()
        assert team.drafts.get().text == "Typed before."

    def test_a_file_of_another_team_or_a_made_up_key_is_not_there(self, team, milestone, noor, now, as_):
        file = add(team, milestone, noor, now).files[0]
        other = student()
        make_team(team.challenge, other)
        url = f"/challenges/{team.challenge.slug}/submissions/{milestone.pk}/"

        for key, status in ((file.key, 404), ("00000000-0000-4000-8000-000000000000", 404), ("no-key", 400)):
            assert as_(other).post(url, {"page": "a", "revision": 0, "text": "", "remove": key}).status_code == status
        assert WorkFile.objects.count() == 1

    def test_after_the_deadline_the_page_says_why(self, team, milestone, noor, now, as_):
        file = add(team, milestone, noor, now).files[0]
        Milestone.objects.filter(pk=milestone.pk).update(deadline=now - SECOND)
        url = f"/challenges/{team.challenge.slug}/submissions/{milestone.pk}/"

        assert (
            "The deadline has passed" in as_(noor).post(url, {"page": "a", "revision": 0, "text": "", "remove": file.key}).content.decode()
        )


TYPED = {"page": "apage", "revision": "0", "text": "Typed before.", "over": "", "remove": "", "do": "save"}


class TestNames:
    @pytest.mark.parametrize("name", NAMES)
    def test_any_name_becomes_one_that_is_safe_to_show_and_to_save(self, name, team, milestone, noor, as_):
        client, url = as_(noor), f"/challenges/{team.challenge.slug}/submissions/{milestone.pk}/"

        assert sent_as(client, url, name, fields=TYPED).status_code < 400

        file = WorkFile.objects.get()
        assert (team.drafts.get().text, len(file.name) <= 120, file.name[-4:]) == ("Typed before.", True, ".txt")
        assert not NOT_SAFE.search(file.name)
        answer = client.get(path(file))
        assert answer.getvalue() == b"Notes."
        assert DISPOSITION.fullmatch(answer["Content-Disposition"]), answer["Content-Disposition"]
        assert not answer.cookies
        page = client.get(url).content.decode()
        assert file.name in unescape(page)
        assert "<b>.txt" not in page

    @pytest.mark.parametrize(
        ("name", "content"), [("a.txt", b""), ("page.png", b"<svg onload='a()'/>"), ("a\u202egnp.exe", b"MZ"), ("a.svg", b"<svg/>")]
    )
    def test_what_cannot_be_taken_is_named_and_what_was_typed_stays(self, name, content, team, milestone, noor, as_):
        client, url = as_(noor), f"/challenges/{team.challenge.slug}/submissions/{milestone.pk}/"

        answer = sent_as(client, url, name, content, TYPED)
        page = (client.get(url) if answer.status_code == 302 else answer).content.decode()

        assert f"“{files.safe_name(name)}” is" in page
        assert "Typed before." in page
        assert not WorkFile.objects.exists()


class TestDownloading:
    def test_always_as_an_attachment_that_nobody_sniffs_runs_or_stores(self, team, milestone, noor, now, as_):
        file = add(team, milestone, noor, now, upload("Één plan.txt", b"<b>Words</b>")).files[0]

        answer = as_(noor).get(path(file))

        assert answer.getvalue() == b"<b>Words</b>"
        assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%C3%89%C3%A9n%20plan.txt")
        assert (answer["X-Content-Type-Options"], answer["Cache-Control"], answer["Content-Type"]) == (
            "nosniff",
            "private, no-store",
            "text/plain",
        )
        assert answer["Content-Security-Policy"] == SANDBOX
        head = as_(noor).head(path(file))
        for close in head._resource_closers:
            close()
        assert (head.status_code, head["Content-Length"]) == (200, "12")
        assert as_(noor).post(path(file)).status_code == 405

    def test_a_draft_is_for_the_team_alone(self, team, milestone, noor, now, as_):
        file = add(team, milestone, noor, now).files[0]
        Team.objects.filter(pk=team.pk).update(coach=(coach := faculty()))
        other = student()
        make_team(team.challenge, other)

        assert status(as_(noor), path(file)) == 200
        for user in (other, coach, coordinator(), team.challenge.faculty_owner, staff_of(team.challenge.organisation), student()):
            assert status(as_(user), path(file)) == 404
        assert status(as_(None), path(file)) == 302

    def test_once_handed_in_coach_owner_and_office_read_it_and_nobody_for_whom_names_are_hidden(self, team, milestone, noor, now, as_):
        file = add(team, milestone, noor, now).files[0]
        submission = submissions.hand_in(team=team, milestone=milestone, text="", page=Page("p", 0), by=noor, now=now)
        Team.objects.filter(pk=team.pk).update(coach=(coach := faculty()))
        Milestone.objects.filter(pk=milestone.pk).update(
            deadline=now - SECOND, assessed=True, released_at=now, released_by=team.challenge.faculty_owner
        )

        for user in (noor, coach, coordinator(), team.challenge.faculty_owner):
            assert status(as_(user), path(file)) == 200
        for user in (ReviewFactory(submission=submission).reviewer, staff_of(team.challenge.organisation), student()):
            assert status(as_(user), path(file)) == 404

    def test_who_left_and_another_challenges_address_find_nothing(self, team, milestone, noor, now, as_):
        file = add(team, milestone, noor, now).files[0]
        other = published_challenge()
        assert status(as_(noor), f"/challenges/{other.slug}/submissions/files/{file.key}/") == 404
        team.participations.update(left_at=now + SECOND)
        assert status(as_(noor), path(file)) == 404

    def test_a_file_that_is_gone_from_the_disk_is_not_there(self, team, milestone, noor, now, as_):
        file = add(team, milestone, noor, now).files[0]
        file.blob.storage.delete(file.blob.name)

        assert as_(noor).get(path(file)).status_code == 404


def test_more_files_than_a_form_can_hold_are_answered_with_a_page(team, milestone, noor, as_):
    url = f"/challenges/{team.challenge.slug}/submissions/{milestone.pk}/"

    answer = as_(noor).post(url, {"page": "a", "revision": 0, "text": "x", "files": [upload(f"{n}.txt") for n in range(101)]})

    assert answer.status_code == 413
    assert "Nothing has been saved." in answer.content.decode()
