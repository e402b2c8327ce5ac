"""With the keyboard alone, on a screen as small as they come, in the dark, without a script."""

from playwright.sync_api import Locator

from tests.journeys.actor import Actor
from tests.journeys.keyboard import Keyboard

SMALL = {"width": 320, "height": 640, "color_scheme": "dark"}
CASE = "/challenges/the-bin-beside-the-operating-table/"
WORK = "We counted for a week what goes into the bin."


def test_a_student_joins_and_hands_in_with_the_keyboard_on_a_small_screen_without_script(actor, database):
    student = actor("Charlie Demo New", "new-student@students.example.org", java_script_enabled=False, **SMALL)
    keyboard = Keyboard(student)
    student.goes(f"{CASE}join/")
    keyboard.enters(link(student, "Sign in"))
    keyboard.types(student.field("E-mail address"), student.address)
    keyboard.types(student.field("Password"), "demo-only-2026")
    keyboard.enters(student.button("Sign in"))

    keyboard.enters(link(student, "Mend this"))
    keyboard.types(student.field("Institution"), "Utrecht U")
    keyboard.types(student.field("Programme of study"), "Science and Innovation")
    keyboard.types(student.field("Level"), "Master")
    keyboard.types(student.field("Discipline"), "Biology")
    keyboard.ticks(student.main.get_by_role("checkbox", name="English", exact=True))
    keyboard.enters(student.button("Save and go on"))

    keyboard.ticks(student.main.get_by_role("radio", name="Alone", exact=True))
    keyboard.ticks(student.main.get_by_role("checkbox", name="I accept these terms", exact=True))
    keyboard.enters(student.button("Join this challenge"))

    keyboard.enters(student.main.get_by_role("link", name="Write and hand in").first)
    keyboard.types(student.main.get_by_label("Your text"), WORK)
    keyboard.enters(student.button("Hand in version %(version)s", version=1))
    student.sees("This version counts")
    assert database.rows("SELECT version FROM challenges_submission WHERE text = %s", WORK) == [1]


def link(actor: Actor, words: str) -> Locator:
    return actor.main.get_by_role("link", name=actor.says(words), exact=True).first
