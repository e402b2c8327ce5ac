"""No search finds a text that its reader may not read: it answers as for a word that stands nowhere."""

import pytest

from tests.leaks.matrix import SECRETS
from tests.leaks.reader import Reader
from tests.world import World, words

pytestmark = pytest.mark.django_db
NOWHERE = "qqxzjvwk"
# Every search of a reader, and for each of its fields a word that it does find.
VISITOR = {"/challenges/": {"q": words.CASE}}
OFFICE = {
    "/manage/challenges/": {"q": "Lummelvracht"},
    "/manage/people/": {"q": "kelpforth"},
    "/manage/mails/": {"q": "kelpforth"},
    "/manage/audit/": {"person": "Ingelmar", "action": "released", "thing": "Uitslagbel"},
}


@pytest.mark.parametrize(("who", "searches"), [("visitor", VISITOR), ("coordinator", OFFICE)], ids=["visitor", "office"])
def test_a_search_for_what_is_hidden_finds_what_a_search_for_nothing_finds(
    made: World, who: str, searches: dict[str, dict[str, str]]
) -> None:
    reader = Reader(getattr(made.people, who, None), [])
    hidden = [word for secret in SECRETS if who not in secret.who for word in secret.words[-1:]]
    found = []
    for url, fields in searches.items():
        (form,) = reader.forms(url)
        assert sorted(form.words) == sorted(fields)
        for name, known in fields.items():
            nothing = reader.search(form, name, NOWHERE)
            assert nothing != reader.search(form, name, known), url
            found += [(url, name, word) for word in hidden if reader.search(form, name, word) != nothing]
    assert found == []
