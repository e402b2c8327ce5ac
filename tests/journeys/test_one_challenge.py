"""One challenge from its first draft to a released result, through the mails' own links, each person in a browser of their own."""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from accounts.kit.clock import AMSTERDAM
from tests.journeys.actor import Actor
from tests.journeys.database import Database

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SUM = hashlib.sha256(PDF).hexdigest()
# The office's people of the demo data, each in their own language.
OFFICE = {"en": "coordinator-1@example.org", "nl": "coordinator-2@example.org"}
TITLES = {"en": ("The ward that never sleeps", "never sleeps"), "nl": ("De afdeling die nooit slaapt", "nooit slaapt")}
PROPOSAL = "Plan for quiet nights"


@dataclass
class Cast:
    """Who takes part, and in what."""

    language: str
    office: Actor
    partner: Actor
    owner: Actor
    reviewer: Actor
    student: Actor
    mate: Actor
    visitor: Actor
    database: Database

    @property
    def title(self) -> str:
        return TITLES[self.language][0]

    @property
    def slug(self) -> str:
        return str(self.database.one("SELECT slug FROM challenges_challenge WHERE title = %s", self.title))

    @property
    def state(self) -> str:
        return str(self.database.one("SELECT state FROM challenges_challenge WHERE title = %s", self.title))


@pytest.fixture(params=["en", "nl"])
def cast(request, actor, database) -> Cast:
    language = request.param
    return Cast(
        language=language,
        office=actor("", OFFICE[language], language),
        partner=actor("Paula Partner", f"paula.{language}@pharma.example", language),
        owner=actor("Otto Ownerman", f"otto.{language}@faculty.example", language),
        reviewer=actor("Rosalind Quietreader", f"rosalind.{language}@secret-institute.example", language),
        student=actor("Saar Studentson", f"saar.{language}@students.uu.nl", language),
        mate=actor("Milan Teammate", f"milan.{language}@students.uu.nl", language),
        visitor=actor(language=language),
        database=database,
    )


def test_one_challenge_from_its_first_draft_to_a_released_result(cast):
    faculty_arrives(cast)
    partner_is_invited(cast)
    partner_writes(cast)
    both_keys_are_turned(cast)
    student_joins(cast)
    mate_accepts(cast)
    a_question_is_answered(cast)
    the_team_hands_in(cast)
    cast.database.pass_deadlines(cast.slug)
    office_asks_the_reviewer(cast)
    the_reviewer_reviews(cast)
    results_are_released(cast)
    the_reviewer_stays_unknown(cast)
    only_who_agrees_is_named(cast)


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

    student.fills("Name of your team", f"Night owls {cast.language}")
    student.ticks("I accept these terms")
    student.presses("Join this challenge")
    student.sees("You take part in “%(challenge)s”.", challenge=cast.title)
    student.gets_mail("challenge_joined")
    student.fills("E-mail address", cast.mate.address)
    student.presses("Invite")
    student.sees("%(address)s gets a mail with the invitation.", address=cast.mate.address)


def fill_profile(student: Actor) -> None:
    student.follows("Mend this")
    student.field("Institution").select_option(label="Utrecht University")
    student.fills("Programme of study", "Science and Innovation")
    student.chooses("Level", "Master (EQF 7)")
    student.field("Discipline").select_option("0511")
    student.ticks("English", "Dutch")
    student.presses("Save and go on")


def mate_accepts(cast: Cast) -> None:
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
    student.fills("Your team's text", "Lights out at ten.")
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
    mate.fills("Your team's text", "Lights out at ten, alarms to the nurse's pocket.")
    mate.presses("Hand in version %(version)s", version=2)
    mate.sees("This version counts")
    student.opens_mail("submission_received")
    student.sees("Version %(version)s of “%(title)s” is handed in", version=2, title=PROPOSAL)
    assert _versions(cast) == [
        (1, student.address, "Lights out at ten."),
        (2, mate.address, "Lights out at ten, alarms to the nurse's pocket."),
    ]


def _versions(cast: Cast) -> list[tuple[int, str, str]]:
    return cast.database.rows(
        """SELECT s.version, u.email, s.text FROM challenges_submission s JOIN challenges_milestone m ON m.id = s.milestone_id
        JOIN challenges_challenge c ON c.id = m.challenge_id JOIN accounts_user u ON u.id = s.handed_in_by_id
        WHERE c.slug = %s ORDER BY s.version""",
        cast.slug,
    )


