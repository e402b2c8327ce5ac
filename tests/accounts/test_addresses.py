"""Addresses that look like others, and names that hold what cannot be seen: refused with words, or made plain."""

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError

from accounts.actions import roles
from accounts.kit.addresses import canonical, check, domain
from accounts.kit.names import one_line
from accounts.models import Domain, User
from challenges.models import TeamInvitation
from tests.factories import InstitutionFactory, UserFactory, make_team, published_challenge, staff_of, student
from tests.factories.people import PASSWORD

SAME = {
    "ＮＯＯＲ@Students.UU.nl": "noor@students.uu.nl",
    " noor@students.uu.nl. ": "noor@students.uu.nl",
    "noor@students。uu。nl": "noor@students.uu.nl",
    "noor@Müller.example": "noor@xn--mller-kva.example",
    "noor+post@students.uu.nl": "noor+post@students.uu.nl",
}
LOOK_ALIKES = {
    "Cyrillic a": "аdmin@uu.nl",
    "dotless i": "admın@uu.nl",
    "zero-width space": "noor\u200b@students.uu.nl",
    "right-to-left override": "noor\u202e@students.uu.nl",
    "soft hyphen": "no\u00ador@students.uu.nl",
    "a letter with an accent": "zoë@students.uu.nl",
    "a joiner in a domain": "noor@stu\u200ddents.uu.nl",
}
NO_ADDRESS = [
    '"noor jansen"@uu.nl',
    '"noor@students.uu.nl"@example.org',
    "noor@[127.0.0.1]",
    "noor@localhost",
    f"{'n' * 65}@uu.nl",
    f"noor@{'a.' * 130}nl",
    "noor@uu..nl",
    "noor",
    "noor@@uu.nl",
    "noor jansen@uu.nl",
    "noor\nbcc:all@uu.nl",
]


@pytest.mark.parametrize(("typed", "kept"), SAME.items())
def test_an_address_that_reaches_the_same_box_is_kept_in_one_form(typed, kept):
    assert canonical(typed) == canonical(kept) == kept
    check(canonical(typed))


@pytest.mark.parametrize("typed", LOOK_ALIKES.values(), ids=LOOK_ALIKES)
def test_a_look_alike_is_refused_and_the_character_named(typed):
    with pytest.raises(ValidationError) as refused:
        check(canonical(typed))
    assert "only look like a letter of the keyboard" in refused.value.messages[0]


def test_the_character_is_named_even_where_it_cannot_be_shown():
    with pytest.raises(ValidationError, match=r"holds \(RIGHT-TO-LEFT OVERRIDE\), which"):
        check("a\u202e@uu.nl")
    with pytest.raises(ValidationError, match=r"holds “а” \(CYRILLIC SMALL LETTER A\), which"):
        check("аdmin@uu.nl")


@pytest.mark.parametrize("typed", NO_ADDRESS)
def test_what_is_no_address_of_a_person_is_refused(typed):
    with pytest.raises(ValidationError, match="Enter an e-mail address"):
        check(canonical(typed))


@pytest.mark.django_db
class TestTheDoors:
    """Signing up, changing one's address and both kinds of invitation."""

    typed, words = "аdmin@uu.nl", "CYRILLIC SMALL LETTER A"

    def refused(self, response, name="email"):
        seen = response.content.decode()
        assert self.words in seen
        assert f'value="{self.typed}"' in seen

    def test_signing_up(self, client):
        self.refused(client.post("/accounts/signup/", {"name": "Noor", "email": self.typed, "password1": "a-good-long-secret"}))
        assert not User.objects.exists()

    def test_changing_ones_address(self, client):
        user = UserFactory()
        client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
        self.refused(client.post("/accounts/email/", {"action_add": "", "email": self.typed}))
        assert EmailAddress.objects.get().email == user.email

    def test_inviting_into_a_team(self, as_):
        noor = student()
        team = make_team(published_challenge(), noor)
        self.refused(as_(noor).post(f"/challenges/{team.challenge.slug}/team/invite/", {"email": self.typed}))
        assert not TeamInvitation.objects.exists()

    def test_inviting_into_an_organisation(self, as_):
        owner = staff_of(published_challenge().organisation, "owner")
        organisation = owner.memberships.get().organisation
        self.refused(as_(owner).post(f"/partners/{organisation.slug}/staff/", {"email": self.typed, "role": "editor"}))
        assert not organisation.invitations.exists()

    @pytest.mark.parametrize("name", ["ѕtudents.uu.nl", "students.uս.nl", "students.uu.nl.example.org", "xn--tudents-u3g.uu.nl"])
    def test_no_look_alike_of_a_domain_makes_a_student(self, name, now):
        Domain.objects.create(institution=InstitutionFactory(), name="students.uu.nl", students_only=True)
        assert domain(f"noor@{name}") != "students.uu.nl"
        assert roles.derive_from_address(user=UserFactory(), address=f"noor@{name}", now=now) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Noor\u202eJansen", "NoorJansen"),
        ("\u2066Noor\u2069 \t Jansen\n", "Noor Jansen"),
        ("Pro\u200bgramme office", "Programme office"),
        ("\u3164", ""),
        ("a\x00b\x1bc", "abc"),
        ("Zoe\u0308", "Zoë"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("No\u200cor\u200d", "Noor"),
        ("محمد de Vries", "محمد de Vries"),
    ],
)
def test_a_name_is_one_line_in_which_everything_can_be_seen(typed, kept):
    assert one_line(typed) == kept


@pytest.mark.parametrize("read", [one_line, canonical])
def test_marks_without_end_are_not_put_in_order(read):
    """Which would take minutes."""
    endless = "a" + "\u0315\u0316" * 100_000
    assert read(endless) == endless
    assert read("a\u0315\u0316") == "a\u0316\u0315"


@pytest.mark.django_db
def test_a_name_of_nothing_that_can_be_seen_is_no_name(client):
    page = client.post("/accounts/signup/", {"name": "\u202e\u3164\u200b", "email": "a@example.org", "password1": "a-good-long-secret"})
    assert "This field is required." in page.content.decode()
    assert not User.objects.exists()
