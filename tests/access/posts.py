"""What a browser posts to each address when somebody has filled in its form well: every field, the empty ones too."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.kit.clock import local
from accounts.models import Institution
from challenges.actions import agreements, questions
from challenges.models import Challenge, Criterion, Draft
from challenges.queries.lists import plan
from challenges.queries.matching.slots import MOST_NUMBERS
from challenges.queries.terms import terms_of_edition
from tests.challenges.typed import posted
from tests.factories.forming import WEIGHTS
from tests.factories.people import PASSWORD
from tests.world import World
from tests.world.cases import DAY, text_file

Data = dict[str, Any]
NEW_PASSWORD = "three-other-long-words"


@dataclass(frozen=True)
class Asked:
    """One line of the table as one role meets it: the things in its address, and the role's letter."""

    world: World
    things: dict[str, Any]
    role: str

    def minute(self, days: float) -> str:
        """A moment so many days ahead, as a browser sends it."""
        return local(self.world.now + days * DAY).strftime("%Y-%m-%dT12:30")


def form_of(view: str, asked: Asked) -> Data:
    """The filled-in form of a view; empty for one that is a button alone."""
    return FORMS[view](asked) if view in FORMS else {}


def _read_at(asked: Asked) -> Data:
    challenge: Challenge = asked.things["slug"]
    return {"read_at": challenge.submitted_at.isoformat() if challenge.submitted_at else ""}


def _profile(asked: Asked) -> Data:
    return {
        "name": "Another Name",
        "language": "en",
        "institution": Institution.objects.get().pk,
        "faculty": "",
        "programme_of_study": "Medicine",
        "level": "master",
        "discipline": "0912",
        "languages": ["en"],
        "skills": "",
        "hours_a_week": "8",
        "introduction": "",
        "times": ["0", "4"],
        "next": "",
    }


def _pair(asked: Asked) -> Data:
    forming = asked.world.forming
    return {"one": forming.enrolment.pk, "other": forming.third_enrolment.pk, "keep": "apart", "reason": "They asked."}


def _organisation(asked: Asked) -> Data:
    of_the_office = {"name": "Another", "kind": "industry"} if asked.role == "c" else {}
    return {"description": "Other words.", "website": "", "ror": "", "remove_logo": "", **of_the_office}


def _review(asked: Asked) -> Data:
    criteria = Criterion.objects.filter(challenge=asked.things["pk"].submission.milestone.challenge).prefetch_related("levels")
    marks = {f"level_{one.pk}": one.levels.all()[2].pk for one in criteria} | {f"comment_{one.pk}": "Go on." for one in criteria}
    return marks | {"comment": "Well argued.", "do": "submit"}


def _assign(asked: Asked) -> Data:
    people, works = asked.world.people, asked.world.work
    return {
        "submissions": [works.other_reviewed_submission.pk],
        "people": [people.faculty.pk],
        "how": "all",
        "each": "2",
        "due_at": asked.minute(9),
        "milestone": works.other_reviewed_submission.milestone_id,
    }


def _new_challenge(asked: Asked) -> Data:
    own = asked.world.other_organisation if asked.role == "x" else asked.world.organisation
    return {"title": "Something else", "organisation": own.pk, "source": ""}


def _part(asked: Asked) -> Data:
    section = asked.things["section"]
    changes = {
        "basics": {"title": "Another title"},
        "case": {"case": "Another case."},
        "audience": {"seats": 40},
        "joining": {"most_running": 9},
    }
    changes |= {"times": {"milestones-0-title": "First paper"}, "rubric": {"criteria-0-title": "Insight"}, "terms": {"offer": "More."}}
    return posted(asked.things["slug"], section, **changes[section])


def _join(asked: Asked) -> Data:
    return {"way": "team", "name": "A new team", "version": 1, "terms": "on"}


def _apply(asked: Asked) -> Data:
    question = asked.world.entry.application.challenge.application_questions.get()
    shown = 1 if asked.role in {"u", "m"} else 0
    return {"motivation": "I know the ward.", f"question_{question.pk}": "Two hands.", "revision": shown}


def _agreed(asked: Asked) -> Data:
    return {"seen": agreements.mark_of(asked.world.work.agreement)}