def office_asks_the_reviewer(cast: Cast) -> None:
    """After the deadline: a coach for the team, a reviewer for its work."""
    office, team = cast.office, f"Night owls {cast.language}"
    office.goes(f"/challenges/{cast.slug}/approval/")
    office.follows("Teams")
    office.main.get_by_label(office.says("Coach of %(team)s", team=team)).select_option(label=cast.owner.name)
    office.presses("Save")
    office.sees("The coach of “%(team)s” is saved.", team=team)
    cast.owner.opens_mail("coach_named")
    cast.mate.opens_mail("team_coach_named")
    cast.mate.sees_text(cast.owner.name)

    office.follows("Reviews")
    office.main.get_by_role("checkbox", name=re.compile(f"^{cast.reviewer.name}")).check()
    office.fills("Reviewers for each submission", 1)
    office.presses("Assign")
    office.sees_text(cast.reviewer.name)


def the_reviewer_reviews(cast: Cast) -> None:
    """With the work beside the rubric, the draft kept, and nobody's name."""
    reviewer = cast.reviewer
    hidden = [one for actor in (cast.student, cast.mate) for one in (actor.name, actor.address)] + [
        f"Night owls {cast.language}",
        "plan.pdf",
    ]
    reviewer.opens_mail("review_assigned")
    reviewer.sees_nothing_of(*hidden)
    reviewer.follows_text(reviewer.says("Team %(bird)s", bird=_bird(cast)))
    reviewer.sees_text("alarms to the nurse's pocket")
    for criterion, level in (
        ("Understanding of the problem", "Sound"),
        ("Evidence", "Outstanding"),
        ("Use of disciplines", "Developing"),
        ("Feasibility and effect", "Sound"),
    ):
        group = reviewer.main.get_by_role("group", name=re.compile(rf"^{reviewer.says(criterion)}"))
        group.locator("label").filter(has_text=reviewer.says(level)).click()
    reviewer.fills("Feedback on the whole, for the team", "You listened to the night.")
    expect(reviewer.page.locator("#saved")).to_contain_text(re.compile(r"\d\d:\d\d"))
    reviewer.goes(reviewer.page.url)
    expect(reviewer.field("Feedback on the whole, for the team")).to_have_value("You listened to the night.")
    reviewer.sees_nothing_of(*hidden)
    reviewer.presses("Submit and next")
    reviewer.sees("Submitted. That was the last one: nothing is left to review.")


def _bird(cast: Cast) -> str:
    return str(
        cast.database.one(
            "SELECT t.pseudonym FROM challenges_team t JOIN challenges_challenge c ON c.id = t.challenge_id WHERE c.slug = %s", cast.slug
        )
    )


def results_are_released(cast: Cast) -> None:
    office, student = cast.office, cast.student
    office.goes(f"/manage/challenges/{cast.slug}/results/")
    office.sees("Every submission is reviewed")
    office.unfolds("Release the results")
    office.presses("Release to everybody now")

    student.opens_mail("result_released")
    score = "7.6" if cast.language == "en" else "7,6"
    student.sees("%(score)s of 10", score=score)
    student.sees_text("You listened to the night.")
    student.sees("Reviewer %(number)d", number=1)
    for criterion, points in (
        ("Understanding of the problem", 3),
        ("Evidence", 4),
        ("Use of disciplines", 2),
        ("Feasibility and effect", 3),
    ):
        meter = student.main.get_by_role("listitem").filter(has_text=student.says(criterion)).first
        expect(meter).to_contain_text(student.says("%(points)s of %(most)s", points=points, most=4))
    cast.partner.opens_mail("results_ready")
    cast.partner.sees_nothing_of(student.name, student.address, cast.mate.name, cast.mate.address, cast.reviewer.name)


def the_reviewer_stays_unknown(cast: Cast) -> None:
    """On no page and in no mail that a student has ever got; not on those that they can still open either."""
    here = f"/challenges/{cast.slug}"
    paths = [f"{here}/", f"{here}/team/", f"{here}/submissions/", f"{here}/results/", f"{here}/questions/", "/me/", "/me/notifications/"]
    for one in (cast.student, cast.mate):
        for path in paths:
            one.goes(path)
        for word in (cast.reviewer.name, cast.reviewer.address, "Quietreader", "secret-institute"):
            assert not [page for page in one.read if word in page], word


def only_who_agrees_is_named(cast: Cast) -> None:
    """The public page names the team once all of its members agree."""
    visitor, names = cast.visitor, (cast.student.name, cast.mate.name, f"Night owls {cast.language}")
    for agrees in (cast.student, cast.mate):
        visitor.goes(f"/challenges/{cast.slug}/")
        visitor.sees("What came of it")
        visitor.sees_nothing_of(*names)
        agrees.goes("/me/privacy/")
        agrees.presses("Name me in results")
        agrees.sees("You may be named in results.")
    visitor.goes(f"/challenges/{cast.slug}/")
    for name in names:
        visitor.sees_text(name)
