"""Every page, as everyone who sees it differently: by axe, in light and dark, English and Dutch, on a small screen, and as HTML."""

import os
import re
from functools import partial

import pytest
from django.urls import get_resolver

from tests.access.addresses import patterns
from tests.journeys.open import examine, validator
from tests.journeys.open.conftest import speak
from tests.journeys.open.roles import ROLES

WHOLE = bool(os.environ.get("OPEN_WHOLE"))
# What answers GET without being a page that links lead to.
NO_PAGE = {
    "attachment_download": "a file",
    "challenge_card": "a picture",
    "feed_atom": "a feed",
    "feed_json": "a feed",
    "robots": "for search engines",
    "site_card": "a picture",
    "sitemap": "for search engines",
    "organisation_logo": "a picture",
    "partner_file": "a file",
    "review_file": "a file",
    "work_file": "a file",
    "team_file_download": "a file",
    "notification_open": "leads on to what it tells of",
    "set_language": "leads back to where one was",
    "submission_time": "a part of the page on which a team writes",
    "account_confirm_login_code": "codes by mail are switched off",
    "account_set_password": "for accounts without a password, which the portal does not make",
}
# Behind a mail's link, one that is passed on, or what somebody brings in or asks: in test_other_pages.py.
BEHIND = {"member_invitation_detail", "notice_off", "programme_list_plan", "removal_list", "team_link_detail"}
# Made by a worker: in test_other_pages.py too, since only somebody who comes after a journey meets them here.
LATER = {"matching_run", "proposal", "proposal_compare"}
# The sheet of components shows each of them twice, in light and dark.
TWICE = ("light: landmark-unique", "light: heading-order", "dark: landmark-unique", "dark: heading-order")
SAMPLES = {"int": "1", "slug": "x", "str": "x", "uuid": "00000000-0000-4000-8000-000000000000"}


@pytest.mark.parametrize("role", [role.name for role in ROLES])
def test_every_page_of(role, site, reader):
    """No finding on any page that this role sees otherwise than those before; its first reader sees it in the dark and in Dutch too."""
    one, faults = reader(role), []
    own = [sight for sight in site.sights if sight.role == role]
    first = [sight for sight in own if sight.first or WHOLE]
    for language, sights in (("en", own), ("nl", first)):
        speak(one.context, site.crawl.url, language)
        for sight in sights:
            one.open(sight.path)
            found = instrument(language, sight.first)(one.page)
            if sight.kind == "styleguide":
                found = [fault for fault in found if not fault.startswith(TWICE)]
            faults += [f"{sight.path} {language} {fault}" for fault in found]
    assert not faults, "\n".join(faults)


def instrument(language, first):
    """How a page is looked at: in another language nothing changes but its words, in other colours nothing but those."""
    if WHOLE:
        return partial(examine.in_full, whole=True)
    if language != "en":
        return examine.in_words
    return examine.in_full if first else examine.in_light


def test_the_html_of_every_page_is_valid(site, tmp_path):
    """The sheet of components shows each of them twice, landmarks with their names too."""
    (tmp_path / "twice").mkdir()
    for number, sight in enumerate(site.sights):
        folder = tmp_path / "twice" if sight.kind == "styleguide" else tmp_path
        (folder / f"{number:03d} {sight.role} {sight.path.strip('/').replace('/', '_')}.html").write_text(sight.html)
    faults = validator.faults(tmp_path) + validator.faults(tmp_path / "twice", but=("unique-landmark",))
    assert not faults, "\n".join(faults)


def test_no_page_was_missed(site, person):
    """Every address answers with a page that somebody came to, or is named above, or refuses GET. One that is new and unknown fails."""
    assert site.crawl.errors == []
    met = {kind.split()[0] for kind in site.crawl.kinds}
    visitor = person()
    unknown = {
        name
        for route, name, _pattern in patterns(get_resolver())
        # Django's own pages for administrators are not the portal's, as its statement says.
        if not route.startswith(("admin/", "healthz/")) and name not in met | NO_PAGE.keys() | BEHIND | LATER
        if visitor.context.request.get(f"{visitor.url}/{sample(route)}", max_redirects=0).status != 405
    }
    assert unknown == set()
    assert met & (NO_PAGE.keys() | BEHIND) == set()


def sample(route: str) -> str:
    """An address of that form."""
    return re.sub(r"<(\w+):\w+>", lambda found: SAMPLES[found[1]], route)
