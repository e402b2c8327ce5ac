"""Pages to which no link leads: behind a mail, after an error; and the mails themselves."""

import re

import pytest
from allauth.account import app_settings
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from accounts.kit import tokens
from accounts.outbox import links, notices, text
from config.settings import local
from tests.journeys.open import examine, validator
from tests.journeys.open.conftest import speak
from tests.project.test_notices import sample

RUN_MS = 120_000
NEWCOMER = "open.to.everyone@students.uu.nl"
WITHOUT_A_REQUEST = ("400.html", "500.html")
FOR_A_REQUEST = ("403.html", "403_csrf.html", "404.html", "429.html", "account/signup_closed.html")
# Mail programs read no style sheet, so that the look is written on the elements.
OF_MAILS = ("no-inline-style",)
# A mail is shown in the middle of a mail program's page.
OF_WHOLE_PAGES = ("landmark-one-main", "region")


@pytest.fixture
def examined(site, tmp_path):
    """Looks at pages in both languages and at their HTML: who, and where; gives what is wrong."""

    def look(*visits):
        faults = []
        for number, (one, path) in enumerate(visits):
            for language, instrument in (("en", examine.in_full), ("nl", examine.in_words)):
                speak(one.context, site.crawl.url, language)
                one.open(path)
                faults += [f"{path} {language} {fault}" for fault in instrument(one.page)]
            (tmp_path / f"{number}.html").write_text(one.context.request.get(one.page.url).text())
        return faults + validator.faults(tmp_path)

    return look


def test_pages_behind_the_links_of_mails(reader, person, site, database, settings, examined):
    """An invitation into an organisation and into a team, a new address, a kind of mail that one no longer wants."""
    settings.SECRET_KEY = local.SECRET_KEY  # links are signed
    partner, student, visitor = reader("partner"), reader("new student"), reader("visitor")
    page = partner.open("/partners/roche-nederland/staff/")
    page.get_by_label("E-mail address").fill("new-student@students.example.org")
    page.get_by_role("button", name="Send the invitation").click()
    invited = tokens.make(
        "partners.invitation", *database.rows("SELECT id, round FROM partners_memberinvitation ORDER BY id DESC LIMIT 1")[0]
    )
    (into_team,) = database.rows("SELECT id, round FROM challenges_teaminvitation WHERE address = 'new-student@students.example.org'")
    team = tokens.make("challenges.team_invitation", *into_team)
    page = visitor.open("/accounts/signup/")
    page.locator("[name=name]").fill("Olle Open")
    page.locator("[name=email]").fill(NEWCOMER)
    page.locator("[name=password1]").fill("four quiet words here")
    page.locator("[name=password1]").press("Enter")
    page.wait_for_url("**/confirm-email/")
    address = database.one("SELECT id FROM account_emailaddress WHERE email = %s", NEWCOMER)
    someone = database.one("SELECT id FROM accounts_user WHERE email = %s", NEWCOMER)

    paths = [
        f"/partners/invitations/{invited}/",
        f"/challenges/invitations/{team}/",
        f"/me/notifications/off/{signing.Signer(salt=links.SALT).sign_object([someone, 'deadline_7d'])}/",
        f"/accounts/confirm-email/{signing.dumps(address, salt=app_settings.SALT)}/",
    ]
    own = ["/partners/invitations/", "/challenges/invitations/", *paths[:2]]
    faults = examined(*((visitor, path) for path in paths), *((student, path) for path in own))
    assert not faults, "\n".join(faults)


def test_a_link_into_a_team(reader, examined):
    """For somebody who may join, for whoever is not signed in, and once it is closed."""
    captain, other, visitor = reader("student in a team with a place"), reader("student in a team"), reader("visitor")
    team = "/challenges/wie-niet-belt-komt-niet/team/"
    captain.open(team).get_by_role("button", name="Make a link").click()
    link = captain.page.locator("#link code").inner_text()
    faults = examined((captain, team), (other, link), (visitor, link))
    captain.open(team).locator("[action$='/team/link/close/'] button").click()
    captain.page.wait_for_url(f"**{team}")
    assert captain.page.context.request.get(link).status == 410
    assert not faults, "\n".join(faults)


def test_a_member_whom_a_team_asks_to_go(reader, database, examined):
    """The page on which a member asks for it, and the office's on which it decides."""
    member, office = reader("student in a team"), reader("coordinator")
    slug, other = database.rows(
        """SELECT c.slug, p.id FROM challenges_participation p JOIN challenges_challenge c ON c.id = p.challenge_id
        WHERE p.team_id IN (SELECT team_id FROM challenges_participation mine JOIN accounts_user u ON u.id = mine.user_id
        WHERE u.email = 'student-001@students.example.org' AND mine.left_at IS NULL) AND p.left_at IS NULL
        AND p.user_id <> (SELECT id FROM accounts_user WHERE email = 'student-001@students.example.org') ORDER BY p.id"""
    )[0]
    ask = f"/challenges/{slug}/team/members/{other}/go/"
    faults = examined((member, ask))
    member.open(ask).locator("#main [name=reason]").fill("They never come.")
    member.page.locator("#main form button.btn-primary, #main form button.btn-danger").first.click()
    member.page.wait_for_url(f"**/challenges/{slug}/team/")
    faults += examined((office, "/manage/removals/"))
    assert not faults, "\n".join(faults)


