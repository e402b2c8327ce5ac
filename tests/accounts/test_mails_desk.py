"""The outbox and the trail on the office's desk."""

import pytest

from accounts.audit import trail, words
from accounts.audit.models import Entry
from accounts.models import Mail
from accounts.outbox.actions import Recipient, queue
from accounts.outbox.enums import MailState
from tests.accounts.mails import link
from tests.factories import UserFactory, coordinator, faculty, student

pytestmark = pytest.mark.django_db
LIST = "/manage/mails/"


@pytest.fixture
def desk(as_):
    return as_(coordinator(name="Odile Coordinator"))


def put(now, address="noor@example.org", state=MailState.WAITING, kind="role_refused", **changed):
    queue(
        kind=kind,
        to=[Recipient(address, "en", str(Mail.objects.count()))],
        context={"reason": "Unknown there."},
        path="/me/profile/",
        now=now,
    )
    mail = Mail.objects.latest("pk")
    Mail.objects.filter(pk=mail.pk).update(state=state, **changed)
    mail.refresh_from_db()
    return mail


@pytest.mark.parametrize("who", [None, UserFactory, student, faculty])
def test_only_the_office_comes_here(as_, who, now):
    client, mail = as_(who and who()), put(now)
    expected = 404 if who else 302
    for address in (LIST, f"{LIST}{mail.pk}/", "/manage/audit/"):
        assert client.get(address).status_code == expected
    assert client.post(f"{LIST}{mail.pk}/retry/").status_code == expected


def test_mails_are_listed_with_state_attempts_and_the_servers_answer(desk, now):
    put(now, "failed@example.org", MailState.FAILED, answer="550 no such mailbox", attempts=3)
    put(now, "waiting@example.org")
    page = desk.get(LIST)
    words = page.content.decode()
    assert "550 no such mailbox" in words
    assert {state: count for state, _label, count in page.context["outbox"].counts} == {
        "waiting": 1,
        "sending": 0,
        "sent": 0,
        "failed": 1,
        "dropped": 0,
    }

    def addresses(**query):
        return [row.mail.address for row in desk.get(LIST, query).context["page"]]

    assert addresses() == ["waiting@example.org", "failed@example.org"]
    assert addresses(state="failed") == ["failed@example.org"]
    assert addresses(q="WAITING@") == ["waiting@example.org"]
    assert addresses(state="nonsense") == ["waiting@example.org", "failed@example.org"]
    assert "None with this address" in desk.get(LIST, {"q": "zzz"}).content.decode()


def test_an_empty_outbox_says_what_comes(desk):
    assert "As soon as the portal has something to tell" in desk.get(LIST).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(desk, now, django_assert_num_queries, count):
    for _ in range(count):
        put(now)
    with django_assert_num_queries(5):
        desk.get(LIST)


def test_one_mail_is_read_as_its_recipient_reads_it(desk, now):
    words = desk.get(f"{LIST}{put(now).pk}/").content.decode()
    for expected in ("The programme office writes: Unknown there.", "Look at my profile", "/me/profile/", "Nobody with an account"):
        assert expected in words


def test_a_secret_link_is_shown_to_nobody(desk, client):
    user = UserFactory()
    client.post("/accounts/password/reset/", {"email": user.email})
    mail = Mail.objects.get()
    path = link(mail)
    page = desk.get(f"{LIST}{mail.pk}/").content.decode()
    assert "made when the mail is sent" in page
    assert "/password/reset/key/" not in page
    assert path.split("-")[-1] not in page


def test_a_mail_that_cannot_be_made_can_still_be_looked_at(desk, now):
    mail = put(now, state=MailState.FAILED, answer="It could not be made: KeyError.")
    Mail.objects.filter(pk=mail.pk).update(kind="gone")
    words = desk.get(f"{LIST}{mail.pk}/").content.decode()
    assert "It could not be made: KeyError." in words
    assert "Its words cannot be made" in words
    assert "gone" in desk.get(LIST).content.decode()


def test_a_failed_mail_is_sent_again_and_others_are_not(desk, now):
    failed, waiting = put(now, state=MailState.FAILED, answer="550 no"), put(now)
    assert "Send this mail again" in desk.get(f"{LIST}{failed.pk}/").content.decode()
    assert "Send this mail again" not in desk.get(f"{LIST}{waiting.pk}/").content.decode()
    answer = desk.post(f"{LIST}{failed.pk}/retry/", follow=True).content.decode()
    assert "waits to be sent again" in answer
    assert "had a mail sent again" in answer
    failed.refresh_from_db()
    assert failed.state == MailState.WAITING
    assert "no longer possible" in desk.post(f"{LIST}{waiting.pk}/retry/", follow=True).content.decode()


