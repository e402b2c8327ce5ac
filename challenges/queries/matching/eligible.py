"""Who may join which challenge of an edition, of all its students at once: the rules of `queries.eligibility` without their words."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from accounts.enums import Role
from accounts.models import Profile, RoleGrant
from challenges.models import Admission, Challenge, Enrolment, Prerequisite, PrerequisiteMet
from challenges.queries.eligibility import plain, running

Pairs = Mapping[int, set[int]]


class Eligible:
    """What is read, in one statement with what else a page needs; `barred` judges afterwards."""

    def __init__(self, challenges: "QuerySet[Challenge]", active: "QuerySet[Enrolment]", now: dt.datetime) -> None:
        who, here = active.order_by().values("user"), {"challenge__in": challenges.order_by().values("pk")}
        self.institutions = Challenge.eligible_institutions.through.objects.filter(**here).order_by()
        self.faculties = Challenge.eligible_faculties.through.objects.filter(**here).order_by()
        self.prerequisites = Prerequisite.objects.filter(**here).order_by().only("challenge_id")
        self.met = PrerequisiteMet.objects.filter(prerequisite__in=self.prerequisites.values("pk"), user__in=who).order_by()
        self.admissions = Admission.objects.filter(**here, user__in=who).order_by().only("challenge_id", "user_id")
        self.running = running(now).filter(user__in=who).values("user_id", "challenge_id")
        self._known: dict[tuple[object, ...], frozenset[int]] = {}
        self.students = RoleGrant.objects.in_force(now).filter(role=Role.STUDENT, user__in=who).order_by().only("user_id")

    @property
    def querysets(self) -> "list[QuerySet[Any, Any]]":
        """All of them, for `fetch_together`."""
        return [self.institutions, self.faculties, self.prerequisites, self.met, self.admissions, self.running, self.students]

    def barred(self, user: int, profile: Profile | None, challenges: Iterable[Challenge], current: int | None) -> frozenset[int]:
        """The challenges that a student may not join. Who is in one (`current`) stays in it, and would leave it for another."""
        if user not in self._students or profile is None:
            return frozenset(one.pk for one in challenges) - {current}
        fits, said, elsewhere = self._fitting(profile, challenges), self._said[user], self._running[user] - {current}
        return frozenset(
            one.pk
            for one in challenges
            if one.pk != current
            and user not in self._admitted[one.pk]
            and not (one.pk in fits and self._asked[one.pk] <= said and len(elsewhere - {one.pk}) < one.most_running)
        )

    def _fitting(self, profile: Profile, challenges: Iterable[Challenge]) -> frozenset[int]:
        """The challenges whose rules on profiles are met; looked up once for all whose profiles are alike in this."""
        alike = (profile.institution_id, profile.faculty_id, profile.level, profile.discipline, profile.programme_of_study)
        if alike not in self._known:
            self._known[alike] = frozenset(one.pk for one in challenges if self._fits(profile, one))
        return self._known[alike]

    def _fits(self, profile: Profile, challenge: Challenge) -> bool:
        return (
            _among(profile.institution_id, self._institutions[challenge.pk])
            and _among(profile.faculty_id, self._faculties[challenge.pk])
            and _among(profile.level, challenge.levels)
            and (not challenge.eligible_disciplines or profile.discipline.startswith(tuple(challenge.eligible_disciplines)))
            and _among(plain(profile.programme_of_study), [plain(name) for name in challenge.eligible_programmes])
        )

    @cached_property
    def _students(self) -> set[int]:
        return {one.user_id for one in self.students}

    @cached_property
    def _admitted(self) -> Pairs:
        return _pairs((one.challenge_id, one.user_id) for one in self.admissions)

    @cached_property
    def _institutions(self) -> Pairs:
        return _pairs((one.challenge_id, one.institution_id) for one in self.institutions)

    @cached_property
    def _faculties(self) -> Pairs:
        return _pairs((one.challenge_id, one.faculty_id) for one in self.faculties)

    @cached_property
    def _asked(self) -> Pairs:
        return _pairs((one.challenge_id, one.pk) for one in self.prerequisites)

    @cached_property
    def _said(self) -> Pairs:
        return _pairs((one.user_id, one.prerequisite_id) for one in self.met)

    @cached_property
    def _running(self) -> Pairs:
        return _pairs((one["user_id"], one["challenge_id"]) for one in self.running)


def _pairs(found: Iterable[tuple[int, int]]) -> Pairs:
    pairs: Pairs = defaultdict(set)
    for one, other in found:
        pairs[one].add(other)
    return pairs


def _among(value: object, asked: Sequence[Any] | set[int]) -> bool:
    """None asked means all."""
    return not asked or value in asked
