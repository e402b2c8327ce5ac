"""Who may know what: the table that `docs/secrecy.md` tells in words. Each row names readers of `READERS`; nobody else may, and they do."""

from dataclasses import dataclass

from tests.world import words
from tests.world.people import NAMES

# `outsider` is whoever has an invitation by mail and no account.
GROUPS = (
    ("visitor", "student_in", "other_member", "outsider"),
    ("student_out", "former_member"),
    ("owner", "mentor", "other_editor", "reviewer", "second_reviewer"),
    ("faculty_owner", "coach", "coordinator", "administrator"),
)
READERS = frozenset(name for group in GROUPS for name in group)


@dataclass(frozen=True)
class Secret:
    """What it is, the words that stand for it, and who reads it: in pages, headers and mails, or `within` files that they download."""

    what: str
    words: tuple[str, ...]
    who: frozenset[str]
    within: frozenset[str] = frozenset()


def only(who: str) -> frozenset[str]:
    found = frozenset(who.split())
    assert found <= READERS, found - READERS
    return found


EVERYBODY = READERS - {"outsider"}
OFFICE = "coordinator"
PARTNER = "owner mentor"
GUIDES = "coach faculty_owner coordinator"
STUDENTS = "student_in student_out former_member other_member"

ABOUT_PEOPLE = {
    "student_in": f"student_in student_out former_member outsider {GUIDES} administrator",
    "teammate": f"student_in {GUIDES} administrator",
    "former_member": f"student_in student_out former_member other_member {GUIDES} administrator",
    "other_member": "student_out other_member faculty_owner coordinator administrator",
    "other_teammate": "other_member faculty_owner coordinator administrator",
    "in_line": "coordinator administrator",
    "solo_student": "faculty_owner coordinator administrator",
    "student_out": f"student_in student_out former_member other_member {GUIDES} administrator",
    "reviewer": "reviewer coordinator administrator",
    "second_reviewer": "second_reviewer coordinator administrator",
    "faculty": "coordinator administrator",
    "coach": f"student_in {GUIDES} administrator",
    "coordinator": f"{PARTNER} other_editor faculty_owner coordinator administrator",
    "other_coordinator": "coordinator administrator",
    "owner": f"{PARTNER} outsider coordinator administrator",
    "editor": f"{PARTNER} coordinator administrator",
    "mentor": f"{PARTNER} coordinator administrator",
    "other_editor": "other_editor coordinator administrator",
    "hopeful": "coordinator administrator",
    "refused": "coordinator administrator",
    "revoked": "coordinator administrator",
    "stranger": "coordinator administrator",
    "administrator": "coordinator administrator",
}
THEIR_ADDRESSES = {
    **dict.fromkeys(ABOUT_PEOPLE, "coordinator administrator"),
    **{key: f"{key} coordinator administrator" for key in ABOUT_PEOPLE if key in READERS},
    **dict.fromkeys(("owner", "editor", "mentor"), f"{PARTNER} coordinator administrator"),
    "student_out": "student_in student_out coordinator administrator",
    "stranger": "owner coordinator administrator",
}

