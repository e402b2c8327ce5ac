"""What kinds of organisation there are, and what somebody may do for one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """The kinds of partner organisation."""

    INDUSTRY = "industry", _("Industry")
    UNIVERSITY = "university", _("University")
    ACADEMIC_HOSPITAL = "academic_hospital", _("Academic hospital")
    PUBLIC_AUTHORITY = "public_authority", _("Public authority")
    ALLIANCE = "alliance", _("Alliance")
    PATIENT_ORGANISATION = "patient_organisation", _("Patient organisation")


class MemberRole(models.TextChoices):
    """Owners invite and edit; editors write challenges; mentors answer questions and see results."""

    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")
    MENTOR = "mentor", _("Mentor")
