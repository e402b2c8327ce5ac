"""Somebody without a mouse."""

from playwright.sync_api import Locator

from tests.journeys.actor import Actor

MOST_STOPS = 150
IS_REACHED = "one => one === document.activeElement"
# An outline or a shadow around what has the focus, or around its card, and within the window.
SHOWS_FOCUS = """one => {
    const place = one.getBoundingClientRect();
    const marked = [one, one.nextElementSibling, one.parentElement].filter(Boolean).some((each) => {
        const style = getComputedStyle(each);
        return style.outlineStyle !== "none" || style.boxShadow !== "none";
    });
    return marked && place.bottom > 0 && place.top < innerHeight;
}"""


class Keyboard:
    """Goes through pages with the keys alone, and sees at every stop where it is."""

    def __init__(self, actor: Actor) -> None:
        self.actor, self.keys = actor, actor.page.keyboard

    def goes_to(self, what: Locator) -> None:
        """Press Tab until it has the focus."""
        for _stop in range(MOST_STOPS):
            if what.evaluate(IS_REACHED):
                assert what.evaluate(SHOWS_FOCUS), f"One does not see that {what} has the focus."
                return
            self.keys.press("Tab")
        raise AssertionError(f"{what} cannot be reached with Tab.")

    def types(self, what: Locator, words: str) -> None:
        """Type into a field; in a list this chooses what begins with the words."""
        self.goes_to(what)
        self.keys.type(words)

    def ticks(self, what: Locator) -> None:
        """Tick a box, or pick one of several."""
        self.goes_to(what)
        self.keys.press("Space")
        assert what.is_checked()

    def enters(self, what: Locator) -> None:
        """Press a button or follow a link, and be on the next page."""
        self.goes_to(what)
        with self.actor.page.expect_navigation():
            self.keys.press("Enter")
        assert not self.actor.person.is_wider_than_its_window(), self.actor.page.url
