"""What a page holds for whoever goes on from it: links, parts that htmx loads, and forms."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

Attributes = dict[str, str]


@dataclass
class Form:
    """A form as it stands on the page: what it would send, and every other choice that its lists and boxes offer. `words` are the
    fields into which one types what one looks for."""

    action: str
    method: str
    shown: list[tuple[str, str]] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for name, _value in [*self.shown, *self.choices] if not name.startswith("shown-"))


class Page(HTMLParser):
    """Reads one page. `links` are addresses of this host without fragments; `parts` those that htmx asks for."""

    def __init__(self, url: str, text: str) -> None:
        super().__init__()
        self.url, self.links, self.parts, self.forms = url, list[str](), list[str](), list[Form]()
        self._by_id: dict[str, Form] = {}
        self._form: Form | None = None
        self._select = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found: Attributes = {name: value or "" for name, value in attrs}
        for name in ("href", "src"):
            if name in found and tag != "form":
                self.links.append(self._here(found[name]))
        if "hx-get" in found:
            self.parts.append(self._here(found["hx-get"]))
        if tag == "form":
            self._form = Form(self._here(found.get("action", "")), found.get("method", "get").lower())
            self.forms.append(self._form)
            self._by_id[found.get("id", "")] = self._form
        form = self._by_id.get(found.get("form", ""), self._form)
        if form is not None:
            self._control(form, tag, found)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = ""

    def _here(self, address: str) -> str:
        return urldefrag(urljoin(self.url, address)).url

    def _control(self, form: Form, tag: str, found: Attributes) -> None:
        name, value = found.get("name", ""), found.get("value", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            (form.shown if "selected" in found else form.choices).append((self._select, value))
        elif tag == "button" and name:
            form.buttons.append((name, value))
        elif tag == "input" and found.get("type") in {"checkbox", "radio"}:
            (form.shown if "checked" in found else form.choices).append((name, value))
        elif tag in {"input", "textarea"} and name and found.get("type") != "file":
            form.shown.append((name, value))
            if found.get("type") == "search":
                form.words.append(name)
