"""A challenge: the case and its rules."""

import datetime as dt
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language, Level
from accounts.enums.disciplines import choices as disciplines
from accounts.kit.fields import both_or_neither
from accounts.models import Faculty, FileRecord, Institution
from challenges.enums import ChallengeState, Joining, Mode, Rights, Size, Theme
from challenges.models.programmes import Programme
from partners.models import Organisation

ECTS_HOURS = 28
OFFER_HOURS = 48
SDGS = range(1, 18)


def _vector(config: str) -> models.GeneratedField:
    """The text of a challenge for one text-search configuration, kept by the database: title over summary over case."""
    return models.GeneratedField(
        expression=SearchVector("title", weight="A", config=config)
        + SearchVector("summary", weight="B", config=config)
        + SearchVector("case", weight="C", config=config),
        output_field=SearchVectorField(),
        db_persist=True,
    )


class Challenge(models.Model):
    """A case that a partner brings in. A draft may lack almost everything; what is missing is told by `queries.checklist`.

    Hours are a student's whole effort; with credits they are 28 an ECTS. Team sizes and seats count people; instants are UTC.
    """

    slug = models.SlugField(_("address"), unique=True, max_length=90)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="challenges", verbose_name=_("organisation"))
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="challenges", verbose_name=_("programme")
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    themes = ArrayField(models.CharField(max_length=30, choices=Theme.choices), default=list, blank=True, verbose_name=_("themes"))
    sdgs = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name=_("sustainable development goals"))

    case = models.TextField(_("the case"), blank=True, max_length=20000, help_text=_("Markdown."))
    case_language = models.CharField(
        _("language of the text"), max_length=2, choices=[("en", _("English")), ("nl", _("Dutch"))], default="en"
    )

    disciplines = ArrayField(
        models.CharField(max_length=4, choices=disciplines), default=list, blank=True, verbose_name=_("disciplines wanted")
    )
    levels = ArrayField(models.CharField(max_length=20, choices=Level.choices), default=list, blank=True, verbose_name=_("levels"))
    working_languages = ArrayField(
        models.CharField(max_length=2, choices=Language.choices), default=list, blank=True, verbose_name=_("working languages")
    )
    size = models.CharField(_("size"), max_length=10, choices=Size.choices, blank=True)
    ects = models.DecimalField(
        _("ECTS"),
        max_digits=4,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.25")), MaxValueValidator(60)],
    )
    hours = models.PositiveSmallIntegerField(
        _("hours in total"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(2000)]
    )
    mode = models.CharField(_("alone or in a team"), max_length=10, choices=Mode.choices, default=Mode.TEAM)
    team_min = models.PositiveSmallIntegerField(
        _("smallest team"), null=True, blank=True, validators=[MinValueValidator(2), MaxValueValidator(20)]
    )
    team_max = models.PositiveSmallIntegerField(
        _("largest team"), null=True, blank=True, validators=[MinValueValidator(2), MaxValueValidator(20)]
    )
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(2000)])

    offer_hours = models.PositiveSmallIntegerField(
        _("hours for an offer of a seat"), default=OFFER_HOURS, validators=[MinValueValidator(1), MaxValueValidator(336)]
    )
    joining = models.CharField(_("way of joining"), max_length=12, choices=Joining.choices, default=Joining.OPEN)
    eligible_institutions = models.ManyToManyField(Institution, blank=True, related_name="+", verbose_name=_("institutions"))
    eligible_faculties = models.ManyToManyField(Faculty, blank=True, related_name="+", verbose_name=_("faculties"))
    eligible_disciplines = ArrayField(models.CharField(max_length=4), default=list, blank=True, verbose_name=_("fields of study"))
    eligible_programmes = ArrayField(models.CharField(max_length=150), default=list, blank=True, verbose_name=_("programmes of study"))
    most_running = models.PositiveSmallIntegerField(
        _("running challenges a person"), default=4, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )

    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    join_until = models.DateTimeField(_("one can join until"), null=True, blank=True)
    roster_locks_at = models.DateTimeField(_("teams are fixed from"), null=True, blank=True)
    text_locks_at = models.DateTimeField(_("names of teams are fixed from"), null=True, blank=True)

    offer = models.TextField(_("what one gets"), blank=True, max_length=2000, help_text=_("Markdown."))
    rights = models.CharField(_("rights on the work"), max_length=10, choices=Rights.choices, blank=True)
    rights_text = models.TextField(_("rights in words"), blank=True, max_length=2000)
    confidentiality = models.TextField(_("confidentiality"), blank=True, max_length=2000)
    data_use = models.TextField(_("use of data"), blank=True, max_length=2000)
    terms_version = models.PositiveSmallIntegerField(default=1)

    state = models.CharField(max_length=10, choices=ChallengeState.choices, default=ChallengeState.DRAFT)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    faculty_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="owned_challenges",
        verbose_name=_("faculty owner"),
    )
    proposed_owner = models.CharField(_("faculty owner that the partner proposes"), max_length=200, blank=True)
    owner_may_review = models.BooleanField(_("the faculty owner may review"), default=False)
    owner_approved_at = models.DateTimeField(null=True, blank=True)
    owner_approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    office_approved_at = models.DateTimeField(null=True, blank=True)
    office_approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    cancel_reason = models.TextField(_("reason"), blank=True, max_length=1000)
    outcome = models.TextField(_("outcome"), blank=True, max_length=5000, help_text=_("Markdown. Shown publicly after release."))

    search_nl = _vector("dutch")
    search_en = _vector("english")
    search_simple = _vector("simple")

    class Meta:
        ordering = ["-published_at", "title"]
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")
        constraints = [
            models.CheckConstraint(name="challenge_state_known", condition=Q(state__in=ChallengeState.values)),
            models.CheckConstraint(
                name="challenge_published_with_both_keys",
                condition=~Q(state=ChallengeState.PUBLISHED)
                | Q(
                    owner_approved_at__isnull=False,
                    office_approved_at__isnull=False,
                    published_at__isnull=False,
                    faculty_owner__isnull=False,
                    seats__isnull=False,
                    hours__isnull=False,
                    join_until__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="challenge_drafts_have_no_keys",
                condition=~Q(state=ChallengeState.DRAFT)
                | Q(owner_approved_at__isnull=True, office_approved_at__isnull=True, published_at__isnull=True),
            ),
            models.CheckConstraint(
                name="challenge_cancelled_has_time_and_reason",
                condition=Q(state=ChallengeState.CANCELLED, cancelled_at__isnull=False) & ~Q(cancel_reason="")
                | ~Q(state=ChallengeState.CANCELLED) & Q(cancelled_at__isnull=True),
            ),
            both_or_neither("challenge_owner_key_has_a_name", "owner_approved_at", "owner_approved_by"),
            both_or_neither("challenge_office_key_has_a_name", "office_approved_at", "office_approved_by"),
            models.CheckConstraint(
                name="challenge_hours_follow_credits",
                condition=Q(ects__isnull=True) | Q(hours__isnull=False, hours=F("ects") * ECTS_HOURS),
            ),
            models.CheckConstraint(
                name="challenge_team_size_fits_mode",
                condition=Q(mode=Mode.SOLO, team_min__isnull=True, team_max__isnull=True)
                | ~Q(mode=Mode.SOLO)
                & (Q(team_min__isnull=True) | Q(team_max__isnull=True) | Q(team_min__gte=2, team_max__gte=F("team_min"))),
            ),
            models.CheckConstraint(name="challenge_joining_known", condition=Q(joining__in=Joining.values)),
            models.CheckConstraint(
                name="challenge_joined_through_its_programme", condition=~Q(joining=Joining.PROGRAMME) | Q(programme__isnull=False)
            ),
            models.CheckConstraint(name="challenge_has_a_seat", condition=Q(seats__isnull=True) | Q(seats__gte=1)),
            models.CheckConstraint(name="challenge_offers_last_an_hour", condition=Q(offer_hours__gte=1)),
        ]
        indexes = [
            GinIndex(name="challenge_search_nl", fields=["search_nl"]),
            GinIndex(name="challenge_search_en", fields=["search_en"]),
            GinIndex(name="challenge_search_simple", fields=["search_simple"]),
            models.Index(name="challenge_joinable", fields=["state", "join_until"]),
            models.Index(name="challenge_published", fields=["id"], condition=Q(state=ChallengeState.PUBLISHED)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/challenges/{self.slug}/"

    @property
    def is_public(self) -> bool:
        return self.state == ChallengeState.PUBLISHED

    @property
    def is_solo_only(self) -> bool:
        return self.mode == Mode.SOLO

    @property
    def has_board(self) -> bool:
        """Whether students find each other themselves: neither where everybody works alone, nor where the office forms the teams."""
        return self.mode != Mode.SOLO and self.joining != Joining.PROGRAMME

    def can_still_be_joined(self, now: dt.datetime) -> bool:
        """Published and before `join_until`; says nothing about seats."""
        return self.is_public and self.join_until is not None and now < self.join_until

    @property
    def teams_take_in_until(self) -> dt.datetime | None:
        """Until when a team takes somebody in: its own date, or that of joining where there is none."""
        return self.roster_locks_at or self.join_until

    def teams_take_in(self, now: dt.datetime) -> bool:
        """Whether a team can take somebody in; says nothing about seats."""
        until = self.teams_take_in_until
        return self.is_public and until is not None and now < until

    def team_texts_stay(self, now: dt.datetime) -> bool:
        """Whether the names of teams and what they say of themselves stay as they are by now."""
        return self.text_locks_at is not None and now >= self.text_locks_at


class Attachment(FileRecord):
    """A file that the partner gives with the case; public with the challenge."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="attachments")

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
