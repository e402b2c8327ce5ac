"""The forms of a page, read from its HTML as a browser would, and what a browser would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

VOID = {"submit", "button", "image", "reset"}


@dataclass
class Field:
    """One control: its name, its type ('select' and 'textarea' too), the value it holds, and the values it offers."""

    name: str
    kind: str
    value: str
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    """One form that posts: where to, and its controls."""

    action: str
    fields: list[Field] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def shape(self) -> tuple[str, ...]:
        """What tells one kind of form from another: its address without numbers and names, and its controls."""
        named = {one.name for one in self.fields if not one.name.startswith("shown-")}
        return (*sorted(named), *sorted({name for name, _value in self.buttons}))

    def sent(self) -> dict[str, list[str]]:
        """What goes out if nobody touches anything; boxes and radios with their first choice."""
        values: dict[str, list[str]] = {}
        for one in self.fields:
            if one.kind != "file":
                values.setdefault(one.name, []).append(one.value or next(iter(one.options), ""))
        return values


class _Reader(HTMLParser):
    def __init__(self, where: str) -> None:
        super().__init__()
        self.where, self.forms, self.by_id = where, [], {}
        self.current: Form | None = None
        self.text: Field | None = None
        self.select: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        form = self.by_id.get(found.get("form", ""), self.current)
        if tag == "form":
            form = Form(urlsplit(urljoin(self.where, found.get("action") or self.where)).path)
            self.current = form if found.get("method", "").lower() == "post" else None
            if self.current:
                self.forms.append(form)
                self.by_id[found.get("id")] = form
        elif tag == "option" and self.select is not None:
            self.select.options.append(found.get("value", ""))
            if "selected" in found:
                self.select.value = found.get("value", "")
        elif form is not None and found.get("name") and "disabled" not in found:
            self._control(tag, found, form)

    def _control(self, tag: str, found: dict[str, str], form: Form) -> None:
        kind = found.get("type", "text").lower() if tag == "input" else tag
        if tag == "button" or kind in VOID:
            form.buttons.append((found["name"], found.get("value", "")))
            return
        if tag not in {"input", "select", "textarea"}:
            return
        control = Field(found["name"], kind, found.get("value", ""))
        form.fields.append(control)
        self.text = control if tag == "textarea" else None
        self.select = control if tag == "select" else None

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.current = None
        elif tag == "textarea":
            self.text = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.value += data


def posting_forms(html: str, where: str) -> list[Form]:
    """Every form of a page that posts."""
    reader = _Reader(where)
    reader.feed(html)
    return reader.forms


def shown(html: str, name: str) -> list[str]:
    """What the controls of a name hold, in every form of a page."""
    return [control.value for form in posting_forms(html, "/") for control in form.fields if control.name == name]
