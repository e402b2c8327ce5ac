"""Writing a challenge: starting a draft, and saving one part of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import cast

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.audit import trail
from accounts.kit import clock
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import User
from challenges.actions import changes, joining_rules, waitlist
from challenges.actions.locks import lock_challenge
from challenges.enums import ChallengeState, Mode, Section
from challenges.errors import Faults, Newer
from challenges.models import Challenge, CompositionRule, Criterion, DisciplineQuota, Milestone, RubricLevel
from challenges.queries.facts import FIELDS, facts, revision
from challenges.rules import published
from challenges.rules.typed import CriterionTyped, MilestoneTyped, QuotaTyped, RuleTyped
from challenges.rules.who_may_join import fits_programme
from partners.models import Organisation

# Two presses within this time are one.
TWICE = dt.timedelta(seconds=30)
# Words that stand where a slug would: /challenges/new/, /challenges/invitations/.
RESERVED = frozenset({"new", "invitations", "links", "preview", "all", "open", "mine", "archive"})


def create(*, organisation: Organisation, title: str, by: User, now: dt.datetime) -> Challenge:
    """Start a draft with a title and an address of its own. Refuses a title without words. Pressed twice, it gives back the first."""
    fresh = Challenge(organisation=organisation, title=title.strip(), created_at=now, created_by=by, changed_at=now, changed_by=by)
    with transaction.atomic():
        if (twin := started_already(fresh, by)) is not None:
            return twin
        challenge = insert(fresh)
        trail.record("challenge.created", on=challenge, by=by, now=now)
    return challenge


def started_already(fresh: Challenge, by: User, *, source: Challenge | None = None) -> Challenge | None:
    """The draft that the same person began a moment ago with the same words, if any; the one that is being copied is none of these.
    Locks the person, so that two at once meet here."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    same = {field: getattr(fresh, field) for field in ("organisation_id", "title", "summary", "case", "created_by")}
    found = Challenge.objects.filter(**same, state=ChallengeState.DRAFT, created_at__gt=fresh.created_at - TWICE)
    return found.exclude(pk__in=[source.pk] if source else []).first()


def insert(challenge: Challenge) -> Challenge:
    """Store a new challenge under the first free address made from its title; two at once get two addresses."""
    if not challenge.title:
        raise Refusal(_("Give it a title."), field="title")
    base = slugify(challenge.title)[:80].strip("-") or "challenge"
    number = 0
    while True:
        number += 1
        challenge.slug = base if number == 1 else f"{base}-{number}"
        if challenge.slug in RESERVED or Challenge.objects.filter(slug=challenge.slug).exists():
            continue
        try:
            with transaction.atomic():
                challenge.save(force_insert=True)
        except IntegrityError:
            if not Challenge.objects.filter(slug=challenge.slug).exists():
                raise
        else:
            return challenge


def save(*, challenge: Challenge, section: str, values: Mapping[str, object], revision_read: str, by: User, now: dt.datetime) -> Challenge:
    """Save one part. `values` has every field of the part; times carry `milestones`, a rubric `criteria`, the audience its rules of
    `composition` and, where they were typed, its `quotas`, as typed.

    A draft takes anything that fits together. A published challenge takes what `rules.published` allows; its changes are listed
    and told to those who joined. Refuses a save on top of somebody's newer one (`Newer`), what is not allowed (`Faults`), and a
    challenge that waits for approval or was cancelled.
    """
    with transaction.atomic():
        locked = lock_editable(challenge)
        is_published = locked.state == ChallengeState.PUBLISHED
        faults = fits_programme(locked, values)
        faults += published.faults(locked, section, values, now) if is_published else []
        if revision_read != revision(locked, section):
            if not faults and _says_so_already(locked, section, values, in_place=is_published):
                return locked
            raise Newer(who=locked.changed_by.name if locked.changed_by else "", when=clock.moment(locked.changed_at))
        if faults:
            raise Faults(faults)
        before, was_closed = facts(locked, section), is_published and not locked.can_still_be_joined(now)
        _write(locked, section, values, in_place=is_published)
        after = facts(Challenge.objects.get(pk=locked.pk), section)
        touch(locked, by=by, now=now)
        if is_published:
            changes.publish(challenge=locked, section=section, before=before, after=after, by=by, now=now)
            waitlist.reopen(locked, now) if was_closed and locked.can_still_be_joined(now) else waitlist.offer_free(locked, now)
    return locked


