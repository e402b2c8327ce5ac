"""A person with an account."""

import datetime as dt
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import PortalLanguage, Role
from accounts.kit.addresses import canonical
from accounts.kit.fields import AddressField, CanonicalAddress


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=canonical(username or ""))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account. Refuses (IntegrityError) an address that is taken in any case or Unicode form."""
        user = self.model(email=canonical(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an administrator's account."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """An e-mail address, a full name and a language; what the person may do comes from granted roles and memberships."""

    email = AddressField(_("e-mail address"), unique=True, error_messages={"unique": _("This address is already in use.")})
    name = models.CharField(_("full name"), max_length=150)
    language = models.CharField(_("language"), max_length=2, choices=PortalLanguage.choices, default=PortalLanguage.ENGLISH)
    named_in_results = models.BooleanField(_("name me in published results"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("administrator"), default=False)
    joined_at = models.DateTimeField(_("since"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(CanonicalAddress("email"), name="user_address_once_in_any_form"),
            models.CheckConstraint(name="user_address_canonical", condition=models.Q(email=CanonicalAddress(models.F("email")))),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email

    def roles(self, now: dt.datetime) -> frozenset[Role]:
        """The roles in force at `now`. Read once per user object, so a grant or a revocation works on the next request."""
        if not hasattr(self, "_roles"):
            self._roles = frozenset(Role(grant.role) for grant in self.role_grants.in_force(now))
        return self._roles

    def unread(self) -> int:
        """How many notifications wait to be read. Read once per user object."""
        if not hasattr(self, "_unread"):
            self._unread = self.notifications.filter(read_at__isnull=True).count()
        return self._unread

    def read_with(self, *, roles: frozenset[Role], unread: int) -> None:
        """Tell what was read together with the person: the roles in force and the number of notifications that wait."""
        self._roles, self._unread = roles, unread
