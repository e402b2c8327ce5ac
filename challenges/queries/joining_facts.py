"""What a challenge says of who may join, beside its plain fields: raw values by the key of their label."""

from challenges.models import Challenge

BETWEEN = "; "
NEEDED = " *"


def joining_facts(challenge: Challenge) -> dict[str, str]:
    """Names of institutions and faculties, prerequisites, and questions with a star where they need an answer."""
    questions = [f"{one.text}{NEEDED if one.required else ''}" for one in challenge.application_questions.all()]
    return {
        "eligible_institutions": BETWEEN.join(one.name for one in challenge.eligible_institutions.all()),
        "eligible_faculties": BETWEEN.join(f"{one.name} ({one.institution.name})" for one in challenge.eligible_faculties.all()),
        "prerequisites": BETWEEN.join(one.text for one in challenge.prerequisites.all()),
        "questions": BETWEEN.join(questions),
    }
