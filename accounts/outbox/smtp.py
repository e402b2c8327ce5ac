"""Django's SMTP backend, which also keeps the server's own words about each mail."""

import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import EmailMessage, sanitize_address


class Backend(EmailBackend):
    """Speaks MAIL, RCPT and DATA one by one, so that the last answer is known: it is left on the message as `answer`."""

    def _send(self, email_message: Any) -> bool:
        return send_one(self.connection, email_message)


def send_one(connection: Any, message: EmailMessage) -> bool:
    """Send to the message's one recipient over an open `smtplib.SMTP`. Raises SMTPResponseException with the code when refused."""
    encoding = message.encoding or "utf-8"
    (recipient,) = message.recipients()
    connection.ehlo_or_helo_if_needed()
    code, answer = connection.mail(sanitize_address(message.from_email, encoding))
    if code == 250:
        code, answer = connection.rcpt(sanitize_address(recipient, encoding))
    if code in (250, 251):
        code, answer = connection.data(message.message().as_bytes(linesep="\r\n"))
    if code != 250:
        raise smtplib.SMTPResponseException(code, answer)
    message.answer = f"{code} {answer.decode(errors='replace')}"  # type: ignore[attr-defined]
    return True


@contextmanager
def hung_up_after(seconds: float, server: object) -> Iterator[None]:
    """Bound the whole talk with an SMTP server; a time-out alone bounds one silence, and a server may stammer. Others pass unbounded."""
    sock = getattr(server, "sock", None)
    if not isinstance(sock, socket.socket):
        yield
        return
    watch = threading.Timer(seconds, _hang_up, [sock])
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _hang_up(sock: socket.socket) -> None:
    with suppress(OSError):
        # The plain socket's, also under TLS, whose own would wait for the thread that reads.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
