"""Partner organisations and the people who act for them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Institution
from partners.enums import MemberRole, OrganisationKind


class Organisation(models.Model):
    """An organisation that brings in challenges. `ror` is its identifier in the Research Organization Registry."""

    slug = models.SlugField(_("address"), unique=True, max_length=80)
    name = models.CharField(_("name"), max_length=150, unique=True)
    kind = models.CharField(_("kind"), max_length=30, choices=OrganisationKind.choices)
    ror = models.URLField(_("ROR identifier"), blank=True, help_text=_("For example https://ror.org/04pp8hn57"))
    description = models.TextField(_("description"), blank=True, max_length=3000, help_text=_("Markdown."))
    website = models.URLField(_("website"), blank=True)
    logo = models.ImageField(_("logo"), blank=True, upload_to="logos/")
    institution = models.OneToOneField(Institution, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("institution"))

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [models.CheckConstraint(name="organisation_kind_known", condition=models.Q(kind__in=OrganisationKind.values))]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/partners/{self.slug}/"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def owners(self) -> "MembershipQuerySet":
        return self.filter(role=MemberRole.OWNER)


class Membership(models.Model):
    """A person who acts for an organisation. Who left is told by the audit trail."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=MemberRole.choices)
    since = models.DateTimeField()

    objects: ClassVar[MembershipQuerySet] = MembershipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["organisation__name", "user__name"]
        constraints = [
            models.UniqueConstraint(name="member_once", fields=["organisation", "user"]),
            models.CheckConstraint(name="member_role_known", condition=models.Q(role__in=MemberRole.values)),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"
