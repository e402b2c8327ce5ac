"""Who is signed in, read for every page in one query: the person, their roles in force and how many notifications wait."""

from functools import cache

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.enums import Role
from accounts.kit import clock
from accounts.kit.compiled import NOW, PERSON, Compiled, at, compiled
from accounts.models import Notification, RoleGrant, User


class Backend(AuthenticationBackend):
    """django-allauth's way to sign in, with the portal's way to read who has."""

    def get_user(self, user_id: int) -> User | None:
        """The person of a session, unless their account is closed."""
        for user in User.objects.raw(*_reading().execution(at(clock.now(), person=user_id))):
            user.read_with(roles=frozenset(map(Role, user.held)), unread=user.waiting)  # type: ignore[attr-defined]
            return user if self.user_can_authenticate(user) else None
        return None


@cache
def _reading() -> Compiled:
    own = {"user": OuterRef("pk")}
    held = RoleGrant.objects.in_force(NOW).order_by().filter(**own).values("role")
    unread = Notification.objects.order_by().filter(**own, read_at__isnull=True).values("user").annotate(count=Count("pk")).values("count")
    return compiled(
        User.objects.filter(pk=PERSON).annotate(
            held=ArraySubquery(held), waiting=Coalesce(Subquery(unread, output_field=IntegerField()), 0)
        )
    )
