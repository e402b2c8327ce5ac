import re

import polib
import pytest

from config.runtime import messages

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>")


@pytest.fixture(scope="module")
def texts() -> set[messages.Text]:
    return messages.texts()


def test_extraction_reads_code_and_templates(texts):
    singular = {text.singular for text in texts}
    assert "Challenges" in singular  # a template and an app's name
    assert "%(count)d day" in singular  # a plural in code
    assert len(texts) > 300


def test_every_name_under_which_code_translates_is_read():
    """A text behind a name that the extraction does not know would stay English for everybody."""
    imported = re.compile(r"^from django\.utils\.translation import (.+)$", re.MULTILINE)
    names = {
        (name.partition(" as ")[2] or name).strip()
        for source in messages.SOURCES
        for path in (messages.ROOT / source).rglob("*.py")
        for line in imported.findall(path.read_text())
        for name in line.split(",")
        if "gettext" in name
    }
    assert names - set(messages.KEYWORDS) == set()


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_catalogue_is_complete_and_fresh(language, texts):
    entries = [entry for entry in polib.pofile(str(messages.catalogue(language))) if not entry.obsolete]
    assert {messages.key(entry) for entry in entries} == texts, "run `make messages` and translate what is new"
    assert [entry.msgid for entry in entries if not entry.translated() or entry.fuzzy] == []


def test_a_translation_uses_the_same_values():
    wrong = []
    for entry in polib.pofile(str(messages.catalogue("nl"))):
        wanted = sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for words in [entry.msgstr_plural.get(1, "")] if entry.msgid_plural else [entry.msgstr]:
            if sorted(PLACEHOLDER.findall(words)) != wanted:
                wrong.append(entry.msgid)
    assert wrong == []
