"""The directory, an organisation's edit page and logo, and the office's desk."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.audit.models import Entry
from accounts.kit.files import SANDBOX
from accounts.kit.refusals import Refusal
from partners.actions import organisations
from partners.enums import MemberRole, OrganisationKind
from partners.forms import fields
from partners.models import MemberInvitation, Organisation
from tests.factories import OrganisationFactory, UserFactory, coordinator, staff_of, student

pytestmark = pytest.mark.django_db


@pytest.fixture
def roche():
    return OrganisationFactory(slug="roche", name="Roche Nederland", description="Before.")


@pytest.fixture
def owner(roche):
    return staff_of(roche, MemberRole.OWNER)


def picture(size=(800, 400), kind="PNG", mode="RGB", name="logo.png") -> SimpleUploadedFile:
    output = io.BytesIO()
    Image.new(mode, size, "teal").save(output, kind)
    return SimpleUploadedFile(name, output.getvalue())


class TestDirectory:
    def test_everyone_finds_the_organisations_by_kind(self, client, roche):
        OrganisationFactory(name="UMC Utrecht", kind=OrganisationKind.ACADEMIC_HOSPITAL, description="# Care\n\nfor **all**")
        page = client.get("/partners/").content.decode()
        assert "2 organisations" in page
        assert "Care" in page
        assert "<strong>all" not in page
        page = client.get("/partners/?kind=academic_hospital&kind=unknown&kind=%00").content.decode()
        assert "UMC Utrecht" in page
        assert "Roche Nederland" not in page
        assert "1 organisation" in page

    def test_an_empty_kind_says_what_to_do(self, client, roche):
        assert "Take a filter off" in client.get("/partners/?kind=alliance").content.decode()

    @pytest.mark.parametrize("items", [1, 3])
    def test_queries_stay_the_same(self, items, client, django_assert_num_queries):
        for _ in range(items):
            OrganisationFactory()
        with django_assert_num_queries(2):
            client.get("/partners/?kind=industry")


class TestEditing:
    VALUES = {"description": "We **make** medicines.", "website": "https://www.roche.nl", "ror": "00by1q217"}

    def test_an_owner_changes_what_the_page_says(self, as_, roche, owner):
        response = as_(owner).post("/partners/roche/edit/", self.VALUES, follow=True)
        page = response.content.decode()
        assert "Saved." in page
        assert "<strong>make</strong>" in page
        roche.refresh_from_db()
        assert roche.ror == "https://ror.org/00by1q217"
        entry = Entry.objects.get(action="organisation.changed")
        assert entry.detail["changed"]["description"] == ["Before.", "We **make** medicines."]

    def test_nothing_is_recorded_when_nothing_differs(self, as_, roche, owner):
        as_(owner).post("/partners/roche/edit/", {"description": "Before."})
        assert not Entry.objects.exists()

    def test_name_and_kind_are_the_offices(self, as_, roche, owner):
        as_(owner).post("/partners/roche/edit/", {**self.VALUES, "name": "Other", "kind": "alliance"})
        roche.refresh_from_db()
        assert (roche.name, roche.kind) == ("Roche Nederland", "industry")
        as_(coordinator()).post("/partners/roche/edit/", {**self.VALUES, "name": "Roche", "kind": "alliance"})
        roche.refresh_from_db()
        assert (roche.name, roche.kind) == ("Roche", "alliance")

    def test_a_name_that_is_taken_is_refused_beside_the_field(self, as_, roche):
        OrganisationFactory(name="UMC Utrecht")
        page = as_(coordinator()).post("/partners/roche/edit/", {**self.VALUES, "name": "UMC Utrecht", "kind": "industry"}).content.decode()
        assert "Another organisation has this name" in page
        assert "We **make** medicines." in page

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("https://ror.org/00by1q218", "typing error"),
            ("00by1q21", "looks like"),
            ("https://example.org/00by1q217", "looks like"),
            ("javascript:alert(1)", "looks like"),
            ("0oby1q217", "looks like"),
        ],
    )
    def test_a_wrong_ror_gets_a_clear_error_and_nothing_is_lost(self, typed, words, as_, roche, owner):
        page = as_(owner).post("/partners/roche/edit/", {**self.VALUES, "ror": typed}).content.decode()
        assert words in page
        assert "We **make** medicines." in page

    @pytest.mark.parametrize("typed", ["https://ror.org/04pp8hn57", "ror.org/04pp8hn57/", "04PP8HN57", " http://ror.org/04pp8hn57 "])
    def test_a_ror_is_understood_in_its_usual_forms(self, typed):
        assert fields.RorField().clean(typed) == "https://ror.org/04pp8hn57"
        assert fields.RorField(required=False).clean("") == ""

    @pytest.mark.parametrize("website", ["javascript:alert(1)", "ftp://x", "not an address"])
    def test_a_website_is_a_web_address(self, website, as_, roche, owner):
        as_(owner).post("/partners/roche/edit/", {**self.VALUES, "website": website})
        roche.refresh_from_db()
        assert not roche.website.startswith("javascript")

    def test_for_anybody_else_the_page_does_not_exist(self, as_, roche, owner):
        outsider = staff_of(OrganisationFactory(), MemberRole.OWNER)
        for user in (staff_of(roche), staff_of(roche, MemberRole.MENTOR), outsider, student()):
            assert as_(user).get("/partners/roche/edit/").status_code == 404
            assert as_(user).post("/partners/roche/edit/", self.VALUES).status_code == 404
        assert as_(None).get("/partners/roche/edit/").status_code == 302

    def test_who_lost_the_role_a_moment_ago_is_refused(self, roche, owner, now):
        staff_of(roche, MemberRole.OWNER)
        owner.memberships.update(role=MemberRole.EDITOR)
        with pytest.raises(Refusal):
            organisations.edit(organisation=roche, values={"description": "x"}, seen="", by=owner, now=now)

    def test_who_saves_on_top_of_a_newer_text_is_told_loses_nothing_and_may_replace_it(self, as_, roche, owner):
        client = as_(owner)
        opened = client.get("/partners/roche/edit/").context["form"]["seen"].value()
        client.post("/partners/roche/edit/", {"description": "Theirs.", "seen": opened})

        told = client.post("/partners/roche/edit/", {"description": "Mine.", "seen": opened})
        roche.refresh_from_db()
        assert roche.description == "Theirs."
        assert "Somebody else saved this after you opened the page." in told.content.decode()
        assert told.context["form"]["description"].value() == "Mine."

        client.post("/partners/roche/edit/", {"description": "Mine.", "seen": told.context["form"]["seen"].value()})
        roche.refresh_from_db()
        assert roche.description == "Mine."


class TestLogo:
    def upload(self, client, file, **values):
        return client.post("/partners/roche/edit/", {"description": "Before.", "logo": file, **values})

    @pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "RGB"), ("JPEG", "CMYK"), ("WEBP", "RGB")])
    def test_a_picture_becomes_a_small_clean_png(self, kind, mode, as_, client, roche, owner):
        assert self.upload(as_(owner), picture((800, 400), kind, mode, name="anything.exe")).status_code == 302
        response = client.get("/partners/roche/logo/")
        assert response["Content-Type"] == "image/png"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == SANDBOX
        with Image.open(io.BytesIO(b"".join(response.streaming_content))) as stored:
            assert (stored.format, stored.size) == ("PNG", (512, 256))
        assert "/partners/roche/logo/" in client.get("/partners/roche/").content.decode()

    def test_what_a_picture_carries_besides_is_gone(self, as_, client, roche, owner):
        output = io.BytesIO()
        exif = Image.Exif()
        exif[0x010E] = "secret place"
        Image.new("RGB", (10, 20)).save(output, "JPEG", exif=exif)
        self.upload(as_(owner), SimpleUploadedFile("x.jpg", output.getvalue() + b"<script>"))
        stored = b"".join(client.get("/partners/roche/logo/").streaming_content)
        assert b"secret" not in stored
        assert b"<script>" not in stored

    @pytest.mark.parametrize(
        "content",
        [
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            b"%PDF-1.7",
            b"GIF89a" + b"\0" * 50,
            b"\x89PNG\r\n\x1a\nbroken",
        ],
    )
    def test_anything_else_is_refused_by_its_content(self, content, as_, roche, owner):
        page = self.upload(as_(owner), SimpleUploadedFile("logo.png", content)).content.decode()
        assert "This is not a picture that can be used" in page
        roche.refresh_from_db()
        assert not roche.logo

    def test_too_large_a_file_or_too_many_pixels_are_refused(self, as_, roche, owner, monkeypatch):
        monkeypatch.setattr(fields, "LOGO_BYTES", 100)
        assert "larger than 2 MB" in self.upload(as_(owner), picture()).content.decode()
        monkeypatch.setattr(fields, "LOGO_BYTES", 10**7)
        monkeypatch.setattr(fields, "LOGO_PIXELS", 100)
        assert "too many pixels" in self.upload(as_(owner), picture()).content.decode()

    def test_one_whose_file_is_gone_can_be_replaced(self, as_, roche, owner):
        self.upload(as_(owner), picture())
        roche.refresh_from_db()
        gone = roche.logo.name
        roche.logo.storage.delete(gone)
        self.upload(as_(owner), picture())
        roche.refresh_from_db()
        assert roche.logo.name != gone
        assert roche.logo.storage.exists(roche.logo.name)

    @pytest.mark.parametrize("side", [10_000, 60_000])
    def test_one_that_unpacks_to_gigabytes_is_refused_and_what_was_typed_stays(self, side, as_, roche, owner):
        """A kilobyte of PNG can claim any size. Pillow has limits of its own, which it tells by a warning or an error."""
        parts = [(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
        png = b"".join(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts)
        sent = self.upload(as_(owner), SimpleUploadedFile("logo.png", b"\x89PNG\r\n\x1a\n" + png), description="Typed before.")
        page = sent.content.decode()
        assert "too many pixels" in page
        assert "Typed before." in page
        roche.refresh_from_db()
        assert not roche.logo

    def test_a_new_one_replaces_the_old_file_and_it_can_be_taken_off(self, as_, client, roche, owner, django_capture_on_commit_callbacks):
        self.upload(as_(owner), picture())
        roche.refresh_from_db()
        first = roche.logo.name
        with django_capture_on_commit_callbacks(execute=True):
            self.upload(as_(owner), picture((20, 20)))
        roche.refresh_from_db()
        assert not roche.logo.storage.exists(first)
        with django_capture_on_commit_callbacks(execute=True):
            as_(owner).post("/partners/roche/edit/", {"description": "Before.", "remove_logo": "on"})
        assert client.get("/partners/roche/logo/").status_code == 404
        assert [entry.action for entry in Entry.objects.order_by("pk")] == [
            "organisation.logo_changed",
            "organisation.logo_changed",
            "organisation.logo_removed",
        ]

    def test_the_form_shows_the_present_one(self, as_, roche, owner):
        self.upload(as_(owner), picture())
        page = as_(owner).get("/partners/roche/edit/").content.decode()
        assert "The present logo" in page
        assert "Take the logo off" in page
        assert "/partners/roche/logo/" in as_(None).get("/partners/").content.decode()


class TestOffice:
    NEW = {
        "name": "Municipality of Utrecht",
        "kind": "public_authority",
        "owner": "First.Owner@Example.org",
        "description": "",
        "website": "",
        "ror": "",
    }

    def test_the_office_makes_one_and_invites_its_owner(self, as_):
        office = coordinator()
        response = as_(office).post("/manage/organisations/new/", {**self.NEW, "logo": picture()}, follow=True)
        page = response.content.decode()
        assert "was made, and its first owner is invited" in page
        assert "first.owner@example.org" in page
        made = Organisation.objects.get()
        assert made.slug == "municipality-of-utrecht"
        assert made.logo
        invitation = MemberInvitation.objects.get()
        assert (invitation.role, invitation.invited_by) == (MemberRole.OWNER, office)
        assert Entry.objects.filter(action="organisation.created").get().by == office

    def test_without_an_owner_nobody_is_invited(self, as_):
        page = as_(coordinator()).post("/manage/organisations/new/", {**self.NEW, "owner": ""}, follow=True).content.decode()
        assert "Nobody acts for this organisation yet" in page
        assert not MemberInvitation.objects.exists()

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"name": ""}, "This field is required"),
            ({"name": "!!!"}, "Choose an address"),
            ({"slug": "roche"}, "This address is taken"),
            ({"slug": "invitations"}, "This address is taken"),
            ({"slug": "no spaces"}, "valid"),
            ({"name": "Roche Nederland"}, "Another organisation has this name"),
            ({"owner": "nobody"}, "Enter an e-mail address"),
            ({"kind": "club"}, "valid choice"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_half_made(self, values, words, as_, roche):
        page = as_(coordinator()).post("/manage/organisations/new/", {**self.NEW, "description": "Kept.", **values}).content.decode()
        assert words in page
        assert "Kept." in page
        assert Organisation.objects.count() == 1
        assert not MemberInvitation.objects.exists()

    def test_an_owner_whose_invitation_is_refused_undoes_the_whole(self, roche, now):
        with pytest.raises(Refusal) as refused:
            organisations.create(slug="new", values={**self.NEW, "name": "New"}, owner="no address", by=coordinator(), now=now)
        assert refused.value.field == "owner"
        assert not Organisation.objects.filter(slug="new").exists()

    def test_the_list_shows_how_many_people_act_for_each(self, as_, roche, owner):
        page = as_(coordinator()).get("/manage/organisations/").content.decode()
        assert "Roche Nederland" in page
        assert "/partners/roche/staff/" in page

    def test_an_empty_list_says_what_to_do(self, as_):
        assert "Add the first one" in as_(coordinator()).get("/manage/organisations/").content.decode()

    def test_only_for_the_office(self, as_, owner):
        for path in ("/manage/organisations/", "/manage/organisations/new/"):
            assert as_(None).get(path).status_code == 302
            for user in (owner, student(), UserFactory()):
                assert as_(user).get(path).status_code == 404

    @pytest.mark.parametrize("items", [1, 3])
    def test_queries_stay_the_same(self, items, as_, django_assert_num_queries):
        for _ in range(items):
            staff_of(OrganisationFactory(), MemberRole.OWNER)
        client = as_(coordinator())
        with django_assert_num_queries(3):
            client.get("/manage/organisations/")


def test_administrators_see_organisations_and_delete_none(as_, roche):
    admin = UserFactory(is_staff=True, is_superuser=True)
    assert as_(admin).get("/admin/partners/organisation/").status_code == 200
    assert as_(admin).get(f"/admin/partners/organisation/{roche.pk}/delete/").status_code == 403
