"""From nobody to somebody, through the mail's own link: web, worker, beat and mail server take part."""

import re

import pytest
from playwright.sync_api import expect

PASSWORDS = "four quiet words here"


@pytest.mark.parametrize(("locale", "subject", "word"), [("en", "Confirm your address", "account"), ("nl", "Bevestig", "account")])
def test_somebody_makes_an_account_and_confirms_it_by_mail(person, mailbox, locale, subject, word):
    address = f"noor.demo.{locale}@students.uu.nl"
    newcomer = person(locale=locale)
    page = newcomer.open("/accounts/signup/")
    page.locator("[name=name]").fill("Noor Demo Sign-up")
    page.locator("[name=email]").fill(address.upper())
    page.locator("[name=password1]").fill(PASSWORDS)
    page.locator("[name=password1]").press("Enter")
    expect(page).to_have_url(re.compile("confirm-email"))

    mail = mailbox.wait_for(address, subject)
    assert word in mail.text
    assert "list-unsubscribe" not in mail.headers
    [link] = mail.links()
    newcomer.open(link)
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(f"{newcomer.url}/me/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Noor")
    assert len(mailbox.to(address)) == 1


def test_whoever_the_table_of_the_run_names_can_sign_in(person, stack):
    table = (stack.var / "demo-signins.txt").read_text()
    assert table.strip() in stack.said
    for address in re.findall(r"\S+@\S+", table)[:2]:
        one = person()
        one.sign_in(address)
        expect(one.page.get_by_role("heading", level=1)).to_be_visible()
