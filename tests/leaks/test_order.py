"""Nothing on a page follows from who somebody is whose name is hidden there: with other names the same pages come, byte for byte.

So no order, count, page, address or file name gives a hidden name away. Both the names and the rows behind them change places.
"""

from collections.abc import Iterable

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat

from accounts.models import Profile, User
from challenges.actions import marks, releasing, reviews, wishes
from challenges.enums import RunState
from challenges.models import Challenge, Draft, MatchingRun, Participation, Proposal, Review, Submission, Team, WorkFile
from tests.challenges.scenes import judgement
from tests.factories import enrol, published_challenge
from tests.leaks.addresses import of_a_challenge
from tests.leaks.reader import Reader, undone
from tests.world import World

pytestmark = pytest.mark.django_db
COMMON = ("/", "/challenges/", "/me/", "/me/notifications/", "/reviews/", "/reviews/?show=done", "/sitemap.xml", "/feeds/challenges.atom")


def pages_of(readers: dict[str, Reader], urls: list[str]) -> dict[tuple[str, str], str]:
    """Every page of these readers among the addresses, as it stands now."""
    found = {}
    for name, reader in readers.items():
        reader.pages.clear()
        reader.forget()
        with undone(reader.client):
            reader.walk(urls, post=False, onward=False)
        found.update({(name, url): page for url, page in reader.pages.items()})
    return found


def of_work(made: World) -> list[str]:
    """What there is about work that is reviewed and work that was released, and what everybody has."""
    return [*COMMON, *of_a_challenge(made.cases.reviewing), *of_a_challenge(made.cases.released)]


def swap(model: type, field: str, one: User, other: User, meanwhile: User) -> None:
    """Put each of two people where the other stood. A third one, who stands nowhere here, keeps unique rows apart."""
    for before, after in ((one, meanwhile), (other, one), (meanwhile, other)):
        model.objects.filter(**{field: before}).update(**{field: after})  # type: ignore[attr-defined]


def rename(people: Iterable[User]) -> None:
    """Everybody gets the name and the address of the next one."""
    mine = list(people)
    known = [(one.name, one.email) for one in mine]
    User.objects.filter(pk__in=[one.pk for one in mine]).update(email=Concat(F("email"), Value(".before")))
    for one, (name, email) in zip(mine, [*known[1:], known[0]], strict=True):
        User.objects.filter(pk=one.pk).update(name=name, email=email)


def test_who_reviewed_moves_nothing_for_students_partners_and_guides(made: World) -> None:
    people = made.people
    release_two_reviews(made)
    names = ("student_in", "other_member", "editor", "faculty_owner")
    readers = {name: Reader(getattr(people, name), []) for name in names} | {"visitor": Reader(None, [])}
    before = pages_of(readers, of_work(made))
    assert "Reviewer 2" in before["student_in", f"/challenges/{made.cases.reviewing.slug}/results/"]
    rename([people.reviewer, people.second_reviewer, people.faculty])
    swap(Review, "reviewer", people.reviewer, people.second_reviewer, people.faculty)
    assert different(before, pages_of(readers, of_work(made))) == []


def test_who_took_part_moves_nothing_for_reviewers_and_partners_before_consent(made: World) -> None:
    people = made.people
    names = ("reviewer", "editor")
    readers = {name: Reader(getattr(people, name), []) for name in names} | {"visitor": Reader(None, [])}
    before = pages_of(readers, of_work(made))
    team = made.work.released_team
    assert ("editor", f"/challenges/{made.cases.released.slug}/teams/{team.pseudonym.lower()}/") in before
    assert ("reviewer", f"/reviews/{made.work.released_review.pk}/") in before
    change_the_students(made)
    assert different(before, pages_of(readers, of_work(made))) == []


def test_what_somebody_wishes_moves_nothing_for_anybody_but_them_and_the_office(made: World) -> None:
    people, edition = made.people, made.edition
    enrol(edition, people.student_out)
    more = [published_challenge(programme=edition, title=f"Keuze {number}") for number in range(3)]
    names = ("student_out", "other_member", "editor", "mentor", "faculty_owner", "coach", "reviewer", "coordinator", "student_in")
    readers = {name: Reader(getattr(people, name), []) for name in names} | {"visitor": Reader(None, [])}
    urls = [*COMMON, *(f"/challenges/{one.slug}/{end}" for one in (made.cases.wished, *more) for end in ("", "join/"))]
    urls += [f"/programmes/{edition.slug}/{end}" for end in ("", "join/", "wishes/")] + [f"/manage/programmes/{edition.slug}/students/"]
    before = pages_of(readers, urls)
    given = {one.pk: place for place, one in enumerate(more, 1)}
    wishes.save(programme=edition, wishes=given, by=people.student_in, now=made.now)
    moved = different(before, pages_of(readers, urls))
    assert {name for name, _url in moved} == {"coordinator", "student_in"}


