"""Marks given in confidence: given with consent, taken back at any moment, erased in time, and read by nobody else."""

import datetime as dt

import pytest

from accounts.audit.models import Entry
from accounts.kit.refusals import Refusal
from accounts.models import Mail, Notification
from challenges.actions import enrolling, marks
from challenges.models import ConfidentialMark, MarkKind
from challenges.queries.marks import for_solver
from challenges.tasks import erase_marks
from tests.factories import coordinator, enrol, make_team, open_edition, published_challenge, student
from tests.leaks.reader import PASSING

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def edition():
    edition = open_edition(slug="edition", name="Edition")
    published_challenge(programme=edition, slug="case")
    return edition


@pytest.fixture
def kinds(edition):
    return [MarkKind.objects.create(programme=edition, words=words) for words in ("is older than thirty", "was born elsewhere")]


@pytest.fixture
def person(edition):
    person = student()
    enrol(edition, person)
    return person


@pytest.fixture
def give(edition, now):
    def act(by, *kinds, consents=True):
        marks.give(programme=edition, kinds=[kind.pk for kind in kinds], consents=consents, by=by, now=now)

    return act


def given():
    return sorted(ConfidentialMark.objects.values_list("enrolment__user__name", "kind__words"))


class TestGiving:
    def test_with_consent_and_exactly_what_was_ticked(self, as_, edition, kinds, person):
        first, second = kinds
        answer = as_(person).post("/programmes/edition/confidence/", {"kinds": [first.pk], "consent": "on"})
        as_(person).post("/programmes/edition/confidence/", {"kinds": [second.pk], "consent": "on"})

        assert answer.url == "/programmes/edition/confidence/"
        assert given() == [(person.name, "was born elsewhere")]
        page = as_(person).get("/programmes/edition/confidence/").content.decode()
        assert "GDPR, article 9(2)(a)" in page
        assert "Please do not place me as the only one who was born elsewhere." in page

    def test_nothing_without_it(self, as_, kinds, person):
        answer = as_(person).post("/programmes/edition/confidence/", {"kinds": [kinds[0].pk]})

        assert answer.context["form"].errors == {"consent": ["Nothing is kept without your consent: tick it, or untick everything."]}
        assert given() == []

    def test_consent_is_never_ticked_beforehand(self, as_, kinds, person, give):
        give(person, kinds[0])

        form = as_(person).get("/programmes/edition/confidence/").context["form"]

        assert form["kinds"].value() == [kinds[0].pk]
        assert not form["consent"].value()

    def test_taken_back_at_any_moment_without_a_word(self, as_, kinds, person, give):
        give(person, *kinds)

        assert as_(person).post("/programmes/edition/confidence/", {}).status_code == 302

        assert given() == []

    def test_only_what_the_edition_offers(self, kinds, person, give):
        other = MarkKind.objects.create(programme=open_edition(), words="is left-handed")

        with pytest.raises(Refusal):
            give(person, kinds[0], other)
        assert given() == []

    def test_only_to_the_edition_that_one_is_in(self, as_, kinds, give):
        assert as_(student()).get("/programmes/edition/confidence/").status_code == 404
        with pytest.raises(Refusal):
            give(student(), kinds[0])

    def test_not_any_more_once_in_a_team_or_when_the_edition_is_over(self, edition, kinds, person, now):
        late = now + 100 * DAY
        with pytest.raises(Refusal, match="over"):
            marks.give(programme=edition, kinds=[kinds[0].pk], consents=True, by=person, now=late)

        make_team(edition.challenges.get(), person)
        with pytest.raises(Refusal, match="in a team"):
            marks.give(programme=edition, kinds=[kinds[0].pk], consents=True, by=person, now=now)

    def test_a_person_reads_it_under_privacy_and_nobody_else_does(self, as_, kinds, person, give):
        give(person, kinds[0])

        words = "Please do not place me as the only one who is older than thirty."
        assert words in as_(person).get("/me/privacy/").content.decode()
        for other in (student(), coordinator()):
            assert words not in as_(other).get("/me/privacy/").content.decode()


