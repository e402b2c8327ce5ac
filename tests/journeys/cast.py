"""Who takes part in the journey of one challenge, and in what."""

import hashlib
from dataclasses import dataclass

from tests.journeys.actor import Actor
from tests.journeys.database import Database

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SUM = hashlib.sha256(PDF).hexdigest()
TITLES = {"en": ("The ward that never sleeps", "never sleeps"), "nl": ("De afdeling die nooit slaapt", "nooit slaapt")}
PROPOSAL = "Plan for quiet nights"


@dataclass
class Cast:
    """Who takes part, and in what."""

    language: str
    office: Actor
    partner: Actor
    owner: Actor
    reviewer: Actor
    student: Actor
    mate: Actor
    visitor: Actor
    database: Database

    @property
    def team(self) -> str:
        return f"Night owls {self.language}"

    @property
    def title(self) -> str:
        return TITLES[self.language][0]

    @property
    def slug(self) -> str:
        return str(self.database.one("SELECT slug FROM challenges_challenge WHERE title = %s", self.title))

    @property
    def state(self) -> str:
        return str(self.database.one("SELECT state FROM challenges_challenge WHERE title = %s", self.title))
