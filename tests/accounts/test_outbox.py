"""The outbox against a real SMTP server: nothing is lost, nothing is sent twice, nothing blocks the rest."""

import datetime as dt
import socket
import threading
import time
import uuid
from contextlib import closing

import psycopg2
import pytest
from django.db import InterfaceError, OperationalError, connection, transaction

from accounts.actions import notices as notice_actions
from accounts.audit.models import Entry
from accounts.kit import clock as clocks
from accounts.kit.states import WrongState
from accounts.models import User
from accounts.outbox import actions, notices
from accounts.outbox.actions import BACKOFF, LEASE, MAX_ATTEMPTS, Recipient, drain, queue, retry
from accounts.outbox.enums import MailState
from accounts.outbox.links import read_unsubscribe, unsubscribe_url
from accounts.outbox.message import compose
from accounts.outbox.models import Mail
from accounts.outbox.notices import Notice
from accounts.outbox.tasks import drain as drain_task
from accounts.outbox.text import words
from tests.factories import UserFactory, coordinator
from tests.smtp import free_port, server

pytestmark = pytest.mark.django_db
NEWS = "role_stated"
SAFETY = "account_password_changed"


@pytest.fixture
def smtp(settings):
    """A server that runs, and a backend that speaks to it."""
    settings.EMAIL_BACKEND = "accounts.outbox.smtp.Backend"
    settings.EMAIL_TIMEOUT = 5
    with server() as (handler, port):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield handler


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    """The kinds of these tests always matter; what makes one matter is tested with each."""
    kept = dict(notices._known)
    monkeypatch.setattr(notices, "_known", kept)
    kept[NEWS] = Notice(NEWS, why="Because.")
    kept[SAFETY] = Notice(SAFETY, why="Because.", essential=True)


def put(address="noor@example.org", *, kind=SAFETY, user=None, now=None, key="", **context):
    """One mail in the outbox."""
    now = now or clocks.now()
    words = {"at": now.isoformat(), "person": "Noor", "institution": "Utrecht University"} | context
    queue(kind=kind, to=[Recipient(address, "en", key or uuid.uuid4().hex, user and user.pk)], context=words, path="/me/", now=now)
    return Mail.objects.latest("pk")


def send(now=None):
    """Drain at an instant; gives how many were taken up."""
    return drain(clock=lambda: now or clocks.now())


