"""Everybody looks at everything that they can reach, and finds what the matrix grants them: no word more, and no word less."""

import inspect
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.urls import get_resolver, resolve

from accounts.models import Mail, User
from accounts.outbox.message import compose
from tests.access.addresses import OURS, patterns
from tests.leaks.addresses import LEFT_OUT, addresses, secret_links
from tests.leaks.matrix import GROUPS, SECRETS, WORDS, Secret
from tests.leaks.reader import Reader
from tests.world import World

pytestmark = pytest.mark.django_db
# Behind a secret of its own, which `tests/accounts` and `test_moments` open; the site's picture shows the site's name.
BEHIND_A_SECRET = {"account_confirm_email", "account_reset_password_from_key", "notice_off", "site_card"}

# Their forms are the owner's, the reviewer's and Django's, which others send.
SAME_FORMS = {"other_editor", "second_reviewer", "administrator"}


def test_every_address_is_asked(made: World) -> None:
    asked = {resolve(urlsplit(url).path).route for url in [*addresses(made), *secret_links(made)] if url != "/nowhere/"}
    ours = [(route, found) for route, _name, found in patterns(get_resolver()) if found.callback.__module__.startswith(OURS)]
    read = {
        route
        for route, found in ours
        if "GET" in methods(found.callback) and found.name not in BEHIND_A_SECRET and not route.startswith(LEFT_OUT)
    }
    assert sorted(read - asked) == []


def methods(view: object) -> list[str]:
    """What a view's decorator lets through; everything when none does."""
    while view is not None:
        if inspect.isfunction(view) and (found := inspect.getclosurevars(view).nonlocals.get("request_method_list")):
            return list(found)
        view = getattr(view, "__wrapped__", None)
    return ["GET", "POST"]


@pytest.mark.parametrize("names", GROUPS, ids=" ".join)
def test_everybody_finds_what_the_matrix_grants_and_nothing_else(made: World, names: tuple[str, ...]) -> None:
    asked = addresses(made)
    readers = {name: looked(made, name, asked) for name in names}
    assert list(faults(readers)) == []


def looked(made: World, name: str, asked: list[str]) -> Reader:
    """A reader after looking at every page and at every mail."""
    user: User | None = getattr(made.people, name, None)
    reader = Reader(user, WORDS)
    if name != "outsider":
        reader.walk(asked, post=name not in SAME_FORMS)
    if name != "visitor":
        read_mails(reader, user)
    return reader


def read_mails(reader: Reader, user: User | None) -> None:
    """Every mail to them, in whatever state, with all its headers; one's own address apart."""
    for mail in Mail.objects.filter(user=user):
        message = compose(mail)
        parts = [message.subject, str(message.body), str(message.message().items()), *(str(one) for one, _kind in message.alternatives)]
        reader.read("page", f"the mail {mail.kind}", "\n".join(parts).replace(mail.address, ""))


def faults(readers: dict[str, Reader]) -> Iterator[str]:
    """What somebody saw and may not, and what they may see and did not."""
    for secret in SECRETS:
        for word in secret.words:
            for name, reader in readers.items():
                yield from of_one(secret, word.lower(), name, reader.seen)


def of_one(secret: Secret, word: str, name: str, seen: dict[str, dict[str, str]]) -> Iterator[str]:
    found = seen.get(word, {})
    for kinds, who in ((("page", "header"), secret.who), (("download",), secret.within)):
        where = next((found[kind] for kind in kinds if kind in found), None)
        if where and name not in who and secret.what != "what is public":
            yield f"{name} must not see {secret.what} ({word}), and does: {where}"
        if where is None and name in who:
            yield f"{name} may see {secret.what} ({word}), and does not"
