"""Somebody with a name, an address and a language, who reads pages and mails and acts on them."""

import re
import time
from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Locator, expect

from accounts.outbox import text
from tests.journeys.database import Database
from tests.journeys.mailbox import SECONDS, Mailbox
from tests.journeys.person import PASSWORD, Person

NEWEST = """
SELECT uid::text, language, context FROM accounts_mail WHERE kind = %s AND address = %s ORDER BY id DESC LIMIT 1
"""
SAME_IN_DUTCH = ("Deadline", "Discipline", "Master (EQF 7)", "Mini", "Team %(bird)s", "Teams")


class Actor:
    """What a page says is given in English and looked up in the person's language, so that one without a translation is missed.

    Every page and mail is kept in `read`: a journey can look there for a name that should have stood nowhere.
    """

    def __init__(self, person: Person, name: str, address: str, language: str, mailbox: Mailbox, database: Database) -> None:
        self.person, self.page = person, person.page
        self.name, self.address, self.language = name, address, language
        self.mailbox, self.database = mailbox, database
        self.read: list[str] = []

    # Reading

    def says(self, words: str, **values: object) -> str:
        """The words in the person's language; a sign for per cent is doubled, as in the catalogue."""
        with translation.override(self.language):
            found = gettext(words)
        assert self.language == "en" or found != words or words in SAME_IN_DUTCH, f"No Dutch for “{words}”."
        return found % values

    @property
    def main(self) -> Locator:
        """The page without its header and footer."""
        return self.page.locator("#main")

    def sees(self, words: str, **values: object) -> None:
        """Wait until these words of the portal are in sight."""
        self.sees_text(self.says(words, **values))

    def sees_text(self, words: str) -> None:
        """Wait until somebody's own words, which nobody translates, are in sight."""
        expect(self.main.get_by_text(words).filter(visible=True).first).to_be_visible()

    def sees_nothing_of(self, *words: str) -> None:
        """None of these stands anywhere in the page, not even where no reader looks."""
        content = self.page.content()
        assert [one for one in words if one in content] == [], self.page.url

    # Acting

    def goes(self, path: str) -> None:
        """Open a path of the portal, or a link."""
        self.person.open(path)
        self._keep()

    def presses(self, words: str, *, within: Locator | None = None, **values: object) -> None:
        """Press a button that leads on."""
        self._onward(self.button(words, within=within, **values).click)

    def button(self, words: str, *, within: Locator | None = None, **values: object) -> Locator:
        """The button with these words. It may say more after a colon, for who cannot see where it stands."""
        name = re.compile(rf"^{re.escape(self.says(words, **values))}( ?:.*)?$")
        return (within or self.main).get_by_role("button", name=name).first

    def follows(self, words: str, about: str = "", *, within: Locator | None = None) -> None:
        """Follow the link with these words, and the name of what it is about where there are several."""
        self.follows_text(self.says(words), about, within=within)

    def follows_text(self, words: str, about: str = "", *, within: Locator | None = None) -> None:
        """Follow a link whose words are somebody's own."""
        name = re.compile(rf"^{re.escape(words)}" + (rf"( ?:)? ?{re.escape(about)}$" if about else "$"))
        self._onward((within or self.main).get_by_role("link", name=name).first.click)

    def unfolds(self, words: str, *, within: Locator | None = None) -> None:
        """Open what is folded away under these words."""
        (within or self.main).locator("summary", has_text=self.says(words)).first.click()

    def field(self, label: str, *, within: Locator | None = None) -> Locator:
        """A field by its label, whether or not it may stay empty."""
        return (within or self.main).get_by_label(re.compile(rf"^\s*{re.escape(self.says(label))}\s*(\([^)]*\)\s*)?$"))

    def fills(self, label: str, value: object, *, within: Locator | None = None) -> None:
        """Type into a field."""
        self.field(label, within=within).fill(str(value))

    def chooses(self, label: str, option: str, *, within: Locator | None = None) -> None:
        """Choose from a list, in words of the portal."""
        self.field(label, within=within).select_option(label=self.says(option))

    def ticks(self, *labels: str, within: Locator | None = None) -> None:
        """Tick boxes."""
        for label in labels:
            (within or self.main).get_by_role("checkbox", name=self.says(label), exact=True).check()

    def picks(self, label: str, *, within: Locator | None = None) -> None:
        """Pick one of several."""
        (within or self.main).get_by_role("radio", name=self.says(label), exact=True).check()

    def group(self, words: str, **values: object) -> Locator:
        """What belongs together under a legend."""
        return self.main.get_by_role("group", name=self.says(words, **values), exact=True)

    def section(self, words: str) -> Locator:
        """A part of the page by its heading."""
        return self.main.get_by_role("region", name=self.says(words), exact=True)

    # Account and mails

    def asks_for_account(self) -> None:
        """On the page for it: name, address and password. A mail is on its way then."""
        self.fills("Full name", self.name)
        self.fills("E-mail address", self.address)
        self.fills("Password", PASSWORD)
        self.presses("Make my account")
        self.sees("Look in your mail")

    def confirms_address(self) -> None:
        """Open the mail's link and press the button behind it; one is signed in then."""
        self.opens_mail("account_confirm_signup")
        self.presses("Yes, confirm it")

    def signs_in(self) -> None:
        """On the page for it: address and password."""
        self.fills("E-mail address", self.address)
        self.fills("Password", PASSWORD)
        self.presses("Sign in")

    def opens_mail(self, kind: str) -> str:
        """Open the one link of the newest mail of a kind; gives the mail's text."""
        body = self.gets_mail(kind)
        (link,) = re.findall(r"https?://\S+", body)
        self.page.goto("about:blank")  # a link of a mail opens anew, even on the page that one is on
        self.goes(link)
        return body

    def gets_mail(self, kind: str) -> str:
        """Wait until the newest mail of a kind has come through the mail server, in one's own language; gives its text."""
        uid, language, context = self.database.one(NEWEST, kind, self.address)
        assert language == self.language
        end = time.monotonic() + SECONDS
        while not (found := [mail for mail in self.mailbox.to(self.address) if uid in mail.headers["message-id"]]):
            assert time.monotonic() < end, f"No mail {kind} to {self.address} within {SECONDS} s."
            time.sleep(0.1)
        mail = found[-1]
        assert mail.subject.strip() == text.words(kind, language, context).subject
        self.read += [mail.subject, mail.text, mail.html, *mail.headers.values()]
        return mail.text

    def _onward(self, act: Callable[[], None]) -> None:
        with self.page.expect_navigation():
            act()
        self._keep()

    def _keep(self) -> None:
        self.read.append(self.page.content())
