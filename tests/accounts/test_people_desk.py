"""The office's desk for people, and administrators' pages."""

import pytest
from django.urls import reverse

from accounts.actions import roles
from accounts.enums import Role
from accounts.models import RoleGrant, User
from tests.factories import InstitutionFactory, ProfileFactory, UserFactory, coordinator, faculty, student

pytestmark = pytest.mark.django_db
LIST = "/manage/people/"


@pytest.fixture
def desk():
    return coordinator(name="Odile Coordinator", email="office@example.org")


@pytest.fixture
def stated(now):
    return roles.state_student(user=UserFactory(name="Noor Jansen"), institution=InstitutionFactory(), statement="Biology", now=now)


def held(user, now):
    return User.objects.get(pk=user.pk).roles(now)


@pytest.mark.parametrize("who", [None, UserFactory, student, faculty])
def test_only_the_office_comes_here(as_, who, stated):
    client = as_(who and who())
    expected = 404 if who else 302
    for method, address in [
        ("get", LIST),
        ("get", f"{LIST}{stated.user_id}/"),
        ("post", f"{LIST}{stated.user_id}/grant/"),
        ("post", f"/manage/roles/{stated.pk}/confirm/"),
        ("post", f"/manage/roles/{stated.pk}/refuse/"),
        ("post", f"/manage/roles/{stated.pk}/revoke/"),
    ]:
        assert getattr(client, method)(address).status_code == expected


def test_statements_stand_on_top_and_people_are_found(as_, desk, stated, now):
    faculty(name="Frits Docent", email="frits@example.org")
    client = as_(desk)
    page = client.get(LIST)
    assert [grant.user.name for grant in page.context["statements"]] == ["Noor Jansen"]
    assert "Biology" in page.content.decode()

    def names(**query):
        return [row.user.name for row in client.get(LIST, query).context["page"]]

    assert names(q="FRITS@example") == ["Frits Docent"]
    assert names(q="noor") == ["Noor Jansen"]
    assert names(role="faculty") == ["Frits Docent"]
    assert names(role="nonsense") == ["Frits Docent", "Noor Jansen", "Odile Coordinator"]
    assert "Nobody found" in client.get(LIST, {"q": "zzz"}).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(as_, desk, now, django_assert_num_queries, count):
    for _ in range(count):
        roles.state_student(user=student_to_be(), institution=InstitutionFactory(), statement="Biology", now=now)
    client = as_(desk)
    client.get(LIST)
    with django_assert_num_queries(6):
        client.get(LIST)


def student_to_be():
    return UserFactory()


def test_a_statement_is_confirmed_or_refused_with_a_reason(as_, desk, stated, now):
    client, page = as_(desk), f"{LIST}{stated.user_id}/"
    empty = client.post(f"/manage/roles/{stated.pk}/refuse/", {"reason": ""})
    assert empty.status_code == 200
    assert "This field is required" in empty.content.decode()
    past = client.post(f"/manage/roles/{stated.pk}/confirm/", {"until": "2020-01-01"})
    assert "This day has passed" in past.content.decode()
    done = client.post(f"/manage/roles/{stated.pk}/confirm/", {"until": ""})
    assert done.headers["Location"] == page
    assert held(stated.user, now) == {Role.STUDENT}
    late = client.post(f"/manage/roles/{stated.pk}/refuse/", {"reason": "No."})
    assert late.status_code == 200
    assert held(stated.user, now) == {Role.STUDENT}


def test_a_person_page_shows_roles_profile_and_trail(as_, desk, stated, now):
    ProfileFactory(user=stated.user)
    client = as_(desk)
    client.post(f"/manage/roles/{stated.pk}/refuse/", {"reason": "Unknown there."})
    words = client.get(f"{LIST}{stated.user_id}/").content.decode()
    for expected in (
        "Unknown there.",
        "refused a role",
        "said to be a student",
        "Biology",
        "Natural sciences, mathematics and statistics",
        "Refused",
    ):
        assert expected in words


def test_a_role_is_given_and_revoked_here_but_not_the_coordinators(as_, desk, now):
    person = UserFactory()
    client = as_(desk)
    given = client.post(f"{LIST}{person.pk}/grant/", {"role": "coordinator", "until": ""})
    assert given.status_code == 200
    assert "coordinator is not one of the available choices" in given.content.decode()
    assert client.post(f"{LIST}{person.pk}/grant/", {"role": "faculty", "until": "2020-01-01"}).status_code == 200
    client.post(f"{LIST}{person.pk}/grant/", {"role": "faculty", "until": ""})
    assert held(person, now) == {Role.FACULTY}
    made = RoleGrant.objects.get(user=person)
    client.post(f"/manage/roles/{made.pk}/revoke/", {"reason": "Left."})
    assert held(person, now) == frozenset()
    assert "themselves" in client.post(f"{LIST}{desk.pk}/grant/", {"role": "faculty", "until": ""}).content.decode()


def test_another_coordinators_role_cannot_be_revoked_here(as_, desk, now):
    other = coordinator()
    made = RoleGrant.objects.get(user=other)
    client = as_(desk)
    assert f"/manage/roles/{made.pk}/revoke/" not in client.get(f"{LIST}{other.pk}/").content.decode()
    answer = client.post(f"/manage/roles/{made.pk}/revoke/", {"reason": "No."})
    assert answer.status_code == 200
    assert held(other, now) == {Role.COORDINATOR}


@pytest.fixture
def admin_client_(as_):
    return as_(UserFactory(is_superuser=True, is_staff=True, name="Ada Admin"))


def test_an_administrator_grants_and_revokes_the_coordinators_role_through_the_action(admin_client_, now):
    person = UserFactory()
    add = reverse("admin:accounts_rolegrant_add")
    assert admin_client_.get(add).status_code == 200
    fields = {"user": person.pk, "role": "coordinator", "until": ""}
    assert admin_client_.post(add, fields).status_code == 302
    assert held(person, now) == {Role.COORDINATOR}
    assert RoleGrant.objects.get(user=person).confirmed_by.name == "Ada Admin"
    again = admin_client_.post(add, fields)
    assert again.status_code == 200
    assert "has this role already" in again.content.decode()
    assert "This field is required" in admin_client_.post(add, {}).content.decode()
    chosen = {"action": "revoke", "_selected_action": [RoleGrant.objects.get(user=person).pk]}
    admin_client_.post(reverse("admin:accounts_rolegrant_changelist"), chosen)
    assert held(person, now) == frozenset()
    late = admin_client_.post(reverse("admin:accounts_rolegrant_changelist"), chosen, follow=True)
    assert "in the meantime" in late.content.decode()


def test_administrators_pages_open_and_change_no_role_by_hand(admin_client_, stated):
    for name in ("user", "institution", "rolegrant"):
        assert admin_client_.get(reverse(f"admin:accounts_{name}_changelist")).status_code == 200
    assert admin_client_.get(reverse("admin:accounts_user_change", args=[stated.user_id])).status_code == 200
    assert admin_client_.get(reverse("admin:accounts_institution_add")).status_code == 200
    assert admin_client_.get(reverse("admin:accounts_user_add")).status_code == 403
    assert admin_client_.post(reverse("admin:accounts_rolegrant_delete", args=[stated.pk])).status_code == 403
    assert admin_client_.post(reverse("admin:accounts_rolegrant_change", args=[stated.pk]), {"role": "faculty"}).status_code == 403


def test_administrators_sign_in_by_the_one_door(client):
    assert client.get("/admin/login/").headers["Location"].startswith("/accounts/login/")
