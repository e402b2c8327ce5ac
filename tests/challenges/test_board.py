"""The board: shown by choice, the best fit first with its reasons, introductions through the portal, and no address anywhere."""

import datetime as dt
import time

import pytest

from accounts.kit.refusals import Refusal
from accounts.models import Mail, Notification, Profile
from challenges.actions import board, introductions, join_requests, joining, teams
from challenges.enums import Joining, Mode, RuleKind, Trait
from challenges.models import BoardCard, CompositionRule, Introduction, JoinRequest, TeamInvitation
from challenges.queries.board import Wanted, board_page
from challenges.queries.team_page import team_page
from tests.factories import ProgrammeFactory, UserFactory, coordinator, faculty, join, make_team, published_challenge, staff_of, student

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def person(**profile):
    found = student(**({"name": profile.pop("name")} if "name" in profile else {}))
    Profile.objects.filter(user=found).update(**profile)
    found.refresh_from_db()
    return found


@pytest.fixture
def challenge():
    challenge = published_challenge(slug="open", mode=Mode.TEAM, team_min=2, team_max=4, seats=100)
    CompositionRule.objects.create(challenge=challenge, kind=RuleKind.DISTINCT, trait=Trait.DISCIPLINE_BROAD, number=2)
    return challenge


@pytest.fixture
def member():
    return person(name="Mira Member", discipline="0511", times=[0, 4, 5])


@pytest.fixture
def team(challenge, member):
    return make_team(challenge, member, name="Night watch")


@pytest.fixture
def seeker(challenge, now):
    seeker = person(name="Sem Seeker", discipline="0912", times=[0, 4, 20])
    board.show(challenge=challenge, brings="I draw well.", seeks="Calm people.", by=seeker, now=now)
    return seeker


@pytest.fixture
def on_board(team, member, now):
    return join_requests.look_for(team=team, words="Somebody who draws.", by=member, now=now)


def seen(user, challenge, now, **wanted):
    return board_page(user, challenge, Wanted(**wanted), now)


class TestWhoSeesIt:
    def test_students_who_may_join_teams_and_their_guides(self, as_, challenge, team, member):
        coach = faculty()
        team.coach = coach
        team.save()

        for reader in (student(), member, coach, challenge.faculty_owner, coordinator()):
            assert as_(reader).get("/challenges/open/board/").status_code == 200

    def test_nobody_else(self, as_, client, challenge):
        for reader in (UserFactory(), staff_of(challenge.organisation), faculty(), person(level="phd")):
            assert as_(reader).get("/challenges/open/board/").status_code == 404
        assert client.get("/challenges/open/board/").status_code == 302

    def test_there_is_none_where_everybody_works_alone(self, as_):
        published_challenge(slug="solo", mode=Mode.SOLO, team_min=None, team_max=None)

        assert as_(student()).get("/challenges/solo/board/").status_code == 404

    def test_there_is_none_where_the_office_forms_the_teams(self, as_, challenge, team, member):
        challenge.programme, challenge.joining = ProgrammeFactory(), Joining.PROGRAMME
        challenge.save()

        for reader in (student(), member, coordinator()):
            assert as_(reader).get("/challenges/open/board/").status_code == 404
        assert "/open/board/" not in as_(member).get("/challenges/open/team/").content.decode()

    def test_it_closes_with_the_teams(self, challenge, team, member, seeker, now):
        late = challenge.join_until + DAY

        assert seen(student(), challenge, late) is None
        page = seen(member, challenge, late)
        assert (page.closed, page.entries) == (True, [])


