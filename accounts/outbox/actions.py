"""Queueing, sending and retrying mails. No web request sends: it writes rows, and the worker drains them."""

import datetime as dt
import logging
import smtplib
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import InterfaceError, OperationalError, connections, transaction

from accounts.audit import trail
from accounts.kit.states import check_step
from accounts.outbox import notices
from accounts.outbox.enums import BY_HAND, MailState
from accounts.outbox.message import compose
from accounts.outbox.models import Mail, Muted
from accounts.outbox.smtp import hung_up_after

logger = logging.getLogger(__name__)
# The whole talk about one mail, however slowly the server speaks; a lease is longer, so that nobody else sends it meanwhile.
SEND_SECONDS = 30.0
LEASE = dt.timedelta(seconds=40)
# How long the outcome of a mail waits for a database that starts again.
WRITE_SECONDS, WRITE_PAUSE = 60.0, 0.5
NO_DATABASE = (OperationalError, InterfaceError)
OK, REFUSED_FOR_GOOD = 250, 500
LANGUAGES = dict(settings.LANGUAGES)
BACKOFF = [dt.timedelta(seconds=s) for s in (15, 60, 300, 900, 3600, 4 * 3600, 12 * 3600)]
MAX_ATTEMPTS = len(BACKOFF) + 1


@dataclass(frozen=True)
class Recipient:
    """One address and the language to write in; `key` tells recipients of one event apart, `user_id` is None for outsiders."""

    address: str
    language: str
    key: str
    user_id: int | None = None


def queue(*, kind: str, to: Iterable[Recipient], context: Mapping[str, Any], now: dt.datetime, path: str = "") -> None:
    """Write a row for each recipient, in the transaction of the event. A key is unique within its kind: a second call changes nothing.

    `context` holds plain strings and numbers for the template of the kind; refuses (KeyError) a kind that nobody registered.
    """
    notices.get(kind)
    Mail.objects.bulk_create(
        [
            Mail(
                kind=kind,
                user_id=recipient.user_id,
                address=recipient.address,
                language=recipient.language if recipient.language in LANGUAGES else settings.LANGUAGE_CODE,
                context=dict(context),
                path=path,
                dedupe_key=f"{kind}:{recipient.key}",
                due_at=now,
                created_at=now,
            )
            for recipient in to
        ],
        ignore_conflicts=True,
    )


def retry(*, mail: Mail, by: AbstractBaseUser, now: dt.datetime) -> None:
    """Send a failed mail again, with its attempts counted anew. Refuses one that has not failed."""
    with transaction.atomic():
        locked = Mail.objects.select_for_update().get(pk=mail.pk)
        check_step(BY_HAND, locked.state, MailState.WAITING)
        locked.state, locked.attempts, locked.due_at = MailState.WAITING, 0, now
        locked.save(update_fields=["state", "attempts", "due_at"])
        trail.record("mail.retried", on=locked, by=by, now=now)


def drain(*, clock: Callable[[], dt.datetime], seconds: float = 45.0) -> int:
    """Send what is due, one mail after another, until nothing is due or `seconds` have passed. Gives the number taken up.

    Any number of workers may drain side by side: each row is claimed under `FOR UPDATE SKIP LOCKED` with a lease, in a short
    transaction of its own. The sending stands outside of it, so that a slow server holds no lock; a worker that dies leaves a
    lease that runs out, and the next one sends with the same Message-ID. When no server can be reached it stops, so that an
    outage costs the other mails none of their attempts.
    """
    end = clock() + dt.timedelta(seconds=seconds)
    connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
    taken, reachable = 0, True
    try:
        while reachable and clock() < end and (mail := _claim(clock())) is not None:
            taken += 1
            reachable = _deliver(mail, connection, clock)
    finally:
        connection.close()
    return taken


def _claim(now: dt.datetime) -> Mail | None:
    with transaction.atomic():
        mail = Mail.objects.due(now).select_for_update(skip_locked=True, of=("self",)).order_by("due_at", "pk").first()
        if mail is None:
            return None
        mail.state, mail.attempts, mail.leased_until = MailState.SENDING, mail.attempts + 1, now + LEASE
        mail.save(update_fields=["state", "attempts", "leased_until"])
        return mail


