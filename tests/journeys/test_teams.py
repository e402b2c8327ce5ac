"""Students make teams: one finds a team through the board, and a team that is not what the challenge asks for is helped to be so.

People of the demo data: who leads which team, and who studies what, stands in `challenges/management/demo/board.py` and the cases.
"""

import pytest
from playwright.sync_api import expect

from tests.journeys.actor import Actor

MEDICINE = "the-medicine-that-came-back"
BIN = "the-bin-beside-the-operating-table"


@pytest.fixture
def demo(actor, database):
    """Signs somebody of the demo data in, by the number in their address; they have to read the language that is given."""

    def make(number: int, language: str, **options: object) -> Actor:
        address = f"student-{number:03d}@students.example.org"
        name, speaks = database.one("SELECT name, language FROM accounts_user WHERE email = %s", address)
        assert speaks == language
        found: Actor = actor(name, address, language, **options)
        found.goes("/accounts/login/")
        found.signs_in()
        return found

    return make


# Language, who looks, the captain, the team: seeker and captain study in different broad fields.
@pytest.mark.parametrize(
    ("language", "seeker", "captain", "team"), [("en", 83, 259, "Open Margin"), ("nl", 333, 52, "Other Compass")], ids=["en", "nl"]
)
def test_a_student_finds_a_team_through_the_board(demo, language, seeker, captain, team):
    student, leader = demo(seeker, language, width=320), demo(captain, language)

    student.goes(f"/challenges/{MEDICINE}/")
    student.follows("Look for a team on the board")
    student.fills("What I bring", "I draw what others say.")
    student.presses("Put it on the board")
    student.sees("You are on the board.")
    student.follows("Ask to join", team)
    student.fills("Why you, and what you bring", "You need somebody who draws.")
    student.ticks("I accept these terms")
    student.presses("Send the request")
    student.sees("The team “%(team)s” is asked. You hear as soon as it answers.", team=team)
    student.sees_text("You need somebody who draws.")

    leader.opens_mail("join_requested")
    leader.sees_text("You need somebody who draws.")
    leader.presses("Take in")
    leader.sees("%(name)s is in the team.", name=student.name)

    student.opens_mail("join_request_accepted")
    student.sees_text(team)
    student.follows("Board")
    assert student.page.locator("#own-card").inner_text() == student.says("Your team on the board")
    _no_address(student, leader)


# Language, the captain of a team of one broad field, two or one of that field who come by the link, somebody of another on the board.
@pytest.mark.parametrize(
    ("language", "slug", "captain", "alike", "other"),
    [("en", BIN, 433, (139, 496), 16), ("nl", MEDICINE, 647, (486,), 12)],
    ids=["en: full", "nl: with a place"],
)
def test_a_team_of_four_with_a_wrong_composition_is_helped_to_a_right_one(demo, language, slug, captain, alike, other):
    leader, missing = demo(captain, language), demo(other, language)
    rest = [demo(number, language) for number in alike]

    leader.goes(f"/challenges/{slug}/team/")
    if len(alike) == 2:
        # A place is offered to somebody who does not answer.
        leader.presses("Withdraw")
    leader.presses("Make a link")
    link = leader.main.locator("#link code").inner_text()
    for one in rest:
        one.goes(link)
        one.ticks("I accept these terms")
        one.presses("Join the team")
    leader.goes(f"/challenges/{slug}/team/")
    expect(leader.section("Members").get_by_role("heading", level=3)).to_have_count(4)
    leader.sees("On the board, this would be brought by: %(names)s.", names=_helpers(leader, slug))
    assert missing.name in leader.section("Composition").inner_text()

    if len(alike) == 2:
        # Four are the most here, so one of them makes place.
        rest[1].unfolds("Leave this challenge")
        rest[1].presses("Leave")
    leader.follows("Board")
    leader.follows("Introduce your team", missing.name)
    leader.fills("Your words", "We are four of one kind.")
    leader.presses("Send")
    leader.sees("Your words are on their way; you are told what the answer is.")

    missing.opens_mail("introduction_made")
    missing.sees_text("We are four of one kind.")
    missing.presses("Yes")
    missing.sees("You said yes; here is the team's invitation.")
    missing.follows("Look at the invitation", _team(leader))
    missing.ticks("I accept these terms")
    missing.presses("Join the team")

    leader.opens_mail("team_joined")
    leader.sees("The team is made of what this challenge asks.")
    _no_address(missing, leader)


def _helpers(leader: Actor, slug: str) -> str:
    """Who is named on the page of the team, as it says it."""
    hint = leader.section("Composition").locator(".hint").last.inner_text()
    return hint.partition(": ")[2].rstrip(".")


def _team(leader: Actor) -> str:
    """The name of the leader's team."""
    name: str = leader.database.one(
        """SELECT t.name FROM challenges_team t JOIN challenges_participation p ON p.team_id = t.id JOIN accounts_user u ON u.id = p.user_id
        JOIN challenges_challenge c ON c.id = p.challenge_id WHERE u.email = %s AND p.left_at IS NULL AND c.slug IN (%s, %s)""",
        leader.address,
        MEDICINE,
        BIN,
    )
    return name


def _no_address(*people: Actor) -> None:
    """Nobody has read another's address, on a page or in a mail."""
    for reader in people:
        for other in people:
            assert reader is other or other.address not in "\n".join(reader.read)
