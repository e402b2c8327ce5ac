"""Ids in forms: one of somebody else's is refused like one that nobody has."""

from collections.abc import Callable
from typing import Any

import pytest
from django import forms

from challenges.models import Criterion, RubricLevel
from tests.access.conftest import Scene
from tests.access.lines import Line, lines
from tests.access.snapshot import counters, difference, everything, set_counters
from tests.access.things import not_there

pytestmark = pytest.mark.django_db
Foreign = Callable[[Any], list[Any]]


def _far_levels(world: Any) -> list[Any]:
    return [RubricLevel.objects.filter(criterion__challenge=world.cases.released)[0]]


NOBODY = "nobody-has-this@example.org"
# Who posts to which line, the field, and what somebody else's would be in it.
CHOICES: list[tuple[str, str, str, Foreign]] = [
    ("c", "review_assign slug=reviewing", "submissions", lambda w: [w.work.submission, w.work.released_submission]),
    ("c", "review_assign slug=reviewing", "people", lambda w: [w.people.student_in, w.people.owner, w.people.administrator]),
    ("c", "team_coach slug=running pk=other_team", "team-{pk}-coach", lambda w: [w.people.student_in, w.people.owner]),
    ("c", "challenge_teams_spread slug=running", "coaches", lambda w: [w.people.student_in, w.people.owner]),
    ("c", "challenge_name_owner slug=waiting", "owner", lambda w: [w.people.student_in, w.people.coordinator]),
    ("f", "challenge_hand_over slug=running", "address", lambda w: [w.people.student_in.email, w.people.owner.email]),
    ("e", "challenge_new", "organisation", lambda w: [w.other_organisation]),
    ("e", "challenge_new", "source", lambda w: [w.cases.other_open, w.cases.other_draft]),
    ("e", "challenge_edit slug=open section=times", "milestones-0-pk", lambda w: [w.cases.assessed("other_open")]),
    ("e", "challenge_edit slug=open section=rubric", "criteria-0-pk", lambda w: [w.cases.other_open.criteria.first()]),
    ("i", "team_hand_over slug=running", "captain", lambda w: [w.people.student_in, w.people.other_member, w.people.former_member]),
    ("i", "submission_work slug=running pk=first", "remove", lambda w: [w.work.other_file.key, w.work.far_file.key]),
    ("i", "notifications_read", "notification", lambda w: [w.talk.other_notification]),
    (
        "r",
        "review_detail pk=assigned_review",
        "level_{criterion}",
        lambda w: [RubricLevel.objects.filter(criterion__challenge=w.cases.released)[0]],
    ),
    (
        "r",
        "review_draft pk=assigned_review",
        "level_{criterion}",
        lambda w: [RubricLevel.objects.filter(criterion__challenge=w.cases.released)[0]],
    ),
]
# Whom one invites is not told apart by whether they have an account.
ADDRESSES = [
    ("i", "team_invite slug=running", lambda w: [w.people.owner.email, w.people.solo_student.email]),
    ("c", "organisation_staff slug=own_organisation", lambda w: [w.people.student_in.email, w.people.other_editor.email]),
]
FREE = {("BasicsForm", "programme"), ("ProgrammeForm", "host"), ("StudentForm", "student_institution")}
FREE |= {("ProfileForm", "institution"), ("ProfileForm", "faculty")}
FREE |= {("JoiningForm", "eligible_institutions"), ("JoiningForm", "eligible_faculties")}
LIMITED = {("NewForm", "organisation"), ("NewForm", "source"), ("NameOwnerForm", "owner")}


def _line(text: str) -> Line:
    return next(line for line in lines() if str(line) == text)


def _value(thing: Any) -> Any:
    return getattr(thing, "pk", thing)


def _same(one: bytes, other: bytes, *typed: object) -> bool:
    """Whether two lines of a page say the same, apart from what was typed."""
    said, also_said = (str(value).encode() for value in typed)
    return one == other or one == other.replace(also_said, said)


@pytest.mark.parametrize(("role", "text", "name", "foreign"), CHOICES, ids=[f"{text} {name}" for _role, text, name, _foreign in CHOICES])
def test_a_choice_of_somebody_elses_is_refused_like_none(role: str, text: str, name: str, foreign: Foreign, scene: Scene):
    line, before, stood = _line(text), everything(), counters()
    meant, form = scene.meant(line), scene.form(line, role)
    review = meant.get("pk")
    criterion = Criterion.objects.filter(challenge=review.submission.milestone.challenge).first() if "{criterion}" in name else None
    name = name.format(pk=getattr(review, "pk", ""), criterion=getattr(criterion, "pk", ""))
    url = scene.address(line.view, meant)

    def answer(value: Any) -> tuple[Any, Any]:
        data = {**form, name: [value] if isinstance(form.get(name), list) else value}
        set_counters(stood)
        seen = scene.walker(role).ask("POST", url, data, look=everything)
        status, headers, body = seen.told_apart_by(url)
        return (status, headers, difference(before, seen.looked)), body.split(b"\n")

    none = NOBODY if name == "address" else not_there("key") if name == "remove" else not_there("pk")
    expected, page = answer(none)
    for thing in foreign(scene.world):
        found, shown = answer(_value(thing))
        assert found == expected, thing
        assert [pair for pair in zip(shown, page, strict=True) if not _same(*pair, _value(thing), none)] == [], thing


@pytest.mark.parametrize(("role", "text", "addresses"), ADDRESSES, ids=[text for _role, text, _addresses in ADDRESSES])
def test_who_invites_does_not_learn_who_has_an_account(role: str, text: str, addresses: Callable[[Any], list[str]], scene: Scene):
    line = _line(text)
    url = scene.address(line.view, scene.meant(line))

    def answer(email: str) -> Any:
        return scene.walker(role).ask("POST", url, {**scene.form(line, role), "email": email}).told_apart_by(url, email)

    for email in addresses(scene.world):
        assert answer(email) == answer(NOBODY)


def test_no_form_chooses_among_rows_unknown_to_this_list():
    def below(kind: type) -> set[type]:
        return {kind}.union(*(below(one) for one in kind.__subclasses__()))

    ours = [one for one in below(forms.BaseForm) if one.__module__.partition(".")[0] in {"accounts", "partners", "challenges"}]
    among = {
        (form.__name__, name)
        for form in ours
        if ".forms" in form.__module__
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.ModelChoiceField)
    }
    assert among == FREE | LIMITED
