"""Writing who may join, and how: in a draft, after publication, and in a copy."""

import pytest
from django.utils import timezone

from accounts.models import Faculty
from challenges.actions import copies
from challenges.enums import Joining, Section
from challenges.models import Application, ApplicationQuestion, Challenge, Prerequisite, PrerequisiteMet
from challenges.queries.reading import part
from tests.challenges.typed import posted
from tests.factories import InstitutionFactory, ProgrammeFactory, make_team, published_challenge, staff_of, student
from tests.factories.cases import complete

pytestmark = pytest.mark.django_db


@pytest.fixture
def save(client):
    """Post the part as its page shows it, with changes."""

    def post(challenge, section="joining", **changes):
        challenge = Challenge.objects.get(pk=challenge.pk)
        client.force_login(staff_of(challenge.organisation))
        return client.post(f"/challenges/{challenge.slug}/edit/{section}/", posted(challenge, section, **changes))

    return post


@pytest.fixture
def draft():
    return complete(slug="night-care")


@pytest.fixture
def public():
    return published_challenge(slug="night-care")


class TestDraft:
    def test_everything_is_kept_and_can_be_read(self, draft, save):
        here = InstitutionFactory()
        law = Faculty.objects.create(institution=here, name="Law")

        answer = save(
            draft,
            joining="application",
            eligible_institutions=[here.pk],
            eligible_faculties=[law.pk],
            eligible_disciplines=["09", "0421"],
            eligible_programmes="Health Law\n\n Bioethics ",
            prerequisites="Dutch at B2.\nA laptop.",
            most_running="2",
            questions__count="2",
            questions__0__text="Why you?",
            questions__0__required="on",
            questions__1__text="",
        )

        assert answer.status_code == 302
        draft.refresh_from_db()
        assert (draft.joining, draft.most_running) == (Joining.APPLICATION, 2)
        assert draft.eligible_programmes == ["Health Law", "Bioethics"]
        assert [one.text for one in draft.prerequisites.all()] == ["Dutch at B2.", "A laptop."]
        assert [(one.text, one.required) for one in draft.application_questions.all()] == [("Why you?", True)]
        assert dict(part(draft, Section.JOINING).facts) == {
            "How one joins": "On application",
            "Institutions": "Utrecht University",
            "Faculties": "Law (Utrecht University)",
            "Fields of study": "Health and welfare, Law",
            "Programmes of study": "Health Law, Bioethics",
            "Prerequisites": "Dutch at B2.; A laptop.",
            "Most running challenges": "2",
            "Questions to whoever applies (* needs an answer)": "Why you? *",
        }

    def test_a_prerequisite_in_the_same_words_moves_and_keeps_who_meets_it(self, draft, save):
        save(draft, prerequisites="Dutch at B2.\nA laptop.")
        dutch, laptop = Prerequisite.objects.order_by("position")
        PrerequisiteMet.objects.create(prerequisite=dutch, user=student(), said_at=timezone.now())

        assert save(draft, prerequisites="A laptop.\nDutch at B2.").status_code == 302

        assert list(Prerequisite.objects.order_by("position")) == [laptop, dutch]
        assert PrerequisiteMet.objects.get().prerequisite == dutch

    def test_a_button_adds_a_question_and_keeps_what_was_typed(self, draft, save):
        answer = save(draft, again="add", prerequisites="Dutch at B2.", questions__count="1", questions__0__text="Why you?")

        page = answer.content.decode()
        assert "Dutch at B2." in page
        assert "Why you?" in page
        assert len(answer.context["form"].rows.forms) == 2
        assert not Prerequisite.objects.exists()

    def test_a_faculty_of_another_institution_and_too_long_lists_are_refused(self, draft, save):
        elsewhere = InstitutionFactory(key="elsewhere", name="Elsewhere")
        arts = Faculty.objects.create(institution=elsewhere, name="Arts")

        page = save(draft, eligible_institutions=[InstitutionFactory().pk], eligible_faculties=[arts.pk]).content.decode()
        assert "Arts belongs to Elsewhere, which is not chosen" in page
        assert "At most 10 lines." in save(draft, prerequisites="\n".join("abcdefghijk")).content.decode()
        assert "at most 200 characters" in save(draft, prerequisites="a" * 201).content.decode()

    def test_through_its_programme_needs_one_and_keeps_it(self, draft, save):
        assert "It belongs to no programme." in save(draft, joining="programme").content.decode()

        Challenge.objects.filter(pk=draft.pk).update(programme=ProgrammeFactory())
        assert save(draft, joining="programme").status_code == 302
        assert "choose another way of joining first" in save(draft, "basics", programme="").content.decode()

    def test_a_copy_has_the_same_rules_but_nobodys_word(self, draft, save):
        save(draft, joining="application", prerequisites="Dutch at B2.", eligible_institutions=[InstitutionFactory().pk])
        ApplicationQuestion.objects.create(challenge=draft, text="Why you?")
        PrerequisiteMet.objects.create(prerequisite=Prerequisite.objects.get(), user=student(), said_at=timezone.now())
        draft.refresh_from_db()

        fresh = copies.copy(challenge=draft, title="Again", by=staff_of(draft.organisation), now=timezone.now())

        assert fresh.joining == Joining.APPLICATION
        assert [one.name for one in fresh.eligible_institutions.all()] == ["Utrecht University"]
        assert [one.text for one in fresh.prerequisites.all()] == ["Dutch at B2."]
        assert [one.text for one in fresh.application_questions.all()] == ["Why you?"]
        assert not PrerequisiteMet.objects.filter(prerequisite__challenge=fresh).exists()

    def test_a_copy_without_the_programme_is_open(self, now):
        source = complete(joining=Joining.PROGRAMME, programme=ProgrammeFactory())

        assert copies.copy(challenge=source, title="Again", by=staff_of(source.organisation), now=now).joining == Joining.OPEN


