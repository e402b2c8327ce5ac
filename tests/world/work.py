"""Teams, what they write and hand in, and how it is judged."""

import datetime as dt
from dataclasses import dataclass

from accounts.kit.marks import mark
from accounts.models import User
from challenges.actions import (
    agreements,
    assigning,
    coaches,
    drafts,
    enrolling,
    join_requests,
    joining,
    lists,
    releasing,
    removals,
    reviews,
    rooms,
    submissions,
    team_links,
    teams,
    waitlist,
    wishes,
)
from challenges.models import (
    Challenge,
    Draft,
    JoinRequest,
    Milestone,
    Programme,
    RemovalRequest,
    Review,
    StudentList,
    Submission,
    Team,
    TeamAgreement,
    TeamFile,
    TeamInvitation,
    TeamLink,
    WorkFile,
)
from challenges.queries.lists import plan
from challenges.queries.terms import terms_of_edition
from tests.challenges.scenes import judgement
from tests.world import words
from tests.world.cases import DAY, Cases, text_file
from tests.world.people import People


@dataclass(frozen=True)
class Work:
    """What the teams have: `team` is that of `student_in`, `other_team` another one of the same challenge.

    Of `running`: `team`, `other_team`, `solo_team`, drafts, files and submissions. Of `reviewing`: `finished_review` and `draft_review`
    of the team's work, `assigned_review` of the other's. Of `released`: reviews that count. `far_team` is in the other organisation's.
    """

    team: Team
    other_team: Team
    solo_team: Team
    far_team: Team
    draft: Draft
    other_draft: Draft
    draft_file: WorkFile
    handed_in_file: WorkFile
    other_file: WorkFile
    far_file: WorkFile
    first_version: Submission
    submission: Submission
    other_submission: Submission
    reviewed_team: Team
    other_reviewed_team: Team
    reviewed_submission: Submission
    other_reviewed_submission: Submission
    reviewed_file: WorkFile
    assigned_review: Review
    draft_review: Review
    finished_review: Review
    released_team: Team
    other_released_team: Team
    released_submission: Submission
    released_file: WorkFile
    released_review: Review
    other_released_review: Review
    cancelled_team: Team
    seeking_team: Team
    link: TeamLink
    join_request: JoinRequest
    far_request: JoinRequest
    shared_file: TeamFile
    others_shared_file: TeamFile
    agreement: TeamAgreement
    removal: RemovalRequest
    decided_removal: RemovalRequest
    invitation: TeamInvitation
    known_invitation: TeamInvitation
    used_invitation: TeamInvitation
    expired_invitation: TeamInvitation
    withdrawn_invitation: TeamInvitation
    declined_invitation: TeamInvitation


def make_work(people: People, cases: Cases, now: dt.datetime) -> Work:
    """Everything that teams and reviewers do, from joining to release."""
    fill(people, cases, now)
    return Work(**_running(people, cases, now), **_reviewing(people, cases, now), **_released(people, cases, now))  # type: ignore[arg-type]


def make_wishes(people: People, cases: Cases, edition: Programme, now: dt.datetime) -> None:
    """`student_in` is in the edition, and wishes for its challenge."""
    seen = terms_of_edition(edition).mark
    enrolling.enrol(programme=edition, by=people.student_in, seen=seen, now=now - 5 * DAY)
    wishes.save(programme=edition, wishes={cases.wished.pk: 1}, by=people.student_in, now=now - 4 * DAY)


def fill(people: People, cases: Cases, now: dt.datetime) -> None:
    """Take the one seat of the full challenge, and wait for it."""
    joining.join_alone(challenge=cases.full, by=people.solo_student, version=1, now=now - 20 * DAY)
    waitlist.wait(challenge=cases.full, by=people.in_line, now=now - 10 * DAY)


def make_lists(people: People, edition: Programme, now: dt.datetime) -> StudentList:
    """Somebody without an account is on the list of the edition, and another file waits."""

    def bring_in(address: str, at: dt.datetime) -> StudentList:
        content = f"address;name;programme\n{address}@example.org;{words.LISTED_NAME};{words.LISTED_STUDY}\n".encode()
        return lists.bring_in(programme=edition, name="list.csv", content=content, by=people.coordinator, now=at)

    first = bring_in(words.LISTED_ADDRESS, now - 3 * DAY)
    lists.confirm(waiting=first, seen=plan(first, now - 3 * DAY).mark, by=people.coordinator, now=now - 3 * DAY)
    return bring_in(words.WAITING_ADDRESS, now - 2 * DAY)


