"""Somebody with a browser of their own."""

from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, expect

PASSWORD = "demo-only-2026"
TIMEOUT_MS = 15_000
# htmx calls it an error when somebody leaves a page while it asks for something.
HARMLESS = ("htmx:afterRequest", "htmx:sendAbort")


class Person:
    """One browser context, and what went wrong in it: script errors, refusals by the content security policy, answers of 500."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context = context
        self.url = url
        self.faults: list[str] = []
        context.set_default_timeout(TIMEOUT_MS)
        context.on("response", self._look_at_answer)
        context.on("console", self._look_at_console)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        self.page: Page = context.new_page()

    def open(self, path: str) -> Page:
        """Go to a path of the portal, or to a whole address from a mail."""
        address = path if path.startswith("http") else f"{self.url}{path}"
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.ok, f"{answer.status} at {address}"
        return self.page

    def sign_in(self, address: str, password: str = PASSWORD) -> Page:
        """Sign in with the form; ends on one's own page."""
        self.open("/accounts/login/")
        self.page.locator("[name=login]").fill(address)
        self.page.locator("[name=password]").fill(password)
        self.page.locator("[name=password]").press("Enter")
        expect(self.page).to_have_url(f"{self.url}/me/")
        return self.page

    def press(self, name: str, **where: Any) -> None:
        """Press the button or the link of that name."""
        page = self.page
        page.get_by_role("button", name=name, **where).or_(page.get_by_role("link", name=name, **where)).first.click()

    def sees(self, words: str) -> None:
        """The words stand on the page, in sight."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def is_wider_than_its_window(self) -> bool:
        """Whether the page has to be moved sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

    def _look_at_answer(self, answer: Response) -> None:
        if answer.status >= 500:
            self.faults.append(f"{answer.status}: {answer.url}")

    def _look_at_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(HARMLESS):
            self.faults.append(f"console: {message.text}")
