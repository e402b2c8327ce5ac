"""The outbox as the programme office sees it."""

from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import Count, QuerySet

from accounts.kit.addresses import canonical
from accounts.kit.pages import page_of
from accounts.models import Mail
from accounts.outbox import notices
from accounts.outbox.enums import MailState
from accounts.outbox.text import Words, words

PAGE_SIZE = 50
TONES = {
    MailState.WAITING: "amber",
    MailState.SENDING: "amber",
    MailState.SENT: "teal",
    MailState.FAILED: "coral",
    MailState.DROPPED: "neutral",
}


@dataclass(frozen=True)
class Row:
    """One mail in the list."""

    mail: Mail
    name: str
    tone: str


@dataclass(frozen=True)
class Outbox:
    """One page of the outbox, with how many mails there are in each state."""

    page: "Page[Row]"
    counts: list[tuple[str, str, int]]
    total: int


@dataclass(frozen=True)
class Letter:
    """One mail as it reads; `words` is None when it cannot be made, `is_secret` when its link is made at sending only."""

    mail: Mail
    name: str
    tone: str
    words: Words | None
    is_secret: bool
    may_retry: bool


def mails() -> QuerySet[Mail]:
    """Every mail; only the office reads them."""
    return Mail.objects.select_related("user")


def outbox(*, state: str, address: str, number: str | int | None) -> Outbox:
    """A page of the mails in one state (all for '') whose address contains a text, newest first."""
    found = mails().filter(address__contains=canonical(address)) if address else mails()
    counted = dict(found.order_by().values_list("state").annotate(Count("pk")))
    if state in MailState.values:
        found = found.filter(state=state)
    counts = [(value, str(label), counted.get(value, 0)) for value, label in MailState.choices]
    page = page_of(found, number, PAGE_SIZE, lambda mail: Row(mail, _name(mail.kind), TONES[MailState(mail.state)]))
    return Outbox(page=page, counts=counts, total=sum(counted.values()))


def letter(mail: Mail) -> Letter:
    """A mail in the words that its recipient reads. A link with a secret is never made here."""
    try:
        notice = notices.get(mail.kind)
        found, is_secret = words(mail.kind, mail.language, mail.context), notice.secret_path is not None
    except Exception:  # the page is there to look at mails that cannot be made
        found, is_secret = None, False
    return Letter(
        mail=mail,
        name=_name(mail.kind),
        tone=TONES[MailState(mail.state)],
        words=found,
        is_secret=is_secret,
        may_retry=mail.state == MailState.FAILED,
    )


def _name(kind: str) -> str:
    try:
        return notices.get(kind).name
    except KeyError:
        return kind
