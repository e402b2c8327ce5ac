"""The profile, stating that one is a student, and one's privacy."""

import pytest
from django.core.management import call_command

from accounts.actions import institutions, terms
from accounts.audit.models import Entry
from accounts.enums import Role
from accounts.kit import clock
from accounts.models import Domain, Faculty, Institution, Profile, RoleGrant, User
from accounts.queries.profiles import is_complete, profile_of
from tests.factories import ProfileFactory, UserFactory, coordinator, grant

pytestmark = pytest.mark.django_db
PROFILE, PRIVACY = "/me/profile/", "/me/privacy/"


@pytest.fixture(autouse=True)
def _known():
    institutions.ensure(institutions.known())


@pytest.fixture
def noor():
    return UserFactory(name="Noor Jansen")


def fields(**changed):
    uu = Institution.objects.get(key="utrecht-university")
    return {
        "name": " Noor  de Vries ",
        "language": "nl",
        "institution": uu.pk,
        "faculty": uu.faculties.get(name="Science").pk,
        "programme_of_study": "Science and Innovation",
        "level": "master",
        "discipline": "0511",
        "languages": ["en", "nl"],
        "skills": "interviews",
        "hours_a_week": "12",
        "introduction": "I like cases.",
        "times": ["20", "0", "4"],
    } | changed


def test_a_profile_is_saved_with_name_and_language(as_, noor):
    assert not is_complete(noor)
    client = as_(noor)
    response = client.post(PROFILE, fields())
    assert response.headers["Location"] == PROFILE
    assert response.cookies["django_language"].value == "nl"
    noor.refresh_from_db()
    assert (noor.name, noor.language) == ("Noor de Vries", "nl")
    kept = profile_of(noor)
    assert kept.times == [0, 4, 20]
    assert (kept.institution.name, kept.faculty.name, kept.discipline, kept.languages, kept.hours_a_week) == (
        "Utrecht University",
        "Science",
        "0511",
        ["en", "nl"],
        12,
    )
    assert is_complete(noor)
    client.post(PROFILE, fields(level="phd", faculty="", hours_a_week="", language="en"))
    assert (Profile.objects.get().level, Profile.objects.get().faculty) == ("phd", None)
    page = client.get(PROFILE).content.decode()
    assert "Biology" in page
    assert "Natural sciences, mathematics and statistics" in page


def test_what_one_studies_and_can_do_is_one_line_that_turns_nothing_around(as_, noor):
    as_(noor).post(PROFILE, fields(programme_of_study="Law\u202e and\x00 Care", skills="inter\u200bviews,\tPython"))

    assert (noor.profile.programme_of_study, noor.profile.skills) == ("Law and Care", "interviews, Python")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"institution": ""}, "institution"),
        ({"level": "wizard"}, "level"),
        ({"discipline": "05"}, "discipline"),
        ({"languages": []}, "languages"),
        ({"language": "xx"}, "language"),
        ({"hours_a_week": "99"}, "hours_a_week"),
        ({"name": "  "}, "name"),
        ({"introduction": "x" * 601}, "introduction"),
        ({"faculty": "9999"}, "faculty"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(as_, noor, changed, field):
    response = as_(noor).post(PROFILE, fields(**changed))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert "Science and Innovation" in response.content.decode()
    assert not is_complete(noor)
    noor.refresh_from_db()
    assert noor.name == "Noor Jansen"


def test_a_faculty_belongs_to_the_institution(as_, noor):
    umc = Institution.objects.get(key="umc-utrecht")
    response = as_(noor).post(PROFILE, fields(institution=umc.pk))
    assert response.context["form"].errors == {"faculty": ["This faculty is not part of UMC Utrecht."]}


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/challenges/x/join/", "/challenges/x/join/"),
        ("https://evil.example/", PROFILE),
        ("//evil.example/", PROFILE),
        ("javascript:x", PROFILE),
    ],
)
def test_next_leads_back_within_the_portal_only(as_, noor, wanted, reached):
    client = as_(noor)
    page = client.get(PROFILE, {"next": wanted}).content.decode()
    assert ("Save and go on" in page) == (reached != PROFILE)
    assert client.post(PROFILE, fields(next=wanted)).headers["Location"] == reached


