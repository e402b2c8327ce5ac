from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

OURS = ("accounts.", "partners.", "challenges.")


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route)
        else:
            yield route, pattern


def states_its_rule(view: object) -> bool:
    while view is not None:
        if hasattr(view, "access_rule"):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def test_every_view_of_ours_states_who_may_use_it():
    ours = [(route, found.callback) for route, found in patterns(get_resolver()) if found.callback.__module__.startswith(OURS)]
    assert len(ours) > 40
    assert [route for route, view in ours if not states_its_rule(view)] == []


def test_an_address_belongs_to_one_view():
    routes = [route for route, _ in patterns(get_resolver()) if not route.startswith(("admin/", "accounts/"))]
    assert sorted(routes) == sorted(set(routes))
