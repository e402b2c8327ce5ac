"""Every action that is recorded has words, and so has what is kept with it: the office reads the trail and not the source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from accounts.audit import words

FIXED = {"on", "within", "by", "now"}
# The entry names the thing itself; these serve a query, or say again what others say.
NOT_SHOWN = {"challenge.changed:section", "submission.handed_in:team", "submission.handed_in:milestone"}


def calls() -> Iterator[tuple[str, list[str]]]:
    """The actions that the source records with the keys of their details; those whose name is put together are left out."""
    for app in ("accounts", "partners", "challenges"):
        for source in (settings.BASE_DIR / app).rglob("*.py"):
            for node in ast.walk(ast.parse(Path(source).read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "record" and node.args:
                    first = node.args[0]
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        yield first.value, [one.arg for one in node.keywords if one.arg and one.arg not in FIXED]


def details() -> set[str]:
    return {f"{action}:{key}" for action, keys in calls() for key in keys}


@pytest.mark.parametrize("action", sorted({action for action, _keys in calls()}))
def test_an_action_reads_as_words(action):
    assert action in words.described()


@pytest.mark.parametrize("detail", sorted(details() - NOT_SHOWN))
def test_what_is_kept_with_an_action_reads_as_words(detail):
    assert words.is_explained(*detail.split(":"))


def test_what_is_not_shown_is_still_recorded():
    assert details() >= NOT_SHOWN


@pytest.mark.parametrize(
    ("action", "kept", "shown"),
    [
        (
            "challenge.changed",
            {"section": "times", "fields": ["milestone.deadline:Proposal: 2", "seats"]},
            "Deadline of “Proposal: 2”, Seats",
        ),
        ("challenge.changed", {"fields": ["criterion.level3:Impact"]}, "Level 3 of “Impact”"),
        ("challenge.returned", {"sections": ["basics"]}, "Title and summary"),
        ("reviews.assigned", {"pairs": [["Team 1", "Bo"], ["Team 2", "Cy"]]}, "Team 1: Bo; Team 2: Cy"),
        ("programme.changed", {"changed": {"starts_on": ["2027-01-01", "2027-01-02"]}}, "starts on"),
    ],
)
def test_keys_and_codes_never_reach_the_reader(action, kept, shown):
    assert [value for _label, value in words.details(action, kept)] == [shown]
