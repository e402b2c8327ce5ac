"""Notifications: read in one's language, marked as read, and the mails that go with them switched on and off."""

import pytest
from django.core import signing
from django.test import Client

from accounts.actions import notices as notice_actions
from accounts.actions.notifications import tell
from accounts.models import Mail, Muted, Notification
from accounts.outbox import notices
from accounts.outbox.links import SALT, unsubscribe_url
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LIST = "/me/notifications/"
NEWS, DECISION = "role_stated", "role_refused"


@pytest.fixture
def noor():
    return UserFactory(name="Noor Jansen", language="nl")


def say(user, now, key="1", kind=NEWS, path="/manage/people/7/"):
    tell(
        kind=kind,
        to=[user],
        path=path,
        context={"person": "Tess", "institution": "TU", "reason": "No.", "role": "student", "until": "", "grant": 1},
        key=key,
        now=now,
    )
    return Notification.objects.filter(user=user).latest("pk")


def test_telling_twice_tells_once_and_closed_accounts_nothing(noor, now):
    closed = UserFactory(is_active=False)
    for _ in range(2):
        tell(kind=NEWS, to=[noor, noor, closed], path="/", context={}, key="1", now=now)
    assert (Notification.objects.get().user, Mail.objects.get().user) == (noor, noor)


def test_they_are_read_in_the_language_of_the_page_newest_first_with_the_reason(as_, noor, now):
    say(noor, now, "1")
    say(noor, now, "2", kind=DECISION)
    client = as_(noor)
    client.cookies["django_language"] = "nl"
    page = client.get(LIST)
    assert [told.title for told in page.context["page"]] == [
        "Het programmabureau kon niet bevestigen dat je student bent",
        "Tess zegt student te zijn",
    ]
    assert {told.is_new for told in page.context["page"]} == {True}
    client.cookies["django_language"] = "en"
    page = client.get(LIST)
    words = page.content.decode()
    assert [told.title for told in page.context["page"]][1] == "Tess says to be a student"
    assert "You get this because you work at the programme office." in words
    assert "Why do I get this?" in words


def test_opening_one_marks_it_read_and_leads_on(as_, noor, now):
    told, other = say(noor, now, "1"), say(noor, now, "2")
    client = as_(noor)
    assert client.get(f"{LIST}{told.pk}/", headers={"sec-purpose": "prefetch"}).status_code == 302
    assert noor.notifications.unread().count() == 2
    assert client.get(f"{LIST}{told.pk}/").headers["Location"] == "/manage/people/7/"
    assert noor.notifications.unread().get() == other
    nowhere = say(noor, now, "3", path="")
    assert client.get(f"{LIST}{nowhere.pk}/").headers["Location"] == LIST


def test_one_or_all_are_marked_as_read_and_nobody_elses(as_, noor, now):
    told, other, theirs = say(noor, now, "1"), say(noor, now, "2"), say(UserFactory(), now, "3")
    client = as_(noor)
    for nonsense in ("x", "9" * 30, theirs.pk):
        client.post(f"{LIST}read/", {"notification": nonsense})
    assert Notification.objects.unread().count() == 3
    client.post(f"{LIST}read/", {"notification": told.pk})
    assert list(noor.notifications.unread()) == [other]
    assert client.get(LIST).context["bell_count"] == 1
    client.post(f"{LIST}read/")
    assert Notification.objects.unread().get() == theirs
    assert client.get(f"{LIST}{theirs.pk}/").status_code == 404
    assert client.get(f"{LIST}read/").status_code == 405


def test_a_kind_that_is_gone_or_cannot_be_filled_still_reads(as_, noor, now):
    for number, kind in enumerate(["old_kind_of_news", "account_password_changed"]):
        Notification.objects.create(user=noor, kind=kind, context={"at": "nonsense"}, dedupe_key=str(number), created_at=now)
    words = as_(noor).get(LIST).content.decode()
    assert "Old kind of news" in words
    assert "Account password changed" in words


def test_nothing_yet_says_what_to_expect(as_, noor):
    words = as_(noor).get(LIST).content.decode()
    assert "Nothing yet" in words
    assert "A switch appears here" in words


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(as_, noor, now, count, django_assert_num_queries):
    for number in range(count):
        say(noor, now, str(number))
    client = as_(noor)
    with django_assert_num_queries(6):
        client.get(LIST)


def test_a_visitor_signs_in_first(client):
    assert client.get(LIST).headers["Location"] == f"/accounts/login/?next={LIST}"


def test_kinds_that_one_has_had_can_be_switched_off_and_on_but_not_the_essential(as_, noor, now):
    say(noor, now, "1")
    say(noor, now, "2", kind=DECISION)
    client = as_(noor)
    assert [(switch.kind, switch.on) for switch in client.get(LIST).context["switches"]] == [(NEWS, True)]
    client.post(f"{LIST}mails/", {"kind": []})
    assert Muted.objects.get().kind == NEWS
    assert [(switch.kind, switch.on) for switch in client.get(LIST).context["switches"]] == [(NEWS, False)]
    client.post(f"{LIST}mails/", {"kind": [NEWS, "role_confirmed"]})
    assert not Muted.objects.exists()


def test_a_mail_program_switches_a_kind_off_without_signing_in(noor, now):
    say(noor, now)
    address = unsubscribe_url(Mail.objects.get()).partition("8000")[2]
    client = Client(enforce_csrf_checks=True)
    page = client.get(address).content.decode()
    assert "Stop these mails?" in page
    assert "Somebody says to be a student" in page
    assert not Muted.objects.exists()
    assert "These mails have stopped" in client.post(address, {"List-Unsubscribe": "One-Click"}).content.decode()
    assert "These mails have stopped" in client.post(address).content.decode()
    assert (Muted.objects.get().user, Muted.objects.get().kind) == (noor, NEWS)


def off(user_id, kind):
    return f"/me/notifications/off/{signing.Signer(salt=SALT).sign_object([user_id, kind])}/"


def test_what_cannot_be_switched_off_says_so(client, noor):
    assert "These mails always come" in client.post(off(noor.pk, DECISION)).content.decode()
    assert not Muted.objects.exists()


def test_a_link_that_means_nothing_is_not_found(client, noor):
    for address in (off(noor.pk, "gone"), off(0, NEWS), "/me/notifications/off/nonsense/"):
        assert client.post(address).status_code == 404


def test_choosing_leaves_kinds_alone_that_were_not_shown(noor):
    notice_actions.mute(user_id=noor.pk, kind=NEWS)
    notice_actions.choose(user_id=noor.pk, shown=[], wanted=[])
    assert Muted.objects.get().kind == NEWS


def test_a_kind_without_a_name_is_called_by_its_key():
    assert notices.Notice("team_joined", why="").name == "Team joined"
