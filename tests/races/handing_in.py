"""Races for a team's work: drafts, files, versions, the second of the deadline."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.audit.models import Entry
from accounts.models import User
from challenges.actions import cancelling, drafts, joining, releasing, submissions, writing
from challenges.errors import NewerDraft
from challenges.models import Challenge, Draft, Milestone, Participation, Submission, Team, WorkFile
from challenges.queries.facts import FIELDS, revision
from challenges.rules.typed import MilestoneTyped
from tests.challenges.scenes import closed_scene
from tests.factories import coordinator, make_team, published_challenge, staff_of, student
from tests.races.guards import Lock
from tests.races.table import Race, guarded_by, parted, told, trail

TICK = dt.timedelta(microseconds=1)
LATE = "The deadline has passed, so this was not handed in. Your draft is kept."
RELEASED = "The results were released before this arrived, so it was not handed in. Your draft is kept."


def handing_in(
    team: Team, milestone: Milestone, by: User, now: dt.datetime | None = None, text: str = "Work.", revision: int = 0
) -> Callable[[], Submission]:
    page, now = drafts.Page(f"page-{by.pk}", revision), now or timezone.now()
    return partial(submissions.hand_in, team=team, milestone=milestone, text=text, page=page, by=by, now=now)


def with_deadline(milestone: Milestone, deadline: dt.datetime, by: User, now: dt.datetime) -> Callable[[], Challenge]:
    challenge = milestone.challenge
    typed = [
        MilestoneTyped(phase=one.phase, title=one.title, brief=one.brief, deadline=one.deadline, assessed=one.assessed, pk=one.pk)
        for one in challenge.milestones.exclude(pk=milestone.pk)
    ]
    moved = MilestoneTyped(
        phase=milestone.phase, title=milestone.title, brief=milestone.brief, deadline=deadline, assessed=milestone.assessed, pk=milestone.pk
    )
    values = {field: getattr(challenge, field) for field in FIELDS["times"]} | {"milestones": [*typed, moved]}
    read = revision(challenge, "times")
    return partial(writing.save, challenge=challenge, section="times", values=values, revision_read=read, by=by, now=now)


@guarded_by({Lock(Challenge, Team): "the loser met an error of the database instead of words"})
def last_member_leaves_and_hands_in() -> Race:
    """The last member leaves in one tab and hands in in another."""
    by = student()
    team = make_team(published_challenge(), by)

    def check(found: list[Any]) -> None:
        _done, words = parted(found)
        assert len(words) == 1
        handed = isinstance(found[0], Submission)
        assert Submission.objects.exists() == Participation.objects.active().exists() == Team.objects.exists() == handed
        assert trail() == ({"submission.handed_in": 1} if handed else {"participation.left": 1, "team.dissolved": 1})
        assert told() == ({"submission_received": 1} if handed else {})

    milestone = team.challenge.milestones.first()
    return Race([handing_in(team, milestone, by), partial(joining.leave, team=team, by=by, now=timezone.now())], check)


@guarded_by({Lock(Challenge, Team): "both left, and their work stayed behind without a person"})
def members_leave_while_one_hands_in() -> Race:
    """One member leaves while the other hands in, and leaves too in another tab."""
    one, other = student(), student()
    team = make_team(published_challenge(), one, other)

    def check(found: list[Any]) -> None:
        parted(found)
        handed, inside = isinstance(found[0], Submission), Participation.objects.active().count()
        assert Submission.objects.exists() == handed
        assert Team.objects.exists() == bool(inside)
        assert inside >= handed
        if handed:
            assert told()["submission_received"] in {1, 2}
        assert trail().get("submission.handed_in", 0) == handed

    milestone = team.challenge.milestones.first()
    leave = partial(joining.leave, team=team, now=timezone.now())
    return Race([handing_in(team, milestone, other), partial(leave, by=one), partial(leave, by=other)], check)


@guarded_by({Lock(Challenge): "work came in after the release, unseen by it"})
def deadline_against_release() -> Race:
    """Teams hand in one microsecond before, at and after the deadline, while the results are released just after it."""
    scene = closed_scene(teams=1)
    deadline, office = scene.milestone.deadline, coordinator()
    people = [student() for _ in range(3)]
    teams = [make_team(scene.challenge, by) for by in people]

    def check(found: list[Any]) -> None:
        _done, words = parted(found)
        before, at, after, released = found
        scene.milestone.refresh_from_db()
        assert (released, scene.milestone.released_at) == (None, deadline + 2 * TICK)
        assert str(after) == LATE
        assert set(words) <= {LATE, RELEASED}
        handed = [one for one in (before, at) if isinstance(one, Submission)]
        assert sorted(one.handed_in_at for one in handed) == [one.handed_in_at for one in handed if one.handed_in_at <= deadline]
        assert Submission.objects.count() == 1 + len(handed)
        assert Draft.objects.count() == 3
        assert trail() == {"results.released": 1} | ({"submission.handed_in": len(handed)} if handed else {})
        # What the release counted is what there is.
        assert Entry.objects.get(action="results.released").detail["submissions"] == Submission.objects.count()

    acts = [handing_in(team, scene.milestone, by, deadline + tick * TICK) for team, by, tick in zip(teams, people, (-1, 0, 1), strict=True)]
    release = partial(releasing.release, milestone=scene.milestone, despite_gaps=True, by=office, now=deadline + 2 * TICK)
    return Race([*acts, release], check)


@guarded_by({})
def second_of_the_deadline() -> Race:
    """Three teams hand in one microsecond before, at and after the deadline: each is decided by its own instant."""
    scene = closed_scene(teams=0)
    deadline, people = scene.milestone.deadline, [student() for _ in range(3)]
    teams = [make_team(scene.challenge, by) for by in people]

    def check(found: list[Any]) -> None:
        handed, words = parted(found)
        assert ([one.team for one in handed], words) == (teams[:2], [LATE])
        assert [one.handed_in_at for one in handed] == [deadline - TICK, deadline]
        assert Draft.objects.get(team=teams[2]).text == "Work."
        assert (told(), trail()) == ({"submission_received": 2}, {"submission.handed_in": 2})

    return Race(
        [handing_in(team, scene.milestone, by, deadline + tick * TICK) for team, by, tick in zip(teams, people, (-1, 0, 1), strict=True)],
        check,
    )


@guarded_by({})
def deadline_moves_while_one_hands_in() -> Race:
    """The deadline moves later while somebody hands in just after the present one: counted or refused, never lost."""
    scene, by = closed_scene(teams=0), student()
    team, deadline, later = make_team(scene.challenge, by), scene.milestone.deadline, timezone.now() + dt.timedelta(days=2)

    def check(found: list[Any]) -> None:
        scene.milestone.refresh_from_db()
        handed, words = parted(found[:1])
        assert isinstance(found[1], Challenge)
        assert scene.milestone.deadline == later
        assert words == [LATE] * (1 - len(handed))
        assert (Submission.objects.count(), Draft.objects.get().text) == (len(handed), "Work.")
        assert told() == {"challenge_changed": 1} | ({"submission_received": 1} if handed else {})
        assert trail() == {"challenge.changed": 1} | ({"submission.handed_in": 1} if handed else {})

    move = with_deadline(scene.milestone, later, staff_of(scene.challenge.organisation), timezone.now())
    return Race([handing_in(team, scene.milestone, by, deadline + TICK), move], check)


@guarded_by({Lock(Challenge): "the loser met an error of the database instead of words"})
def deadline_moves_while_released() -> Race:
    """The deadline moves later while the results are released."""
    scene = closed_scene(teams=1)
    later, office = timezone.now() + dt.timedelta(days=2), coordinator()

    def check(found: list[Any]) -> None:
        scene.milestone.refresh_from_db()
        done, (words,) = parted(found)
        released = bool(scene.milestone.released_at)
        assert (found[0] is None) == released == (scene.milestone.deadline != later)
        assert words == (
            "Its results have been released; this deadline stays."
            if released
            else "Teams can still hand in. Results can be released after the deadline."
        )
        assert trail() == ({"results.released": 1} if released else {"challenge.changed": 1})

    release = partial(releasing.release, milestone=scene.milestone, despite_gaps=True, by=office, now=timezone.now())
    return Race([release, with_deadline(scene.milestone, later, staff_of(scene.challenge.organisation), timezone.now())], check)


@guarded_by({})
def cancelled_while_one_hands_in() -> Race:
    """A challenge is cancelled while somebody hands in: handed in before, or refused after."""
    by = student()
    team = make_team(published_challenge(), by)

    def check(found: list[Any]) -> None:
        team.challenge.refresh_from_db()
        handed, words = parted(found[:1])
        assert (found[1], team.challenge.state) == (team.challenge, "cancelled")
        refused = "This challenge was cancelled, so nothing can be handed in. Your draft is kept."
        assert words == [refused] * (1 - len(handed))
        assert (Submission.objects.count(), Draft.objects.get().text) == (len(handed), "Work.")
        assert by.mails.filter(kind="challenge_cancelled").count() == 1
        assert by.mails.filter(kind="submission_received").count() == len(handed)

    cancel = partial(cancelling.cancel, challenge=team.challenge, reason="No data.", by=coordinator(), now=timezone.now())
    return Race([handing_in(team, team.challenge.milestones.first(), by), cancel], check)


def drafted(members: list[User]) -> Team:
    """A team whose members have all read the first text of their draft."""
    team, now = make_team(published_challenge(), *members), timezone.now()
    Draft.objects.create(team=team, milestone=team.challenge.milestones.first(), text="Work.", revision=1, saved_at=now)
    return team


@guarded_by({Lock(Challenge, Team): "the loser met an error of the database instead of words"})
def four_members_hand_in_the_same() -> Race:
    """Four members hand in the same text: one version, and every one of them gets its receipt."""
    members = [student() for _ in range(4)]
    team = drafted(members)

    def check(found: list[Any]) -> None:
        handed, words = parted(found)
        assert (handed, words) == ([Submission.objects.get()] * 4, [])
        assert (told(), trail()) == ({"submission_received": 4}, {"submission.handed_in": 1})

    return Race([handing_in(team, team.challenge.milestones.first(), by, revision=1) for by in members], check)


@guarded_by({Lock(Challenge, Team): "four versions, each on top of a text that nobody had seen"})
def four_members_hand_in_four_texts() -> Race:
    """Four members hand in four texts: one version, and three are told of the other text."""
    members = [student() for _ in range(4)]
    team = drafted(members)

    def check(found: list[Any]) -> None:
        handed, words = parted(found)
        assert (handed, len(words)) == ([Submission.objects.get()], 3)
        assert {type(one) for one in found} == {Submission, NewerDraft}
        assert Draft.objects.get().text == handed[0].text
        assert (told(), trail()) == ({"submission_received": 4}, {"submission.handed_in": 1})

    return Race([handing_in(team, team.challenge.milestones.first(), by, text=f"Text of {by.pk}.", revision=1) for by in members], check)


@guarded_by({Lock(Team): "three texts were lost without a word"})
def four_members_save_the_draft() -> Race:
    """Four members save four texts as the draft."""
    members = [student() for _ in range(4)]
    team = drafted(members)

    def check(found: list[Any]) -> None:
        saved, words = parted(found)
        draft = Draft.objects.get()
        assert (saved, draft.revision, len(words)) == ([draft], 2, 3)
        assert (saved[0].text, saved[0].saved_by) == (draft.text, draft.saved_by)
        assert {type(one) for one in found} == {Draft, NewerDraft}

    def save(by: User) -> Draft:
        page = drafts.Page(f"page-{by.pk}", 1)
        return drafts.save(
            team=team, milestone=team.challenge.milestones.first(), text=f"Text of {by.pk}.", page=page, by=by, now=timezone.now()
        )

    return Race([partial(save, by) for by in members], check)


@guarded_by({Lock(Team): "the draft had 12 files"})
def three_members_add_files() -> Race:
    """Three members add four files each to a draft that takes ten."""
    members = [student() for _ in range(3)]
    team = make_team(published_challenge(), *members)

    def check(found: list[Any]) -> None:
        added, _words = parted(found)
        assert sum(len(one.files) for one in added) == WorkFile.objects.count() == 10
        assert sum(len(one.refused) for one in added) == 2

    def add(by: User) -> drafts.Added:
        uploads = [SimpleUploadedFile(f"{by.pk}-{n}.txt", f"Notes {by.pk} {n}.".encode()) for n in range(4)]
        return drafts.add_files(team=team, milestone=team.challenge.milestones.first(), uploads=uploads, by=by, now=timezone.now())

    return Race([partial(add, by) for by in members], check)
