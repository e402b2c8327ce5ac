"""What teams handed in, and what they are still writing."""

import datetime as dt
import random
import uuid
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import User
from challenges.management.demo import paper
from challenges.management.demo.calendar import DAY, Calendar
from challenges.management.demo.cases import Built
from challenges.management.demo.data import chance, pick, read
from challenges.models import Attachment, Draft, Milestone, Submission, Team, WorkFile

CONTENT_TYPES = {"pdf": "application/pdf", "csv": "text/csv"}
MISSED = 0.03
OBSERVED = [
    ("Monday morning", "Nobody looked at the list on the door."),
    ("Monday afternoon", "Three people asked the same question, each of somebody else."),
    ("Tuesday", "The paper version was used once and then turned into a shopping list."),
    ("Thursday", "Somebody came back and asked for us."),
]


@dataclass
class Work:
    """What is to be stored."""

    drafts: list[Draft] = field(default_factory=list)
    files: list[WorkFile] = field(default_factory=list)
    submissions: list[Submission] = field(default_factory=list)
    holds: list[tuple[Submission, WorkFile]] = field(default_factory=list)
    blobs: dict[str, bytes] = field(default_factory=dict)

    def store(self) -> None:
        """Write the rows, then the files. A file that an abandoned seeding left under the same name is replaced."""
        Draft.objects.bulk_create(self.drafts, batch_size=2000)
        WorkFile.objects.bulk_create(self.files, batch_size=2000)
        Submission.objects.bulk_create(self.submissions, batch_size=2000)
        through = Submission.files.through
        through.objects.bulk_create(
            [through(submission_id=submission.pk, workfile_id=file.pk) for submission, file in self.holds], batch_size=2000
        )
        for name, data in self.blobs.items():
            keep(name, data)


def keep(name: str, data: bytes) -> None:
    """Put a file into the private storage under exactly this name."""
    if default_storage.exists(name):
        default_storage.delete(name)
    default_storage.save(name, ContentFile(data))


def write(built: list[Built], calendar: Calendar, seed: int) -> Work:
    """Store what was handed in for every milestone that has passed, and drafts for the one that is open next."""
    draw = chance(seed, "work")
    work = Work()
    for one in built:
        if not one.teams or not one.case.work:
            continue
        for team in one.teams:
            filled = {name: pick(draw, words) for name, words in one.case.work.items()}
            _team(work, one, team, filled, calendar, draw)
    work.store()
    return work


def attach(built: list[Built], seed: int) -> None:
    """The case on paper, with those that say so."""
    draw = chance(seed, "attachments")
    for one in built:
        if not one.case.attachment:
            continue
        data = paper.pdf(one.case.title, f"{one.case.summary}\n\n{one.case.text}")
        file = Attachment(challenge=one.challenge, uploaded_at=one.challenge.created_at, uploaded_by=one.challenge.created_by)
        _describe(file, one.case.attachment, "pdf", data, "attachment", draw)
        keep(file.blob.name, data)
        file.save()


def _team(work: Work, one: Built, team: Team, filled: dict[str, str], calendar: Calendar, draw: random.Random) -> None:
    members = one.members[team.pk]
    is_first = team is one.teams[0]
    for milestone in one.milestones:
        if calendar.is_past(milestone.deadline):
            if is_first or draw.random() >= MISSED:
                _hand_in(work, one, team, milestone, filled, draw)
        else:
            if is_first or draw.random() < 0.3:
                _draft(work, one, team, milestone, filled, calendar, members[draw.randrange(len(members))])
            return


def _hand_in(work: Work, one: Built, team: Team, milestone: Milestone, filled: dict[str, str], draw: random.Random) -> None:
    """One version, or for every fourth team a shorter one before it; the draft is what was handed in last."""
    members = one.members[team.pk]
    last = milestone.deadline - dt.timedelta(minutes=draw.choice([9, 26, 48, 90, 200, 1300]))
    text = _text(one, milestone, filled, draw)
    versions = [(text.split("\n\n**")[0], last - DAY), (text, last)] if draw.random() < 0.25 else [(text, last)]
    by = draw.choice(members)
    files = _files(work, one, team, milestone, text, by, versions[0][1] - dt.timedelta(minutes=12), draw)
    for version, (words, at) in enumerate(versions, start=1):
        submission = Submission(team=team, milestone=milestone, version=version, text=words, handed_in_at=at, handed_in_by=by)
        work.submissions.append(submission)
        work.holds += [(submission, file) for file in files]
    work.drafts.append(Draft(team=team, milestone=milestone, text=text, revision=len(versions) + 3, saved_at=last, saved_by=by))


def _draft(work: Work, one: Built, team: Team, milestone: Milestone, filled: dict[str, str], calendar: Calendar, by: User) -> None:
    text = _filled(read("work")["drafts"][one.case.language], filled)
    work.drafts.append(Draft(team=team, milestone=milestone, text=text, revision=4, saved_at=calendar.at(-1, 21, 34), saved_by=by))


def _text(one: Built, milestone: Milestone, filled: dict[str, str], draw: random.Random) -> str:
    kinds = read("work")["submissions"][one.case.language]
    kind = "proposal" if one.case.rubric == "proposal" and milestone.phase == "act" else milestone.phase
    return _filled(draw.choice(kinds[kind]), filled)


def _filled(template: str, words: dict[str, str]) -> str:
    capital = {name.title(): text[:1].upper() + text[1:] for name, text in words.items()}
    return template.format(**words, **capital).strip()


def _files(
    work: Work, one: Built, team: Team, milestone: Milestone, text: str, by: User, at: dt.datetime, draw: random.Random
) -> list[WorkFile]:
    """Some teams add a file or two; they stay in the draft, as they do when people hand in."""
    found: list[WorkFile] = []
    if draw.random() > (0.2 if one.case.rubric == "proposal" else 0.7):
        return found
    for name, kind in read("work")["files"][milestone.phase]:
        data = paper.csv(OBSERVED) if kind == "csv" else paper.pdf(milestone.title, text)
        file = WorkFile(team=team, milestone=milestone, in_draft=True, uploaded_at=at, uploaded_by=by)
        _describe(file, name, kind, data, "workfile", draw)
        work.blobs[file.blob.name] = data
        found.append(file)
    work.files += found
    return found


def _describe(file: WorkFile | Attachment, name: str, kind: str, data: bytes, folder: str, draw: random.Random) -> None:
    file.key = uuid.UUID(int=draw.getrandbits(128), version=4)
    file.name, file.size, file.sha256, file.content_type = name, len(data), paper.sha256(data), CONTENT_TYPES[kind]
    file.blob.name = f"{folder}/{file.key.hex[:2]}/{file.key.hex}"
