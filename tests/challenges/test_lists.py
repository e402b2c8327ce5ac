"""Lists of students: read, shown line by line, confirmed once, and claimed by whoever proves an address."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.audit.models import Entry
from accounts.enums import Role
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import Mail, Notification, ProposedStudy, RoleGrant, User
from accounts.outbox import notices
from challenges.actions import lists
from challenges.actions.locks import lock_programme
from challenges.models import ListedStudent, StudentList
from challenges.queries.lists import plan
from challenges.rules.listing import read
from tests.factories import ProfileFactory, UserFactory, coordinator, enrol, open_edition, published_challenge, student
from tests.hostile.forms import shown
from tests.sheets import workbook

pytestmark = pytest.mark.django_db
HEAD = "address;name;programme;discipline\n"


@pytest.fixture
def edition():
    found = open_edition(slug="bitt", name="BITT 2027")
    published_challenge(programme=found)
    return found


@pytest.fixture
def office():
    return coordinator()


def bring(edition, office, text, name="students.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return lists.bring_in(programme=edition, name=name, content=content, by=office, now=timezone.now())


def whats(waiting):
    return [(one.line.address, one.what) for one in plan(waiting, timezone.now()).lines]


def confirm(waiting, office):
    return lists.confirm(waiting=waiting, seen=plan(waiting, timezone.now()).mark, by=office, now=timezone.now())


def main(answer) -> str:
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


class TestReading:
    def test_heads_in_either_language_and_any_order(self):
        rows = [["Opleiding", "Naam", "Vakgebied", "E-mailadres"], ["Medicine", " Noor  Jansen", "geneeskunde", "Noor@Example.org"]]

        (line,) = read(rows).lines

        assert (line.number, line.address, line.name, line.programme, line.discipline, line.faults) == (
            *(2, "noor@example.org", "Noor Jansen", "Medicine", "0912"),
            [],
        )

    def test_other_columns_are_named_and_not_kept(self):
        found = read([["address", "name", "Student number"], ["noor@example.org", "Noor", "1234567"]])

        assert found.ignored == ["Student number"]
        assert "1234567" not in str(found.lines)

    @pytest.mark.parametrize("heads", [["name"], ["address"], ["x", "y"], ["address", "name", "e-mail"], [""]])
    def test_a_list_without_its_columns_is_refused(self, heads):
        with pytest.raises(Refusal):
            read([heads, ["noor@example.org"]])

    @pytest.mark.parametrize(
        ("cells", "words"),
        [
            (["noor@", "Noor", "", ""], "Enter an e-mail address"),
            (["", "Noor", "", ""], "Enter an e-mail address"),
            (["n\u043e\u043er@example.org", "Noor", "", ""], "holds"),
            (["noor@example.org", "", "", ""], "name is missing"),
            (["noor@example.org", "\u202e\u200b", "", ""], "name is missing"),
            (["noor@example.org", "=HYPERLINK(1)", "", ""], "begins like a formula"),
            (["noor@example.org", "Noor", "@SUM(A1)", ""], "begins like a formula"),
            (["noor@example.org", "x" * 151, "", ""], "longer than 150"),
            (["noor@example.org", "Noor", "", "Medicin"], r"The nearest is “Medicine” \(0912\)"),
            (["noor@example.org", "Noor", "", "Wizardry and spells"], "no discipline"),
            (["noor@example.org", "Noor", "", "9999"], "no discipline"),
        ],
    )
    def test_what_is_wrong_with_a_line_is_said(self, cells, words):
        (line,) = read([["address", "name", "programme", "discipline"], cells]).lines

        assert len(line.faults) >= 1
        assert re.search(words, " ".join(line.faults))

    def test_the_second_of_two_lines_with_one_address_is_wrong(self):
        found = read([["address", "name"], ["noor@example.org", "Noor"], [], ["NOOR@example.org ", "Noor J."]])

        assert [one.faults for one in found.lines] == [[], ["This address stands in line 2 already."]]

    @pytest.mark.parametrize(("text", "code"), [("912", "0912"), ("0912", "0912"), ("MEDICINE", "0912"), ("geneeskunde", "0912"), ("", "")])
    def test_disciplines_by_code_and_by_name(self, text, code):
        (line,) = read([["address", "name", "discipline"], ["noor@example.org", "Noor", text]]).lines
        assert (line.discipline, line.faults) == (code, [])


class TestTheList:
    def test_nobody_is_listed_or_told_before_it_is_confirmed(self, edition, office):
        before = Mail.objects.count(), Notification.objects.count()
        waiting = bring(edition, office, f"{HEAD}noor@example.org;Noor Jansen;Medicine;0912\n")

        assert whats(waiting) == [("noor@example.org", "invited")]
        assert not ListedStudent.objects.exists()
        assert (Mail.objects.count(), Notification.objects.count()) == before

    def test_confirmed_it_invites_strangers_and_tells_and_confirms_people_with_an_account(self, edition, office):
        tess, sam = UserFactory(email="tess@example.org"), student(email="sam@example.org")
        waiting = bring(
            edition,
            office,
            f"{HEAD}noor@example.org;Noor;Medicine;0912\ntess@example.org;Tess;Law;0421\nsam@example.org;Sam;;\nbad;Bad;;\n",
        )
        assert whats(waiting) == [
            ("noor@example.org", "invited"),
            ("tess@example.org", "added"),
            ("sam@example.org", "added"),
            ("bad", "wrong"),
        ]

        confirm(waiting, office)

        assert set(ListedStudent.objects.values_list("address", "user")) == {
            ("noor@example.org", None),
            ("tess@example.org", tess.pk),
            ("sam@example.org", sam.pk),
        }
        invited = Mail.objects.get(kind="programme_invited")
        assert (invited.address, invited.user, invited.path) == ("noor@example.org", None, "/programmes/bitt/join/")
        assert {one.user for one in Notification.objects.filter(kind="programme_listed")} == {tess, sam}
        granted = RoleGrant.objects.get(user=tess, role=Role.STUDENT)
        assert (granted.source, granted.confirmed_by) == ("office", office)
        assert RoleGrant.objects.filter(user=sam).count() == 1
        assert ProposedStudy.objects.get(user=tess).discipline == "0421"
        assert not StudentList.objects.exists()
        entry = Entry.objects.get(action="students.listed")
        assert entry.detail == {"file": "students.csv", "invited": 1, "added": 2, "changed": 0}

    def test_a_second_time_changes_only_what_changed(self, edition, office):
        confirm(bring(edition, office, f"{HEAD}noor@example.org;Noor;Medicine;0912\nbram@example.org;Bram;;\n"), office)
        mails = Mail.objects.count()
        kept = ListedStudent.objects.get(address="bram@example.org")
        waiting = bring(edition, office, f"{HEAD}noor@example.org;Noor Jansen;Medicine;0421\nbram@example.org;Bram;;\n")

        found = plan(waiting, timezone.now())
        assert [one.what for one in found.lines] == ["changed", "same"]
        assert found.lines[0].details == ["name: Noor → Noor Jansen", "discipline: Medicine → Law"]
        confirm(waiting, office)

        noor = ListedStudent.objects.get(address="noor@example.org")
        assert (noor.name, noor.discipline) == ("Noor Jansen", "0421")
        assert ListedStudent.objects.get(address="bram@example.org").listed_at == kept.listed_at
        assert Mail.objects.count() == mails
        again = bring(edition, office, f"{HEAD}noor@example.org;Noor Jansen;Medicine;0421\n")
        found = plan(again, timezone.now())
        assert (found.does_something, found.missing) == (False, 1)

    def test_a_second_time_connects_whoever_has_an_account_by_now(self, edition, office):
        text = f"{HEAD}noor@example.org;Noor;;\n"
        confirm(bring(edition, office, text), office)
        noor = UserFactory(email="noor@example.org")
        waiting = bring(edition, office, text)
        assert whats(waiting) == [("noor@example.org", "same")]

        confirm(waiting, office)

        assert ListedStudent.objects.get().user == noor
        assert Role.STUDENT in User.objects.get(pk=noor.pk).roles(timezone.now())

    def test_when_the_world_moved_it_is_shown_again(self, edition, office):
        waiting = bring(edition, office, f"{HEAD}noor@example.org;Noor;;\n")
        seen = plan(waiting, timezone.now()).mark
        UserFactory(email="noor@example.org")

        with pytest.raises(WrongState, match="changed since"):
            lists.confirm(waiting=waiting, seen=seen, by=office, now=timezone.now())

        assert not ListedStudent.objects.exists()
        confirm(waiting, office)
        with pytest.raises(WrongState, match="meanwhile"):
            lists.confirm(waiting=waiting, seen=seen, by=office, now=timezone.now())

    def test_the_office_takes_a_role_away_and_no_list_gives_it_back(self, edition, office):
        tess = student(email="tess@example.org")
        tess.role_grants.update(revoked_at=timezone.now(), revoked_by=office)
        waiting = bring(edition, office, f"{HEAD}tess@example.org;Tess;;\n{office.email};Me;;\n")

        assert [one.confirms for one in plan(waiting, timezone.now()).lines] == [False, False]
        confirm(waiting, office)

        assert Role.STUDENT not in User.objects.get(pk=tess.pk).roles(timezone.now())
        assert Role.STUDENT not in User.objects.get(pk=office.pk).roles(timezone.now())

    def test_an_address_that_is_not_verified_belongs_to_nobody(self, edition, office):
        tess = UserFactory(email="tess@example.org")
        EmailAddress.objects.filter(user=tess).update(verified=False)

        assert whats(bring(edition, office, f"{HEAD}tess@example.org;Tess;;\n")) == [("tess@example.org", "invited")]


class TestTakingOff:
    def test_somebody_is_taken_off_and_no_mail_reaches_them(self, as_, edition, office):
        confirm(bring(edition, office, HEAD + "noor@example.org;Noor;;\n"), office)
        listed, mail = ListedStudent.objects.get(), Mail.objects.get(kind="programme_invited")
        assert notices.get("programme_invited").relevant(mail, timezone.now())

        page = as_(office).post(f"/manage/programmes/{edition.slug}/list/people/{listed.pk}/remove/", follow=True)

        assert "Noor is off the list." in main(page)
        assert not ListedStudent.objects.exists()
        assert not notices.get("programme_invited").relevant(mail, timezone.now())
        assert "noor" not in str(Entry.objects.filter(action="student.unlisted").values().get()).lower()
        lists.take_off(listed=listed, by=office, now=timezone.now())
        assert Entry.objects.filter(action="student.unlisted").count() == 1

    def test_whoever_has_joined_stays(self, as_, edition, office):
        user = student(name="Noor")
        confirm(bring(edition, office, HEAD + f"{user.email};Noor;;\n"), office)
        enrol(edition, user)

        path = f"/manage/programmes/{edition.slug}/list/people/{ListedStudent.objects.get().pk}/remove/"
        assert "Noor has joined, and leaves the edition themselves." in main(as_(office).post(path, follow=True))
        assert ListedStudent.objects.exists()


class TestClaiming:
    def test_who_signs_up_with_a_listed_address_finds_the_edition_with_their_study_proposed(self, as_, edition, office):
        confirm(bring(edition, office, f"{HEAD}noor@example.org;Noor;Medicine;0912\n"), office)
        noor = UserFactory(email="noor@example.org")
        lists.claim(user=noor, address="noor@example.org", now=timezone.now())

        assert ListedStudent.objects.get().user == noor
        assert Role.STUDENT in User.objects.get(pk=noor.pk).roles(timezone.now())
        me = main(as_(noor).get("/me/"))
        assert "You are on the list of BITT 2027" in me
        profile = main(as_(noor).get("/me/profile/"))
        assert shown(profile, "programme_of_study") == ["Medicine"]
        assert shown(profile, "discipline") == ["0912"]

        ProfileFactory(user=noor)
        enrol(edition, noor)
        assert "You are on the list of BITT 2027" not in main(as_(noor).get("/me/"))

    def test_what_was_connected_while_one_waited_is_left_alone(self, edition, office, monkeypatch):
        confirm(bring(edition, office, f"{HEAD}noor@example.org;Noor;;\n"), office)
        noor, first = UserFactory(email="noor@example.org"), UserFactory()

        def meanwhile(key):
            ListedStudent.objects.update(user=first)
            return lock_programme(key)

        monkeypatch.setattr(lists, "lock_programme", meanwhile)
        lists.claim(user=noor, address="noor@example.org", now=timezone.now())

        assert ListedStudent.objects.get().user == first
        assert not RoleGrant.objects.filter(user=noor).exists()
        assert not Notification.objects.filter(user=noor).exists()

    def test_confirming_the_address_is_what_claims_it(self, edition, office, rf):
        confirm(bring(edition, office, f"{HEAD}noor@example.org;Noor;;\n"), office)
        noor = UserFactory(email="noor@example.org")
        email_confirmed.send(sender=EmailAddress, request=rf.get("/"), email_address=EmailAddress.objects.get(user=noor))
        email_confirmed.send(sender=EmailAddress, request=rf.get("/"), email_address=EmailAddress.objects.get(user=noor))

        assert ListedStudent.objects.get().user == noor
        assert Notification.objects.filter(user=noor, kind="programme_listed").count() == 1


class TestPages:
    def test_a_workbook_goes_from_file_to_preview_to_list(self, as_, edition, office):
        client = as_(office)
        rows = [["Name", "Address", "Discipline", "Number"], ["Zoë Ölçer", "zoe@example.org", 912.0, "12"], ["", "x", "", ""]]
        file = SimpleUploadedFile("students.xlsx", workbook(rows))

        page = main(client.post("/manage/programmes/bitt/list/", {"file": file}, follow=True))

        for words in ("Zoë Ölçer", "Medicine", "Is invited by mail", "Left out", "The name is missing.", "not read: Number"):
            assert words in page
        (seen,) = shown(page, "seen")
        waiting = StudentList.objects.get()
        page = main(client.post(f"/manage/programmes/bitt/list/{waiting.pk}/confirm/", {"seen": seen}, follow=True))
        assert "The list is in." in page
        assert "zoe@example.org" in page
        assert "Invited" in page
        assert "Nobody fits" in main(client.get("/manage/programmes/bitt/list/?q=nobody"))

    def test_a_page_that_shows_something_older_is_shown_again(self, as_, edition, office):
        waiting = bring(edition, office, f"{HEAD}noor@example.org;Noor;;\n")

        answer = as_(office).post(f"/manage/programmes/bitt/list/{waiting.pk}/confirm/", {"seen": "older"})

        assert answer.status_code == 409
        assert "Look at it again" in main(answer)
        page = main(as_(office).post(f"/manage/programmes/bitt/list/{waiting.pk}/forget/", follow=True))
        assert "Nothing has happened." in page
        assert not StudentList.objects.exists()

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "This file is empty."),
            (b"\x00\x01", "neither a CSV"),
            (b"who;what\n", "has to name the columns"),
            (b"PK\x03\x04", "cannot be"),
        ],
    )
    def test_a_file_that_is_no_list_is_refused_beside_its_field(self, as_, edition, office, content, words):
        answer = as_(office).post("/manage/programmes/bitt/list/", {"file": SimpleUploadedFile("x.csv", content)})

        assert answer.status_code == 422
        assert words in main(answer)
        assert not StudentList.objects.exists()

    def test_600_lines_cost_a_constant_number_of_queries(self, edition, office, django_assert_num_queries):
        text = "".join(f"student{number}@example.org;Student {number};;\n" for number in range(600))
        waiting = bring(edition, office, HEAD + text)
        with django_assert_num_queries(2):
            assert plan(waiting, timezone.now()).count("invited") == 600
