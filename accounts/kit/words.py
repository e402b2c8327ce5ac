"""Words that depend on a few values and the language alone are put together once; pages say the same few things again and again."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from django.db.models import TextChoices
from django.utils.translation import get_language

Given = ParamSpec("Given")
Said = TypeVar("Said")
MOST = 2000


def worded(say: Callable[Given, Said]) -> Callable[Given, Said]:
    """A function that gives words in the active language, and always the same for the same hashable arguments: what it gave for the last
    2,000 of them is kept, for each language apart. Not for words about a person or a present moment."""

    @lru_cache(maxsize=MOST)
    def kept(language: str | None, *given: Given.args, **named: Given.kwargs) -> Said:
        return say(*given, **named)

    @wraps(say)
    def saying(*given: Given.args, **named: Given.kwargs) -> Said:
        return kept(get_language(), *given, **named)  # type: ignore[arg-type]

    return saying


@worded
def names(choices: type[TextChoices], *values: str) -> tuple[str, ...]:
    """The labels of some of an enumeration's values, in their order. Refuses (ValueError) one that it does not have."""
    return tuple(str(choices(value).label) for value in values)
