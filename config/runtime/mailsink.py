"""The mail server of a local run: takes every mail and puts it as a file into a maildir, for anyone to open."""

import os
import signal
import threading
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox

from config.runtime.places import VAR


class Maildir(Mailbox):
    """One file a mail, with the addresses of its envelope, which a mail with hidden receivers does not show otherwise."""

    def handle_message(self, message: Message) -> None:
        print(f"mail to {message['X-RcptTo']}: {message['Subject']}", flush=True)
        super().handle_message(message)


def serve(folder: Path, url: str) -> None:
    """Take mails until told to end."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    address = urlsplit(url)
    controller = Controller(Maildir(folder), hostname=address.hostname, port=address.port or 25)
    controller.start()
    ended = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: ended.set())
    print(f"mail server at {url}, mails go to {folder}", flush=True)
    ended.wait()
    controller.stop()


if __name__ == "__main__":
    serve(VAR / "mail", os.environ["EMAIL_URL"])