class TestCards:
    def test_one_shows_oneself_and_takes_it_back(self, as_, challenge):
        one = as_(student())
        one.post("/challenges/open/board/card/", {"do": "show", "brings": "I count.", "seeks": ""})
        one.post("/challenges/open/board/card/", {"do": "show", "brings": "I count well.", "seeks": "Others"})
        assert [(card.brings, card.seeks) for card in BoardCard.objects.all()] == [("I count well.", "Others")]

        one.post("/challenges/open/board/card/", {"do": "hide"})
        assert not BoardCard.objects.exists()

    def test_what_is_missing_is_said_and_what_was_typed_stays(self, as_, challenge):
        page = as_(student()).post("/challenges/open/board/card/", {"do": "show", "brings": "", "seeks": "Calm people"})

        assert page.context["form"].errors == {"brings": ["This field is required."]}
        assert page.context["form"]["seeks"].value() == "Calm people"

    def test_nobody_is_on_it_without_having_said_so(self, challenge, member, team, now):
        student()

        assert seen(member, challenge, now).entries == []

    def test_who_takes_part_already_is_not_put_on_it(self, challenge, team, member, now):
        with pytest.raises(Refusal, match="You take part already"):
            board.show(challenge=challenge, brings="I count.", seeks="", by=member, now=now)
        assert not BoardCard.objects.exists()

    def test_who_joins_disappears_with_what_waited(self, challenge, team, member, seeker, now):
        introductions.introduce(card=BoardCard.objects.get(), team=team, words="Come.", by=member, now=now)
        joining.make_team(challenge=challenge, name="Own", by=seeker, version=1, now=now)

        assert not BoardCard.objects.exists()
        assert not Introduction.objects.exists()

    def test_a_team_shows_itself_without_its_members(self, as_, challenge, team, member, on_board):
        page = as_(student()).get("/challenges/open/board/").content.decode()

        assert "Night watch" in page
        assert "Somebody who draws." in page
        assert "1 person, 3 places left" in page
        assert member.name not in page
        as_(member).post("/challenges/open/team/seeks/", {"seeks": ""})
        assert "Night watch" not in as_(student()).get("/challenges/open/board/").content.decode()

    def test_a_full_team_is_not_shown(self, challenge, team, on_board, now):
        for _number in range(3):
            join(team, student())

        assert seen(student(), challenge, now).entries == []


class TestFit:
    def test_the_missing_field_first_then_times_then_language_each_in_words(self, challenge, team, member, seeker, now):
        for name, discipline, times in (("Bea Biology", "0512", [0, 4]), ("Noor Never", "0521", [])):
            card = person(name=name, discipline=discipline, times=times, languages=["en"])
            board.show(challenge=challenge, brings="Hands.", seeks="", by=card, now=now)

        first, second, third = seen(member, challenge, now).entries

        assert first.title == "Sem Seeker"
        assert first.fit.reasons() == [
            "Brings what is missing: At least 2 different broad fields of study",
            "2 weekly times in common: Monday, morning; Tuesday, afternoon",
            "A common language: English or Dutch",
        ]
        assert (second.title, second.fit.reasons()) == (
            "Bea Biology",
            ["2 weekly times in common: Monday, morning; Tuesday, afternoon", "A common language: English"],
        )
        assert (third.title, third.fit.reasons()) == ("Noor Never", ["A common language: English"])

    def test_a_student_reads_what_they_would_bring(self, challenge, on_board, seeker, now):
        (entry,) = seen(seeker, challenge, now).entries

        assert entry.fit.reasons()[0] == "You bring what is missing: At least 2 different broad fields of study"

    def test_the_filter_takes_field_and_language(self, challenge, member, team, seeker, now):
        other = person(discipline="0311", languages=["de"])
        board.show(challenge=challenge, brings="Sums.", seeks="", by=other, now=now)

        assert [one.title for one in seen(member, challenge, now, field="09").entries] == ["Sem Seeker"]
        assert [one.title for one in seen(member, challenge, now, language="de").entries] == [other.name]

    def test_the_meter_of_the_team_names_who_would_fill_what_is_missing(self, challenge, team, member, seeker, now):
        (rule,) = team_page(team, member, now).meter.rules

        assert (rule.done, rule.helpers) == (False, ("Sem Seeker",))


