"""What a moment opens and closes: release, consent, the end of a role, leaving a team, a review that is taken back."""

import datetime as dt
from collections.abc import Iterable

import pytest

from accounts.actions import privacy, roles
from accounts.enums import Role
from accounts.models import User
from challenges.actions import assigning, joining, releasing
from challenges.models import Challenge, Review
from tests.leaks.addresses import of_a_challenge, secret_links
from tests.leaks.reader import Reader
from tests.world import World, words
from tests.world.people import NAMES

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def seen_by(user: User | None, challenge: Challenge, of: Iterable[str], urls: Iterable[str] = ()) -> set[str]:
    """Which of these words somebody finds in everything about a challenge, its files included, or in these addresses."""
    reader = Reader(user, of).walk(urls or ["/me/", "/reviews/", *of_a_challenge(challenge)], onward=False, post=False)
    return {word for word in of if word.lower() in reader.seen}


def test_release_opens_the_feedback_to_the_team_and_the_work_to_the_partner(made: World) -> None:
    people, challenge = made.people, made.cases.reviewing
    said, draft, file = words.REVIEW_COMMENT, words.DRAFT_REVIEW_COMMENT, words.REVIEWED_FILE
    for_team = [said, words.REVIEW_REMARK, draft, words.DRAFT_REVIEW_REMARK, *_names("reviewer", "second_reviewer")]
    for_partner = [*for_team, file, words.TEAM, *_names("student_in", "teammate")]
    assert seen_by(people.student_in, challenge, for_team) == set()
    assert seen_by(people.faculty_owner, challenge, for_team) == set()
    assert seen_by(people.editor, challenge, for_partner) == set()
    releasing.release(milestone=made.cases.assessed("reviewing"), despite_gaps=True, by=people.coordinator, now=made.now)
    assert seen_by(people.student_in, challenge, for_team) == {said, words.REVIEW_REMARK}
    assert seen_by(people.faculty_owner, challenge, for_team) == {said, words.REVIEW_REMARK}
    assert seen_by(people.other_member, challenge, for_team) == set()
    assert seen_by(people.editor, challenge, for_partner) == {file}
    assert seen_by(people.other_editor, challenge, for_partner) == set()
    assert seen_by(None, challenge, for_partner) == set()


def test_consent_names_who_gave_it_once_all_results_are_out_and_no_longer_than_it_lasts(made: World) -> None:
    people, released, reviewing = made.people, made.cases.released, made.cases.reviewing
    secrets = [words.TEAM, words.OTHER_TEAM, *_names("student_in", "teammate", "other_member")]
    readers = (None, people.editor, people.reviewer, people.other_member)
    own = {words.OTHER_TEAM, *_names("other_member")}

    def seen(challenge: Challenge) -> list[set[str]]:
        here = f"/challenges/{challenge.slug}/"
        reviews = Review.objects.filter(submission__team__challenge=challenge)
        urls = [
            here,
            f"{here}teams/",
            f"{here}teams/{words.PSEUDONYM.lower()}/",
            f"{here}results/",
            *(f"/reviews/{one.pk}/" for one in reviews),
        ]
        found = [seen_by(user, challenge, secrets, urls) for user in readers]
        assert own <= found.pop()
        return found

    assert seen(released) == [set(), set(), set()]
    privacy.choose_naming(user=people.student_in, named=True, now=made.now)
    assert seen(released) == [set(), {*_names("student_in")}, set()]
    privacy.choose_naming(user=people.teammate, named=True, now=made.now)
    everyone = {words.TEAM, *_names("student_in", "teammate")}
    assert seen(released) == [everyone, everyone, everyone]
    assert seen(reviewing) == [set(), set(), set()]
    privacy.choose_naming(user=people.teammate, named=False, now=made.now)
    assert seen(released) == [set(), {*_names("student_in")}, set()]


@pytest.mark.parametrize("who", ["reviewer", "coach", "faculty_owner", "coordinator"])
def test_what_a_role_opened_closes_with_it(made: World, who: str) -> None:
    people, challenge = made.people, made.cases.reviewing
    user: User = getattr(people, who)
    role = Role.COORDINATOR if who == "coordinator" else Role.FACULTY
    behind = [words.REVIEWED_FILE, words.REVIEW_COMMENT, *_names("student_in", "teammate", "second_reviewer"), words.STUDY]
    assert seen_by(user, challenge, behind) & {words.REVIEWED_FILE}
    roles.revoke(grant=user.role_grants.get(role=role), by=people.administrator, now=made.now, reason="Left.")
    assert seen_by(user, challenge, behind) == set()


def test_what_a_membership_opened_closes_with_it(made: World) -> None:
    people = made.people
    behind = [words.RELEASED_FILE, words.PSEUDONYM]
    assert seen_by(people.editor, made.cases.released, behind) == set(behind)
    people.editor.memberships.all().delete()
    assert seen_by(people.editor, made.cases.released, behind) == set()
    assert seen_by(people.editor, made.cases.draft, ["Lummelvracht"]) == set()


def test_who_left_a_team_reads_its_work_no_more(made: World) -> None:
    people, work, challenge = made.people, made.work, made.cases.running
    inside = [words.DRAFT_TEXT, words.HANDED_IN_TEXT, words.DRAFT_FILE, words.STUDY, words.OPEN_TEAM_ADDRESS]
    assert seen_by(people.teammate, challenge, inside) == set(inside)
    joining.leave(team=work.team, by=people.teammate, now=made.now)
    assert seen_by(people.teammate, challenge, inside) == set()


def test_who_need_not_review_any_more_reads_the_work_no_more(made: World) -> None:
    people, challenge = made.people, made.cases.reviewing
    behind = [words.REVIEWED_FILE, words.DRAFT_REVIEW_COMMENT]
    assert seen_by(people.second_reviewer, challenge, behind) == set(behind)
    assigning.withdraw(review=made.work.draft_review, by=people.coordinator, now=made.now)
    assert seen_by(people.second_reviewer, challenge, behind) == set()


def test_a_link_tells_who_asks_and_never_whom(made: World) -> None:
    inside = [words.TEAM, *_names("student_in", "owner"), *(value for name, value in vars(words).items() if name.endswith("_ADDRESS"))]
    for user in (None, made.people.stranger):
        links = secret_links(made)
        found = [
            {word for word in inside if word.lower() in Reader(user, inside).walk([url], onward=False, post=False).seen} for url in links
        ]
        opened = [(links.index(url), seen) for url, seen in zip(links, found, strict=True) if seen]
        assert opened == [(0, {words.TEAM}), (1, {words.TEAM, *_names("student_in")}), (6, {*_names("owner")})]


def _names(*keys: str) -> list[str]:
    return [word for key in keys for word in NAMES[key][0].split()]
