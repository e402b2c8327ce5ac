"""Reading the mails of a journey, as the mail sink took them."""

import re
import time
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast

SECONDS = 30


@dataclass(frozen=True)
class Received:
    """One mail as its reader sees it."""

    to: str
    subject: str
    text: str
    html: str
    headers: dict[str, str]

    def links(self) -> list[str]:
        """The addresses in its text, in their order."""
        return re.findall(r"https?://[^\s<>\"]+", self.text)

    def link(self, part: str = "") -> str:
        """The first of them that contains `part`."""
        found = [link for link in self.links() if part in link]
        assert found, f"No link with {part!r} in “{self.subject}”: {self.text}"
        return found[0]


class Mailbox:
    """Every mail that was taken, for any address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, Received] = {}

    def to(self, address: str) -> list[Received]:
        """What has come for an address so far, the oldest first."""
        self._look()
        return [mail for mail in self._read.values() if mail.to == address.lower()]

    def wait_for(self, address: str, subject: str = "", *, after: int = 0, seconds: float = SECONDS) -> Received:
        """The newest mail to an address whose subject contains `subject`; waits for it.

        `after` is how many such mails are older than the one that is meant: with 1, the second is waited for.
        """
        end = time.monotonic() + seconds
        while len(found := [mail for mail in self.to(address) if subject.lower() in mail.subject.lower()]) <= after:
            came = [mail.subject for mail in self.to(address)]
            assert time.monotonic() < end, f"No mail to {address} with {subject!r} within {seconds} s; it got {came}."
            time.sleep(0.1)
        return found[-1]

    def _look(self) -> None:
        if not self.folder.exists():
            return
        for path in sorted(self.folder.iterdir(), key=lambda path: path.stat().st_mtime_ns):
            if path.name not in self._read:
                self._read[path.name] = received(path.read_bytes())


def received(data: bytes) -> Received:
    """A mail from its file; the sink adds the address of the envelope."""
    message = cast(EmailMessage, message_from_bytes(data, policy=policy.default))
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    return Received(
        to=str(message["X-RcptTo"]).strip().lower(),
        subject=str(message["Subject"]),
        text=text.get_content() if text else "",
        html=html.get_content() if html else "",
        headers={name.lower(): str(value) for name, value in message.items()},
    )
