"""Every id, slug, token and key in an address, swapped for one of somebody else's: the answer is that for what does not exist."""

from collections.abc import Iterator

import pytest

from tests.access.conftest import Scene
from tests.access.foreign import others
from tests.access.lines import Line, lines
from tests.access.roles import ROLES
from tests.access.things import not_there

pytestmark = pytest.mark.django_db
MOST = 4
PROPOSAL_STEPS = ("", "_compare", "_move", "_pin", "_gone", "_undo", "_solve", "_publish")
# Parameters that lead to nothing of somebody else's: the office reaches every row, pages of organisations and programmes are public, and
# some are no object at all.
FOREIGN_TO_NOBODY = {
    *((view, "pk") for view in ("person_detail", "role_grant", "role_confirm", "role_refuse", "role_revoke", "mail_detail", "mail_retry")),
    *((view, "slug") for view in ("programme_detail", "programme_office_edit", "organisation_detail", "organisation_logo")),
    *((f"programme_{view}", "slug") for view in ("join", "wishes", "leave", "students", "student_list")),
    *((f"programme_list_{view}", name) for view in ("plan", "confirm", "forget", "remove") for name in ("slug", "pk")),
    *((view, "slug") for view in ("challenge_teams", "challenge_teams_spread", "review_assign", "release_page", "outcome")),
    *((view, "slug") for view in ("application_decide", "confidence", "confidence_kinds", "confidence_kind_remove")),
    *(("challenge_let_in", "slug"), ("challenge_let_in_back", "pk"), ("prerequisite_met", "pk")),
    ("challenge_line", "slug"),
    *((view, "slug") for view in ("challenge_name_owner", "challenge_approve_as_office")),
    *((view, "version") for view in ("submission_receipt", "team_receipt", "challenge_card", "site_card")),
    ("challenge_edit", "section"),
    ("removal_decide", "pk"),
    # One challenge of the world has a board with people on it, and one edition takes confidence.
    *((f"board_{view}", "pk") for view in ("answer", "introduce", "remove_person", "report_introduction", "report_person")),
    ("confidence_kind_remove", "pk"),
    # The office alone forms teams, and reaches every run and proposal.
    *((view, "slug") for view in ("matching", "matching_change", "matching_pairs")),
    *((f"matching_{view}", name) for view in ("pair_remove", "run", "run_stop") for name in ("slug", "pk")),
    *((f"proposal{step}", name) for step in PROPOSAL_STEPS for name in ("slug", "pk")),
    ("proposal_compare", "other"),
}
# What does not exist is answered with a page by these: a link that does not work any more, and a picture's newest address.
ANSWER_ANYWAY = {("account_confirm_email", "key"), ("challenge_card", "version"), ("site_card", "version")}
ANSWER_ANYWAY |= {("account_reset_password_from_key", name) for name in ("uidb36", "key")}


def _reached(role: str) -> list[Line]:
    """For each view with something in its address the first line by which this role comes to a page or gets something done."""
    found: dict[str, Line] = {}
    for line in lines():
        if line.words and (line.get[role] not in "4m" or line.post[role] not in "4m"):
            found.setdefault(line.view, line)
    return list(found.values())


def _requests(line: Line, role: str) -> Iterator[tuple[str, dict[str, str]]]:
    if line.get[role] != "m":
        yield "GET", {}
        if line.view.endswith(("_file", "_download")):
            yield "HEAD", {}
            yield "GET", {"Range": "bytes=0-3"}
    if line.post[role] != "m":
        yield "POST", {}


@pytest.mark.parametrize("role", ROLES)
def test_what_is_not_ones_own_is_as_if_it_did_not_exist(role: str, scene: Scene):
    wrong = [found for line in _reached(role) for parameter in line.words for found in _swap(scene, line, parameter, role)]
    assert wrong == []


def _swap(scene: Scene, line: Line, parameter: str, role: str) -> list[str]:
    meant, walker, found = scene.meant(line), scene.walker(role), []
    foreign = others(scene, role, line, parameter)
    for method, headers in _requests(line, role):
        data = scene.form(line, role) if method == "POST" else None

        def answer(thing: object) -> tuple[object, str]:
            url = scene.address(line.view, {**meant, parameter: thing})
            seen = walker.ask(method, url, data, **headers)  # noqa: B023 - used at once
            return seen.told_apart_by(url), seen.letter

        nothing, letter = answer(not_there(parameter))
        shown = (line.post if method == "POST" else line.get)[role]
        if letter not in ("s4" if shown == "s" else "4") and (line.view, parameter) not in ANSWER_ANYWAY:
            found.append(f"{method} {line}: {letter} for a {parameter} that nothing has")
        found += [f"{method} {line}: {parameter} of {thing!r}" for thing in foreign[:MOST] if answer(thing)[0] != nothing]
    return found


def test_every_address_has_been_swapped(scene: Scene):
    """Each parameter of each view was tried with something that exists and belongs to somebody else."""
    reached = [(role, line, parameter) for role in ROLES for line in _reached(role) for parameter in line.words]
    tried = {(line.view, parameter) for role, line, parameter in reached if role != "v" and others(scene, role, line, parameter)}
    there = {(line.view, parameter) for line in lines() for parameter in line.words}
    assert there - tried == FOREIGN_TO_NOBODY
