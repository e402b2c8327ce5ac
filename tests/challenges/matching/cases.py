"""Small facts to match: students and teams in a line each."""

from challenges.matching import Composition, Different, Student, Team


def student(number, field="care", *, languages="en", times=0b1111, wishes=None, marks=(), barred=()):
    """One who studies a field, and speaks languages written as "en nl"."""
    spoken = frozenset(languages.split())
    asked = {"marks": frozenset(marks), "barred": frozenset(barred)}
    return Student(number, {"field": field}, spoken, times=times, wishes=wishes or {}, **asked)


def team(number, challenge=1, smallest=2, largest=3, rules=(), **asked):
    """One team of a challenge, with its rules."""
    empty = asked.pop("empty", False)
    return Team(number, challenge, Composition(smallest, largest, tuple(rules), **asked), empty=empty)


TWO_FIELDS = Different("field", 2)
