"""From a search in the catalogue to work that is handed in."""

import re

from playwright.sync_api import expect

from tests.journeys.actor import Actor
from tests.journeys.cast import PDF, PROPOSAL, SUM, TITLES, Cast

FIRST, SECOND = "Lights out at ten.", "Lights out at ten, alarms to the nurse's pocket."


def student_joins(cast: Cast) -> None:
    """From a search to a team: a new account in a domain of students, a profile, the terms."""
    student = cast.student
    student.goes("/challenges/")
    student.fills("Search challenges", TITLES[cast.language][1])
    student.main.get_by_role("searchbox").press("Enter")
    student.follows_text(cast.title)
    student.follows("Sign in to join")
    student.follows("Make an account")
    student.asks_for_account()
    student.confirms_address()
    student.sees("What stands in the way")
    student.sees("Fill in your profile: what you study, at which level, your languages.")
    fill_profile(student)

    student.fills("Name of your team", cast.team)
    student.ticks("I accept these terms")
    student.presses("Join this challenge")
    student.sees("You take part in “%(challenge)s”.", challenge=cast.title)
    student.gets_mail("challenge_joined")
    student.fills("E-mail address", cast.mate.address)
    student.presses("Invite")
    student.sees("%(address)s gets a mail with the invitation.", address=cast.mate.address)


def fill_profile(student: Actor) -> None:
    """What stands in the way is mended, and leads back to where one was."""
    student.follows("Mend this")
    student.field("Institution").select_option(label="Utrecht University")
    student.fills("Programme of study", "Science and Innovation")
    student.chooses("Level", "Master (EQF 7)")
    student.field("Discipline").select_option("0511")
    student.ticks("English", "Dutch")
    student.presses("Save and go on")


def mate_accepts(cast: Cast) -> None:
    """Somebody else comes through the mail of the team."""
    mate = cast.mate
    mate.opens_mail("team_invited")
    mate.follows("Make an account")
    mate.asks_for_account()
    mate.confirms_address()
    mate.sees("You cannot accept now")
    fill_profile(mate)
    mate.ticks("I accept these terms")
    mate.presses("Join the team")
    cast.student.opens_mail("team_joined")
    cast.student.sees_text(mate.name)
    assert _members(cast) == sorted([cast.student.address, mate.address])


def _members(cast: Cast) -> list[str]:
    return sorted(
        cast.database.rows(
            """SELECT u.email FROM challenges_participation p JOIN accounts_user u ON u.id = p.user_id
            JOIN challenges_challenge c ON c.id = p.challenge_id WHERE c.slug = %s""",
            cast.slug,
        )
    )


def a_question_is_answered(cast: Cast) -> None:
    """The partner answers without learning who asks."""
    student, partner = cast.student, cast.partner
    student.goes(f"/challenges/{cast.slug}/")
    student.follows("All questions, and ask one")
    student.fills("Your question", "May we be on the ward at night?")
    student.presses("Send the question")
    partner.opens_mail("question_asked")
    partner.sees_text("May we be on the ward at night?")
    partner.sees_nothing_of(student.name, student.address)
    partner.follows("Answer")
    partner.fills("Your answer", "Yes, two of you at a time.")
    partner.presses("Save for everyone")
    student.opens_mail("question_answered")
    student.sees_text("Yes, two of you at a time.")


def the_team_hands_in(cast: Cast) -> None:
    """The student hands in a text and a file; the mate mends the text and hands in again."""
    student, mate = cast.student, cast.mate
    student.goes(f"/challenges/{cast.slug}/team/")
    student.follows("Write and hand in", PROPOSAL)
    student.fills("Your team's text", FIRST)
    expect(student.page.locator("#saved")).to_contain_text(re.compile(r"\d\d:\d\d"))
    with student.page.expect_navigation():
        student.field("Add files").set_input_files({"name": "plan.pdf", "mimeType": "application/pdf", "buffer": PDF})
    student.presses("Hand in version %(version)s", version=1)
    student.sees("Version %(version)s of “%(title)s” is handed in", version=1, title=PROPOSAL)
    student.unfolds("Checksums in full")
    student.sees_text(SUM)
    assert SUM in student.gets_mail("submission_received")

    mate.opens_mail("submission_received")
    mate.follows("Back to your work")
    mate.fills("Your team's text", SECOND)
    mate.presses("Hand in version %(version)s", version=2)
    mate.sees("This version counts")
    student.opens_mail("submission_received")
    student.sees("Version %(version)s of “%(title)s” is handed in", version=2, title=PROPOSAL)
    assert _versions(cast) == [(1, student.address, FIRST), (2, mate.address, SECOND)]


def _versions(cast: Cast) -> list[tuple[int, str, str]]:
    return cast.database.rows(
        """SELECT s.version, u.email, s.text FROM challenges_submission s JOIN challenges_milestone m ON m.id = s.milestone_id
        JOIN challenges_challenge c ON c.id = m.challenge_id JOIN accounts_user u ON u.id = s.handed_in_by_id
        WHERE c.slug = %s ORDER BY s.version""",
        cast.slug,
    )
