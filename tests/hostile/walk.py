"""Who of the world opens which address."""

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from tests.hostile.places import actors, places
from tests.world import world


def signed_in(person: User | None) -> Client:
    """A client of somebody, or of a visitor, that answers what breaks with the page for it."""
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[1])
    return client


def reached(roles: Sequence[str], left_out: tuple[str, ...]) -> Iterator[tuple[Client, str, str, HttpResponse]]:
    """(client, route, address, answer) for everything that one of these roles gets with 200. Links that sign out are left out."""
    made = world()
    every, only_posts, people = places(made), set(), actors(made)
    for role in roles:
        client = signed_in(people[role])
        for route, address in every:
            if route in only_posts or route.startswith(left_out) or "key>" in route:
                continue
            answer = client.get(address)
            if answer.status_code == 405:
                only_posts.add(route)
            if answer.streaming:
                b"".join(answer.streaming_content)  # which closes the file
            if answer.status_code == 200:
                yield client, route, address, answer


def opened(roles: Sequence[str], left_out: tuple[str, ...]) -> Iterator[tuple[Client, str, HttpResponse]]:
    """(client, address, page) for every HTML page of those."""
    for client, _route, address, answer in reached(roles, left_out):
        if not answer.streaming and "html" in answer.headers["Content-Type"]:
            yield client, address, answer
