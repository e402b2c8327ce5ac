"""What somebody was told, in the reader's language, and which mails they get."""

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Page
from django.template import TemplateDoesNotExist
from django.utils.translation import get_language

from accounts.kit.pages import page_of
from accounts.models import Muted, Notification, User
from accounts.outbox import notices
from accounts.outbox.text import words

PAGE_SIZE = 20


@dataclass(frozen=True)
class Told:
    """One notification in words. `url` is empty when it leads nowhere."""

    pk: int
    title: str
    paragraphs: list[str]
    action: str
    why: str
    when: dt.datetime
    is_new: bool
    url: str


@dataclass(frozen=True)
class Switch:
    """A kind of mail that somebody gets, or has switched off."""

    kind: str
    name: str
    on: bool


def told(user: User, number: str | int | None) -> "Page[Told]":
    """One page of what the person was told, newest first; the nearest page there is for a number that makes no sense."""
    return page_of(user.notifications.all(), number, PAGE_SIZE, in_words)


def in_words(notification: Notification) -> Told:
    """A notification in the active language. One of a kind that is no longer known, or cannot be filled, still reads as its name."""
    title, paragraphs, action, why = notification.kind.replace("_", " ").capitalize(), [], "", ""
    try:
        notice = notices.get(notification.kind)
        why = str(notice.why)
        found = words(notification.kind, get_language() or "en", notification.context)
        title, paragraphs, action = found.subject, found.paragraphs, found.action
    except (KeyError, TemplateDoesNotExist, ValueError, TypeError):
        pass
    return Told(
        pk=notification.pk,
        title=title,
        paragraphs=paragraphs,
        action=action,
        why=why,
        when=notification.created_at,
        is_new=notification.read_at is None,
        url=notification.path,
    )


def switches(user: User) -> list[Switch]:
    """The kinds that the person has been told about or has switched off, without those that always come; by name."""
    off = set(Muted.objects.filter(user=user).values_list("kind", flat=True))
    met = off | set(user.notifications.order_by().values_list("kind", flat=True).distinct())
    found = [notice for notice in notices.every() if notice.kind in met and not notice.essential]
    return sorted((Switch(notice.kind, notice.name, notice.kind not in off) for notice in found), key=lambda switch: switch.name)
