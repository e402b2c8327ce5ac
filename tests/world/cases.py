"""A challenge in every state that there is, brought there by the actions that people use."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from challenges.actions import approval, attachments, cancelling, ownership
from challenges.models import Challenge, Milestone, Programme
from partners.models import Organisation
from tests.factories import ChallengeFactory, ProgrammeFactory
from tests.factories.cases import complete
from tests.world import words
from tests.world.people import People

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Cases:
    """Challenges of the first organisation by their state, and three of the other one.

    `running` takes hand-ins and still people; `wished` is joined through its edition; all deadlines of `reviewing` and
    `released` have passed; `discarded` was never public; the one seat of `full` is taken, and somebody waits for it.
    """

    draft: Challenge
    waiting: Challenge
    half_approved: Challenge
    sent_back: Challenge
    open: Challenge
    running: Challenge
    reviewing: Challenge
    released: Challenge
    cancelled: Challenge
    wished: Challenge
    discarded: Challenge
    full: Challenge
    other_draft: Challenge
    other_waiting: Challenge
    other_open: Challenge

    def assessed(self, name: str) -> Milestone:
        """The milestone of a challenge that reviewers judge."""
        found: Milestone = getattr(self, name).milestones.get(assessed=True)
        return found


def make_programme(host: Organisation, slug: str = "kermisroute", name: str = "Kermisroute Voltrek", **fields: Any) -> Programme:
    return ProgrammeFactory(slug=slug, name=name, host=host, summary="An edition.", **fields)


def make_edition(host: Organisation, now: dt.datetime) -> Programme:
    """A programme that one joins as a whole."""
    return make_programme(host, "wenskermis", "Wenskermis Draaimolen", join_until=now + 5 * DAY, ranks_until=now + 6 * DAY)


def make_cases(people: People, own: Organisation, other: Organisation, programme: Programme, edition: Programme, now: dt.datetime) -> Cases:
    """All of them as they stand before anybody joins; `released` and `cancelled` are finished later."""

    def case(slug: str, title: str, organisation: Organisation = own, **fields: Any) -> Challenge:
        editor = people.editor if organisation == own else people.other_editor
        text = words.CASE if organisation == own else words.OTHER_CASE
        made = complete(
            slug=slug, title=title, organisation=organisation, case=f"The {text} waits.", created_by=editor, **({"team_max": 9} | fields)
        )
        Challenge.objects.filter(pk=made.pk).update(changed_by=editor)
        return made

    draft = ChallengeFactory(
        slug="lummelvracht", title="Lummelvracht", organisation=own, case=f"Still {words.DRAFT_CASE}.", created_by=people.editor
    )
    _attach(draft, words.DRAFT_ATTACHMENT, people.editor, now)
    waiting, half, back = case("bromkessel", "Bromkessel"), case("tweezaadje", "Tweezaadje"), case("terugkloek", "Terugkloek")
    for one in (waiting, half, back):
        submit(one, people, now - 6 * DAY)
    turn_owner_key(half, people, now - 5 * DAY)
    approval.send_back(
        challenge=back,
        comments={"case": f"Please {words.SENT_BACK_COMMENT}."},
        read_at=_submitted(back),
        by=people.coordinator,
        now=now - 4 * DAY,
    )
    running = case("rondgaander", "Rondgaander", programme=programme)
    _attach(running, words.ATTACHMENT, people.editor, now - 61 * DAY)
    reviewing = _past(case("nazorgel", "Nazorgel", join_until=now - 30 * DAY, starts_on=(now - 40 * DAY).date()), now - 2 * DAY)
    released = _past(case("uitslagbel", "Uitslagbel", join_until=now - 40 * DAY, starts_on=(now - 50 * DAY).date()), now - 20 * DAY)
    opened, cancelled, discarded = case("openstal", "Openstal"), case("afgelastig", "Afgelastig"), case("weggooier", "Weggooier")
    wished = case("wensdroom", "Wensdroom", programme=edition)
    other_open = case("vreemdgang", "Vreemdgang", other)
    _attach(other_open, words.OTHER_ATTACHMENT, people.other_editor, now - 61 * DAY)
    other_draft, other_waiting = case("vreemdklad", "Vreemdklad", other), case("vreemdwacht", "Vreemdwacht", other)
    submit(other_waiting, people, now - 6 * DAY)
    full = case("volgestapt", "Volgestapt", seats=1, mode="solo", team_min=None, team_max=None)
    for one in (opened, running, reviewing, released, cancelled, wished, full, other_open):
        submit(one, people, now - 60 * DAY)
        turn_owner_key(one, people, now - 59 * DAY)
        approval.approve_as_office(challenge=one, read_at=_submitted(one), by=people.coordinator, now=now - 58 * DAY)
    cancelling.cancel(challenge=discarded, reason="Never mind.", by=people.editor, now=now - 3 * DAY)
    return Cases(
        *(draft, waiting, half, back, opened, running, reviewing, released, cancelled),
        *(wished, discarded, full),
        *(other_draft, other_waiting, other_open),
    )


def submit(challenge: Challenge, people: People, at: dt.datetime) -> None:
    """Hand it to the faculty owner and the office, and name that owner."""
    own = challenge.organisation.slug == "klimmervast"
    by = people.editor if own else people.other_editor
    approval.submit(challenge=challenge, proposed_owner=f"Ask {words.PROPOSED_OWNER}.", by=by, now=at)
    ownership.name_owner(challenge=challenge, owner=_owner(challenge, people), by=people.coordinator, now=at)


def turn_owner_key(challenge: Challenge, people: People, at: dt.datetime) -> None:
    """The faculty owner says yes."""
    approval.approve_as_owner(challenge=challenge, read_at=_submitted(challenge), by=_owner(challenge, people), now=at)


def text_file(word: str, ending: str = "txt") -> SimpleUploadedFile:
    """A small file with the word in its name and in its text."""
    return SimpleUploadedFile(f"{word}.{ending}", f"This is {word}.".encode())


def _owner(challenge: Challenge, people: People) -> User:
    return people.faculty_owner if challenge.organisation.slug == "klimmervast" else people.other_faculty_owner


def _attach(challenge: Challenge, word: str, by: User, at: dt.datetime) -> None:
    attachments.add(challenge=challenge, uploads=[text_file(word)], by=by, now=at)


def _submitted(challenge: Challenge) -> str:
    at = Challenge.objects.get(pk=challenge.pk).submitted_at
    return at.isoformat() if at else ""


def _past(challenge: Challenge, last: dt.datetime) -> Challenge:
    for place, milestone in enumerate(challenge.milestones.order_by("-deadline")):
        milestone.deadline = last - 4 * place * DAY
        milestone.save()
    return challenge
