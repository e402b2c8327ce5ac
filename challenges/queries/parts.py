"""The rules for joining in words: what the page for joining and the side of a challenge list."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One rule: whether it is met, in words, and where the person can mend it themselves. Fits the component `checklist`.

    Who fails only parts that are `about_seats` can wait in the line for one; who fails only these
    and one `about_way` can apply.
    """

    ok: bool
    words: str
    url: str = ""
    about_seats: bool = False
    about_way: bool = False

    @property
    def label(self) -> str:
        return self.words

    @property
    def done(self) -> bool:
        return self.ok