def test_saying_that_one_is_a_student_and_reading_how_it_stands(as_, noor):
    desk, uu = coordinator(), Institution.objects.get(key="utrecht-university")
    client = as_(noor)
    assert "Tell the programme office" in client.get(PROFILE).content.decode()
    empty = client.post(f"{PROFILE}student/", {"student_institution": uu.pk, "statement": ""})
    assert list(empty.context["student_form"].errors) == ["statement"]
    blank = client.post(f"{PROFILE}student/", {"student_institution": uu.pk, "statement": "Biology"})
    assert blank.headers["Location"] == PROFILE
    words = client.get(PROFILE).content.decode()
    assert "The programme office is checking it" in words
    assert "Tell the programme office" not in words
    twice = client.post(f"{PROFILE}student/", {"student_institution": uu.pk, "statement": "Biology"}, follow=True)
    assert "told us already" in twice.content.decode()
    made = RoleGrant.objects.get(user=noor)
    as_(desk).post(f"/manage/roles/{made.pk}/refuse/", {"reason": "Unknown there."})
    words = client.get(PROFILE).content.decode()
    assert "Unknown there." in words
    assert "Tell the programme office" in words


def test_how_it_stands_in_all_other_cases(as_, noor, now):
    made = grant(noor, Role.STUDENT)
    client = as_(noor)
    assert "You are a confirmed student" in client.get(PROFILE).content.decode()
    made.source, made.institution, made.until = "domain", Institution.objects.first(), clock.today(now)
    made.save()
    words = client.get(PROFILE).content.decode()
    assert "Your address shows that you are a student of Eindhoven University of Technology" in words
    assert "up to and including" in words
    made.proposed_at, made.until = made.proposed_at.replace(year=2020), made.proposed_at.replace(year=2021).date()
    made.save()
    assert "This has ended" in client.get(PROFILE).content.decode()
    made.revoked_at, made.reason = now, "You left."
    made.save()
    words = client.get(PROFILE).content.decode()
    assert "You are no longer a student here" in words
    assert "You left." in words


def test_whether_one_is_named_in_results_is_ones_choice_and_recorded_when_it_changes(as_, noor):
    client = as_(noor)
    assert "You are not named" in client.get(PRIVACY).content.decode()
    for choice in ("yes", "yes", "no"):
        assert client.post(PRIVACY, {"named": choice}).headers["Location"] == PRIVACY
    assert User.objects.get(pk=noor.pk).named_in_results is False
    assert [(entry.action, entry.details) for entry in Entry.objects.order_by("pk")] == [
        ("privacy.naming_changed", [("may be named", "yes")]),
        ("privacy.naming_changed", [("may be named", "no")]),
    ]


def test_terms_are_shown_word_for_word_with_version_and_time_and_nobody_elses(as_, noor, now):
    for person, title in ((noor, "Unused medicines"), (UserFactory(), "Another case")):
        terms.accept(user=person, document="challenge:1", title=title, version=2, text="You **keep** your rights.", now=now)
    words = as_(noor).get(PRIVACY).content.decode()
    assert "Unused medicines" in words
    assert "Another case" not in words
    assert "Version 2, accepted" in words
    assert "<strong>keep</strong>" in words


def test_a_visitor_reads_what_is_kept_and_changes_nothing(client):
    words = client.get(PRIVACY).content.decode()
    assert "What is kept, and why" in words
    assert "Terms I accepted" not in words
    assert client.post(PRIVACY, {"named": "yes"})["Location"] == "/accounts/login/?next=/me/privacy/"


def test_institutions_are_loaded_twice_without_change():
    before = (Institution.objects.count(), Faculty.objects.count(), Domain.objects.count())
    institutions.ensure(institutions.known())
    assert (Institution.objects.count(), Faculty.objects.count(), Domain.objects.count()) == before == (4, 7, 6)
    assert set(Domain.objects.filter(students_only=True).values_list("name", flat=True)) == {"students.uu.nl", "student.tue.nl"}


def test_institutions_are_loaded_by_a_command(capsys):
    call_command("load_institutions")
    assert "4 institutions" in capsys.readouterr().out


def test_light_or_dark_is_kept_on_the_device(client):
    response = client.post("/theme/", {"theme": "dark", "next": "/me/privacy/"})
    assert (response.headers["Location"], response.cookies["theme"].value) == ("/me/privacy/", "dark")
    response = client.post("/theme/", {"theme": "", "next": "https://evil.example/"})
    assert (response.headers["Location"], response.cookies["theme"].value) == ("/", "")


def test_a_profile_of_somebody_else_is_not_ones_own(noor):
    ProfileFactory()
    assert profile_of(noor) is None