def _deliver(mail: Mail, connection: Any, clock: Callable[[], dt.datetime]) -> bool:
    """Bring one claimed mail to its next state. False when no server could be reached."""
    if mail.attempts > MAX_ATTEMPTS:
        _finish(mail, MailState.FAILED, f"Given up after {MAX_ATTEMPTS} attempts. {mail.answer}")
        return True
    try:
        if reason := _why_not(mail, clock()):
            _finish(mail, MailState.DROPPED, reason)
            return True
        message = compose(mail, connection)
        message.message()
    except NO_DATABASE:  # nothing is wrong with the mail: its lease runs out
        raise
    except Exception as fault:  # one mail that cannot be made must not hold up the others
        logger.exception("The mail %s cannot be made.", mail.pk)
        _finish(mail, MailState.FAILED, f"It could not be made: {type(fault).__name__}.")
        return True
    try:
        _open(connection)
    except (smtplib.SMTPException, OSError) as trouble:
        _drop_connection(connection)
        _later(mail, f"No server: {_words_of(trouble)}", clock())
        return False
    if _renew(mail, clock()):
        _send(mail, message, connection, clock)
    return True


def _why_not(mail: Mail, now: dt.datetime) -> str:
    """Why a mail is not sent after all, asked when its turn has come; '' when it is."""
    notice = notices.get(mail.kind)
    if mail.user is not None and not mail.user.is_active:
        return "The account is closed."
    if not notice.relevant(mail, now):
        return "No longer relevant when its turn came."
    if not notice.essential and mail.user_id and Muted.objects.filter(user_id=mail.user_id, kind=mail.kind).exists():
        return "Switched off by its recipient."
    return ""


def _open(connection: Any) -> None:
    """A connection that works: one that the server has closed in the meantime is made anew."""
    server = getattr(connection, "connection", None)
    if isinstance(server, smtplib.SMTP):
        try:
            alive = server.noop()[0] == OK
        except (smtplib.SMTPException, OSError):
            alive = False
        if not alive:
            _drop_connection(connection)
    connection.open()


def _renew(mail: Mail, now: dt.datetime) -> bool:
    """A full lease for the talk that begins now. False when finding a server took so long that another worker has the mail."""
    if not _write(mail, leased_until=now + LEASE):
        return False
    mail.leased_until = now + LEASE
    return True


def _send(mail: Mail, message: EmailMultiAlternatives, connection: Any, clock: Callable[[], dt.datetime]) -> None:
    try:
        with hung_up_after(SEND_SECONDS, getattr(connection, "connection", None)):
            message.send()
    except smtplib.SMTPResponseException as refused:
        _drop_connection(connection)
        if refused.smtp_code >= REFUSED_FOR_GOOD:
            _finish(mail, MailState.FAILED, _words_of(refused))
        else:
            _later(mail, _words_of(refused), clock())
    except ValueError as fault:  # an address or a header that no server takes
        _finish(mail, MailState.FAILED, f"It could not be made: {type(fault).__name__}.")
    except Exception as trouble:  # a provider's own errors too: whatever it is, the mail is not lost
        _drop_connection(connection)
        _later(mail, f"No answer: {_words_of(trouble)}", clock())
    else:
        _finish(mail, MailState.SENT, getattr(message, "answer", ""), sent_at=clock())


def _words_of(trouble: Exception) -> str:
    if isinstance(trouble, smtplib.SMTPResponseException):
        error = trouble.smtp_error
        return f"{trouble.smtp_code} {error.decode(errors='replace') if isinstance(error, bytes) else error}"
    return str(trouble) or type(trouble).__name__


def _drop_connection(connection: Any) -> None:
    broken, connection.connection = getattr(connection, "connection", None), None
    if broken is not None:
        broken.close()


def _finish(mail: Mail, state: MailState, answer: str, sent_at: dt.datetime | None = None) -> None:
    _write(mail, state=state, answer=answer[:2000], leased_until=None, sent_at=sent_at)


def _later(mail: Mail, answer: str, now: dt.datetime) -> None:
    if mail.attempts >= MAX_ATTEMPTS:
        _finish(mail, MailState.FAILED, f"Given up after {mail.attempts} attempts. {answer}")
        return
    _write(mail, state=MailState.WAITING, answer=answer[:2000], leased_until=None, due_at=now + BACKOFF[mail.attempts - 1])


def _write(mail: Mail, **fields: Any) -> bool:
    """Only the holder of the lease writes: after a lease ran out, another worker's word counts. False when it was not ours any more.

    The database may be starting again just now. What became of a mail is not forgotten for that, or a server that has taken it
    would get it once more.
    """
    end = time.monotonic() + WRITE_SECONDS
    while True:
        try:
            return bool(Mail.objects.filter(pk=mail.pk, state=MailState.SENDING, leased_until=mail.leased_until).update(**fields))
        except NO_DATABASE:
            link = connections[Mail.objects.db]
            if link.in_atomic_block or time.monotonic() > end:
                raise
            link.close()
            time.sleep(WRITE_PAUSE)