class TestPublished:
    def test_nobody_is_shut_out(self, public, save):
        here = InstitutionFactory()
        law = Faculty.objects.create(institution=here, name="Law")
        narrower = {
            "eligible_institutions": [here.pk],
            "eligible_faculties": [law.pk],
            "eligible_disciplines": ["09"],
            "eligible_programmes": "Bioethics",
        }
        for field, value in narrower.items():
            assert "but shut out nobody" in save(public, **{field: value}).content.decode(), field
        assert "This can only go up: at least 4." in save(public, most_running="3").content.decode()
        assert "but ask nothing more" in save(public, prerequisites="Dutch at B2.").content.decode()

    def test_it_can_be_opened_to_more(self, public, save):
        here, elsewhere = InstitutionFactory(), InstitutionFactory(key="elsewhere", name="Elsewhere")
        public.eligible_institutions.add(here)
        Challenge.objects.filter(pk=public.pk).update(eligible_disciplines=["0912"], eligible_programmes=["Bioethics"])
        Prerequisite.objects.create(challenge=public, text="Dutch at B2.")

        wider = {"eligible_institutions": [here.pk, elsewhere.pk], "eligible_disciplines": ["09"], "eligible_programmes": "bioethics\nLaw"}
        assert save(public, **wider, prerequisites="", most_running="5").status_code == 302
        assert save(public, eligible_institutions=None, eligible_disciplines=None, eligible_programmes="").status_code == 302

        public.refresh_from_db()
        assert (public.eligible_disciplines, public.eligible_institutions.count(), public.prerequisites.count()) == ([], 0, 0)
        assert public.changes.filter(field="prerequisites", before="Dutch at B2.", after="").exists()

    def test_the_way_of_joining_stays_once_somebody_has_joined(self, public, save):
        assert save(public, joining="application").status_code == 302
        assert save(public, joining="open").status_code == 302
        make_team(public, student())

        assert "somebody has joined or applied already" in save(public, joining="application").content.decode()

    def test_questions_stay_once_somebody_has_applied(self, now, save):
        public = published_challenge(joining=Joining.APPLICATION)
        assert save(public, questions__count="1", questions__0__text="Why you?").status_code == 302
        first = {"challenge": public, "user": student(), "pseudonym": "Heron", "motivation": "So."}
        Application.objects.create(**first, applied_at=now, changed_at=now)

        assert "somebody has answered them already" in save(public, questions__0__text="And why now?").content.decode()
        assert save(public, most_running="6").status_code == 302

    def test_the_page_of_the_challenge_tells_who_may_join(self, public, client):
        public.eligible_institutions.add(InstitutionFactory())

        page = client.get(f"/challenges/{public.slug}/").content.decode()

        assert "For students of Utrecht University." in page
        assert "First come, first served" in page
