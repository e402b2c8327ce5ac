"""What a page is made of, whatever its words: two pages of one shape need to be looked at once."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
# Drawn on the server, or text that somebody wrote: how often and how deep says nothing about the page.
OPAQUE = frozenset({"svg", "path", "rect", "circle", "line", "g", "text"})
# Attributes whose value decides what a thing is; of the others only the presence counts.
TELLING = ("class", "role", "type", "aria-current", "aria-pressed", "lang")


@dataclass
class Form:
    """A form: where it is sent (empty: to its own page), how, and what one fills in. Numbers in names say nothing about its kind."""

    action: str
    method: str
    fields: set[str] = field(default_factory=set)
    required: set[str] = field(default_factory=set)

    def takes(self, tag: str, named: dict[str, str | None]) -> None:
        """Note a field, unless it is hidden or a button."""
        hidden = {"hidden", "submit", "button"} if tag == "input" else set()
        if tag in {"input", "select", "textarea"} and named.get("name") and named.get("type") not in hidden:
            name = re.sub(r"\d+", "0", named["name"] or "")
            self.fields.add(name)
            if "required" in named:
                self.required.add(name)


class Reader(HTMLParser):
    """Collects every kind of element with its ancestors, the links and the forms."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._inside: list[tuple[str, str]] = []
        self._form: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "a" and (named.get("href") or "").startswith("/") and "download" not in named:
            self.links.append(named["href"] or "")
        if tag == "form":
            self._form = Form(named.get("action") or "", (named.get("method") or "get").lower())
            self.forms.append(self._form)
        elif self._form:
            self._form.takes(tag, named)
        if tag in OPAQUE and tag != "svg":
            return
        mark = " ".join([tag, *(f"{name}={named[name]}" if name in TELLING else name for name in sorted(named))])
        self.elements.add(">".join([*(each for _, each in self._inside[-3:]), mark]))
        if tag not in VOID:
            self._inside.append((tag, mark))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag in {open_tag for open_tag, _ in self._inside}:
            while self._inside.pop()[0] != tag:
                pass


def read(html: str) -> Reader:
    """The elements and links of a page."""
    reader = Reader()
    reader.feed(html)
    return reader