def _running(people: People, cases: Cases, now: dt.datetime) -> dict[str, object]:
    challenge, far = cases.running, cases.other_open
    milestone = first(challenge)
    team, other = _teams(challenge, people, now - 39 * DAY)
    joining.leave(team=_joins(team, people.former_member, people.student_in, now - 38 * DAY), by=people.former_member, now=now - 37 * DAY)
    solo = _named(joining.join_alone(challenge=challenge, by=people.solo_student, version=1, now=now - 36 * DAY).team, words.SOLO_PSEUDONYM)
    far_team = _made(far, "Verweggers", people.solo_student, "Zilverkluut", now - 36 * DAY)
    handed_in_file = _file(team, milestone, words.HANDED_IN_FILE, people.student_in, now - 3 * DAY)
    first_version = _hand_in(team, milestone, "A beginning.", people.student_in, now - 3 * DAY)
    submission = _hand_in(team, milestone, f"We found {words.HANDED_IN_TEXT}.", people.teammate, now - 2 * DAY)
    other_submission = _hand_in(other, milestone, f"They found {words.OTHER_HANDED_IN_TEXT}.", people.other_member, now - 2 * DAY)
    return {
        "team": team,
        "other_team": other,
        "solo_team": solo,
        "far_team": far_team,
        "draft": _draft(team, milestone, f"Now {words.DRAFT_TEXT}.", people.student_in, now - DAY),
        "other_draft": _draft(other, milestone, f"Now {words.OTHER_DRAFT_TEXT}.", people.other_member, now - DAY),
        "draft_file": _file(team, milestone, words.DRAFT_FILE, people.student_in, now - DAY),
        "handed_in_file": handed_in_file,
        "other_file": _file(other, milestone, words.OTHER_FILE, people.other_member, now - DAY),
        "far_file": _file(far_team, first(far), "verrebestand", people.solo_student, now - DAY),
        "first_version": first_version,
        "submission": submission,
        "other_submission": other_submission,
        "cancelled_team": _made(cases.cancelled, "Afhakers", people.other_member, "Bruinkiek", now - 30 * DAY),
        **_invitations(team, people, now),
        **_asking(team, other, people, cases, now),
        **_agreeing(team, other, people, now),
        **_sharing(team, other, people, now),
    }


def _sharing(team: Team, other: Team, people: People, now: dt.datetime) -> dict[str, object]:
    """A message, a file in each team, and how two members say it is going, the second with their name."""
    rooms.write(team=team, text=f"We {words.MESSAGE}.", by=people.student_in, now=now - DAY)
    pulse = {"team": team, "score": 4, "now": now}
    rooms.say_how_it_goes(words=f"It is {words.PULSE}.", named=False, by=people.student_in, **pulse)
    rooms.say_how_it_goes(words=f"It is {words.NAMED_PULSE}.", named=True, by=people.teammate, **pulse)

    def share(of: Team, word: str, by: User) -> TeamFile:
        (shared,) = rooms.share(team=of, uploads=[text_file(word)], by=by, now=now - DAY).files
        return shared

    return {
        "shared_file": share(team, words.SHARED_FILE, people.student_in),
        "others_shared_file": share(other, "anderedeelsel", people.other_member),
    }


def _agreeing(team: Team, other: Team, people: People, now: dt.datetime) -> dict[str, object]:
    """The team's agreement, which its second member accepted; a request to let a member go that waits, and one that was refused."""
    written = agreements.Words(f"We {words.AGREEMENT}.", "On Mondays.", "")
    agreement = agreements.write(team=team, words=written, seen="", by=people.student_in, now=now - 4 * DAY)
    agreements.accept(team=team, seen=agreements.mark_of(agreement), by=people.teammate, now=now - 3 * DAY)

    def ask(of: Team, who: User, reason: str, by: User) -> RemovalRequest:
        return removals.ask(participation=of.participations.get(user=who), reason=reason, by=by, now=now - 3 * DAY)

    said = f"Go on {words.REMOVAL_WORDS}."
    refused = ask(team, people.teammate, "We quarrel.", people.student_in)
    return {
        "agreement": agreement,
        "removal": ask(other, people.other_teammate, f"Because {words.REMOVAL_REASON}.", people.other_member),
        "decided_removal": removals.decide(request=refused, granted=False, words=said, by=people.coordinator, now=now - 2 * DAY),
    }


