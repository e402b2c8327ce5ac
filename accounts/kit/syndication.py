"""Feeds for other programs: Atom (RFC 4287) and JSON Feed 1.1, both from the same description."""

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

ATOM = "http://www.w3.org/2005/Atom"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What XML 1.0 has no way to write.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ET.register_namespace("", ATOM)


@dataclass(frozen=True)
class Tag:
    """What an entry is about: a `term` of the vocabulary at the address `scheme`, and its name for people."""

    scheme: str
    term: str
    label: str


@dataclass(frozen=True)
class Entry:
    """One thing in a feed. `id` never changes; `language` is that of title and summary; `author` is an organisation."""

    id: str
    url: str
    title: str
    language: str
    summary: str
    html: str
    author: str
    author_url: str
    published: dt.datetime
    updated: dt.datetime
    tags: Sequence[Tag]
    image: str


@dataclass(frozen=True)
class Feed:
    """What stands above the entries. `url` is the feed's own address, `home` that of the page for people."""

    title: str
    description: str
    language: str
    url: str
    home: str
    icon: str
    updated: dt.datetime
    entries: Sequence[Entry]


def atom(feed: Feed) -> bytes:
    """The feed as an Atom document."""
    root = ET.Element(_name("feed"), {LANG: feed.language})
    _add(root, "id", feed.url)
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.description)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.url)
    _add(root, "link", rel="alternate", type="text/html", href=feed.home)
    _add(root, "icon", feed.icon)
    _add(root, "updated", feed.updated.isoformat())
    for entry in feed.entries:
        _add_entry(root, entry)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add_entry(root: ET.Element, entry: Entry) -> None:
    node = _add(root, "entry")
    _add(node, "id", entry.id)
    _add(node, "title", entry.title).set(LANG, entry.language)
    _add(node, "link", rel="alternate", type="text/html", href=entry.url)
    author = _add(node, "author")
    _add(author, "name", entry.author)
    _add(author, "uri", entry.author_url)
    for tag in entry.tags:
        _add(node, "category", term=tag.term, scheme=tag.scheme, label=tag.label)
    _add(node, "published", entry.published.isoformat())
    _add(node, "updated", entry.updated.isoformat())
    _add(node, "summary", entry.summary).set(LANG, entry.language)
    _add(node, "content", entry.html, type="html")


def _name(tag: str) -> str:
    return f"{{{ATOM}}}{tag}"


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    node = ET.SubElement(parent, _name(tag), {key: UNWRITABLE.sub("", value) for key, value in attributes.items()})
    node.text = UNWRITABLE.sub("", text) or None
    return node


def json_feed(feed: Feed) -> bytes:
    """The feed as a JSON Feed 1.1 document."""
    document: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "language": feed.language,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "favicon": feed.icon,
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _item(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "language": entry.language,
        "summary": entry.summary,
        "content_html": entry.html,
        "image": entry.image,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": [{"name": entry.author, "url": entry.author_url}],
        "tags": [tag.label for tag in entry.tags],
    }