def _says_so_already(challenge: Challenge, section: str, values: Mapping[str, object], *, in_place: bool) -> bool:
    """Whether saving would change nothing, as when a button is pressed twice: tried out and undone."""
    before = revision(challenge, section)
    with transaction.atomic():
        _write(challenge, section, values, in_place=in_place)
        after = revision(Challenge.objects.get(pk=challenge.pk), section)
        transaction.set_rollback(True)
    return before == after


def lock_editable(challenge: Challenge) -> Challenge:
    """The challenge, locked. Refuses one that waits for approval, and a cancelled one."""
    locked = lock_challenge(challenge.pk)
    if locked.state == ChallengeState.SUBMITTED:
        raise WrongState(_("It waits for approval and can't be changed. Withdraw it first."))
    if locked.state == ChallengeState.CANCELLED:
        raise WrongState(_("It was cancelled and can't be changed."))
    return locked


def touch(challenge: Challenge, *, by: User, now: dt.datetime) -> None:
    """Note who changed it last, and when."""
    challenge.changed_at, challenge.changed_by = now, by
    challenge.save(update_fields=["changed_at", "changed_by"])


def _write(challenge: Challenge, section: str, values: Mapping[str, object], *, in_place: bool) -> None:
    fields = FIELDS[section]
    for field in fields:
        setattr(challenge, field, values[field])
    if challenge.mode == Mode.SOLO:
        challenge.team_min = challenge.team_max = None
    if fields:
        challenge.save(update_fields=fields)
    if section == Section.AUDIENCE:
        replace_rules(challenge, cast(Sequence[RuleTyped], values["composition"]))
        if "quotas" in values:
            replace_quotas(challenge, cast(Sequence[QuotaTyped], values["quotas"]))
    if section == Section.JOINING:
        joining_rules.write(challenge, values)
    if section == Section.TIMES:
        milestones = cast(Sequence[MilestoneTyped], values["milestones"])
        _update_milestones(challenge, milestones) if in_place else replace_milestones(challenge, milestones)
    if section == Section.RUBRIC:
        criteria = cast(Sequence[CriterionTyped], values["criteria"])
        _update_criteria(challenge, criteria) if in_place else replace_criteria(challenge, criteria)


def replace_milestones(challenge: Challenge, typed: Sequence[MilestoneTyped]) -> None:
    """Put these milestones in place of a draft's; nothing hangs on a draft's rows yet."""
    challenge.milestones.all().delete()
    Milestone.objects.bulk_create(
        Milestone(challenge=challenge, phase=one.phase, title=one.title, brief=one.brief, deadline=one.deadline, assessed=one.assessed)
        for one in typed
    )


def replace_criteria(challenge: Challenge, typed: Sequence[CriterionTyped]) -> None:
    """Put this rubric in place of a draft's."""
    challenge.criteria.all().delete()
    rows = [
        Criterion(challenge=challenge, position=place, title=one.title, description=one.description, weight=one.weight)
        for place, one in enumerate(typed)
    ]
    Criterion.objects.bulk_create(rows)
    RubricLevel.objects.bulk_create(
        RubricLevel(criterion=row, points=points, title=level.title, description=level.description)
        for row, one in zip(rows, typed, strict=True)
        for points, level in enumerate(one.levels, start=1)
    )


def replace_quotas(challenge: Challenge, typed: Sequence[QuotaTyped]) -> None:
    """Put these limits of disciplines in place of those that stand there; nothing hangs on their rows."""
    challenge.quotas.all().delete()
    DisciplineQuota.objects.bulk_create(DisciplineQuota(challenge=challenge, discipline=one.discipline, most=one.most) for one in typed)


def replace_rules(challenge: Challenge, typed: Sequence[RuleTyped]) -> None:
    """Put these rules of composition in place of those that stand there; nothing hangs on their rows."""
    challenge.composition_rules.all().delete()
    CompositionRule.objects.bulk_create(
        CompositionRule(challenge=challenge, kind=one.kind, trait=one.trait, value=one.value, number=one.number) for one in typed
    )


def _update_milestones(challenge: Challenge, typed: Sequence[MilestoneTyped]) -> None:
    for one in typed:
        challenge.milestones.filter(pk=one.pk or 0).update(title=one.title, brief=one.brief, deadline=one.deadline)


def _update_criteria(challenge: Challenge, typed: Sequence[CriterionTyped]) -> None:
    words: dict[int | None, CriterionTyped] = {one.pk: one for one in typed}
    for criterion in challenge.criteria.prefetch_related("levels"):
        one = words[criterion.pk]
        Criterion.objects.filter(pk=criterion.pk).update(title=one.title, description=one.description)
        for level, said in zip(criterion.levels.all(), one.levels, strict=True):
            RubricLevel.objects.filter(pk=level.pk).update(title=said.title, description=said.description)
