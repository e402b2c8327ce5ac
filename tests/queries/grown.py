"""The world with somebody in it who holds every role at once; and the world grown, with more of whatever a page may list."""

import datetime as dt

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.utils import timezone

from accounts.audit import trail
from accounts.enums import Role
from accounts.models import Faculty, Mail, Notification, User
from challenges.models import (
    Admission,
    Announcement,
    Application,
    ApprovalComment,
    Attachment,
    Challenge,
    CompositionRule,
    Draft,
    KeptPair,
    ListedStudent,
    MatchingRun,
    Prerequisite,
    PrerequisiteMet,
    Proposal,
    PublishedChange,
    PulseAnswer,
    Question,
    RemovalRequest,
    Team,
    TeamAgreement,
    TeamFile,
    TeamMessage,
    WorkFile,
)
from partners.enums import MemberRole
from tests.challenges.scenes import submitted
from tests.factories import (
    ChallengeFactory,
    CriterionFactory,
    InstitutionFactory,
    MembershipFactory,
    MilestoneFactory,
    OrganisationFactory,
    ProfileFactory,
    ProgrammeFactory,
    ReviewFactory,
    SubmissionFactory,
    UserFactory,
    ask_to_join,
    enrol,
    grant,
    join,
    make_team,
    published_challenge,
    student,
    wish,
)
from tests.world import World

DAY = dt.timedelta(days=1)


def complete(world: World) -> User:
    """Give every list of the world a first row, and add somebody who is student, faculty, partner staff and office at once."""
    person = UserFactory(name="Manifold Hatstand")
    for role in (Role.STUDENT, Role.FACULTY, Role.COORDINATOR):
        grant(person, role)
    ProfileFactory(user=person)
    Challenge.objects.filter(pk=world.cases.running.pk).update(team_max=20)
    join(world.work.team, person)
    enrol(world.edition, person)
    _listed(world, 8, world.people.student_out)
    MembershipFactory(user=person, organisation=world.other_organisation, role=MemberRole.OWNER)
    make_team(world.cases.running, student(), coach=person)
    published_challenge(faculty_owner=person)
    ReviewFactory(submission=world.work.other_reviewed_submission, reviewer=person)
    _texts(world, 9)
    for user in world.people.everybody():
        _told(user, world, 9)
    return person


def grow(world: World, person: User) -> None:
    """Two more of everything that the world's pages list."""
    for number in range(2):
        _challenges(world, person, number)
        _texts(world, number)
        _teams(world, number)
        _own_work(world, number)
        _people(world, number)
        _forming(world, number)


def _challenges(world: World, person: User, number: int) -> None:
    people, cases = world.people, world.cases
    programme = ProgrammeFactory(host=world.organisation)
    for organisation in (world.organisation, world.other_organisation):
        ChallengeFactory(organisation=organisation, created_by=people.editor)
        for owner in (people.faculty_owner, person):
            made = published_challenge(organisation=organisation, faculty_owner=owner, programme=world.programme)
            for member in (people.student_in, people.solo_student, person):
                join(make_team(made, name=f"Of {member.pk}", pseudonym=f"Owl {member.pk}", coach=people.coach), member)
    ChallengeFactory(organisation=world.organisation, state="submitted", submitted_at=world.now, programme=programme)
    OrganisationFactory()
    chosen = published_challenge(organisation=world.organisation, programme=world.edition)
    wish(enrol(world.edition, student()), chosen, cases.wished)
    ListedStudent.objects.create(programme=world.edition, address=f"listed{number}@example.org", name="More", listed_at=world.now)
    _listed(world, number, student())
    for case in (cases.running, cases.reviewing, cases.released, cases.open, cases.draft, cases.sent_back):
        MilestoneFactory(challenge=case, title=f"More {number}", assessed=False)
        CriterionFactory(challenge=case)


def _texts(world: World, number: int) -> None:
    by, now, cases = world.people.editor, world.now, world.cases
    for case in (cases.running, cases.reviewing, cases.released, cases.open, cases.draft, cases.sent_back):
        Attachment.objects.create(challenge=case, uploaded_at=now, size=1, name=f"{number}.txt", blob="attachments/none")
        for resolved in (None, now):
            ApprovalComment.objects.create(challenge=case, section="times", text="More.", by=by, at=now, resolved_at=resolved)
        for place, (text, answer) in enumerate([("May we?", "You may."), ("Must we?", "")]):
            answered = {"answer": answer, "answered_by": by, "answered_at": now} if answer else {}
            Question.objects.create(challenge=case, text=text, asked_by=world.people.student_out, asked_at=now - place * DAY, **answered)
        more = Prerequisite.objects.create(challenge=case, text=f"More {number}")
        PrerequisiteMet.objects.create(prerequisite=more, user=world.people.student_out, said_at=now)
        Admission.objects.create(challenge=case, user=student(), reason="More.", by=by, at=now)
        Application.objects.create(
            challenge=cases.other_open, user=student(), pseudonym=f"{number} {case.pk}", motivation="So.", applied_at=now, changed_at=now
        )
        Announcement.objects.create(challenge=case, title=f"More {number}", text="More.", by=by, at=now)
        PublishedChange.objects.create(challenge=case, at=now, by=by, field="seats", before="1", after="2")
        trail.record("challenge.edited", on=case, by=by, now=now)


def _teams(world: World, number: int) -> None:
    """More teams with work, files and reviews in each challenge that has some."""
    people, cases = world.people, world.cases
    for case in (cases.running, cases.reviewing, cases.released):
        milestone = case.milestones.get(assessed=True)
        team = make_team(case, student(named_in_results=True), student(), coach=people.coach)
        work = SubmissionFactory(team=team, milestone=milestone)
        work.files.add(_file(team, milestone.pk, in_draft=False))
        submitted(work, reviewer=people.reviewer)
        ReviewFactory(submission=work, reviewer=people.second_reviewer)
    make_team(cases.running, student())