SECRETS = [
    *[Secret(f"the name of {key}", tuple(NAMES[key][0].split()), only(who)) for key, who in ABOUT_PEOPLE.items()],
    *[Secret(f"the address of {key}", (NAMES[key][1],), only(who)) for key, who in THEIR_ADDRESSES.items()],
    Secret("the faculty owners, who are named on the page", tuple(NAMES["faculty_owner"][0].split()), EVERYBODY),
    # Teams and their work.
    Secret("the name of a team", (words.TEAM,), only(f"student_in student_out former_member outsider {GUIDES}")),
    Secret("the name of a team that looks for somebody", (words.OTHER_TEAM,), only(f"{STUDENTS} coach faculty_owner coordinator")),
    Secret("whom a team looks for", (words.SEEKS,), only(f"{STUDENTS} {GUIDES}")),
    Secret("what a team and its coach write to each other", (words.MESSAGE,), only("student_in coach")),
    Secret("a file that a team shares", (words.SHARED_FILE,), only("student_in coach"), only("student_in coach")),
    Secret("how a member says it is going", (words.PULSE,), only("student_in")),
    Secret("how a member says to the coach that it is going", (words.NAMED_PULSE,), only("coach")),
    Secret("what a team agreed on", (words.AGREEMENT,), only("student_in coach")),
    Secret("why somebody is asked to go", (words.REMOVAL_REASON,), only("coordinator")),
    Secret("what the office said about it", (words.REMOVAL_WORDS,), only("student_in coordinator")),
    Secret("what somebody who asks to join writes", (words.REQUEST,), only("other_member student_out")),
    Secret(
        "what stands on the board",
        (words.BRINGS, words.CARD_SEEKS),
        only(f"student_in student_out former_member other_member {GUIDES}"),
    ),
    Secret("an introduction", (words.INTRODUCED,), only("student_out other_member")),
    Secret("what can be said in confidence", (words.MARK,), only("student_in coordinator")),
    Secret("a pseudonym", (words.PSEUDONYM,), only(f"student_in {GUIDES} {PARTNER} reviewer second_reviewer")),
    Secret("another pseudonym", (words.OTHER_PSEUDONYM,), only(f"other_member faculty_owner coordinator {PARTNER} reviewer")),
    Secret("what a member studies", (words.STUDY,), only(f"student_in {GUIDES}")),
    Secret(
        "what others study",
        (words.OTHER_STUDY,),
        only(f"student_in student_out former_member other_member {GUIDES}"),
    ),
    Secret("skills and introduction", (words.SKILLS, words.INTRODUCTION), only("student_in student_out former_member other_member")),
    Secret("a draft", (words.DRAFT_TEXT,), only("student_in")),
    Secret("a draft of others", (words.OTHER_DRAFT_TEXT,), only("other_member")),
    Secret("a file in a draft", (words.DRAFT_FILE,), only("student_in"), only("student_in")),
    Secret("what a team handed in", (words.HANDED_IN_TEXT,), only(f"student_in {GUIDES}")),
    Secret("what others handed in", (words.OTHER_HANDED_IN_TEXT,), only("other_member faculty_owner coordinator")),
    Secret("the name of a file that was handed in", (words.HANDED_IN_FILE,), only(f"student_in {GUIDES}"), only(f"student_in {GUIDES}")),
    Secret(
        "the name of a file that is reviewed",
        (words.REVIEWED_FILE,),
        only(f"student_in {GUIDES}"),
        only(f"student_in {GUIDES} reviewer second_reviewer"),
    ),
    Secret(
        "the name of a file of released work",
        (words.RELEASED_FILE,),
        only(f"student_in {GUIDES}"),
        only(f"student_in {GUIDES} reviewer {PARTNER}"),
    ),
    Secret("whom a team asked", (words.OPEN_TEAM_ADDRESS, words.EXPIRED_TEAM_ADDRESS), only("student_in coordinator")),
    Secret("who said no to a team", (words.DECLINED_TEAM_ADDRESS,), only("student_in coordinator")),
    Secret("whom a team asks no more", (words.WITHDRAWN_TEAM_ADDRESS,), only(OFFICE)),
    # Who may join.
    Secret("what is asked beforehand", (words.PREREQUISITE,), EVERYBODY),
    Secret("why the office lets somebody in", (words.ADMISSION_REASON,), only(OFFICE)),
    Secret("who is on a list of students", (words.LISTED_ADDRESS, words.LISTED_NAME, words.LISTED_STUDY), only(OFFICE)),
    Secret("who is in a list that waits", (words.WAITING_ADDRESS,), only(OFFICE)),
    # Who applied for the other organisation's: its partner reads only what waits, and nobody learns of another's refusal.
    Secret("an application that waits", (words.MOTIVATION, words.APPLICATION_ANSWER), only("student_out other_editor coordinator")),
    Secret("an applicant's pseudonym", (words.APPLICANT,), only("other_editor coordinator")),
    Secret("an application that was refused", (words.REFUSED_MOTIVATION, words.REFUSED_WORDS), only("other_member coordinator")),
    # Reviews.
    Secret("a review before release", (words.REVIEW_COMMENT, words.REVIEW_REMARK), only("reviewer")),
    Secret("the draft of a review", (words.DRAFT_REVIEW_COMMENT, words.DRAFT_REVIEW_REMARK), only("second_reviewer")),
    Secret("a review after release", (words.RELEASED_COMMENT, words.RELEASED_REMARK), only(f"student_in {GUIDES} reviewer")),
    Secret("a review of others", (words.OTHER_RELEASED_COMMENT,), only("other_member faculty_owner coordinator reviewer")),
    # Challenges.
    Secret("a draft of a challenge", ("Lummelvracht", words.DRAFT_CASE, "Weggooier"), only(f"{PARTNER} coordinator")),
    Secret("a file with a draft", (words.DRAFT_ATTACHMENT,), only(f"{PARTNER} coordinator"), only(f"{PARTNER} coordinator")),
    Secret("what waits for approval", ("Bromkessel", "Tweezaadje", "Terugkloek"), only(f"{PARTNER} faculty_owner coordinator")),
    Secret("what others have not published", ("Vreemdklad", "Vreemdwacht"), only("other_editor coordinator")),
    Secret("why it was sent back", (words.SENT_BACK_COMMENT,), only(f"{PARTNER} faculty_owner coordinator")),
    Secret("a question that waits", (words.UNANSWERED_QUESTION,), only(f"other_member {PARTNER} faculty_owner coordinator")),
    Secret(
        "an announcement",
        (words.ANNOUNCEMENT, words.ANNOUNCEMENT_TEXT),
        only(f"student_in other_member {PARTNER} {GUIDES}"),
    ),
    Secret(
        "what is public",
        (words.CASE, words.OTHER_CASE, words.QUESTION, words.ANSWER, words.CANCEL_REASON, words.OUTCOME, words.ATTACHMENT),
        EVERYBODY,
    ),
    # People of organisations, roles, mails.
    Secret("whom an organisation asked", (words.OPEN_MEMBER_ADDRESS, words.EXPIRED_MEMBER_ADDRESS), only("owner coordinator")),
    Secret("who said no to one", (words.DECLINED_MEMBER_ADDRESS, words.WITHDRAWN_MEMBER_ADDRESS), only("owner coordinator")),
    Secret("whom another one asked", (words.OTHER_MEMBER_ADDRESS,), only(OFFICE)),
    Secret("why two students are kept together or apart", (words.PAIR_REASON,), only(OFFICE)),
    Secret("why somebody is in their team, and what they would have liked better", (words.FIRST_CHOICE,), only("student_in")),
    Secret("what somebody stated", (words.STATEMENT,), only(OFFICE)),
    Secret("why a role was refused or ended", (words.REFUSE_REASON, words.REVOKE_REASON), only("coordinator administrator")),
    Secret("an address that is not confirmed", (words.NEW_ADDRESS,), only("student_in")),
    Secret("what a mail server answered", (words.MAIL_ANSWER,), only(OFFICE)),
]
WORDS = [word for secret in SECRETS for word in secret.words]
