"""Every address that the portal answers, from its resolver."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

OURS = ("accounts.", "partners.", "challenges.")


@dataclass(frozen=True)
class View:
    """One pattern: the name that it is reversed by (its route where it has none), with that of its namespace, and what answers it."""

    name: str
    route: str
    pattern: URLPattern

    @property
    def is_ours(self) -> bool:
        return bool(self.pattern.callback.__module__.startswith(OURS))

    @property
    def is_admin(self) -> bool:
        return self.route.startswith("admin/")


def views() -> list[View]:
    """All of them, in the order in which they are tried; of several patterns for one address only the first, the one that answers."""
    found: dict[str, View] = {}
    for route, name, pattern in patterns(get_resolver()):
        found.setdefault(route.replace("^", ""), View(name, route, pattern))
    return list(found.values())


def address(name: str, **kwargs: object) -> str:
    """The address of a view, by its name or its route."""
    if name.startswith("healthz/"):
        return f"/{name}"
    return reverse(name, kwargs=kwargs or None)


def patterns(resolver: URLResolver, prefix: str = "", namespace: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """Route, name and pattern of each, also of those that never answer because one before them has their address."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            yield route, namespace + (pattern.name or route), pattern
