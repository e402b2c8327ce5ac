"""From people without a role to a published challenge."""

import datetime as dt

from playwright.sync_api import expect

from accounts.kit.clock import AMSTERDAM
from tests.journeys.actor import Actor
from tests.journeys.cast import PDF, PROPOSAL, Cast


def faculty_arrives(cast: Cast) -> None:
    """Two people make accounts, and the office makes them faculty."""
    newcomers = [cast.owner, cast.reviewer]
    for one in newcomers:
        one.goes("/accounts/signup/")
        one.asks_for_account()
    for one in newcomers:
        one.confirms_address()
    cast.office.goes("/accounts/login/")
    cast.office.signs_in()
    for one in newcomers:
        cast.office.goes("/manage/people/")
        cast.office.fills("Name or address", one.address)
        cast.office.presses("Search")
        cast.office.follows_text(one.name)
        cast.office.chooses("Role", "Faculty")
        cast.office.presses("Give this role")
        one.opens_mail("role_confirmed")


def partner_is_invited(cast: Cast) -> None:
    """The office makes an organisation; its first owner comes through the mail of the invitation, and goes back to it after signing up."""
    name = f"Pharma {cast.language}"
    office, partner = cast.office, cast.partner
    office.goes("/manage/organisations/")
    office.follows("Add an organisation")
    office.fills("Name", name)
    office.chooses("Kind", "Industry")
    office.fills("E-mail address of the first owner", partner.address)
    office.presses("Add the organisation")
    office.sees("%(name)s was made, and its first owner is invited.", name=name)

    partner.opens_mail("organisation_invited")
    partner.follows("Make an account")
    partner.asks_for_account()
    partner.confirms_address()
    partner.presses("Accept the invitation")
    partner.sees("You now act for %(name)s.", name=name)
    roles = cast.database.rows(
        "SELECT m.role FROM partners_membership m JOIN accounts_user u ON u.id = m.user_id WHERE u.email = %s", partner.address
    )
    assert roles == ["owner"]


def partner_writes(cast: Cast) -> None:
    """Part by part, until nothing is missing; then the draft is submitted."""
    partner = cast.partner
    partner.goes("/me/")
    partner.follows("Write a challenge")
    partner.fills("Title", cast.title)
    partner.presses("Start the draft")

    partner.fills("Summary", "Night after night people on this ward are woken for no reason.")
    partner.ticks("Access to care")
    partner.presses("Save and next")

    partner.picks("English" if cast.language == "en" else "Dutch")
    partner.fills("The case", "## Noise\n\nAlarms ring **forty times** a night.")
    expect(partner.main.locator("#preview strong")).to_have_text("forty times")
    partner.presses("Save and next")

    partner.ticks("Master (EQF 7)", "English", "Dutch")
    partner.chooses("Size", "Mini")
    partner.fills("Credits (ECTS)", 2)
    partner.picks("In a team")
    partner.fills("Smallest team", 2)
    partner.fills("Largest team", 4)
    partner.fills("Seats", 8)
    partner.presses("Save and next")

    partner.fills("Programmes of study", "")
    partner.presses("Save and next")

    _write_times(partner)
    partner.button("Start from a common rubric").click()
    partner.sees("The weights add up to 100 %%.")
    partner.presses("Save and next")

    partner.fills("What one gets", "Two credits and a night on the ward.")
    partner.picks("You keep them")
    partner.fills("Confidentiality", "Nothing here is confidential.")
    partner.fills("Use of data", "No patient data.")
    partner.presses("Save and next")

    partner.field("Files").set_input_files({"name": "alarms.pdf", "mimeType": "application/pdf", "buffer": PDF})
    partner.presses("Add")
    partner.sees_text("alarms.pdf")
    partner.follows("Read it whole and submit")
    partner.fills("Who could own it at the university?", cast.owner.address)
    partner.presses("Submit for approval")
    partner.sees("It waits for approval now. You hear when it is approved or comes back.")
    assert cast.state == "submitted"


def _write_times(partner: Actor) -> None:
    now = dt.datetime.now(AMSTERDAM)
    at_five = [(now + dt.timedelta(days=days)).strftime("%Y-%m-%dT17:00") for days in (10, 20, 30)]
    partner.fills("Starts on", now.date().isoformat())
    partner.fills("One can join until", at_five[0])
    partner.button("Add a milestone").click()
    expect(partner.group("Milestone %(number)s", number=2)).to_be_visible()
    for number, phase, title, deadline in ((1, "Engage", "Problem in one page", at_five[1]), (2, "Act", PROPOSAL, at_five[2])):
        row = partner.group("Milestone %(number)s", number=number)
        partner.fills("Deliverable", title, within=row)
        partner.fills("Deadline", deadline, within=row)
        partner.chooses("Phase", phase, within=row)
        partner.fills("What to hand in", "Two pages.", within=row)
    partner.ticks("Reviewed with the rubric", within=partner.group("Milestone %(number)s", number=2))
    partner.presses("Save and next")


def both_keys_are_turned(cast: Cast) -> None:
    """The office names the owner, who sends it back once; mended, both approve, and it is published."""
    office, owner, partner = cast.office, cast.owner, cast.partner
    office.opens_mail("challenge_submitted")
    office.presses("Name the owner")
    office.sees("The owner is named and told.")

    owner.opens_mail("owner_named")
    case = owner.section("The case")
    owner.unfolds("Comment on this part", within=case)
    owner.fills("What has to be mended here?", "Say for whom it matters.", within=case)
    owner.presses("Send back with these comments")
    owner.sees("It went back with your comments.")

    partner.opens_mail("challenge_returned")
    partner.follows("Edit", partner.says("The case"))
    partner.sees_text("Say for whom it matters.")
    partner.fills("The case", "Alarms ring forty times a night, and those who sleep worst heal slowest.")
    partner.presses("Save")
    partner.follows("Read it whole and submit")
    partner.presses("Submit for approval")

    owner.opens_mail("challenge_submitted")
    owner.sees_text("those who sleep worst heal slowest")
    owner.presses("Approve as faculty owner")
    assert cast.state == "submitted"
    office.opens_mail("challenge_key_turned")
    office.presses("Approve for the office")
    assert cast.state == "published"
    partner.opens_mail("challenge_published")
    expect(partner.page.get_by_role("heading", level=1)).to_have_text(cast.title)
