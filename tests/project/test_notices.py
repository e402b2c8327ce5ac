"""Every kind of notice, of every app, has its words in both languages, made of the same values, and they can be made."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.template import Node
from django.template.base import FilterExpression, NodeList, Variable
from django.template.defaulttags import ForNode
from django.template.loader import get_template
from django.template.smartif import TokenBase

from accounts.outbox import notices
from accounts.outbox.notices import Notice
from accounts.outbox.text import translated, words

LANGUAGES = [code for code, _name in settings.LANGUAGES]
KINDS = notices.every()
INSTANT = "2027-01-30T16:00:00+00:00"


def of_each_kind(test):
    return pytest.mark.parametrize("notice", KINDS, ids=[notice.kind for notice in KINDS])(test)


def template_of(notice: Notice, language: str):
    return get_template(f"emails/{notice.kind}.{language}.txt").template


def expressions(thing: Any) -> Iterator[FilterExpression]:
    """Every expression of a template, wherever a tag keeps it."""
    if isinstance(thing, FilterExpression):
        yield thing
    elif isinstance(thing, Node | TokenBase):
        for name, value in vars(thing).items():
            if name not in {"origin", "token", "parent"}:
                yield from expressions(value)
    elif isinstance(thing, dict | list | tuple | NodeList):
        for one in thing.values() if isinstance(thing, dict) else thing:
            yield from expressions(one)


def sample(notice: Notice, language: str) -> dict[str, Any]:
    """A value for each variable of a template: an instant where one is read, a number where one is counted, words elsewhere."""
    found: dict[str, Any] = {}
    template = template_of(notice, language)
    counted = set(re.findall(r"{%\s*blocktrans[^%]*\bcount\s+(?:\w+=)?(\w+)", template.source)) | set(
        re.findall(r"(\w+)\s*\|pluralize", template.source)
    )
    loops = {loop.loopvars[0]: loop.sequence.var.lookups[0] for loop in template.nodelist.get_nodes_by_type(ForNode)}
    for expression in expressions(template.nodelist):
        if not isinstance(expression.var, Variable) or not expression.var.lookups:
            continue
        name, *attribute = expression.var.lookups
        value = value_for(name, {function.__name__ for function, _arguments in expression.filters}, counted)
        if name in loops:
            found.setdefault(loops[name], [{}])
            if attribute and isinstance(found[loops[name]], list):
                found[loops[name]][0][attribute[0]] = value
        elif name not in loops.values() and (value == INSTANT or name not in found):
            found[name] = value
    return found


def value_for(name: str, filters: set[str], counted: set[str]) -> Any:
    if "instant" in filters:
        return INSTANT
    return 3 if name in counted else f"Sample {name}"


def test_there_are_notices():
    assert len(KINDS) >= 10


@of_each_kind
def test_both_languages_are_made_of_the_same_values(notice):
    assert set(sample(notice, "en")) == set(sample(notice, "nl"))


@pytest.mark.parametrize("language", LANGUAGES)
@of_each_kind
def test_the_words_can_be_made(notice, language):
    found = words(notice.kind, language, sample(notice, language))
    assert 3 < len(found.subject) < 120
    assert found.paragraphs
    assert found.action, "a mail has one clear link, and the last line in square brackets says where it leads"
    text = " ".join([found.subject, *found.paragraphs, found.action])
    for stray in ("{{", "{%", "[", "]", "http", "!"):
        assert stray not in text


@of_each_kind
def test_the_two_languages_are_two(notice):
    english, dutch = (words(notice.kind, language, sample(notice, language)) for language in ("en", "nl"))
    assert english.paragraphs != dutch.paragraphs
    assert english.action != dutch.action


@of_each_kind
def test_its_reader_learns_why_and_what_it_is_called(notice):
    assert translated(notice.why, "en").strip()
    assert notice.label


@of_each_kind
def test_no_secret_can_be_switched_off(notice):
    if notice.secret_path is not None and notice.kind.startswith("account_"):
        assert notice.essential
