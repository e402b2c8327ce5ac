"""Queueing, sending and retrying mails. No web request sends: it writes rows, and the worker drains them."""

import datetime as dt
import smtplib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from accounts.audit import trail
from accounts.kit.states import check_step
from accounts.outbox import notices, text
from accounts.outbox.enums import MailState
from accounts.outbox.links import unsubscribe_url
from accounts.outbox.models import Mail, Muted

LEASE = dt.timedelta(seconds=45)
BACKOFF = [dt.timedelta(seconds=s) for s in (15, 60, 300, 900, 3600, 4 * 3600, 12 * 3600)]
MAX_ATTEMPTS = len(BACKOFF) + 1
STEPS = {
    MailState.WAITING: frozenset({MailState.SENDING}),
    MailState.SENDING: frozenset({MailState.SENT, MailState.FAILED, MailState.DROPPED, MailState.WAITING}),
    MailState.FAILED: frozenset({MailState.WAITING}),
    MailState.SENT: frozenset(),
    MailState.DROPPED: frozenset(),
}


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
                language=recipient.language,
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
        check_step(STEPS, locked.state, MailState.WAITING)
        locked.state, locked.attempts, locked.due_at = MailState.WAITING, 0, now
        locked.save(update_fields=["state", "attempts", "due_at"])
        trail.record("mail.retried", on=locked, by=by, now=now)


def drain(*, clock: Callable[[], dt.datetime], seconds: float = 60.0) -> int:
    """Send what is due, one mail after another, until nothing is due or `seconds` have passed. Gives the number taken up.

    Any number of workers may drain side by side: each row is claimed under `FOR UPDATE SKIP LOCKED` with a lease, in a short
    transaction of its own. The sending stands outside of it, so that a slow server holds no lock; a worker that dies leaves a
    lease that runs out, and the next one sends with the same Message-ID.
    """
    end = clock() + dt.timedelta(seconds=seconds)
    connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
    taken = 0
    try:
        while clock() < end and (mail := _claim(clock())) is not None:
            taken += 1
            _deliver(mail, connection, clock)
    finally:
        try:
            connection.close()
        except (smtplib.SMTPException, OSError):
            connection.connection = None  # type: ignore[attr-defined]
    return taken


def _claim(now: dt.datetime) -> Mail | None:
    with transaction.atomic():
        mail = Mail.objects.due(now).select_for_update(skip_locked=True, of=("self",)).order_by("due_at", "pk").first()
        if mail is None:
            return None
        mail.state, mail.attempts, mail.leased_until = MailState.SENDING, mail.attempts + 1, now + LEASE
        mail.save(update_fields=["state", "attempts", "leased_until"])
        return mail


def _deliver(mail: Mail, connection: Any, clock: Callable[[], dt.datetime]) -> None:
    notice = notices.get(mail.kind)
    if mail.attempts > MAX_ATTEMPTS:
        return _finish(mail, MailState.FAILED, f"Given up after {MAX_ATTEMPTS} attempts. {mail.answer}")
    if not notice.relevant(mail, clock()):
        return _finish(mail, MailState.DROPPED, "No longer relevant when its turn came.")
    if not notice.essential and mail.user_id and _is_muted(mail):
        return _finish(mail, MailState.DROPPED, "Switched off by its recipient.")
    message = compose(mail, connection)
    try:
        connection.open()
        message.send()
    except smtplib.SMTPResponseException as refused:
        _drop_connection(connection)
        answer = f"{refused.smtp_code} {_decoded(refused.smtp_error)}"
        if refused.smtp_code >= 500:
            return _finish(mail, MailState.FAILED, answer)
        return _later(mail, answer, clock())
    except (smtplib.SMTPException, OSError) as trouble:
        _drop_connection(connection)
        return _later(mail, f"No answer: {trouble}", clock())
    return _finish(mail, MailState.SENT, getattr(message, "answer", ""), sent_at=clock())


def _decoded(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words


def _drop_connection(connection: Any) -> None:
    broken, connection.connection = getattr(connection, "connection", None), None
    if broken is not None:
        broken.close()


def _is_muted(mail: Mail) -> bool:
    return Muted.objects.filter(user_id=mail.user_id, kind=mail.kind).exists()


def _finish(mail: Mail, state: MailState, answer: str, sent_at: dt.datetime | None = None) -> None:
    """Only the holder of the lease writes the outcome: after a lease ran out, another worker's word counts."""
    Mail.objects.filter(pk=mail.pk, state=MailState.SENDING, leased_until=mail.leased_until).update(
        state=state, answer=answer[:2000], leased_until=None, sent_at=sent_at
    )


def _later(mail: Mail, answer: str, now: dt.datetime) -> None:
    if mail.attempts >= MAX_ATTEMPTS:
        return _finish(mail, MailState.FAILED, f"Given up after {mail.attempts} attempts. {answer}")
    Mail.objects.filter(pk=mail.pk, state=MailState.SENDING, leased_until=mail.leased_until).update(
        state=MailState.WAITING, answer=answer[:2000], leased_until=None, due_at=now + BACKOFF[mail.attempts - 1]
    )


def compose(mail: Mail, connection: Any = None) -> EmailMultiAlternatives:
    """The message of a mail, with its link made now. Its Message-ID comes from the row, so that a second copy is known as one."""
    notice = notices.get(mail.kind)
    found = text.words(mail.kind, mail.language, mail.context)
    path = notice.secret_path(mail) if notice.secret_path else mail.path
    url = f"{settings.SITE_URL}{path}" if path else ""
    why = text.translated(notice.why, mail.language)
    leave = "" if notice.essential or not mail.user_id else unsubscribe_url(mail)
    headers = {
        "Message-ID": f"<{mail.uid}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].strip('> ')}>",
        "Auto-Submitted": "auto-generated",
    }
    if leave:
        headers |= {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = EmailMultiAlternatives(
        subject=found.subject, body=text.as_text(found, url=url, why=why), to=[mail.address], headers=headers, connection=connection
    )
    html = text.as_html(found, url=url, why=why, unsubscribe_url=leave, language=mail.language)
    message.attach_alternative(html, "text/html")
    return message