def test_the_trail_is_searched_by_person_thing_and_words(desk, now):
    ann, bea, thing = UserFactory(name="Ann A"), UserFactory(name="Bea B"), UserFactory(name="A Thing")
    trail.record("role.granted", on=thing, by=ann, now=now, role="faculty", until="2027-08-31")
    trail.record("challenge.never_described", on=ann, by=bea, now=now)
    trail.record("role.derived", on=thing, by=None, now=now)

    def found(**query):
        return [entry.action for entry in desk.get("/manage/audit/", query).context["page"]]

    assert found() == ["role.derived", "challenge.never_described", "role.granted"]
    assert found(person="ann") == found(person=ann.email) == ["role.granted"]
    assert found(thing="thing") == found(thing=trail.key(thing)) == ["role.derived", "role.granted"]
    assert found(action="gave a role") == found(action="role.granted") == ["role.granted"]
    words = desk.get("/manage/audit/").content.decode()
    for expected in ("gave a role", "challenge: never described", "The portal", "31 August 2027"):
        assert expected in words
    assert "Nothing found" in desk.get("/manage/audit/", {"person": "zzz"}).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_trail_costs_the_same_for_one_and_for_three(desk, now, django_assert_num_queries, count):
    for _ in range(count):
        trail.record("role.granted", on=UserFactory(), by=UserFactory(), now=now)
    with django_assert_num_queries(4):
        desk.get("/manage/audit/")


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("2027-08-31", "31 August 2027"),
        ("2027-01-30T16:00:00+00:00", "Sat 30 Jan 2027, 17:00 CET"),
        (["title", 3], "title, 3"),
        (True, "yes"),
        (False, "no"),
        ("2027-99-99", "2027-99-99"),
        ("2027-01-30T16:00:00", "2027-01-30T16:00:00"),
        ("x" * 400, "x" * 300 + "…"),
    ],
)
def test_a_detail_reads_as_words(kept, shown):
    assert words.details("challenge.never_described", {"reason": kept}) == [("reason", shown)]


def test_what_is_empty_or_was_never_explained_is_left_out():
    kept = {"until": "", "reason": None, "before": [], "milestone": 7, "raw_key": "milestone.deadline:Proposal"}
    assert words.details("challenge.never_described", kept) == []


def test_codes_read_as_labels_and_unknown_ones_as_they_are():
    assert words.details("role.granted", {"role": "faculty"}) == [("role", "Faculty")]
    assert words.details("member.removed", {"role": "mentor"}) == [("role", "Mentor")]
    assert words.details("member.role_changed", {"before": "editor", "after": "gone"}) == [("before", "Editor"), ("after", "gone")]
    changed = {"changed": {"description": ["a", "b"], "ror": ["", "c"]}}
    assert words.details("organisation.changed", changed) == [("changed", "description, ROR identifier")]


def test_a_detail_is_explained_once():
    with pytest.raises(ValueError, match="Explained twice: role"):
        trail.explain({"role": words.Detail("again")})


@pytest.mark.parametrize(
    "address", ["/manage/audit/?person=%00&thing=%00a&action=a%00", "/manage/mails/?q=a%00b&state=%00", "/manage/people/?q=%00&role=%00"]
)
def test_what_no_database_takes_finds_what_is_left_of_it(desk, address):
    assert desk.get(address).status_code == 200


def test_an_action_is_described_once():
    with pytest.raises(ValueError, match="role.granted"):
        trail.describe({"role.granted": "again"})
    assert words.described()["role.granted"] == "gave a role"


def test_entries_stand_beside_a_thing_and_what_it_holds(now):
    big, small = UserFactory(), UserFactory()
    trail.record("a.b", on=small, within=big, by=None, now=now)
    trail.record("c.d", on=big, by=None, now=now)
    assert [entry.action for entry in trail.entries_beside(big)] == ["c.d", "a.b"]
    assert [entry.action for entry in trail.entries_beside(small)] == ["a.b"]
    assert str(Entry.objects.latest("pk")).startswith("c.d user:")
