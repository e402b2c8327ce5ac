"""The texts of the portal and their catalogues (`make messages`). No gettext: Babel reads Python, Jinja2 its own templates, Django's
lexer the others."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import polib
from babel.messages.extract import extract_python
from django.utils.translation.template import templatize
from jinja2.ext import babel_extract

from config.runtime.places import ROOT

LANGUAGES = ("en", "nl")
SOURCES = ("accounts", "partners", "challenges", "config")
# Which arguments of a call are texts: (context, singular, plural) by position, as far as it has them.
KEYWORDS = {
    "_": (None, 0, None),
    "_t": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}


class Text(NamedTuple):
    """A text to translate: its context and plural are empty where it has none."""

    context: str
    singular: str
    plural: str


def catalogue(language: str) -> Path:
    """The file that holds a language's translations."""
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def texts() -> set[Text]:
    """Every text in the portal's code and templates."""
    return {text for source in _sources() for text in _texts_of(source)}


def key(entry: polib.POEntry) -> Text:
    """What identifies an entry of a catalogue."""
    return Text(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def update(language: str) -> tuple[int, int]:
    """Bring a language's catalogue up to date. Gives how many texts were added and removed; English is its own translation."""
    path = catalogue(language)
    known = polib.pofile(str(path), wrapwidth=0) if path.exists() else _empty(language)
    wanted = texts()
    gone = [entry for entry in known if key(entry) not in wanted]
    for entry in gone:
        known.remove(entry)
    there = {key(entry) for entry in known}
    for text in wanted - there:
        known.append(_entry(text, language))
    known.sort(key=lambda entry: (entry.msgid.casefold(), entry.msgid, entry.msgctxt or ""))
    path.parent.mkdir(parents=True, exist_ok=True)
    known.save(str(path))
    return len(wanted - there), len(gone)


def _sources() -> Iterator[Path]:
    for folder in SOURCES:
        yield from (path for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts)
    yield from sorted((ROOT / "templates").rglob("*.html"))
    yield from sorted((ROOT / "templates").rglob("*.txt"))
    yield from sorted((ROOT / "templates").rglob("*.jinja"))


def _texts_of(source: Path) -> Iterator[Text]:
    for function, found in _calls_in(source):
        arguments = found if isinstance(found, (tuple, list)) else (found,)
        context, singular, plural = (arguments[at] if at is not None and at < len(arguments) else "" for at in KEYWORDS[function])
        if singular:
            yield Text(context or "", singular, plural or "")


def _calls_in(source: Path) -> Iterator[tuple[str, Any]]:
    """The calls that translate, each with its texts."""
    if source.suffix == ".jinja":
        with source.open("rb") as file:
            options = {"encoding": "utf-8", "trimmed": "true", "silent": "false"}
            yield from ((function, texts) for _line, function, texts, _comments in babel_extract(file, list(KEYWORDS), [], options))
        return
    code = source.read_text()
    if source.suffix != ".py":
        # Only the calls matter: the indentation of a template would not be Python.
        code = "\n".join(line.strip() for line in templatize(code, origin=str(source)).splitlines())
    found = extract_python(io.BytesIO(code.encode()), list(KEYWORDS), [], {"encoding": "utf-8"})
    yield from ((function, texts) for _line, function, texts, _comments in found)


def _empty(language: str) -> polib.POFile:
    made = polib.POFile(wrapwidth=0)
    made.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "MIME-Version": "1.0",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return made


def _entry(text: Text, language: str) -> polib.POEntry:
    itself = language == "en"
    entry = polib.POEntry(msgctxt=text.context or None, msgid=text.singular, msgid_plural=text.plural)
    if text.plural:
        entry.msgstr_plural = {0: text.singular if itself else "", 1: text.plural if itself else ""}
    else:
        entry.msgstr = text.singular if itself else ""
    if "%(" in text.singular:
        entry.flags.append("python-format")
    return entry


def main() -> None:
    for language in LANGUAGES:
        added, removed = update(language)
        print(f"{catalogue(language).relative_to(ROOT)}: {added} texts added, {removed} removed")


if __name__ == "__main__":
    main()
