"""Statements that are made once and planned once."""

import datetime as dt
import time

import psycopg2
import pytest
from django.db import connection, connections
from django.db.models import Count, Value

from accounts.kit import compiled
from accounts.kit.compiled import NOW, PERSON, SLUG, TODAY, at
from accounts.models import User
from challenges.models import Challenge, Participation
from tests.factories import make_team, published_challenge, student

pytestmark = pytest.mark.django_db


def prepared() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements")
        return {name for (name,) in cursor.fetchall()}


def test_one_statement_answers_for_each_person_and_instant(now):
    noor, mo = student(name="Noor"), student(name="Mo")
    open_one, closed = published_challenge(), published_challenge(join_until=now - dt.timedelta(days=1))
    make_team(open_one, noor)
    make_team(closed, noor)
    make_team(open_one, mo)
    joined = Participation.objects.filter(user=PERSON, challenge__join_until__gt=NOW, challenge__starts_on__gte=TODAY)
    statement = compiled.compiled(joined.values_list("user__name", "challenge"))

    assert statement.rows(at(now, person=noor.pk)) == [("Noor", open_one.pk)]
    assert statement.rows(at(now, person=mo.pk)) == [("Mo", open_one.pk)]
    assert statement.rows(at(now, person=-1)) == []
    assert len(statement.rows(at(now - dt.timedelta(days=2), person=noor.pk))) == 2


def test_values_are_values_and_never_sql():
    made = published_challenge(title="100 % “safe” %s %(x)s", slug="fifty-percent")
    statement = compiled.compiled(Challenge.objects.filter(slug=SLUG).annotate(said=Value("5 % of $1")).values_list("title", "said"))

    assert statement.rows({SLUG: "fifty-percent"}) == [(made.title, "5 % of $1")]
    for slug in ("' OR true --", "$1", "%s", "fifty-percent'; DROP TABLE accounts_user; --"):
        assert statement.rows({SLUG: slug}) == []


def test_it_is_planned_once_and_asked_with_one_query_each_time(django_assert_num_queries):
    statement = compiled.compiled(User.objects.filter(pk=PERSON).values_list("pk"))
    before = prepared()
    with django_assert_num_queries(3):
        for number in range(3):
            statement.rows({PERSON: number})

    assert len(prepared() - before) == 1


@pytest.mark.django_db(transaction=True)
def test_a_connection_keeps_so_many_and_forgets_what_was_asked_longest_ago(monkeypatch):
    monkeypatch.setattr(compiled, "MOST", 2)
    connection.close()
    first, second, third = (compiled.compiled(User.objects.filter(pk=PERSON).annotate(n=Value(n)).values_list("n")) for n in range(3))

    for one in (first, second, first, third, first):
        one.rows({PERSON: 1})

    assert len(prepared()) == 2
    assert second.rows({PERSON: 1}) == []


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_and_a_transaction_that_failed_change_nothing():
    statement = compiled.compiled(User.objects.filter(pk=PERSON).values("is_active").annotate(n=Count("pk")).values_list("n"))
    noor = student()
    assert statement.rows({PERSON: noor.pk}) == [(1,)]

    connection.close()

    assert statement.rows({PERSON: noor.pk}) == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_closed_is_noticed_before_it_is_used():
    connection.ensure_connection()
    assert connection.is_usable()
    settings = connections["default"].get_connection_params()
    settings.pop("cursor_factory", None)
    with psycopg2.connect(**{name: value for name, value in settings.items() if name != "client_encoding"}) as other:
        other.cursor().execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
        other.commit()
    other.close()

    end = time.monotonic() + 5
    while connection.is_usable() and time.monotonic() < end:
        time.sleep(0.01)

    assert not connection.is_usable()
    connection.close()
    assert User.objects.count() == 0
