"""From the deadline to the released result, and to what everyone may know."""

import re

from playwright.sync_api import expect

from tests.journeys.cast import Cast

# Levels of the common rubric, of four each: with its weights 7.6 of 10.
GIVEN = {"Understanding of the problem": 3, "Evidence": 4, "Use of disciplines": 2, "Feasibility and effect": 3}


def office_asks_the_reviewer(cast: Cast) -> None:
    """After the deadline: a coach for the team, a reviewer for its work."""
    office, team = cast.office, cast.team
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
        cast.team,
        "plan.pdf",
    ]
    reviewer.opens_mail("review_assigned")
    reviewer.sees_nothing_of(*hidden)
    reviewer.follows_text(reviewer.says("Team %(bird)s", bird=_bird(cast)))
    reviewer.sees_text("alarms to the nurse's pocket")
    for criterion, points in GIVEN.items():
        group = reviewer.main.get_by_role("group", name=re.compile(rf"^{reviewer.says(criterion)}"))
        group.locator("label").filter(has_text=f"{points} · ").click()
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
    visitor, names = cast.visitor, (cast.student.name, cast.mate.name, cast.team)
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
