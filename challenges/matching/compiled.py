"""Compiling by numba, kept on disk where that may be written: a process that starts later reads it instead of compiling again."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from numba import njit

Loop = TypeVar("Loop", bound=Callable[..., Any])
# What is kept holds parts of other files of this folder too: it is read again only where none of them has changed.
SOURCES = sha256(b"".join(source.read_bytes() for source in sorted(Path(__file__).parent.glob("*.py")))).digest()


def compiled(inline: Literal["never", "always"] = "never") -> Callable[[Loop], Loop]:
    """Compile a function at its first call. What comes out is kept in `__pycache__` beside the source, else in the user's own cache, and
    where neither may be written only as long as the process lives."""

    def wrap(loop: Loop) -> Loop:
        try:
            made = njit(loop, cache=True, inline=inline)
        except RuntimeError:
            return cast(Loop, njit(loop, inline=inline))
        made._cache._cache_file._source_stamp = SOURCES
        return cast(Loop, made)

    return wrap