class TestAsking:
    def test_a_student_asks_a_team_from_the_board_and_takes_it_back(self, as_, challenge, team, on_board, seeker):
        client, path = as_(seeker), f"/challenges/open/join/teams/{team.pk}/"
        assert path in client.get("/challenges/open/board/").content.decode()

        page = client.post(path, {"words": "I draw maps.", "terms": "on", "version": 1}, follow=True)

        assert page.redirect_chain[-1][0] == "/challenges/open/board/"
        assert [one.words for one in page.context["page"].asked] == ["I draw maps."]
        assert [(one.met, one.may) for one in page.context["entries"]] == [("You have asked this team", False)]
        page = client.post(f"/challenges/open/join/requests/{JoinRequest.objects.get().pk}/withdraw/", follow=True)
        assert "Your request is taken back." in page.content.decode()
        assert client.get("/challenges/open/board/").context["page"].asked == []

    def test_a_request_is_read_by_its_team_and_by_nobody_else_on_the_board(self, as_, challenge, team, on_board, seeker):
        as_(seeker).post(f"/challenges/open/join/teams/{team.pk}/", {"words": "I draw maps.", "terms": "on", "version": 1})

        for other in (student(), make_team(challenge, student()).participations.get().user, coordinator()):
            assert "I draw maps." not in as_(other).get("/challenges/open/board/").content.decode()


class TestIntroductions:
    def test_a_team_writes_a_person_says_yes_and_is_invited_without_an_address(self, as_, challenge, team, member, seeker, now):
        card = BoardCard.objects.get()
        as_(member).post(f"/challenges/open/board/people/{card.pk}/introduce/", {"words": "We watch at night."})
        made = Introduction.objects.get()
        assert "We watch at night." in as_(seeker).get("/challenges/open/board/").content.decode()

        page = as_(seeker).post(f"/challenges/open/board/introductions/{made.pk}/", {"answer": "yes"}, follow=True)
        assert page.redirect_chain[-1][0] == "/challenges/invitations/"
        assert "Night watch" in page.content.decode()

        invitation = TeamInvitation.objects.get()
        assert (invitation.address, invitation.introduced, invitation.team) == (seeker.email, seeker, team)
        assert Mail.objects.filter(kind="team_invited", user=seeker).exists()
        for path in ("/challenges/open/team/", "/challenges/open/board/", "/me/notifications/"):
            page = as_(member).get(path).content.decode()
            assert seeker.email not in page
        assert "Sem Seeker" in as_(member).get("/challenges/open/team/").content.decode()
        participation = joining.accept(invitation=invitation, by=seeker, version=1, now=now)
        assert participation.team == team

    def test_a_no_to_that_invitation_names_no_address_either(self, challenge, team, member, seeker, now):
        made = introductions.introduce(card=BoardCard.objects.get(), team=team, words="Come.", by=member, now=now)
        introductions.answer(introduction=made, yes=True, by=seeker, now=now)
        joining.decline(invitation=TeamInvitation.objects.get(), by=seeker, now=now)

        told = Notification.objects.get(user=member, kind="team_invitation_declined")
        assert seeker.email not in str(told.context)

    def test_a_no_ends_it(self, as_, challenge, team, member, seeker, now):
        made = introductions.introduce(card=BoardCard.objects.get(), team=team, words="Come.", by=member, now=now)
        introductions.answer(introduction=made, yes=False, by=seeker, now=now)

        assert not TeamInvitation.objects.exists()
        with pytest.raises(Refusal, match="introduced already"):
            introductions.introduce(card=BoardCard.objects.get(), team=team, words="Again.", by=member, now=now)

    def test_nobody_answers_for_another(self, as_, challenge, team, member, seeker, now):
        made = introductions.introduce(card=BoardCard.objects.get(), team=team, words="Come.", by=member, now=now)

        with pytest.raises(Refusal, match="not asked of you"):
            introductions.answer(introduction=made, yes=True, by=member, now=now)
        assert as_(student()).post(f"/challenges/open/board/introductions/{made.pk}/", {"answer": "yes"}).status_code == 404

    def test_not_to_a_person_who_went_off_the_board(self, challenge, team, member, seeker, now):
        card = BoardCard.objects.get()
        board.hide(challenge=challenge, by=seeker)

        with pytest.raises(Refusal, match="This person is not on the board any more"):
            introductions.introduce(card=card, team=team, words="Come.", by=member, now=now)
        assert not Introduction.objects.exists()
        assert not Notification.objects.exists()

    def test_a_day_has_ten_of_a_team(self, challenge, team, member, seeker, now):
        for number in range(10):
            board.show(challenge=challenge, brings=f"{number}", seeks="", by=(other := student()), now=now)
            introductions.introduce(card=BoardCard.objects.get(user=other), team=team, words="Hello.", by=member, now=now)

        def another(at):
            return introductions.introduce(card=BoardCard.objects.get(user=seeker), team=team, words="Hello.", by=member, now=at)

        with pytest.raises(Refusal, match="10 introductions a day"):
            another(now)
        assert another(now + DAY).user == seeker

    def test_a_yes_to_a_full_team_is_refused_and_can_be_given_later(self, challenge, team, member, seeker, now):
        made = introductions.introduce(card=BoardCard.objects.get(), team=team, words="Come.", by=member, now=now)
        for _number in range(3):
            join(team, student())

        with pytest.raises(Refusal, match="at most 4"):
            introductions.answer(introduction=made, yes=True, by=seeker, now=now)
        made.refresh_from_db()
        assert made.answered_at is None

    def test_a_yes_of_who_is_invited_already_keeps_that_invitation(self, challenge, team, member, seeker, now):
        made = introductions.introduce(card=BoardCard.objects.get(), team=team, words="Come.", by=member, now=now)
        invitation = teams.invite(team=team, email=seeker.email, by=member, now=now)

        assert introductions.answer(introduction=made, yes=True, by=seeker, now=now + DAY).accepted
        kept = TeamInvitation.objects.get()
        assert (kept, kept.expires_at, kept.revoked_at) == (invitation, invitation.expires_at, None)
        assert Mail.objects.filter(kind="team_invited").count() == 1