def _work(asked: Asked) -> Data:
    draft = Draft.objects.filter(milestone=asked.things["pk"], team__participations__user=asked.world.people.student_in).first()
    return {"text": "Other words.", "page": "apage", "revision": draft.revision if draft else 0, "over": "", "remove": "", "do": "hand_in"}


def _programme(asked: Asked) -> Data:
    named = {"name": "A programme", "host": asked.world.organisation.pk, "summary": "In short.", "description": ""}
    dates = {"starts_on": "2027-02-01", "ends_on": "2027-06-01", "join_until": "2027-01-20T17:00", "ranks_until": "2027-01-25T17:00"}
    return named | dates | {"ranking": "points", "points": "60"}


def _passwords(*, old: bool) -> Data:
    return {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD, **({"oldpassword": PASSWORD} if old else {})}


FORMS: dict[str, Callable[[Asked], Data]] = {
    # Accounts
    "account_login": lambda asked: {"login": asked.world.people.solo_student.email, "password": PASSWORD, "remember": "on", "next": ""},
    "account_signup": lambda asked: {"name": "New Comer", "email": "newcomer@example.org", "password1": NEW_PASSWORD, "next": ""},
    "account_email": lambda asked: {"email": "moved@example.org", "action_add": ""},
    "account_change_password": lambda asked: _passwords(old=True),
    "account_set_password": lambda asked: _passwords(old=False),
    "account_reset_password_from_key": lambda asked: _passwords(old=False),
    "account_reset_password": lambda asked: {"email": asked.world.people.stranger.email},
    "account_reauthenticate": lambda asked: {"password": PASSWORD, "next": ""},
    "set_language": lambda asked: {"language": "nl", "next": "/"},
    "set_theme": lambda asked: {"theme": "dark", "next": "/"},
    "profile": _profile,
    "student_statement": lambda asked: {"student_institution": Institution.objects.get().pk, "statement": "I study.", "next": ""},
    "privacy": lambda asked: {"named": "yes"},
    "notifications_read": lambda asked: {"notification": ""},
    "notification_switches": lambda asked: {"kind": ["question_answered"]},
    "member_invitation_again": lambda asked: {"round": asked.things["pk"].round},
    "team_invitation_again": lambda asked: {"round": asked.things["pk"].round},
    # The office's desk
    "role_grant": lambda asked: {"role": "faculty", "until": ""},
    "role_confirm": lambda asked: {"until": ""},
    "role_refuse": lambda asked: {"reason": "We can't find you."},
    "role_revoke": lambda asked: {"reason": "Studies are over."},
    "office_organisation_new": lambda asked: {
        **_organisation(asked),
        "name": "Brand new",
        "kind": "industry",
        "slug": "brand-new",
        "owner": "",
    },
    "programme_office_new": lambda asked: {**_programme(asked), "slug": "a-programme"},
    "programme_office_edit": _programme,
    "review_assign": _assign,
    "review_due_move": lambda asked: {"move-due_at": asked.minute(11)},
    "team_coach": lambda asked: {f"team-{asked.things['pk'].pk}-coach": asked.world.people.faculty.pk},
    "challenge_teams_spread": lambda asked: {"coaches": [asked.world.people.faculty.pk]},
    "release": lambda asked: {"despite_gaps": "on"},
    "outcome": lambda asked: {"outcome": "It came out well."},
    # Forming teams
    "matching": lambda asked: {**WEIGHTS, "seed": "7"},
    "matching_change": lambda asked: {"most_moves": "0"},
    "matching_pairs": _pair,
    "proposal_move": lambda asked: {
        "revision": "0",
        "enrolment": asked.world.forming.enrolment.pk,
        "to": -(asked.world.forming.formed.pk * MOST_NUMBERS + 2),
    },
    "proposal_pin": lambda asked: {"revision": "0", "what": f"pin:{asked.world.forming.enrolment.pk}"},
    "proposal_gone": lambda asked: {"revision": "0"},
    "proposal_undo": lambda asked: {"revision": "0"},
    "proposal_publish": lambda asked: {"revision": "0", "reason": "Who is alone there wants to be."},
    # Organisations
    "organisation_edit": _organisation,
    "organisation_staff": lambda asked: {"email": "colleague@example.org", "role": "mentor"},
    "member_role": lambda asked: {"role": "editor"},
    # Challenges
    "challenge_new": _new_challenge,
    "challenge_preview": lambda asked: {"case": "*Words*"},
    "challenge_edit": _part,
    "challenge_edit_files": lambda asked: {"files": text_file("another")},
    "challenge_submit": lambda asked: {"proposed_owner": "Somebody"},
    "challenge_approve_as_owner": _read_at,
    "challenge_approve_as_office": _read_at,
    "challenge_send_back": lambda asked: {**_read_at(asked), **dict.fromkeys(SECTIONS, ""), "case": "Say more."},
    "challenge_name_owner": lambda asked: {"owner": asked.world.people.faculty.pk},
    "challenge_hand_over": lambda asked: {"address": asked.world.people.faculty.email},
    "challenge_cancel": lambda asked: {"reason": "It can't go on."},
    "question_list": lambda asked: {"text": "And then?"},
    "question_answer": lambda asked: {"answer": "Then this.", "seen": questions.mark(asked.things["pk"])},
    "announcement_new": lambda asked: {"title": "News", "text": "It begins.", "step": "send"},
    # Teams and their work
    "team_invitation_accept": lambda asked: {"version": 1, "terms": "on"},
    "challenge_join": _join,
    "challenge_apply": _apply,
    "application_decide": lambda asked: {
        "chosen": [f"{asked.world.entry.application.pk}.{asked.world.entry.application.revision}"],
        "words": "Welcome.",
        "decision": "accept",
    },
    "challenge_let_in": lambda asked: {"address": asked.world.people.student_out.email, "reason": "Knows the ward."},
    "programme_join": lambda asked: {"seen": terms_of_edition(asked.things["slug"]).mark, "terms": "on"},
    "programme_student_list": lambda asked: {"file": SimpleUploadedFile("more.csv", b"address;name\nmore@example.org;More\n")},
    "programme_list_confirm": lambda asked: {"seen": plan(asked.things["pk"], asked.world.now).mark},
    "programme_wishes": lambda asked: {f"wish_{asked.world.cases.wished.pk}": ""},
    "team_rename": lambda asked: {"name": "Another name"},
    "team_link_join": lambda asked: {"version": 1, "terms": "on"},
    "team_link_open": lambda asked: {"seen": "1" if asked.role == "i" else "0"},
    "team_ask": lambda asked: {"words": "I bring time.", "version": 1, "terms": "on"},
    "team_seeks": lambda asked: {"seeks": "Somebody who can build."},
    "team_agreement": lambda asked: {"how": "By turns.", "when": "", "what_if": "", **_agreed(asked)},
    "team_agreement_accept": lambda asked: _agreed(asked),
    "team_messages": lambda asked: {"text": "Shall we meet?"},
    "team_files": lambda asked: {"files": text_file("another")},
    "team_pulse": lambda asked: {"score": "2", "words": "Slow.", "named": "on"},
    "removal_ask": lambda asked: {"reason": "We can't go on."},
    "removal_decide": lambda asked: {
        f"removal-{asked.things['pk'].pk}-decision": "go",
        f"removal-{asked.things['pk'].pk}-words": "It is better so.",
    },
    "team_hand_over": lambda asked: {
        "captain": (asked.world.people.teammate if asked.role == "i" else asked.world.people.other_teammate).pk
    },
    "team_invite": lambda asked: {"email": "friend@example.org"},
    # In confidence
    "confidence": lambda asked: {"kinds": [asked.world.board.other_mark_kind.pk], "consent": "on"},
    "confidence_kinds": lambda asked: {"words": "is the youngest"},
    # The board
    "board_card": lambda asked: {"do": "show", "brings": "A pen.", "seeks": ""},
    "board_introduce": lambda asked: {"words": "Shall we?"},
    "board_answer": lambda asked: {"answer": "yes"},
    **dict.fromkeys(("board_report_person", "board_report_team", "board_report_introduction"), lambda asked: {"reason": "It is rude."}),
    "submission_work": _work,
    "review_detail": _review,
    "review_draft": _review,
}
SECTIONS = ("basics", "case", "audience", "joining", "times", "rubric", "terms", "files")
