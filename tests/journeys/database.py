"""The database of the running portal, for what no page tells, and for letting time pass."""

from typing import Any

import psycopg2

from config.runtime.services import read_environment
from tests.journeys.stack import Stack


class Database:
    """Answers questions in SQL; every statement is a transaction of its own, and the portal's constraints hold for it."""

    def __init__(self, stack: Stack) -> None:
        self._connection = psycopg2.connect(read_environment(stack.var)["DATABASE_URL"])
        self._connection.autocommit = True

    def rows(self, question: str, *values: Any) -> list[Any]:
        """What comes back; of one column its values, of several tuples."""
        with self._connection.cursor() as cursor:
            cursor.execute(question, values)
            return [row[0] if len(row) == 1 else row for row in cursor.fetchall()]

    def one(self, question: str, *values: Any) -> Any:
        """The only row."""
        (found,) = self.rows(question, *values)
        return found

    def pass_deadlines(self, slug: str) -> None:
        """Let the time for joining and for every milestone of a challenge be over since a second ago."""
        with self._connection.cursor() as cursor:
            for statement in (
                "UPDATE challenges_challenge SET join_until = now() - interval '1 second' WHERE slug = %s",
                """UPDATE challenges_milestone SET deadline = now() - interval '1 second'
                WHERE challenge_id = (SELECT id FROM challenges_challenge WHERE slug = %s)""",
            ):
                cursor.execute(statement, [slug])

    def close(self) -> None:
        self._connection.close()