class TestErased:
    def test_when_the_teams_are_made_known(self, edition, kinds, person, give, now):
        give(person, *kinds)
        marks.erase(edition, now)

        assert given() == []
        entry = Entry.objects.get(action="marks.erased")
        assert (entry.subject_label, entry.detail, entry.by) == ("Edition", {}, None)

    def test_when_the_person_leaves_the_edition(self, edition, kinds, person, give, now):
        give(person, *kinds)
        enrolling.leave(programme=edition, by=person, now=now)

        assert given() == []

    def test_when_the_sentence_goes(self, as_, kinds, person, give):
        give(person, *kinds)
        as_(coordinator()).post(f"/manage/programmes/edition/confidence/{kinds[0].pk}/remove/")

        assert given() == [(person.name, "was born elsewhere")]

    def test_by_the_clock_after_the_edition_and_for_who_is_in_a_team(self, edition, kinds, person, give, now):
        placed = student()
        enrol(edition, placed)
        give(placed, *kinds)
        give(person, kinds[0])
        make_team(edition.challenges.get(), placed)

        erase_marks()
        assert given() == [(person.name, "is older than thirty")]

        marks.erase_old(now=now + 100 * DAY)
        assert given() == []


class TestOffice:
    def test_says_what_can_be_said_and_sees_no_count(self, as_, edition):
        office = as_(coordinator())
        office.post("/manage/programmes/edition/confidence/", {"words": "is older than thirty."})
        twice = office.post("/manage/programmes/edition/confidence/", {"words": "Is older than THIRTY"})

        assert [kind.words for kind in edition.mark_kinds.all()] == ["is older than thirty"]
        assert twice.context["form"].errors == {"words": ["This can be said already."]}

    @pytest.mark.parametrize("words", ["", " . ", "..."])
    def test_a_full_stop_alone_ends_no_sentence(self, edition, now, words):
        with pytest.raises(Refusal, match="Say how the sentence ends") as refused:
            marks.offer(programme=edition, words=words, by=coordinator(), now=now)

        assert refused.value.field == "words"
        assert not edition.mark_kinds.exists()
        assert not Entry.objects.filter(action="mark_kind.offered").exists()

    def test_at_most_eight(self, edition, now):
        office = coordinator()
        for number in range(8):
            marks.offer(programme=edition, words=f"is number {number}", by=office, now=now)

        with pytest.raises(Refusal, match="At most 8"):
            marks.offer(programme=edition, words="is the ninth", by=office, now=now)


class TestNobodyLearnsIt:
    def test_no_trail_no_mail_no_notification(self, kinds, person, give):
        before = (Entry.objects.count(), Mail.objects.count(), Notification.objects.count())
        give(person, *kinds)
        give(person)

        assert (Entry.objects.count(), Mail.objects.count(), Notification.objects.count()) == before

    def test_no_page_of_the_office_changes_by_a_byte(self, as_, kinds, person, give, edition):
        office = as_(coordinator())
        pages = ("/manage/", "/manage/programmes/edition/", "/manage/programmes/edition/confidence/", f"/manage/people/{person.pk}/")
        before = [PASSING.sub("", office.get(page).content.decode()) for page in pages]
        give(person, *kinds)

        assert [PASSING.sub("", office.get(page).content.decode()) for page in pages] == before

    def test_the_solver_gets_numbers_of_enrolments_and_kinds_alone(self, edition, kinds, person, give):
        other = student()
        enrolment = enrol(edition, other)
        give(other, *kinds)

        assert for_solver(edition) == {enrolment.pk: frozenset(str(kind.pk) for kind in kinds)}

    def test_the_administration_does_not_know_the_tables(self):
        from django.contrib import admin

        assert not {ConfidentialMark, MarkKind} & set(admin.site._registry)

    def test_a_mark_has_no_words_of_its_own(self, kinds, person, give):
        give(person, kinds[0])

        assert str(ConfidentialMark.objects.get()) == "…"
