"""A real SMTP server for tests, which answers as told, and keeps what it has accepted."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, syntax

STALL_SECONDS = 60.0
HOLD_SECONDS = 30.0


@dataclass(frozen=True)
class Accepted:
    """A mail that the server has taken over: from now on it is the server's to deliver, whatever its client got to hear."""

    address: str
    message_id: str
    at: float


@dataclass
class Hold:
    """The next mail is held, just before it is accepted or just after: `reached` is set then, and its client waits for `released`."""

    accepted: bool
    reached: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)
    address: str = ""


class Handler:
    """Answers by the recipient's first word, `once-…` only the first time that the address is tried.

    At the recipient: `later` 451, `busy` 421, `never` 550, `drop` hangs up, `stall` says nothing for a minute. In the text: `cut` hangs up
    before its end. After it: `refuse` 552, `mute` says nothing for a minute, `hush` accepts it and hangs up without a word.
    """

    def __init__(self) -> None:
        self.received: list[Message] = []
        self.accepted: list[Accepted] = []
        self.connections = 0
        self.stalls = self.stammers = False
        self.on_accept: Callable[[], object] = lambda: None
        self._tried: set[tuple[str, str]] = set()
        self._hold: Hold | None = None

    def hold_next(self, *, accepted: bool) -> Hold:
        """Hold the next mail just after it is accepted, or just before."""
        self._hold = Hold(accepted=accepted)
        return self._hold

    def habit(self, address: str, *, spend: bool = False) -> str:
        """What this address makes the server do now. `spend` when it does it: a `once-…` behaves from then on."""
        first, _, rest = address.partition("@")[0].partition("-")
        if first != "once":
            return first
        if ("once", address) in self._tried:
            return ""
        if spend:
            self._tried.add(("once", address))
        return rest.partition("-")[0]

    async def handle_MAIL(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.stalls:
            await asyncio.sleep(STALL_SECONDS)
        while self.stammers:  # never a silence long enough for a time-out
            server.transport.write(b"2")
            await asyncio.sleep(0.1)
        if address.startswith("stranger@"):
            return "530 sign in first"
        envelope.mail_from = address
        return "250 ok"

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        habit = self.habit(address)
        if habit in {"later", "busy", "never", "drop", "stall"}:
            self.habit(address, spend=True)
        match habit:
            case "later":
                return "451 try again later"
            case "busy":
                return "421 too busy, closing"
            case "never":
                return "550 no such mailbox"
            case "stall":
                await asyncio.sleep(STALL_SECONDS)
            case "drop":
                server.transport.close()
                return "421 bye"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        address = envelope.rcpt_tos[0]
        habit = self.habit(address, spend=True)
        if habit == "refuse":
            return "552 too large"
        if habit == "mute":
            await asyncio.sleep(STALL_SECONDS)
        await self._wait(address, accepted=False)
        message = message_from_bytes(envelope.content)
        self.received.append(message)
        self.accepted.append(Accepted(address, message["Message-ID"], time.time()))
        answer = f"250 kept as {len(self.received)}"
        self.on_accept()
        await self._wait(address, accepted=True)
        if habit == "hush":
            server.transport.close()
        return answer

    async def handle_EHLO(self, server: SMTP, session: Any, envelope: Any, hostname: str, responses: list[str]) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def _wait(self, address: str, *, accepted: bool) -> None:
        """Until whoever asked for the hold lets go. A client that dies meanwhile cancels this."""
        hold = self._hold
        if hold is None or hold.accepted is not accepted:
            return
        self._hold, hold.address = None, address
        hold.reached.set()
        end = time.monotonic() + HOLD_SECONDS
        while not hold.released.is_set() and time.monotonic() < end:
            await asyncio.sleep(0.01)


class Server(SMTP):
    """Hangs up in the middle of a text where the address asks for it."""

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:
        recipients = self.envelope.rcpt_tos
        if recipients and self.event_handler.habit(recipients[0]) == "cut":
            self.event_handler.habit(recipients[0], spend=True)
            await self.push("354 go on")
            self.transport.close()
            return
        await super().smtp_DATA(arg)


class _Controller(Controller):
    def factory(self) -> Server:
        return Server(self.handler, **self.SMTP_kwargs)


@contextmanager
def server() -> Iterator[tuple[Handler, int]]:
    """A server on loopback, in a thread of its own; gives its handler and port."""
    handler = Handler()
    controller = _Controller(handler, hostname="127.0.0.1", port=free_port())
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
