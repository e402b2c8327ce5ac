"""The demo data are written in bulk, past the actions: here they are held against the rules that the actions hold."""

import datetime as dt
import hashlib
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import models, transaction
from django.test import override_settings

from accounts.audit.models import Entry
from accounts.enums import Level, Role
from accounts.kit import files
from accounts.kit.clock import AMSTERDAM, time_left
from accounts.models import Mail, Muted, Notification, Profile, RoleGrant, User
from accounts.outbox import notices, text
from accounts.outbox.enums import MailState
from challenges.enums import ApplicationState, ChallengeState, Joining, Mode
from challenges.management.commands.seed_demo import Command
from challenges.management.demo import cases, world
from challenges.management.demo.data import chance, read
from challenges.management.demo.people import PASSWORD
from challenges.models import (
    Application,
    ApprovalComment,
    Attachment,
    Challenge,
    Draft,
    Enrolment,
    Milestone,
    Participation,
    PrerequisiteMet,
    Programme,
    Question,
    Review,
    Submission,
    Team,
    TeamInvitation,
    WorkFile,
)
from challenges.queries.checklist import missing
from challenges.queries.joining import standing
from challenges.queries.outcomes import gaps
from challenges.queries.seats import with_taken
from challenges.queries.terms import joined_through, terms_of, terms_of_edition
from challenges.rules import dates
from challenges.rules.wishes import fault
from challenges.rules.work import conflict

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 9, 30, tzinfo=AMSTERDAM)
DEMO_EDITIONS = {"bitt-demo": (11, 100), "think-tank-demo": (3, 600)}
APPS = ("accounts", "partners", "challenges")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="module")
def first(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, str]:
    """Seeds through the command and takes it all back: what it printed, the table of sign-ins, and the fingerprint of the data."""
    folder, screen = tmp_path_factory.mktemp("first"), Terminal()
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder / "files", VAR_DIR=folder), transaction.atomic():
        with time_machine.travel(NOW, tick=False):
            call_command("seed_demo", stdout=screen)
        seeded = screen.getvalue(), (folder / "demo-signins.txt").read_text(), fingerprint()
        transaction.set_rollback(True)
    return seeded