def _asking(team: Team, other: Team, people: People, cases: Cases, now: dt.datetime) -> dict[str, object]:
    """A link into the team; the other one looks for somebody and is asked, as is a team of `open`."""
    seeking = _made(cases.open, "Zoekersvlonder", people.solo_student, "Roodkeelpieper", now - 30 * DAY)
    for one, by, words_ in ((other, people.other_member, words.SEEKS), (seeking, people.solo_student, "vlonderbouwer")):
        join_requests.look_for(team=one, words=f"We look for {words_}.", by=by, now=now - 4 * DAY)
    return {
        "seeking_team": seeking,
        "link": team_links.open_link(team=team, by=people.student_in, seen="0", now=now - 4 * DAY),
        "join_request": join_requests.ask(
            team=other, words=f"I bring {words.REQUEST}.", by=people.student_out, version=1, now=now - 3 * DAY
        ),
        "far_request": join_requests.ask(team=seeking, words="I build.", by=people.former_member, version=1, now=now - 3 * DAY),
    }


def _invitations(team: Team, people: People, now: dt.datetime) -> dict[str, object]:
    def invite(address: str, at: dt.datetime) -> TeamInvitation:
        return teams.invite(team=team, email=address, by=people.student_in, now=at)

    expired = invite(f"{words.EXPIRED_TEAM_ADDRESS}@example.org", now - 20 * DAY)
    withdrawn, declined = (
        invite(f"{one}@example.org", now - 3 * DAY) for one in (words.WITHDRAWN_TEAM_ADDRESS, words.DECLINED_TEAM_ADDRESS)
    )
    teams.withdraw(invitation=withdrawn, by=people.teammate, now=now - 2 * DAY)
    joining.decline(invitation=declined, by=None, now=now - 2 * DAY)
    return {
        "invitation": invite(f"{words.OPEN_TEAM_ADDRESS}@example.org", now - DAY),
        "known_invitation": invite(people.student_out.email, now - DAY),
        "used_invitation": team.invitations.get(address=people.teammate.email),
        "expired_invitation": expired,
        "withdrawn_invitation": TeamInvitation.objects.get(pk=withdrawn.pk),
        "declined_invitation": TeamInvitation.objects.get(pk=declined.pk),
    }


def _reviewing(people: People, cases: Cases, now: dt.datetime) -> dict[str, object]:
    milestone = cases.assessed("reviewing")
    team, other = _teams(cases.reviewing, people, now - 39 * DAY)
    reviewed_file = _file(team, milestone, words.REVIEWED_FILE, people.teammate, now - 6 * DAY)
    work = _hand_in(team, milestone, "Nearly there.", people.student_in, now - 5 * DAY)
    others = _hand_in(other, milestone, "Almost there.", people.other_member, now - 5 * DAY)
    asked, at = [people.reviewer, people.second_reviewer], now - 1.5 * DAY
    _ask(milestone, [work], asked, people.coordinator, at)
    _ask(milestone, [others], asked[:1], people.coordinator, at)
    finished, drafted = work.reviews.get(reviewer=people.reviewer), work.reviews.get(reviewer=people.second_reviewer)
    _judge(finished, 3, words.REVIEW_COMMENT, words.REVIEW_REMARK, now - DAY)
    started = judgement(cases.reviewing, 2, comment=f"Hm, {words.DRAFT_REVIEW_COMMENT}.", remark=f"So {words.DRAFT_REVIEW_REMARK}.")
    reviews.save_draft(review=drafted, judgement=started, now=now - DAY)
    return {
        "reviewed_team": team,
        "other_reviewed_team": other,
        "reviewed_submission": work,
        "other_reviewed_submission": others,
        "reviewed_file": reviewed_file,
        "assigned_review": others.reviews.get(),
        "draft_review": drafted,
        "finished_review": finished,
    }


