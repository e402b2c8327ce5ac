"""Mails with a secret: once sent, their links are looked for in every table, page and log."""

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

import redis
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from accounts.models import User
from accounts.outbox import notices
from challenges.actions import teams
from challenges.management.demo.people import PASSWORD
from challenges.models import Team
from partners.actions import invitations
from partners.enums import MemberRole
from partners.models import Membership
from tests.rig.plant import Plant
from tests.rig.visitors import Visitor
from tests.smtp import Handler

SECONDS = 60
LINK = re.compile(r"^https?://[^/\s]+(/\S+)\s*$", re.M)
NEW_PASSWORD = "some quiet words here"


@dataclass(frozen=True)
class Secret:
    """What a mail led to: the path, and the part of it that nobody else may know."""

    kind: str
    address: str
    path: str

    @property
    def token(self) -> str:
        """The last part of the path, without what stands in it openly: whose key it is."""
        last = self.path.rstrip("/").rpartition("/")[2]
        return last.partition("-")[2] if "/reset/key/" in self.path else last.rpartition(":")[2]


class Secrets:
    """Has a mail of each kind with a secret sent, follows the links, and looks for them everywhere."""

    def __init__(self, plant: Plant, smtp: Handler) -> None:
        self.plant, self.smtp = plant, smtp
        self.faults: list[str] = []
        self.searched = {"tables": 0, "sessions": 0, "pages": 0, "logs": 0}
        self._stranger = Visitor(plant.url)

    def run(self, readers: list[Visitor], recipient: Visitor, address: str, forgetful: str, *, each: int) -> list[Secret]:
        """Looks in the pages of `readers` and of `recipient`, who is invited at `address` and moves to another one.

        Somebody new signs up, and whoever has the address `forgetful` wants a new password (a change of address would spoil its link).
        """
        newcomer, fresh = Visitor(self.plant.url, "newcomer"), "newcomer@rig.example"
        self._stranger.fills_in("/accounts/password/reset/", email=forgetful)
        newcomer.fills_in("/accounts/signup/", name="New Comer", email=fresh, password1=NEW_PASSWORD)
        once_more = recipient.fills_in("/accounts/email/", email="moved@rig.example", action_add="")
        recipient.fills_in(once_more.path, password=PASSWORD)
        self._invite(address)
        found = [
            self._mailed("account_reset_password", forgetful),
            self._mailed("account_confirm_signup", fresh),
            self._mailed("account_confirm_address", "moved@rig.example"),
            self._mailed("organisation_invited", address),
            self._mailed("team_invited", address),
        ]
        known = {notice.kind for notice in notices.every() if notice.secret_path}
        self._expect(known == {one.kind for one in found}, f"these kinds have a secret: {sorted(known)}")
        self._look(found, "once it was sent")
        for one in found:
            self._follow(one, recipient)
        self._look(found, "once its link was followed")
        self._read(found, [*readers, recipient], each)
        return found

    def _invite(self, address: str) -> None:
        now = timezone.now()
        owner = Membership.objects.filter(role=MemberRole.OWNER).exclude(user__email=address).select_related("user", "organisation")[0]
        invitations.invite(organisation=owner.organisation, email=address, role=MemberRole.EDITOR, by=owner.user, now=now)
        user = User.objects.get(email=address)
        for team in Team.objects.filter(solo=False).exclude(participations__user=user).select_related("challenge"):
            member = team.participations.active().first()
            if member and team.challenge.can_still_be_joined(now):
                teams.invite(team=team, email=address, by=member.user, now=now)
                return
        raise AssertionError("No team of the demo data has room.")

    def _mailed(self, kind: str, address: str) -> Secret:
        """The secret of the newest mail of a kind, as the server of the tests has got it."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT uid::text FROM accounts_mail WHERE kind = %s AND address = %s ORDER BY id DESC", [kind, address])
            (uid, *_) = cursor.fetchone()
        end = time.monotonic() + SECONDS
        while not (came := [one for one in self.smtp.received if uid in one["Message-ID"]]):
            assert time.monotonic() < end, f"No mail {kind} to {address} within {SECONDS} s."
            time.sleep(0.1)
        text = came[-1].get_payload(0).get_payload(decode=True).decode()  # type: ignore[union-attr]
        (path,) = LINK.findall(text)
        return Secret(kind, address, path)

    def _follow(self, secret: Secret, recipient: Visitor) -> None:
        """As its reader would, and in ways that end in a warning: with another method, cut short, by somebody else, and to sign up."""
        fresh = Visitor(self.plant.url, "reader")
        fresh.asks(secret.path)
        fresh.asks(secret.path, method="HEAD")
        fresh.asks(secret.path, method="PUT")
        fresh.asks(f"{secret.path}x/")
        fresh.asks(secret.path, {"no": "token"})
        recipient.asks(secret.path)
        if "invited" in secret.kind:
            page = fresh.asks(secret.path).body
            for way in re.findall(r'href="(/accounts/(?:login|signup)/\?[^"]+)"', page):
                next_ = way.replace("&amp;", "&")
                name = f"{secret.kind}-{len(way)}@rig.example"
                if "signup" in way:
                    fresh.fills_in(next_, name="New Comer", email=name, password1=NEW_PASSWORD, next=_next_of(next_))

    def _look(self, secrets: list[Secret], when: str) -> None:
        for place, text in (*self._stored(), *self._logged()):
            self._expect_none(secrets, f"{place} {when}", text)

    def _read(self, secrets: list[Secret], people: list[Visitor], each: int) -> None:
        for one in people:
            for path, answer in one.walk(each):
                self.searched["pages"] += 1
                self._expect_none(secrets, f"the page {path} of {one.name}", answer.body)

    def _stored(self) -> Iterable[tuple[str, str]]:
        """Every row of every table, with what is in the sessions, and every value of Redis."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'")
            for (table,) in cursor.fetchall():
                self.searched["tables"] += 1
                cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608
                yield f"the table {table}", "\n".join(row for (row,) in cursor.fetchall())
        for session in Session.objects.all():
            self.searched["sessions"] += 1
            yield "a session", str(session.get_decoded())
        with redis.Redis.from_url(self.plant.redis.url) as client:
            for key in client.scan_iter():
                yield "Redis", f"{key!r} {client.dump(key)!r}"

    def _logged(self) -> Iterable[tuple[str, str]]:
        for name, text in self.plant.logs().items():
            self.searched["logs"] += 1
            yield f"the log {name}", text

    def _expect_none(self, secrets: list[Secret], place: str, text: str) -> None:
        for one in secrets:
            self._expect(one.token not in text, f"the secret of {one.kind} stands in {place}")

    def _expect(self, true: bool, otherwise: str) -> None:
        if not true and otherwise not in self.faults:
            self.faults.append(otherwise)


def _next_of(query: str) -> str:
    found = re.search(r"next=([^&]+)", query)
    assert found
    return unquote(found.group(1))