class TestReports:
    def test_the_office_is_told_and_takes_the_card_off(self, as_, challenge, team, member, seeker):
        office, card = coordinator(), BoardCard.objects.get()
        as_(member).post(f"/challenges/open/board/people/{card.pk}/report/", {"reason": "It is rude."})

        told = Notification.objects.get(user=office, kind="board_reported")
        assert (told.context["said"], told.context["reason"]) == ("I draw well. · Calm people.", "It is rude.")
        assert as_(member).post(f"/challenges/open/board/people/{card.pk}/remove/").status_code == 404
        as_(office).post(f"/challenges/open/board/people/{card.pk}/remove/")
        assert not BoardCard.objects.exists()

    def test_five_a_day_are_the_most(self, challenge, member, now):
        office = coordinator()

        def report(number, at):
            board.report(challenge=challenge, said="Words.", who=f"Number {number}", reason="It is rude.", by=member, now=at)

        for number in range(5):
            report(number, now)
        with pytest.raises(Refusal, match="5 things a day") as refused:
            report(5, now)

        assert refused.value.field == "reason"
        assert Notification.objects.filter(user=office, kind="board_reported").count() == 5
        report(5, now + DAY)
        assert Notification.objects.filter(user=office, kind="board_reported").count() == 6


def test_six_hundred_students_in_pages_of_24_under_300_ms_and_for_a_constant_number_of_queries(
    as_, challenge, team, member, now, django_assert_max_num_queries
):
    people = [
        person(name=f"Number {number}", times=[number % 21], discipline=("0912", "0511", "0311")[number % 3]) for number in range(600)
    ]
    BoardCard.objects.bulk_create(BoardCard(challenge=challenge, user=one, brings="Hands.", shown_at=now) for one in people)
    reader = as_(member)
    reader.get("/challenges/open/board/")

    with django_assert_max_num_queries(8):
        page = reader.get("/challenges/open/board/?page=2")

    assert len(page.context["entries"]) == 24
    took = []
    for _time in range(3):
        start = time.process_time()
        reader.get("/challenges/open/board/")
        took.append(time.process_time() - start)
    assert min(took) < 0.3
