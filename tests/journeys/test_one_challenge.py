"""One challenge from its first draft to a released result, through the mails' own links, each person in a browser of their own."""

import pytest

from tests.journeys import judging, taking_part, writing
from tests.journeys.cast import Cast

# The office's people of the demo data, each in their own language.
OFFICE = {"en": "coordinator-1@example.org", "nl": "coordinator-2@example.org"}


@pytest.fixture(params=["en", "nl"])
def cast(request, actor, database) -> Cast:
    language = request.param
    return Cast(
        language=language,
        office=actor("", OFFICE[language], language),
        partner=actor(f"Paula Partner {language.upper()}", f"paula.{language}@pharma.example", language),
        owner=actor(f"Otto Ownerman {language.upper()}", f"otto.{language}@faculty.example", language),
        reviewer=actor(f"Rosalind Quietreader {language.upper()}", f"rosalind.{language}@secret-institute.example", language),
        student=actor(f"Saar Studentson {language.upper()}", f"saar.{language}@students.uu.nl", language),
        mate=actor(f"Milan Teammate {language.upper()}", f"milan.{language}@students.uu.nl", language),
        visitor=actor(language=language),
        database=database,
    )


def test_one_challenge_from_its_first_draft_to_a_released_result(cast):
    writing.faculty_arrives(cast)
    writing.partner_is_invited(cast)
    writing.partner_writes(cast)
    writing.both_keys_are_turned(cast)
    taking_part.student_joins(cast)
    taking_part.mate_accepts(cast)
    taking_part.a_question_is_answered(cast)
    taking_part.the_team_hands_in(cast)
    cast.database.pass_deadlines(cast.slug)
    judging.office_asks_the_reviewer(cast)
    judging.the_reviewer_reviews(cast)
    judging.results_are_released(cast)
    judging.the_reviewer_stays_unknown(cast)
    judging.only_who_agrees_is_named(cast)
