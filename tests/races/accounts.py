"""Races for accounts, roles and reminders."""

import datetime as dt
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from accounts.actions import roles
from accounts.enums import GrantSource, Role
from accounts.models import Institution, Notification, RoleGrant, User
from accounts.outbox.models import Mail
from challenges.actions import reminders
from challenges.models import Milestone
from tests.factories import (
    InstitutionFactory,
    UserFactory,
    coordinator,
    make_team,
    published_challenge,
    student,
)
from tests.races.guards import Lock, Unique
from tests.races.table import Race, guarded_by, parted, told, trail

DECIDED = "Somebody else has decided on this in the meantime."


def stated() -> RoleGrant:
    made: RoleGrant = RoleGrant.objects.create(
        user=UserFactory(), role=Role.STUDENT, source=GrantSource.STATEMENT, statement="Medicine, since 2025.", proposed_at=timezone.now()
    )
    return made


@guarded_by({Lock(User): "a student was told both yes and no"})
def confirmed_while_refused() -> Race:
    """One coordinator confirms a statement while another one refuses it."""
    made = stated()

    def check(found: list[Any]) -> None:
        made.refresh_from_db()
        (done,), words = parted(found)
        said = "confirmed" if done is found[0] else "refused"
        assert (words, made.state(timezone.now())) == ([DECIDED], "in force" if said == "confirmed" else "refused")
        assert (told(), trail()) == ({f"role_{said}": 1}, {f"role.{said}": 1})

    acts = [partial(roles.confirm, until=None), partial(roles.refuse, reason="We do not know you.")]
    return Race([partial(act, grant=made, by=coordinator(), now=timezone.now()) for act in acts], check)


@guarded_by({Lock(User): "the loser met an error of the database instead of words"})
def one_role_granted_twice() -> Race:
    """Two coordinators give one person the same role."""
    noor = UserFactory(name="Noor Example")

    def check(found: list[Any]) -> None:
        done, words = parted(found)
        assert (done, words) == ([noor.role_grants.get()], ["Noor Example has this role already."])
        assert (told(), trail()) == ({"role_confirmed": 1}, {"role.granted": 1})

    grant = partial(roles.grant, user=noor, role=Role.FACULTY, now=timezone.now())
    return Race([partial(grant, by=coordinator()) for _ in range(2)], check)


@guarded_by({Lock(User): "the loser met an error of the database instead of words"})
def stated_twice() -> Race:
    """One person states in two tabs that they are a student."""
    noor, institution = UserFactory(), InstitutionFactory()
    coordinator()

    def check(found: list[Any]) -> None:
        made, words = parted(found)
        assert (made, words) == (
            [noor.role_grants.get()],
            ["You have told us already. The programme office decides, and you hear about it."],
        )
        assert (told(), trail()) == ({"role_stated": 1}, {"role.stated": 1})

    state = partial(roles.state_student, user=noor, institution=Institution.objects.get(pk=institution.pk), statement="Medicine.")
    return Race([partial(state, now=timezone.now())] * 2, check)


@guarded_by({Unique(User, "email", "user_address_once_in_any_form"): "one address had four accounts"})
def four_sign_ups() -> Race:
    """One address signs up four times."""

    def check(found: list[Any]) -> None:
        assert [one.headers.get("Location") for one in found] == ["/accounts/confirm-email/"] * 4
        assert User.objects.count() == EmailAddress.objects.count() == 1
        assert list(Mail.objects.values_list("kind", flat=True)) == ["account_confirm_signup"]

    def sign_up() -> Any:
        return Client().post("/accounts/signup/", {"name": "Noor Example", "email": "noor@example.org", "password1": "a-good-long-secret"})

    return Race([sign_up] * 4, check)


@guarded_by(
    {
        Unique(Notification, "dedupe_key"): "everybody was reminded twice in the portal",
        Unique(Mail, "dedupe_key"): "everybody was reminded twice by mail",
    }
)
def two_beats_remind() -> Race:
    """Two workers remind of the same deadline."""
    challenge = published_challenge()
    milestone = challenge.milestones.first()
    Milestone.objects.filter(pk=milestone.pk).update(deadline=timezone.now() + dt.timedelta(days=2))
    team = make_team(challenge, student(), student())
    team.participations.update(joined_at=timezone.now() - dt.timedelta(days=30))

    def check(found: list[Any]) -> None:
        assert found == [None, None]
        assert told() == {"deadline_7d": 2}

    return Race([partial(reminders.deadlines, now=timezone.now())] * 2, check)