def backend():
    """The number of the process of Postgres that serves this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def cut_off(pid):
    """End a connection to Postgres from the other side, as its restart does."""
    with closing(psycopg2.connect(**connection.get_connection_params())) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def at(mail, state, answer):
    mail.refresh_from_db()
    return (mail.state, mail.answer) == (state, answer)


def test_a_mail_is_sent_and_the_servers_answer_kept(smtp, now):
    mail = put(now=now)
    assert send(now) == 1
    assert at(mail, MailState.SENT, "250 kept as 1")
    assert (mail.attempts, mail.sent_at, mail.leased_until) == (1, now, None)
    (received,) = smtp.received
    assert received["To"] == "noor@example.org"
    assert received["Subject"] == "Your password has changed"
    assert received["Message-ID"] == f"<{mail.uid}@localhost>"
    assert received["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in received.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    text, html = (part.get_payload(decode=True).decode() for part in list(received.walk())[1:])
    assert text.count("http") == 1
    assert "/me/" in text
    assert "prefers-color-scheme: dark" in html


def test_one_event_queues_one_mail(now):
    put(key="event", now=now)
    put(key="event", now=now)
    assert Mail.objects.count() == 1


def test_queueing_refuses_an_unknown_kind_and_writes_nothing(now):
    with pytest.raises(KeyError):
        put(kind="no_such_kind")
    assert not Mail.objects.exists()


def test_an_unknown_language_becomes_the_portals_own(now):
    queue(kind=SAFETY, to=[Recipient("noor@example.org", "xx", "1")], context={}, now=now)
    assert Mail.objects.get().language == "en"


def test_what_is_rolled_back_is_not_sent(smtp):
    with transaction.atomic():
        put()
        transaction.set_rollback(True)
    assert send() == 0


@pytest.mark.parametrize(
    ("address", "answer"),
    [("never-noor@example.org", "550 no such mailbox"), ("refuse-noor@example.org", "552 too large")],
)
def test_5xx_is_failed_and_visible_and_the_next_one_goes(smtp, now, address, answer):
    mail, next_one = put(address, now=now), put(now=now)
    assert send(now) == 2
    assert at(mail, MailState.FAILED, answer)
    assert at(next_one, MailState.SENT, "250 kept as 1")


def test_a_server_that_does_not_take_our_sender_is_visible(smtp, now, settings):
    settings.DEFAULT_FROM_EMAIL = "stranger@example.org"
    mail = put(now=now)
    send(now)
    assert at(mail, MailState.FAILED, "530 sign in first")


@pytest.mark.parametrize("address", ["later-noor@example.org", "drop-noor@example.org"])
def test_4xx_and_a_dropped_connection_are_retried_with_backoff_and_bounded(smtp, now, address):
    mail, next_one = put(address, now=now), put(now=now)
    send(now)
    mail.refresh_from_db()
    next_one.refresh_from_db()
    assert (mail.state, mail.attempts, mail.due_at) == (MailState.WAITING, 1, now + BACKOFF[0])
    assert next_one.state == MailState.SENT
    due = now
    for attempt, pause in enumerate(BACKOFF, 2):
        assert send(due + pause - dt.timedelta(seconds=1)) == 0
        due += pause
        assert send(due) == 1
        mail.refresh_from_db()
        assert mail.attempts == attempt
    assert mail.state == MailState.FAILED
    assert mail.answer.startswith(f"Given up after {MAX_ATTEMPTS} attempts. ")
    assert send(due + dt.timedelta(days=30)) == 0


def test_an_outage_costs_one_attempt_of_one_mail(settings, now):
    settings.EMAIL_BACKEND = "accounts.outbox.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    first, second = put(now=now), put(now=now)
    assert send(now) == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.attempts, first.due_at) == (MailState.WAITING, 1, now + BACKOFF[0])
    assert first.answer.startswith("No server: ")
    assert (second.state, second.attempts) == (MailState.WAITING, 0)


def test_several_mails_go_over_one_connection_and_a_closed_one_is_made_anew(smtp, now, monkeypatch):
    for _ in range(3):
        put(now=now)
    send(now)
    assert smtp.connections == 1
    put(now=now), put(now=now)
    deliver = actions._deliver

    def idle_after(mail, link, clock):
        done = deliver(mail, link, clock)
        link.connection.sock.shutdown(socket.SHUT_RDWR)
        return done

    monkeypatch.setattr(actions, "_deliver", idle_after)
    send(now)
    assert smtp.connections == 3
    assert set(Mail.objects.values_list("state", "attempts")) == {(MailState.SENT, 1)}


def test_a_mail_that_cannot_be_made_does_not_hold_up_the_others(smtp, now, monkeypatch):
    broken = put(now=now)
    Mail.objects.filter(pk=broken.pk).update(context={"at": "not an instant"})
    unknown = put(now=now)
    Mail.objects.filter(pk=unknown.pk).update(kind="gone")
    silly = put(now=now)
    Mail.objects.filter(pk=silly.pk).update(language="xx")
    fine = put(now=now)
    assert send(now) == 4
    assert at(broken, MailState.FAILED, "It could not be made: ValueError.")
    assert at(unknown, MailState.FAILED, "It could not be made: KeyError.")
    assert at(silly, MailState.FAILED, "It could not be made: TemplateDoesNotExist.")
    assert at(fine, MailState.SENT, "250 kept as 1")


def test_a_header_that_no_server_takes_fails_for_good(smtp, now, monkeypatch):
    mail = put(now=now)

    def refuse(link, message):
        raise UnicodeError

    monkeypatch.setattr("accounts.outbox.smtp.send_one", refuse)
    send(now)
    assert at(mail, MailState.FAILED, "It could not be made: UnicodeError.")


def test_a_providers_own_error_is_retried(smtp, now, monkeypatch):
    mail = put(now=now)

    def refuse(link, message):
        raise RuntimeError("quota")

    monkeypatch.setattr("accounts.outbox.smtp.send_one", refuse)
    send(now)
    assert at(mail, MailState.WAITING, "No answer: quota")


def test_a_dead_worker_delays_a_mail_and_the_second_copy_is_known_as_one(smtp, now):
    mail = put(now=now)
    claimed = actions._claim(now)
    assert send(now + LEASE - dt.timedelta(seconds=1)) == 0
    assert send(now + LEASE) == 1
    assert at(mail, MailState.SENT, "250 kept as 1")
    assert mail.attempts == 2
    assert smtp.received[0]["Message-ID"] == compose(claimed).message()["Message-ID"]


def test_a_worker_whose_lease_ran_out_has_no_say_any_more(now):
    mail = put(now=now)
    late = actions._claim(now)
    actions._claim(now + LEASE)
    actions._finish(late, MailState.FAILED, "too late")
    actions._later(late, "too late", now)
    mail.refresh_from_db()
    assert (mail.state, mail.answer) == (MailState.SENDING, "")


def test_who_looked_too_long_for_a_server_does_not_send_what_another_has_taken(smtp, now, monkeypatch):
    mail = put(now=now)
    found = actions._open

    def slowly(link):
        found(link)
        monkeypatch.setattr(actions, "_open", found)
        assert actions._claim(now + LEASE) == mail

    monkeypatch.setattr(actions, "_open", slowly)
    assert send(now) == 1
    assert smtp.received == []
    assert at(mail, MailState.SENDING, "")


def test_a_server_that_stammers_is_hung_up_on_before_the_lease_ends(smtp, now, monkeypatch):
    assert dt.timedelta(seconds=actions.SEND_SECONDS) < LEASE
    monkeypatch.setattr(actions, "SEND_SECONDS", 0.5)
    smtp.stammers = True
    mail = put(now=now)
    begin = time.monotonic()
    send(now)
    assert time.monotonic() - begin < 4
    mail.refresh_from_db()
    assert mail.state == MailState.WAITING
    assert smtp.received == []


@pytest.mark.django_db(transaction=True)
def test_what_a_server_took_is_written_down_by_a_database_that_was_away(smtp, now):
    mail = put(now=now)
    own = backend()
    smtp.on_accept = lambda: cut_off(own)
    assert send(now) == 1
    assert at(mail, MailState.SENT, "250 kept as 1")
    assert backend() != own


@pytest.mark.django_db(transaction=True)
def test_a_database_that_stays_away_leaves_the_mail_to_its_lease(smtp, now, monkeypatch):
    monkeypatch.setattr(actions, "WRITE_SECONDS", 0)
    mail = put(now=now)
    own = backend()
    smtp.on_accept = lambda: cut_off(own)
    with pytest.raises((OperationalError, InterfaceError)):
        send(now)
    connection.close()
    assert at(mail, MailState.SENDING, "")


@pytest.mark.django_db(transaction=True)
def test_a_database_that_goes_away_is_no_fault_of_the_mail(smtp, now):
    def goes_away(mail, now):
        cut_off(backend())
        return bool(User.objects.count())

    notices._known[SAFETY] = Notice(SAFETY, why="Because.", relevant=goes_away)
    mail = put(now=now)
    with pytest.raises((OperationalError, InterfaceError)):
        send(now)
    connection.close()
    assert at(mail, MailState.SENDING, "")
    notices._known[SAFETY] = Notice(SAFETY, why="Because.")
    assert send(now + LEASE) == 1
    assert at(mail, MailState.SENT, "250 kept as 1")


def test_a_mail_that_kills_its_worker_is_given_up(now):
    mail = put(now=now)
    Mail.objects.filter(pk=mail.pk).update(attempts=MAX_ATTEMPTS)
    assert send(now) == 1
    assert at(mail, MailState.FAILED, f"Given up after {MAX_ATTEMPTS} attempts. ")


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_send_each_mail_once(smtp):
    now = clocks.now()
    for _ in range(12):
        put(now=now)
    gate, taken = threading.Barrier(3), []

    def run():
        gate.wait()
        taken.append(send(now))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sum(taken) == 12
    assert len({message["Message-ID"] for message in smtp.received}) == len(smtp.received) == 12


def test_draining_stops_when_its_time_is_up(smtp, now):
    put(now=now), put(now=now)
    ticks = iter([now, now, now, now, now, now, now + dt.timedelta(minutes=1)])
    assert drain(clock=lambda: next(ticks)) == 1
    assert Mail.objects.filter(state=MailState.WAITING).count() == 1


def test_the_workers_task_drains(smtp):
    mail = put()
    drain_task()
    assert at(mail, MailState.SENT, "250 kept as 1")


def test_muted_irrelevant_and_closed_are_dropped(smtp, now, monkeypatch):
    muted, closed, reader = UserFactory(), UserFactory(is_active=False), UserFactory()
    notice_actions.mute(user_id=muted.pk, kind=NEWS)
    notices._known["account_unknown"] = Notice("account_unknown", why="", relevant=lambda mail, now: False)
    mails = [put(kind=NEWS, user=muted), put(user=closed), put(kind="account_unknown"), put(kind=NEWS, user=reader)]
    send()
    assert at(mails[0], MailState.DROPPED, "Switched off by its recipient.")
    assert at(mails[1], MailState.DROPPED, "The account is closed.")
    assert at(mails[2], MailState.DROPPED, "No longer relevant when its turn came.")
    assert at(mails[3], MailState.SENT, "250 kept as 1")


def test_an_essential_mail_cannot_be_switched_off(smtp):
    user = UserFactory()
    notice_actions.mute(user_id=user.pk, kind=SAFETY)
    put(user=user)
    send()
    assert len(smtp.received) == 1


def test_a_secret_link_is_in_the_mail_and_in_no_table(smtp, now, client):
    user = UserFactory(email="noor@example.org")
    client.post("/accounts/password/reset/", {"email": user.email})
    send()
    text = smtp.received[0].get_payload(0).get_payload(decode=True).decode()
    (path,) = [line.partition("8000")[2] for line in text.splitlines() if line.startswith("http")]
    key = path.rstrip("/").rpartition("/")[2]
    assert path.startswith("/accounts/password/reset/key/")
    with connection.cursor() as cursor:
        cursor.execute("select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'select count(*) from "{table}" t where t::text like %s', [f"%{key.partition('-')[2]}%"])  # noqa: S608
            assert (table, cursor.fetchone()[0]) == (table, 0)


def test_a_non_essential_mail_can_be_left_with_one_click_and_an_essential_one_not(now):
    user = UserFactory()
    news, safety, outsider = (compose(put(kind=NEWS, user=user)), compose(put(user=user)), compose(put(kind=NEWS)))
    found = news.extra_headers["List-Unsubscribe"].strip("<>")
    assert news.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert read_unsubscribe(found.rstrip("/").rpartition("/")[2]) == (user.pk, NEWS)
    assert "List-Unsubscribe" not in safety.extra_headers
    assert "List-Unsubscribe" not in outsider.extra_headers
    assert found in news.alternatives[0].content
    assert "Stop these mails" not in safety.alternatives[0].content


def test_a_token_that_we_did_not_make_means_nothing(now):
    token = unsubscribe_url(put(kind=NEWS, user=UserFactory())).rstrip("/").rpartition("/")[2]
    assert read_unsubscribe(token[:-2] + "xx") is None
    assert read_unsubscribe("nonsense") is None


def test_what_somebody_typed_makes_no_header_no_paragraph_and_no_markup(now):
    evil = "Noor\r\nBcc: all@example.org\n\n[Press <b>here</b>]\u2028x"
    message = compose(put(kind=NEWS, person=evil))
    sent = message.message()
    assert sent["Bcc"] is None
    assert "\n" not in sent["Subject"]
    assert str(message.subject) == "Noor Bcc: all@example.org [Press <b>here</b>] x says to be a student"
    assert "<b>here" not in message.alternatives[0].content
    assert "&lt;b&gt;here" in message.alternatives[0].content
    assert message.body.count("[Press") == 1


def test_lists_and_pairs_of_typed_words_stay_on_one_line(now):
    moved = [{"of": "Pitch\n\n[x]", "before": now.isoformat(), "after": now.isoformat()}]
    found = words("challenge_changed", "en", {"title": "Case\nBcc: x", "moved": moved, "others": False})
    assert found.subject == "New dates in “Case Bcc: x”"
    assert found.paragraphs[0].startswith("“Pitch [x]”: the deadline moved")


def test_a_failed_mail_is_sent_again_by_the_office_and_nothing_else_is(smtp, now):
    office = coordinator()
    mail = put("never-noor@example.org", now=now)
    for state, lease, sent in [
        (MailState.WAITING, None, None),
        (MailState.SENDING, now, None),
        (MailState.SENT, None, now),
        (MailState.DROPPED, None, None),
    ]:
        Mail.objects.filter(pk=mail.pk).update(state=state, leased_until=lease, sent_at=sent)
        with pytest.raises(WrongState):
            retry(mail=mail, by=office, now=now)
    Mail.objects.filter(pk=mail.pk).update(state=MailState.WAITING, leased_until=None, sent_at=None)
    send(now)
    Mail.objects.filter(pk=mail.pk).update(address="noor@example.org")
    later = now + dt.timedelta(hours=1)
    retry(mail=mail, by=office, now=later)
    send(later)
    assert at(mail, MailState.SENT, "250 kept as 1")
    entry = Entry.objects.get()
    assert (entry.action, entry.by, entry.what) == ("mail.retried", office, "had a mail sent again")


def test_registering_a_kind_twice_is_a_mistake():
    with pytest.raises(ValueError, match="role_stated"):
        notices.register(Notice("role_stated", why=""))


def test_factories_make_people_with_one_canonical_address():
    assert UserFactory(email="Mixed@Example.ORG").email == "mixed@example.org"
    assert User.objects.get().email == "mixed@example.org"
