"""Compiling by numba, kept on disk where that may be written: a process that starts later reads it instead of compiling again."""

from collections.abc import Callable
from typing import Any, Literal, TypeVar, cast

from numba import njit

Loop = TypeVar("Loop", bound=Callable[..., Any])


def compiled(inline: Literal["never", "always"] = "never") -> Callable[[Loop], Loop]:
    """Compile a function at its first call. What comes out is kept in `__pycache__` beside the source, else in the user's own cache, and
    where neither may be written only as long as the process lives."""

    def wrap(loop: Loop) -> Loop:
        try:
            return cast(Loop, njit(loop, cache=True, inline=inline))
        except RuntimeError:
            return cast(Loop, njit(loop, inline=inline))

    return wrap
