"""What must not stand in a log."""

import logging
import re
from collections.abc import Sequence


class WithoutSecrets(logging.Filter):
    """Cuts the secret off every link of a mail that a message names: all that follows one of `paths`, up to the next slash or space.

    Django logs the address of each request that it refuses, and a link that is refused today may work tomorrow.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__()
        self._secret = re.compile(rf"({'|'.join(map(re.escape, paths))})[^/\s'\"]+")

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self._secret.sub(r"\1…", record.getMessage()), ()
        return True
