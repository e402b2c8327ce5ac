"""A whole challenge to read, part by part, for those who approve it or compare what they typed."""

from dataclasses import dataclass

from challenges.enums import Section
from challenges.models import ApprovalComment, Attachment, Challenge, Criterion, Milestone
from challenges.queries import words
from challenges.queries.composition_words import rules_words
from challenges.queries.facts import FIELDS, raw
from challenges.queries.joining_facts import joining_facts
from challenges.queries.waiting import quotas_words
from challenges.queries.whole import rubric


@dataclass(frozen=True)
class Row:
    """One value: its label, its words, whether they are Markdown, and whether they are a text rather than a few words."""

    label: str
    text: str
    markdown: bool
    long: bool


@dataclass(frozen=True)
class Part:
    """One part: its rows, and whichever it has of milestones, criteria, files and comments."""

    section: str
    label: str
    rows: list[Row]
    milestones: list[Milestone]
    criteria: list[Criterion]
    files: list[Attachment]
    comments: list[ApprovalComment]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The short values that are there."""
        return [(row.label, row.text) for row in self.rows if row.text and not row.long]

    @property
    def texts(self) -> list[Row]:
        """The texts that are there."""
        return [row for row in self.rows if row.text and row.long]

    @property
    def filled(self) -> bool:
        """Whether there is anything to read."""
        return bool(self.milestones or self.criteria or self.files or any(row.text for row in self.rows))


def parts(challenge: Challenge) -> list[Part]:
    """Every part, in order, with its comments, of a challenge that was read whole."""
    comments = list(challenge.approval_comments.all())
    return [part(challenge, section, [one for one in comments if one.section == section]) for section in Section]


def part(challenge: Challenge, section: str, comments: list[ApprovalComment] | None = None) -> Part:
    """One part as it is stored now."""
    rows = [_row(field, raw(getattr(challenge, field))) for field in FIELDS[section]]
    if section == Section.JOINING:
        rows += [_row(field, value) for field, value in joining_facts(challenge).items()]
    if section == Section.AUDIENCE:
        rows.append(Row(words.label("composition"), rules_words(challenge.composition_rules.all()), markdown=False, long=False))
        rows.append(Row(words.label("quotas"), quotas_words(challenge.quotas.all()), markdown=False, long=False))
    return Part(
        section=str(section),
        label=str(Section(section).label),
        rows=rows,
        milestones=list(challenge.milestones.all()) if section == Section.TIMES else [],
        criteria=rubric(challenge) if section == Section.RUBRIC else [],
        files=list(challenge.attachments.all()) if section == Section.FILES else [],
        comments=comments or [],
    )


def _row(field: str, value: str) -> Row:
    text = words.said(field, value)
    return Row(words.label(field), text, field in words.MARKDOWN, field in words.TEXTS)
