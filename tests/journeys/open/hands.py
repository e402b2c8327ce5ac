"""Goes through a page with the keys alone: stops everywhere, fills in what can be filled in, presses every button. Nothing arrives."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page, Request, Route, expect

from tests.journeys.cast import PDF

# htmx is about to replace a part of the page.
SWAPPING = ".htmx-request, .htmx-swapping, .htmx-settling"
MOST_STOPS = 700
ANSWER_MS = 3000
PLAN = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": PDF}
WORDS = {
    "date": "01022027",
    "datetime-local": "010220270900AM",
    "email": "somebody@students.uu.nl",
    "password": "four quiet words here",
    "number": "3",
    "url": "https://example.org",
}
TEXT = {"text", "textarea", "search", "tel", *WORDS}


@dataclass
class Hands:
    """One page under the keys. `sent` has each form that went off: where to, how, and the names of its fields."""

    page: Page
    faults: list[str] = field(default_factory=list)
    sent: set[tuple[str, str]] = field(default_factory=set)

    def catch(self, origin: str) -> None:
        """Let nothing that a form sends reach the portal; its page stays as it is."""
        self.page.on("filechooser", lambda chooser: chooser.set_files(PLAN))
        self.page.route(re.compile(rf"^{re.escape(origin)}/(?!static/)"), self._answer)

    def walk(self) -> None:
        """From the first stop to the last, and out of the page again."""
        self.page.evaluate("sight.begin()")
        self.faults += self.page.evaluate("sight.disordered()")
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate("sight.stop()")
            if stop and stop["within"]:
                continue
            if not stop or not stop["isNew"]:
                break
            self.faults += stop["faults"]
            self._use(stop)
            if self.page.locator(SWAPPING).count():
                expect(self.page.locator(SWAPPING)).to_have_count(0)
        else:
            self.faults.append("the keyboard does not come out of the page")
        self.faults += self.page.evaluate("sight.missed()")

    def _use(self, stop: dict[str, Any]) -> None:
        keys, kind = self.page.keyboard, stop["type"]
        if stop["folded"]:
            keys.press("Enter")
        elif stop["tag"] == "select":
            if not stop["value"]:
                keys.press("ArrowDown")
        elif kind == "file":
            keys.press("Space")
            expect(self.page.locator("[type=file]:focus")).to_have_value(re.compile(re.escape(PLAN["name"])))
        elif (kind == "checkbox" and not stop["checked"]) or (kind == "radio" and not stop["picked"]):
            keys.press("Space")
        elif stop["tag"] in {"input", "textarea"} and kind in TEXT and not stop["value"]:
            keys.type(stop["min"] if kind == "number" and stop["min"] else WORDS.get(kind, "Some quiet words."))
        elif stop["sends"]:
            self._send(stop)

    def _send(self, stop: dict[str, Any]) -> None:
        self.page.evaluate("sight.again()")
        try:
            with self.page.expect_request(lambda request: self._is_of(request, stop), timeout=ANSWER_MS) as found:
                self.page.keyboard.press("Enter")
        except Error:
            self.faults.append(f"not sent: {stop['action']} {self.page.evaluate('sight.wrong()')}")
            return
        body = found.value.post_data_buffer or urlsplit(found.value.url).query.encode()
        text = body.decode("utf-8", "replace")
        self.sent.add((stop["method"], stop["action"]))
        self.faults += [
            f"left behind by {stop['action']}: {name}" for name in stop["named"] if f'name="{name}"' not in text and f"{name}=" not in text
        ]

    def _is_of(self, request: Request, stop: dict[str, Any]) -> bool:
        return request.method.lower() == stop["method"] and urlsplit(request.url).path == stop["action"]

    def _answer(self, route: Route) -> None:
        """What a form sends ends here; what a page asks for by itself goes on."""
        request = route.request
        if request.method != "GET" or request.is_navigation_request():
            route.fulfill(status=204)
        else:
            route.fallback()