def test_what_a_list_of_students_would_do(reader, examined):
    """A line of each kind: somebody new, one with an account, one that is wrong."""
    office, here = reader("coordinator"), "/manage/programmes/bitt-next-demo/list/"
    text = "address;name;discipline\nnew@example.org;New One;0511\nstudent-001@students.example.org;Known One;\nno address;;xx\n"
    office.open(here).locator("[name=file]").set_input_files({"name": "list.csv", "mimeType": "text/csv", "buffer": text.encode()})
    office.page.get_by_role("button", name="Show what it would do").click()
    office.page.wait_for_url(f"**{here}*/")
    faults = examined((office, office.page.url.removeprefix(office.url)), (office, here))
    assert not faults, "\n".join(faults)


def test_forming_teams(reader, examined):
    """A run that has ended, two proposals, one with the form that moves somebody, and both side by side."""
    office, here = reader("coordinator"), "/manage/programmes/bitt-next-demo/teams/"
    proposals, runs = [], []
    for seed in ("1", "2"):
        page = office.open(here)
        page.locator("[name=seed]").fill(seed)
        page.get_by_role("button", name="Make a proposal").click()
        page.get_by_role("link", name="Look at the proposal").wait_for(timeout=RUN_MS)
        runs.append(page.url.removeprefix(office.url))
        page.get_by_role("link", name="Look at the proposal").click()
        page.wait_for_url(re.compile(rf"{here}\d+/$"))
        proposals.append(page.url.removeprefix(office.url))
    moving = page.locator("#main a[href*='?move=']").first.get_attribute("href")
    second = proposals[1].rstrip("/").rpartition("/")[2]
    # The form that moves somebody stands on the page of the proposal, which is a long one: looked at once, with the form.
    paths = [f"{here}pairs/", runs[0], f"{proposals[0]}compare/{second}/", f"{proposals[1]}{moving[moving.index('?') :].split('#')[0]}"]
    faults = examined(*((office, path) for path in paths))
    assert not faults, "\n".join(faults)


def test_a_new_password_behind_the_link_of_a_mail(reader, mailbox, examined):
    visitor = reader("visitor")
    page = visitor.open("/accounts/password/reset/")
    page.locator("[name=email]").fill("student-321@students.example.org")
    page.locator("[name=email]").press("Enter")
    page.wait_for_url("**/done/")
    faults = examined((visitor, mailbox.wait_for("student-321@students.example.org").link("reset")))
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_pages_after_an_error(reader, language, tmp_path, settings):
    """As they are rendered, on the running portal's address so that its styles are there."""
    visitor = reader("visitor", locale=language)
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    faults = []
    with translation.override(language):
        shown = {name: render_to_string(name, {"too_large": True}) for name in WITHOUT_A_REQUEST}
        shown |= {name: render_to_string(name, request=request) for name in FOR_A_REQUEST}
    for name, html in shown.items():
        faults += _look_at(visitor, name, html)
        (tmp_path / name.replace("/", " ")).write_text(html)
    faults += validator.faults(tmp_path)
    assert not faults, "\n".join(faults)


def _look_at(one, name, html):
    one.page.route("**/shown/", lambda route: route.fulfill(body=html, content_type="text/html"))
    one.page.route("**/favicon.ico", lambda route: route.fulfill(status=204))  # asked for where a document names no icon
    one.page.goto(f"{one.url}/shown/")
    one.page.unroute("**/shown/")
    return [f"{name} {fault}" for fault in examine.in_full(one.page)]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_mails(reader, language, tmp_path):
    """Every kind is valid HTML; one with a link and one that can be stopped stand for all before axe, since all have one template."""
    for notice in notices.every():
        found = text.words(notice.kind, language, sample(notice, language))
        html = text.as_html(
            found, url="https://portal.example/x/", why="Why", unsubscribe_url="https://portal.example/y/", language=language
        )
        (tmp_path / f"{notice.kind}.html").write_text(html)
    faults = validator.faults(tmp_path, but=OF_MAILS)
    one = reader("visitor", locale=language)
    faults += [fault for fault in _look_at(one, notice.kind, html) if not any(rule in fault for rule in OF_WHOLE_PAGES)]
    assert not faults, "\n".join(faults)
