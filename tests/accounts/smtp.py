"""A real SMTP server for tests, which answers as told."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Handler:
    """Answers by the recipient's first word: `later-…` 451, `never-…` 550, `refuse-…` 552 after the text, `drop-…` hangs up."""

    def __init__(self) -> None:
        self.received: list[Message] = []
        self.connections = 0

    async def handle_MAIL(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if address.startswith("stranger@"):
            return "530 sign in first"
        envelope.mail_from = address
        return "250 ok"

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        match address.split("-")[0]:
            case "later":
                return "451 try again later"
            case "never":
                return "550 no such mailbox"
            case "drop":
                server.transport.close()
                return "421 bye"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        if envelope.rcpt_tos[0].startswith("refuse-"):
            return "552 too large"
        self.received.append(message_from_bytes(envelope.content))
        return f"250 kept as {len(self.received)}"

    async def handle_EHLO(self, server: SMTP, session: Any, envelope: Any, hostname: str, responses: list[str]) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses


@contextmanager
def server() -> Iterator[tuple[Handler, int]]:
    """A server on loopback; gives its handler and port."""
    handler = Handler()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield handler, controller.port
    finally:
        controller.stop()


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