@pytest.fixture(scope="module", autouse=True)
def demo(first: object, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The demo world for every test of this module; the folder holds its files and the table of sign-ins."""
    folder = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder / "files", VAR_DIR=folder), transaction.atomic():
        world.seed(now=NOW, seed=2026, scale=1, signs=folder / "demo-signins.txt", step=lambda words: None)
        yield folder
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _files_of_their_own() -> None:
    """Instead of a folder a test: the files of the demo world lie in its own."""


def fingerprint() -> str:
    """A digest of every value of every row that is no id and holds none."""
    said = []
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        if model._meta.app_label not in APPS:
            continue
        kept = [
            field.attname
            for field in model._meta.concrete_fields
            if not (field.primary_key or field.is_relation or isinstance(field, models.GeneratedField))
            and field.name not in {"context", "path", "dedupe_key", "subject", "subject_label", "scope", "detail", "document"}
        ]
        said += [model._meta.label, *sorted(json.dumps(row, default=str) for row in model._default_manager.values_list(*kept))]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def public() -> list[Challenge]:
    found = with_taken(Challenge.objects.filter(published_at__isnull=False), NOW)
    return list(found.prefetch_related("milestones", "criteria__levels"))


def test_same_seed_and_day_give_the_same_data(first: tuple[str, str, str], demo: Path) -> None:
    _screen, signs, before = first
    assert fingerprint() == before
    assert (demo / "demo-signins.txt").read_text() == signs


def test_another_seed_gives_other_chance_and_every_part_has_its_own() -> None:
    draws = {chance(seed, name).random() for seed in (1, 2) for name in ("teams", "people")}
    assert len(draws) == 4


def test_on_a_terminal_a_bar_shows_the_progress(first: tuple[str, str, str]) -> None:
    screen = first[0]
    assert "Loading the demo data" in screen
    assert "100%" in screen or "done" in screen


def test_elsewhere_each_step_is_a_line() -> None:
    out = io.StringIO()
    with Command(stdout=out)._progress() as step:
        step("people")
    assert out.getvalue() == "Demo data: people\n"


def test_a_second_run_changes_nothing(demo: Path) -> None:
    before, table = fingerprint(), (demo / "demo-signins.txt").stat().st_mtime_ns
    out = io.StringIO()
    call_command("seed_demo", "--seed", "7", "--scale", "3", stdout=out)
    assert out.getvalue() == "The demo data are there.\n"
    assert fingerprint() == before
    assert (demo / "demo-signins.txt").stat().st_mtime_ns == table


@pytest.mark.parametrize("allowed", [False, None])
def test_settings_that_do_not_allow_it_refuse(settings: Any, allowed: bool | None) -> None:
    if allowed is None:
        del settings.DEMO_DATA_ALLOWED
    else:
        settings.DEMO_DATA_ALLOWED = allowed
    with pytest.raises(CommandError, match="local run"):
        call_command("seed_demo")


def test_production_does_not_allow_it() -> None:
    folder = Path(__file__).resolve().parents[2] / "config" / "settings"
    assert not any("DEMO_DATA_ALLOWED" in (folder / name).read_text() for name in ("base.py", "production.py"))


@pytest.mark.parametrize("scale", ["0", "21", "-1"])
def test_a_scale_that_makes_no_sense_is_refused(scale: str) -> None:
    with pytest.raises(CommandError, match="from 1 to 20"):
        call_command("seed_demo", "--scale", scale)


def test_scale_multiplies_the_challenges_of_the_demo_editions_and_leaves_the_past() -> None:
    counted = Counter(case.programme for case in cases._multiplied(10))
    assert (counted["bitt-demo"], counted["think-tank-demo"], counted["bitt-2023"]) == (110, 30, 11)
    assert len({case.slug for case in cases._multiplied(10)}) == counted.total()


def test_sizes_are_those_of_the_facts() -> None:
    for slug, (challenges, students) in DEMO_EDITIONS.items():
        edition = Programme.objects.get(slug=slug)
        assert edition.is_demo
        assert "Demo" in edition.summary
        assert edition.challenges.count() == challenges
        assert Participation.objects.filter(challenge__programme=edition).values("user").distinct().count() == students
    assert RoleGrant.objects.awaiting().count() == 1
    coached = Counter(Team.objects.filter(challenge__programme__slug="bitt-demo").values_list("coach", flat=True))
    assert len(coached) == 16
    assert None not in coached
    studies = Profile.objects.filter(user__participations__challenge__programme__slug="bitt-demo").values_list(
        "programme_of_study", flat=True
    )
    assert Counter(studies) == {
        "SUMMA": 25,
        "Graduate School of Life Sciences": 25,
        "Nutrition and Health": 25,
        "Biomedical Engineering": 25,
    }


def test_past_editions_keep_their_dates_and_stand_finished() -> None:
    covid, bitt = Programme.objects.get(slug="covid-challenge-2021"), Programme.objects.get(slug="bitt-2023")
    assert (covid.starts_on, covid.ends_on, covid.is_demo) == (dt.date(2021, 4, 19), dt.date(2021, 6, 11), False)
    assert (covid.host.slug, covid.challenges.get().organisation.slug) == ("ewuu-alliance", "municipality-of-utrecht")
    assert (covid.challenges.get().ects, covid.challenges.get().hours, covid.challenges.get().team_max) == (3.5, 98, 7)
    assert (bitt.starts_on.year, bitt.ends_on.year, bitt.is_demo, bitt.challenges.count()) == (2023, 2023, False, 11)
    assert bitt.challenges.filter(participations__isnull=False).values("participations__user").distinct().count() > 100
    for edition in (covid, bitt):
        for milestone in Milestone.objects.filter(challenge__programme=edition):
            assert edition.starts_on <= milestone.deadline.date() <= edition.ends_on
        assert not Milestone.objects.filter(challenge__programme=edition, assessed=True, released_at=None).exists()


def test_every_stage_can_be_seen() -> None:
    found = {one.slug: one for one in public() if one.can_still_be_joined(NOW)}
    left = {slug: one.seats - one.taken for slug, one in found.items()}  # type: ignore[attr-defined]
    assert sorted(left.values())[:2] == [0, 1]
    assert max(left.values()) > 20
    assert "2 days" in {time_left(one.join_until, NOW) for one in found.values() if one.join_until}
    assert {one.mode for one in found.values()} == set(Mode.values)
    demo_editions = Milestone.objects.filter(challenge__programme__is_demo=True)
    assert demo_editions.filter(deadline__gt=NOW).values("challenge").distinct().count() >= 9
    under_review = demo_editions.filter(assessed=True, deadline__lt=NOW, released_at=None)
    reviews = Review.objects.filter(submission__milestone__in=under_review)
    assert {(bool(one.saved_at), bool(one.submitted_at)) for one in reviews} == {(True, True), (True, False), (False, False)}
    released = Challenge.objects.filter(programme__is_demo=True, milestones__phase="act", milestones__released_at__isnull=False)
    assert [one.slug for one in released] == ["growing-older-with-cystic-fibrosis"]
    assert released[0].outcome
    states = Counter(Challenge.objects.values_list("state", flat=True))
    assert (states[ChallengeState.DRAFT], states[ChallengeState.SUBMITTED], states[ChallengeState.CANCELLED]) == (2, 2, 1)
    assert ApprovalComment.objects.filter(challenge__state=ChallengeState.DRAFT, resolved_at=None).count() >= 2
    assert {bool(one.answer) for one in Question.objects.all()} == {True, False}
    assert Challenge.objects.filter(organisation__slug="roche-nederland").count() >= 5
    assert set(Challenge.objects.values_list("case_language", flat=True)) == {"en", "nl"}


def test_what_is_published_is_complete_and_was_opened_by_two_people() -> None:
    for one in public():
        assert one.is_demo
        assert "Demo" in one.case
        assert one.submitted_at < one.owner_approved_at < one.office_approved_at == one.published_at
        assert one.owner_approved_by_id == one.faculty_owner_id != one.office_approved_by_id
        assert missing(one, one.published_at) == []
        assert dates.faults(dates.Dates.of(one), list(one.milestones.all())) == []
        assert sum(criterion.weight for criterion in one.criteria.all()) == 100
        assert all(len(criterion.levels.all()) == 4 for criterion in one.criteria.all())
    waiting = Challenge.objects.filter(state=ChallengeState.SUBMITTED)
    assert [missing(one, NOW) for one in waiting] == [[], []]
    assert {bool(one.owner_approved_at) for one in waiting} == {True, False}
    assert not waiting.filter(office_approved_at__isnull=False).exists()
    assert missing(Challenge.objects.get(slug="cold-boxes-that-come-home"), NOW)


def test_no_case_claims_a_figure() -> None:
    allowed = {"112", "98", "2023"}  # an emergency number, the hours of the COVID Challenge, the year of an edition
    for one in Challenge.objects.all():
        assert set(re.findall(r"\d+|%", one.case)) <= allowed, one.slug
        assert 0 < len(one.summary) <= 300


def test_who_joined_was_allowed_to() -> None:
    grants = {one.user_id: one for one in RoleGrant.objects.filter(role=Role.STUDENT, confirmed_at__isnull=False)}
    texts = {one.pk: (one.terms_version, terms_of(one)) for one in public()}
    rows = Participation.objects.select_related("challenge", "user__profile", "terms")
    for one in rows:
        challenge, grant = one.challenge, grants[one.user_id]
        assert challenge.published_at <= one.joined_at < challenge.join_until
        assert one.joined_at <= NOW
        assert grant.confirmed_at <= one.joined_at
        assert grant.until is None or one.joined_at.date() <= grant.until
        assert one.user.profile.level in challenge.levels
        version, terms = texts[challenge.pk]
        accepted = (one.terms.user_id, one.terms.document, one.terms.version, one.terms.text, one.terms.accepted_at)
        assert accepted == (one.user_id, terms.document, version, terms.text, one.joined_at)
    assert len({(one.user_id, one.challenge_id) for one in rows}) == len(rows)


def test_one_challenge_is_full_with_a_line_and_an_open_offer_that_its_people_may_take() -> None:
    full = with_taken(Challenge.objects.all(), NOW).get(slug="trials-closer-to-home")
    line = list(full.waitlist.select_related("user"))
    assert (full.taken, full.participations.count(), len(line)) == (20, 19, 6)
    assert [one.has_offer(NOW) for one in line] == [True] + [False] * 5
    assert all(standing(one.user, full, NOW).fits for one in line)
    assert [one.waiting_since for one in line] == sorted(one.waiting_since for one in line)


def test_who_takes_part_said_and_sent_what_is_asked() -> None:
    for one in Participation.objects.filter(challenge__prerequisites__isnull=False).distinct():
        met = PrerequisiteMet.objects.filter(prerequisite__challenge=one.challenge_id, user=one.user_id, said_at__lte=one.joined_at)
        assert met.count() == one.challenge.prerequisites.count() == 2
    found = Application.objects.select_related("challenge", "user__profile").prefetch_related("answers")
    inside = Participation.objects.filter(challenge__joining=Joining.APPLICATION)
    accepted = {one.user_id: one for one in found if one.state == ApplicationState.ACCEPTED}
    assert {one.user_id: one.joined_at >= accepted[one.user_id].decided_at for one in inside} == dict.fromkeys(accepted, True)
    assert {one.state for one in found} == set(ApplicationState.values)
    for one in found:
        needed = one.challenge.application_questions.filter(required=True).values_list("pk", flat=True)
        assert one.challenge.published_at <= one.applied_at <= (one.decided_at or NOW) <= NOW
        assert set(needed) <= {answer.question_id for answer in one.answers.all()}
        assert one.user.profile.level in one.challenge.levels


def test_teams_fit_their_challenges() -> None:
    coaches = set(RoleGrant.objects.in_force(NOW).filter(role=Role.FACULTY).values_list("user", flat=True))
    inside = defaultdict(list)
    for team, user, at in Participation.objects.order_by("joined_at").values_list("team", "user", "joined_at"):
        inside[team].append((user, at))
    for team in Team.objects.select_related("challenge"):
        members = [user for user, _at in inside[team.pk]]
        if team.solo:
            assert team.challenge.mode in {Mode.SOLO, Mode.EITHER}
            assert len(members) == 1
        else:
            assert team.challenge.mode != Mode.SOLO
            assert team.challenge.team_min <= len(members) <= team.challenge.team_max
        assert team.created_at == inside[team.pk][0][1]
        assert team.coach_id is None or (team.coach_id in coaches and team.coach_id not in members)
    assert all(one.taken <= one.seats for one in public())  # type: ignore[attr-defined]


def test_an_invitation_can_be_accepted() -> None:
    invitation = TeamInvitation.objects.select_related("team__challenge").get()
    assert invitation.is_open(NOW)
    assert invitation.team.challenge.can_still_be_joined(NOW)
    assert invitation.team.participations.active().count() < invitation.team.challenge.team_max
    newcomer = User.objects.get(email=invitation.address)
    assert not Profile.objects.filter(user=newcomer).exists()
    assert newcomer.roles(NOW) == {Role.STUDENT}


def test_work_was_handed_in_by_members_in_time() -> None:
    members = {(one.team_id, one.user_id): one.joined_at for one in Participation.objects.all()}
    by_place = defaultdict(list)
    for one in Submission.objects.select_related("milestone", "team").order_by("team", "milestone", "version"):
        by_place[one.team_id, one.milestone_id].append(one)
        assert one.team.challenge_id == one.milestone.challenge_id
        assert members[one.team_id, one.handed_in_by_id] < one.handed_in_at <= one.milestone.deadline
        assert one.text
        assert "{" not in one.text
    drafts = {(one.team_id, one.milestone_id): one for one in Draft.objects.select_related("milestone__challenge")}
    for place, versions in by_place.items():
        assert [one.version for one in versions] == list(range(1, len(versions) + 1))
        assert versions == sorted(versions, key=lambda one: one.handed_in_at)
        assert drafts[place].text == versions[-1].text
    open_drafts = [draft for place, draft in drafts.items() if place not in by_place]
    assert open_drafts
    assert all(draft.milestone.is_open(NOW) and draft.saved_at < NOW for draft in open_drafts)


def test_files_are_what_they_say() -> None:
    stored = [*WorkFile.objects.all(), *Attachment.objects.all()]
    assert {file.content_type for file in stored} == {"application/pdf", "text/csv"}
    for file in stored:
        data = file.blob.read()
        file.blob.close()
        facts = files.inspect(SimpleUploadedFile(file.name, data), max_bytes=10_000)
        assert (facts.name, facts.size, facts.sha256, facts.content_type) == (file.name, file.size, file.sha256, file.content_type)


def test_reviews_are_fair_and_finished_where_results_are_out() -> None:
    rows = list(
        Review.objects.select_related("reviewer", "submission__milestone", "submission__team__challenge").prefetch_related("scores__level")
    )
    counting = set(Submission.objects.last_versions().values_list("pk", flat=True))
    criteria = Counter(Challenge.objects.values_list("pk").filter(criteria__isnull=False).values_list("pk", flat=True))
    words: dict[int, set[str]] = defaultdict(set)
    barred = {(one.reviewer_id, one.submission.team_id): one for one in rows}
    assert not [one for one in barred.values() if conflict(one.reviewer, one.submission.team)]
    for one in rows:
        milestone = one.submission.milestone
        assert milestone.assessed
        assert one.submission_id in counting
        assert milestone.deadline < one.assigned_at < one.due_at
        scores = list(one.scores.all())
        if one.submitted_at:
            assert one.assigned_at < one.submitted_at < (milestone.released_at or NOW)
            assert len([score for score in scores if score.level]) == criteria[milestone.challenge_id]
            assert one.comment
            assert not words[one.submission_id] & {one.comment}
            words[one.submission_id].add(one.comment)
        else:
            assert milestone.released_at is None
            assert one.due_at > NOW
    for milestone in Milestone.objects.filter(released_at__isnull=False):
        found = gaps(milestone.pk)
        assert found.submissions
        assert (found.open, found.unreviewed) == (0, 0)
        assert milestone.deadline < milestone.released_at < NOW


def test_every_step_left_its_trace() -> None:
    counted = Counter(Entry.objects.values_list("action", flat=True))
    assert counted["challenge.created"] == Challenge.objects.count()
    assert counted["challenge.published"] == counted["challenge.approved_by_owner"] - 1 == len(public())
    assert counted["participation.joined"] == Participation.objects.count()
    assert counted["submission.handed_in"] == Submission.objects.count()
    assert counted["review.submitted"] == Review.objects.filter(submitted_at__isnull=False).count()
    assert counted["results.released"] == Milestone.objects.filter(released_at__isnull=False).count()
    assert counted["role.granted"] + counted["role.stated"] == RoleGrant.objects.count()
    assert counted["challenge.cancelled"] == counted["challenge.returned"] == 1
    assert not Entry.objects.filter(at__gt=NOW).exists()


def test_what_people_were_told_can_be_read_in_both_languages() -> None:
    for mail in Mail.objects.select_related("user"):
        notice = notices.get(mail.kind)
        for language in ("en", "nl"):
            assert text.words(mail.kind, language, mail.context).subject
        assert (mail.address, mail.user_id) == (mail.user.email, mail.user.pk)
        if mail.state == MailState.WAITING:
            assert notice.relevant(mail, NOW)
    assert Notification.objects.count() == Mail.objects.count()
    assert {bool(one.read_at) for one in Notification.objects.all()} == {True, False}


def test_no_mail_goes_out_at_once_and_the_office_sees_each_state() -> None:
    assert not Mail.objects.due(NOW).exists()
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent", "failed", "waiting", "dropped"}
    assert list(Muted.objects.values_list("user", "kind")) == list(Mail.objects.filter(state="dropped").values_list("user", "kind"))


def test_people_are_plainly_invented() -> None:
    for user in User.objects.all():
        assert user.email.endswith("example.org")
        assert "Demo" in user.name
    assert set(Profile.objects.values_list("level", flat=True)) == {Level.BACHELOR, Level.MASTER}


def test_whoever_the_table_names_can_sign_in(demo: Path) -> None:
    table = (demo / "demo-signins.txt").read_text()
    assert PASSWORD in table
    addresses = re.findall(r"\S+@\S+", table)
    assert len(addresses) == len(read("people")["sign_ins"]) == len(set(addresses))
    starts = {line.index("@") - len(line.split("@")[0].split()[-1]) for line in table.splitlines() if "@" in line}
    assert len(starts) == 1
    for address in addresses:
        assert authenticate(None, email=address, password=PASSWORD) == User.objects.get(email=address)


def test_the_first_student_has_a_deadline_in_two_days_and_feedback(demo: Path) -> None:
    student = User.objects.get(email="student-001@students.example.org")
    team = student.participations.get().team
    due = team.challenge.milestones.filter(deadline__gt=NOW).first()
    assert time_left(due.deadline, NOW) == "2 days"
    assert Draft.objects.filter(team=team, milestone=due).exists()
    assert team.challenge.milestones.filter(released_at__isnull=False).exists()
    assert Notification.objects.filter(user=student, kind="deadline_7d", read_at=None).exists()


def test_the_edition_to_come_has_a_hundred_students_whose_wishes_fit_its_rules() -> None:
    edition = Programme.objects.get(slug="bitt-next-demo")
    enrolments = list(Enrolment.objects.filter(programme=edition).prefetch_related("wishes").select_related("user__profile", "terms"))
    challenges = joined_through(edition)
    seats = sum(one.seats for one in challenges)

    assert (len(enrolments), len(challenges), edition.join_until > NOW) == (100, 11, True)
    assert seats >= 100
    assert {one.terms.text for one in enrolments} == {terms_of_edition(edition).text}
    known = {one.pk for one in challenges}
    for one in enrolments:
        assert one.joined_at >= max(challenge.published_at for challenge in challenges)
        assert 5 <= len(one.user.profile.times) <= 8
        assert bool(one.wishes_at) == bool(one.wishes.all())
        assert {wish.challenge_id for wish in one.wishes.all()} <= known
        places = [wish.place for wish in one.wishes.all()]
        assert fault(places, ranking=edition.ranking, challenges=11, points=edition.points) == ""
    assert sum(one.wishes_at is None for one in enrolments) == 8
    assert len({one.user.profile.programme_of_study for one in enrolments}) == 4
    firsts = Counter(wish.challenge_id for one in enrolments for wish in one.wishes.all() if wish.place == 1)
    assert max(firsts.values()) > 14


def test_some_open_challenges_have_rules_for_teams_and_a_board() -> None:
    asked = Challenge.objects.filter(composition_rules__isnull=False).distinct()
    assert asked.count() == 3
    for one in asked:
        assert one.board_cards.count() >= 3
        assert not one.board_cards.filter(user__participations__challenge=one).exists()
        assert one.teams.exclude(seeks="").exists()