def test_what_somebody_says_in_confidence_moves_nothing_for_anybody_but_them(made: World) -> None:
    people, edition = made.people, made.edition
    names = (
        "teammate",
        "student_out",
        "other_member",
        "editor",
        "mentor",
        "faculty_owner",
        "coach",
        "reviewer",
        "coordinator",
        "student_in",
    )
    readers = {name: Reader(getattr(people, name), []) for name in names} | {"visitor": Reader(None, [])}
    running, wished = (f"/challenges/{one.slug}/" for one in (made.cases.running, made.cases.wished))
    urls = [*COMMON, "/me/privacy/", "/manage/", f"{running}board/", f"{running}team/", wished, f"{wished}board/"]
    urls += [f"/programmes/{edition.slug}/{end}" for end in ("", "wishes/", "confidence/")]
    urls += [f"/manage/programmes/{edition.slug}/{end}" for end in ("", "students/", "confidence/")] + [
        f"/manage/people/{people.student_in.pk}/"
    ]
    urls += _of_a_proposal(made)
    before = pages_of(readers, urls)
    assert ("coordinator", urls[-1]) in before
    marks.give(programme=edition, kinds=[], consents=False, by=people.student_in, now=made.now)
    moved = different(before, pages_of(readers, urls))
    assert moved == [("student_in", "/me/privacy/"), ("student_in", f"/programmes/{edition.slug}/confidence/")]


def _of_a_proposal(made: World) -> list[str]:
    """The office's pages of a proposal that puts `student_in` into a team alone."""
    at = {"asked_at": made.now, "ended_at": made.now}
    run = MatchingRun.objects.create(programme=made.edition, state=RunState.FOUND, weights={"wishes": 1}, **at)
    found = Proposal.objects.create(run=run, most=9, created_at=made.now)
    one = made.edition.enrolments.get(user=made.people.student_in)
    found.places.create(enrolment=one, challenge=made.cases.wished, number=1)
    here = f"/manage/programmes/{made.edition.slug}/teams/"
    return [here, f"{here}pairs/", f"{here}runs/{run.pk}/", f"{here}{found.pk}/", f"{here}{found.pk}/?move={one.pk}"]


def release_two_reviews(made: World) -> None:
    """The feedback of two reviewers on one work, side by side."""
    given = judgement(made.cases.reviewing, 4, comment="Bright.")
    reviews.submit(review=made.work.draft_review, judgement=given, by=made.people.second_reviewer, now=made.now)
    releasing.release(milestone=made.cases.assessed("reviewing"), despite_gaps=True, by=made.people.coordinator, now=made.now)


def change_the_students(made: World) -> None:
    """Other names, studies, team names and file names; and the people of the two teams have changed places."""
    people = made.people
    rename([people.student_in, people.teammate, people.other_member, people.other_teammate, people.student_out])
    for profile in Profile.objects.all():
        Profile.objects.filter(pk=profile.pk).update(programme_of_study=f"Study {-profile.pk}", introduction="Another.", skills="Others")
    for team in Team.objects.all():
        Team.objects.filter(pk=team.pk).update(name=f"Called {1000 - team.pk}")
    for file in WorkFile.objects.all():
        WorkFile.objects.filter(pk=file.pk).update(name=f"{1000 - file.pk}.txt")
    for model, field in (
        (Participation, "user"),
        (Submission, "handed_in_by"),
        (WorkFile, "uploaded_by"),
        (Draft, "saved_by"),
    ):
        swap(model, field, people.student_in, people.other_member, people.student_out)
    assert Challenge.objects.filter(participations__user=people.student_in, teams__name="Wissantelop").count() == 0


def different(before: dict[tuple[str, str], str], after: dict[tuple[str, str], str]) -> list[tuple[str, str]]:
    return sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