def _own_work(world: World, number: int) -> None:
    """More in the teams of `student_in`: members, milestones with drafts, versions, files, invitations, reviews."""
    people, now = world.people, world.now
    for team in (world.work.team, world.work.reviewed_team, world.work.released_team):
        join(team, student())
        for milestone in team.challenge.milestones.all():
            Draft.objects.get_or_create(team=team, milestone=milestone, defaults={"text": "More.", "saved_at": now})
            _file(team, milestone.pk, in_draft=True)
            version = team.submissions.filter(milestone=milestone).count() + 1
            if milestone.released_at is None and team == world.work.team:
                SubmissionFactory(team=team, milestone=milestone, version=version, handed_in_at=now - DAY)
        for work in team.submissions.all():
            work.files.add(_file(team, work.milestone_id, in_draft=False))
            submitted(work, reviewer=grant(UserFactory(), Role.FACULTY).user)
        _invite(team.invitations, f"more-{number}@example.org", people.student_in)
        ask_to_join(team, student())
        TeamMessage.objects.create(team=team, text="More.", by=people.teammate, at=now)
        TeamFile.objects.create(team=team, uploaded_at=now, size=1, name="more.txt", blob="teamfile/none")
        for week in range(4):
            of = {"team": team, "score": 3, "at": now}
            PulseAnswer.objects.create(user=student(), week=(now - week * 7 * DAY).date(), named=bool(week % 2), **of)
            PulseAnswer.objects.create(user=people.student_in, week=(now - (9 + 14 * number + week) * DAY).date(), **of)
        written = TeamAgreement.objects.create(team=team, version=number + 2, how="By turns.", written_at=now)
        written.acceptances.create(user=people.student_in, at=now)
        RemovalRequest.objects.create(participation=join(team, student()), reason="Why.", asked_at=now)
        decided = {"granted": False, "words": "No.", "decided_at": now, "decided_by": people.coordinator}
        RemovalRequest.objects.create(participation=join(team, student()), reason="Why.", asked_at=now, **decided)
    make_team(world.cases.running, student(), seeks="Somebody.")
    _invite(make_team(world.cases.open, student()).invitations, people.student_out.email, people.teammate)


def _people(world: World, number: int) -> None:
    people = world.people
    MembershipFactory(organisation=world.organisation, role=MemberRole.OWNER)
    more = OrganisationFactory()
    MembershipFactory(organisation=more, user=people.owner)
    _invite(world.organisation.invitations, f"more-{number}@example.org", people.owner, role=MemberRole.MENTOR)
    _invite(more.invitations, people.stranger.email, people.owner, role=MemberRole.MENTOR)
    institution = InstitutionFactory(key=f"more-{number}", name=f"More {number}")
    Faculty.objects.create(institution=institution, name="More")
    Faculty.objects.create(institution=people.student_in.profile.institution, name=f"More {number}")
    for user in people.everybody():
        _told(user, world, number)


def _forming(world: World, number: int) -> None:
    """More students of the edition, their wishes and places, pairs and proposals."""
    forming, made = world.forming, published_challenge(programme=world.other_programme, joining="programme")
    CompositionRule.objects.create(challenge=made, kind="language")
    place = forming.proposal.places.first()
    for one in (enrol(world.other_programme, student()), enrol(world.other_programme, student())):
        wish(one, made, forming.formed)
        forming.proposal.places.create(enrolment=one, challenge=made, number=1)
        pair = {"one": forming.enrolment, "other": one, "keep": "apart", "reason": "More.", "made_at": world.now}
        KeptPair.objects.create(programme=world.other_programme, **pair)
    join(make_team(made, student(), name=f"Formed {number}"), student())
    at = {"asked_at": world.now, "ended_at": world.now}
    run = MatchingRun.objects.create(programme=world.other_programme, state="found", weights={"wishes": 1}, **at)
    more = Proposal.objects.create(run=run, most=9, created_at=world.now)
    more.places.create(enrolment=forming.enrolment, challenge=place.challenge, number=1)


def _told(user: User, world: World, number: int) -> None:
    now = world.now
    keys = {"user": user, "kind": "announcement", "path": "/me/", "created_at": now}
    said = {"challenge": "More", "title": "More", "text": "More"}
    Notification.objects.create(**keys, context=said, dedupe_key=f"more {user.pk} {number}")
    Mail.objects.create(**keys, context=said, dedupe_key=f"more {user.pk} {number}", address=user.email, language="en", due_at=now)
    UserSession.objects.create(user=user, ip="127.0.0.1", session_key=f"more-{user.pk}-{number}", user_agent="More")
    EmailAddress.objects.create(user=user, email=f"more-{user.pk}-{number}@example.org", verified=True, primary=False)


def _file(team: Team, milestone: int, *, in_draft: bool) -> WorkFile:
    return WorkFile.objects.create(
        team=team, milestone_id=milestone, in_draft=in_draft, uploaded_at=timezone.now(), size=1, name="more.txt", blob="workfile/none"
    )


def _invite(invitations, address: str, by: User, **fields: object) -> None:  # type: ignore[no-untyped-def]
    now = timezone.now()
    invitations.create(address=address, invited_by=by, invited_at=now, expires_at=now + 14 * DAY, **fields)


def _listed(world: World, number: int, user: User) -> None:
    """One more line in the list of students that waits."""
    waiting = world.waiting_list
    waiting.lines += [{**waiting.lines[0], "number": 9 + number, "address": user.email}]
    waiting.save()