def _released(people: People, cases: Cases, now: dt.datetime) -> dict[str, object]:
    milestone = cases.assessed("released")
    team, other = _teams(cases.released, people, now - 49 * DAY)
    released_file = _file(team, milestone, words.RELEASED_FILE, people.teammate, now - 22 * DAY)
    work = _hand_in(team, milestone, "The end.", people.student_in, now - 22 * DAY)
    others = _hand_in(other, milestone, "Their end.", people.other_member, now - 22 * DAY)
    _ask(milestone, [work, others], [people.reviewer], people.coordinator, now - 19 * DAY)
    mine, theirs = work.reviews.get(), others.reviews.get()
    _judge(mine, 4, words.RELEASED_COMMENT, words.RELEASED_REMARK, now - 18 * DAY)
    _judge(theirs, 1, words.OTHER_RELEASED_COMMENT, "Go on.", now - 18 * DAY)
    releasing.release(milestone=milestone, despite_gaps=False, by=people.coordinator, now=now - 10 * DAY)
    releasing.write_outcome(challenge=cases.released, text=f"It {words.OUTCOME}.", seen=mark(""), by=people.coordinator, now=now - 9 * DAY)
    return {
        "released_team": team,
        "other_released_team": other,
        "released_submission": work,
        "released_file": released_file,
        "released_review": mine,
        "other_released_review": theirs,
    }


def first(challenge: Challenge) -> Milestone:
    """The milestone with the earliest deadline."""
    found: Milestone = challenge.milestones.earliest("deadline")
    return found


def _teams(challenge: Challenge, people: People, at: dt.datetime) -> tuple[Team, Team]:
    """The team of `student_in` with a coach, and the other team; each of two, the second one invited."""
    team = _made(challenge, words.TEAM, people.student_in, words.PSEUDONYM, at)
    other = _made(challenge, words.OTHER_TEAM, people.other_member, words.OTHER_PSEUDONYM, at)
    _joins(team, people.teammate, people.student_in, at)
    _joins(other, people.other_teammate, people.other_member, at)
    return coaches.name_coach(team=team, coach=people.coach, by=people.coordinator, now=at), other


def _made(challenge: Challenge, name: str, by: User, pseudonym: str, at: dt.datetime) -> Team:
    return _named(joining.make_team(challenge=challenge, name=name, by=by, version=1, now=at).team, pseudonym)


def _named(team: Team, pseudonym: str) -> Team:
    team.pseudonym = pseudonym
    team.save()
    return team


def _joins(team: Team, user: User, asked_by: User, at: dt.datetime) -> Team:
    invitation = teams.invite(team=team, email=user.email, by=asked_by, now=at)
    joining.accept(invitation=invitation, by=user, version=1, now=at)
    return team


def _page(team: Team, milestone: Milestone) -> drafts.Page:
    """A page that has seen the team's draft as it stands."""
    there = Draft.objects.filter(team=team, milestone=milestone).first()
    return drafts.Page("a page", there.revision if there else 0)


def _draft(team: Team, milestone: Milestone, text: str, by: User, at: dt.datetime) -> Draft:
    return drafts.save(team=team, milestone=milestone, text=text, page=_page(team, milestone), by=by, now=at)


def _file(team: Team, milestone: Milestone, word: str, by: User, at: dt.datetime) -> WorkFile:
    added = drafts.add_files(team=team, milestone=milestone, uploads=[text_file(word)], by=by, now=at)
    assert not added.refused, added.refused
    return added.files[0]


def _hand_in(team: Team, milestone: Milestone, text: str, by: User, at: dt.datetime) -> Submission:
    return submissions.hand_in(team=team, milestone=milestone, text=text, page=_page(team, milestone), by=by, now=at)


def _ask(milestone: Milestone, works: list[Submission], people: list[User], by: User, at: dt.datetime) -> None:
    chosen = {"submissions": [one.pk for one in works], "people": [one.pk for one in people]}
    assigning.assign(milestone=milestone, **chosen, due_at=at + 14 * DAY, by=by, now=at)


def _judge(review: Review, points: int, comment: str, remark: str, at: dt.datetime) -> None:
    given = judgement(review.submission.milestone.challenge, points, comment=f"This is {comment}.", remark=f"And {remark}.")
    reviews.submit(review=review, judgement=given, by=review.reviewer, now=at)
