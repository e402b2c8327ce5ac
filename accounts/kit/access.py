"""Access is denied unless named: every view states its rule with `access`, and a test fails on one that does not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from rules.predicates import Predicate, predicate

from accounts.kit.together import fetch_together

Row = TypeVar("Row", bound=Model)
View = Callable[..., HttpResponseBase]


@predicate
def anyone(user: Any) -> bool:
    """Visitors included."""
    return True


@predicate
def signed_in(user: Any) -> bool:
    """Whoever has an account and has signed in."""
    return bool(user.is_authenticated)


def access(rule: Predicate) -> Callable[[View], View]:
    """State who may use a view. A visitor who needs an account is sent to sign in; anyone else who may not gets 404."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if rule is not anyone:
                reader(request)
            if not rule.test(request.user):
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                raise Http404
            return view(request, *args, **kwargs)

        guarded.access_rule = rule  # type: ignore[attr-defined]
        return guarded

    return decorate


def reader(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    """Who asks, read now; `request.user` is then that person, and no stand-in that passes each question on."""
    request.user = get_user(request)
    return request.user


def one_or_404(found: QuerySet[Row], *beside: QuerySet[Any, Any]) -> Row:
    """The one row of a queryset, with others read in the same statement; 404 where there is none."""
    fetch_together(found, *beside)
    for row in found:
        return row
    raise Http404


def require(allowed: bool) -> None:
    """404 unless allowed: what a person may not do on an object looks as if it did not exist."""
    if not allowed:
        raise Http404
