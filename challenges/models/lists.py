"""Lists of students that the office brings in for an edition."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.kit.fields import AddressField
from challenges.models.programmes import Programme


class StudentList(models.Model):
    """A file that was read and waits to be confirmed: its lines as `rules.listing` reads them. Once confirmed, thrown away or
    replaced by a newer file, the row goes."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="student_list")
    name = models.CharField(max_length=120)
    lines = models.JSONField()
    ignored = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class ListedStudent(models.Model):
    """One person on the list of an edition: a proposal, until they join themselves. `user` has proved that the address is theirs."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="listed")
    address = AddressField(_("e-mail address"))
    name = models.CharField(_("full name"), max_length=150)
    programme_of_study = models.CharField(_("programme of study"), max_length=150, blank=True)
    discipline = models.CharField(_("discipline"), max_length=4, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="listings")
    listed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    listed_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(name="listed_once_an_edition", fields=["programme", "address"]),
            models.CheckConstraint(name="listed_discipline_detailed", condition=Q(discipline="") | Q(discipline__regex=r"^\d{4}$")),
        ]
        indexes = [
            models.Index(name="listed_waiting", fields=["address"], condition=Q(user__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.programme}"
