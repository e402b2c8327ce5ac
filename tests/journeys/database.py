"""The database of the running portal, for what no page tells, and for letting time pass."""

from typing import Any

import psycopg

from config.runtime.services import read_environment
from tests.journeys.stack import Stack


class Database:
    """Answers questions in SQL; every statement is a transaction of its own, and the portal's constraints hold for it."""

    def __init__(self, stack: Stack) -> None:
        self._connection = psycopg.connect(read_environment(stack.var)["DATABASE_URL"], autocommit=True)

    def rows(self, question: str, *values: Any) -> list[Any]:
        """What comes back; of one column its values, of several tuples."""
        found = self._connection.execute(question, values).fetchall()
        return [row[0] if len(row) == 1 else row for row in found]

    def one(self, question: str, *values: Any) -> Any:
        """The only row."""
        (found,) = self.rows(question, *values)
        return found

    def pass_deadlines(self, slug: str) -> None:
        """Let the time for joining and for every milestone of a challenge be over since a second ago."""
        now = "now() - interval '1 second'"
        self._connection.execute(f"UPDATE challenges_challenge SET join_until = {now} WHERE slug = %s", [slug])  # noqa: S608
        self._connection.execute(
            f"UPDATE challenges_milestone SET deadline = {now} WHERE challenge_id = (SELECT id FROM challenges_challenge WHERE slug = %s)",  # noqa: S608
            [slug],
        )

    def close(self) -> None:
        self._connection.close()
