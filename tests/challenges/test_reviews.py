"""A reviewer's queue and the screen of a review, and what never stands on them."""

import re
import uuid

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.audit.models import Entry
from accounts.kit.refusals import Refusal
from challenges.actions import reviews
from challenges.actions.reviews import Judgement
from challenges.models import Challenge, Criterion, Milestone, Review, WorkFile
from tests.challenges.scenes import DAY, add_work, closed_scene, judgement, submitted
from tests.factories import ReviewFactory, SubmissionFactory, coordinator, faculty, make_team, published_challenge, student

pytestmark = pytest.mark.django_db


def filled(challenge, points=3, comment="Well argued.", remark="Say how.", **more):
    """What a browser posts for a review."""
    data = {"comment": comment}
    for one in Criterion.objects.filter(challenge=challenge):
        data[f"level_{one.pk}"] = one.levels.get(points=points).pk
        data[f"comment_{one.pk}"] = remark
    return data | more


@pytest.fixture
def scene():
    return closed_scene(teams=1)


@pytest.fixture
def review(scene):
    return ReviewFactory(submission=scene.works[0])


def test_a_draft_is_kept_and_kept_again(scene, review):
    now = timezone.now()
    first = Criterion.objects.filter(challenge=scene.challenge).first()
    reviews.save_draft(review=review, judgement=Judgement({first.pk: (None, "Half a thought")}, ""), now=now)
    level = first.levels.get(points=2)
    reviews.save_draft(review=review, judgement=Judgement({first.pk: (level.pk, "A whole one")}, "So far"), now=now)
    review.refresh_from_db()
    assert (review.saved_at, review.submitted_at, review.comment) == (now, None, "So far")
    assert list(review.scores.values_list("level", "comment")) == [(level.pk, "A whole one")]


def test_submitting_is_final_and_audited_without_a_name(scene, review):
    now = timezone.now()
    reviews.submit(review=review, judgement=judgement(scene.challenge), by=review.reviewer, now=now)
    review.refresh_from_db()
    assert review.submitted_at == now
    assert Entry.objects.get(action="review.submitted").scope == f"challenge:{scene.challenge.pk}"
    with pytest.raises(Refusal, match="Change my review"):
        reviews.save_draft(review=review, judgement=judgement(scene.challenge, 1), now=now)
    with pytest.raises(Refusal, match="Change my review"):
        reviews.submit(review=review, judgement=judgement(scene.challenge, 1), by=review.reviewer, now=now)


def test_a_level_is_asked_for_each_criterion_and_some_words(scene, review):
    first = Criterion.objects.filter(challenge=scene.challenge).first()
    half = Judgement({first.pk: (first.levels.get(points=2).pk, "")}, "Fine")
    with pytest.raises(Refusal, match="level for every criterion"):
        reviews.submit(review=review, judgement=half, by=review.reviewer, now=timezone.now())
    with pytest.raises(Refusal, match="at least one comment"):
        reviews.submit(review=review, judgement=judgement(scene.challenge, comment=" "), by=review.reviewer, now=timezone.now())
    reviews.submit(review=review, judgement=judgement(scene.challenge, comment="", remark="Clear"), by=review.reviewer, now=timezone.now())


def test_levels_of_another_rubric_are_refused(scene, review):
    other = published_challenge()
    first, strange = Criterion.objects.filter(challenge=scene.challenge).first(), other.criteria.first()
    for marks in ({strange.pk: (None, "")}, {first.pk: (strange.levels.first().pk, "")}):
        with pytest.raises(Refusal, match="rubric has changed"):
            reviews.save_draft(review=review, judgement=Judgement(marks, ""), now=timezone.now())


def test_a_reviewer_who_came_to_coach_the_team_cannot_submit(scene, review):
    scene.teams[0].coach = review.reviewer
    scene.teams[0].save()
    with pytest.raises(Refusal, match="involved"):
        reviews.submit(review=review, judgement=judgement(scene.challenge), by=review.reviewer, now=timezone.now())


def test_not_submitted_while_teams_can_hand_in_or_after_a_newer_version(scene, review):
    now = timezone.now()
    Milestone.objects.filter(pk=scene.milestone.pk).update(deadline=now + DAY)
    with pytest.raises(Refusal, match="hand in again"):
        reviews.submit(review=review, judgement=judgement(scene.challenge), by=review.reviewer, now=now)
    Milestone.objects.filter(pk=scene.milestone.pk).update(deadline=now - DAY)
    SubmissionFactory(team=scene.teams[0], milestone=scene.milestone, version=2)
    with pytest.raises(Refusal, match="newer version"):
        reviews.submit(review=review, judgement=judgement(scene.challenge), by=review.reviewer, now=now)


def test_nothing_changes_after_release_or_cancellation(scene, review):
    done, now = submitted(scene.works[0]), timezone.now()
    Milestone.objects.filter(pk=scene.milestone.pk).update(released_at=now, released_by=coordinator())
    for act in (
        lambda: reviews.save_draft(review=review, judgement=judgement(scene.challenge), now=now),
        lambda: reviews.submit(review=review, judgement=judgement(scene.challenge), by=review.reviewer, now=now),
        lambda: reviews.reopen(review=done, by=done.reviewer, now=now),
    ):
        with pytest.raises(Refusal, match="released"):
            act()
    Milestone.objects.filter(pk=scene.milestone.pk).update(released_at=None, released_by=None)
    Challenge.objects.filter(pk=scene.challenge.pk).update(state="cancelled", cancelled_at=now, cancel_reason="No data.")
    with pytest.raises(Refusal, match="cancelled"):
        reviews.save_draft(review=review, judgement=judgement(scene.challenge), now=now)


def test_a_submitted_review_opens_again_once(scene):
    done, now = submitted(scene.works[0]), timezone.now()
    reviews.reopen(review=done, by=done.reviewer, now=now)
    done.refresh_from_db()
    assert done.submitted_at is None
    assert done.scores.count() == 2
    assert Entry.objects.filter(action="review.reopened").count() == 1
    with pytest.raises(Refusal, match="open already"):
        reviews.reopen(review=done, by=done.reviewer, now=now)


def test_the_screen_saves_submits_and_goes_on(as_, scene):
    ada = faculty()
    first = ReviewFactory(submission=scene.works[0], reviewer=ada)
    second = ReviewFactory(submission=add_work(scene), reviewer=ada)
    me = as_(ada)
    answer = me.post(f"/reviews/{first.pk}/", filled(scene.challenge, do="save"))
    assert answer.url == f"/reviews/{first.pk}/"
    page = me.get(answer.url).content.decode()
    assert "Saved as a draft." in page
    assert "0 of 2 done" in " ".join(page.split())
    assert page.count("checked") == 2
    assert page.count("Say how.") == 2
    answer = me.post(f"/reviews/{first.pk}/", filled(scene.challenge, do="submit"))
    assert answer.url == f"/reviews/{second.pk}/"
    assert "1 of 2 done" in " ".join(me.get(answer.url).content.decode().split())
    answer = me.post(f"/reviews/{second.pk}/", filled(scene.challenge, do="submit"))
    assert answer.url == "/reviews/"
    assert "That was the last one" in me.get(answer.url).content.decode()


def test_what_is_missing_stands_beside_its_criterion_and_nothing_is_lost(as_, scene, review):
    one, two = Criterion.objects.filter(challenge=scene.challenge)
    data = {f"level_{one.pk}": one.levels.get(points=4).pk, f"comment_{two.pk}": "", "comment": "", "do": "submit"}
    page = as_(review.reviewer).post(f"/reviews/{review.pk}/", data).content.decode()
    block = page[page.index(f'id="div_id_level_{two.pk}"') :]
    assert "Choose a level." in block
    assert "Choose a level." not in page[page.index(f'id="div_id_level_{one.pk}"') : page.index(f'id="div_id_level_{two.pk}"')]
    assert "Write at least one comment" in page
    assert f'href="#id_level_{two.pk}_0"' in page
    review.refresh_from_db()
    assert review.saved_at
    assert review.scores.get(criterion=one).level.points == 4
    long = filled(scene.challenge, comment="x" * 6001, do="save")
    page = as_(review.reviewer).post(f"/reviews/{review.pk}/", long).content.decode()
    assert "at most 6000 characters" in page
    assert "x" * 6001 in page
    review.refresh_from_db()
    assert review.scores.count() == 2


def test_typing_is_saved_with_the_time_in_words(as_, scene, review):
    me = as_(review.reviewer)
    answer = me.post(f"/reviews/{review.pk}/draft/", filled(scene.challenge, points=2))
    assert re.fullmatch(r"Saved \d\d:\d\d:\d\d", answer.content.decode())
    assert "except what is too long" in me.post(f"/reviews/{review.pk}/draft/", {"comment": "x" * 6001}).content.decode()
    Review.objects.filter(pk=review.pk).update(submitted_at=timezone.now())
    assert "Change my review" in me.post(f"/reviews/{review.pk}/draft/", filled(scene.challenge)).content.decode()
    page = me.post(f"/reviews/{review.pk}/", filled(scene.challenge, do="submit")).content.decode()
    assert "You have submitted this review" in page


def test_change_my_review_until_release(as_, scene):
    done = submitted(scene.works[0], remark="Count again.")
    me = as_(done.reviewer)
    page = me.get(f"/reviews/{done.pk}/").content.decode()
    assert "Change my review" in page
    assert "Count again." in page
    page = me.post(f"/reviews/{done.pk}/reopen/", follow=True).content.decode()
    assert "open again" in page
    assert "Submit and next" in page
    assert "open already" in me.post(f"/reviews/{done.pk}/reopen/", follow=True).content.decode()
    Milestone.objects.filter(pk=scene.milestone.pk).update(released_at=timezone.now(), released_by=coordinator())
    page = me.get(f"/reviews/{done.pk}/").content.decode()
    assert "This review is closed" in page
    assert "Submit and next" not in page


def test_only_ones_own_reviews_and_only_while_faculty(as_, scene, review):
    addresses = [f"/reviews/{review.pk}/", "/reviews/999999/"]
    for person in (faculty(), coordinator(), scene.members(0)[0], scene.challenge.faculty_owner):
        assert {as_(person).get(url).status_code for url in addresses} == {404}
    me = as_(review.reviewer)
    assert me.get(f"/reviews/{review.pk}/").status_code == 200
    assert as_(faculty()).post(f"/reviews/{review.pk}/draft/", {}).status_code == 404
    assert as_(faculty()).post(f"/reviews/{review.pk}/reopen/").status_code == 404
    review.reviewer.role_grants.update(revoked_at=timezone.now())
    assert {me.get(url).status_code for url in (f"/reviews/{review.pk}/", "/reviews/")} == {404}


def test_no_name_of_a_student_or_of_another_reviewer_reaches_a_reviewer(as_):
    scene = closed_scene(teams=0)
    quill = student(name="Quillon Marchbanks", email="q.marchbanks@students.uu.nl")
    team = make_team(scene.challenge, quill, name="Marchbanks United", pseudonym="Heron")
    work = SubmissionFactory(team=team, milestone=scene.milestone, text="We asked forty people.", handed_in_by=quill)
    file = WorkFile.objects.create(
        team=team,
        milestone=scene.milestone,
        in_draft=False,
        blob=ContentFile(b"%PDF-1.4 work", name="x"),
        name="marchbanks-essay.pdf",
        size=13,
        sha256="0" * 64,
        content_type="application/pdf",
        uploaded_at=timezone.now(),
        uploaded_by=quill,
    )
    work.files.add(file)
    other = submitted(work, reviewer=faculty(name="Zebedee Otherwise"), comment="Otherwise said.")
    mine = ReviewFactory(submission=work)
    me = as_(mine.reviewer)
    answers = [me.get("/reviews/"), me.get(f"/reviews/{mine.pk}/"), me.get(f"/reviews/{mine.pk}/files/{file.key}/"), me.get("/me/")]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert "Team Heron" in answers[0].content.decode()
    assert "Names are hidden" in answers[1].content.decode()
    assert answers[2]["Content-Disposition"] == 'attachment; filename="file-1.pdf"'
    for answer in answers:
        said = f"{answer.headers} {b''.join(answer).decode(errors='replace')}".lower()
        for secret in ("quillon", "marchbanks", "zebedee", "otherwise"):
            assert secret not in said
    assert me.get(f"/reviews/{mine.pk}/files/{uuid.uuid4()}/").status_code == 404
    for url in (
        f"/reviews/{other.pk}/",
        f"/challenges/{scene.challenge.slug}/submissions/files/{file.key}/",
        f"/challenges/{scene.challenge.slug}/team/{team.pk}/",
        f"/challenges/{scene.challenge.slug}/results/",
        f"/challenges/{scene.challenge.slug}/results/{team.pk}/",
        f"/challenges/{scene.challenge.slug}/teams/",
    ):
        assert me.get(url).status_code == 404, url


def test_the_queue_says_where_each_review_stands(as_, scene):
    ada, now = faculty(), timezone.now()
    ReviewFactory(submission=scene.works[0], reviewer=ada, due_at=now - DAY)
    ReviewFactory(submission=add_work(scene), reviewer=ada, saved_at=now)
    submitted(add_work(scene), reviewer=ada)
    gone = closed_scene(teams=2)
    ReviewFactory(submission=gone.works[0], reviewer=ada)
    submitted(gone.works[1], reviewer=ada)
    Milestone.objects.filter(pk=gone.milestone.pk).update(released_at=now, released_by=coordinator())
    off = closed_scene(teams=1)
    ReviewFactory(submission=off.works[0], reviewer=ada)
    Challenge.objects.filter(pk=off.challenge.pk).update(state="cancelled", cancelled_at=now, cancel_reason="No data.")
    me = as_(ada)
    page = " ".join(me.get("/reviews/").content.decode().split())
    assert "2 of 4 done." in page
    for words in ("Overdue", "Not begun", "Draft saved", "6 days left"):
        assert words in page
    assert page.index("Not begun") < page.index("Draft saved")
    page = me.get("/reviews/?show=done").content.decode()
    for words in ("Submitted", "Submitted, results released", "released without it", "the challenge was cancelled"):
        assert words in page


def test_empty_queues_say_what_to_do(as_, scene):
    ada = faculty()
    assert "Nothing to review" in as_(ada).get("/reviews/").content.decode()
    assert "Nothing submitted yet" in as_(ada).get("/reviews/?show=done").content.decode()
    submitted(scene.works[0], reviewer=ada)
    assert "All done" in as_(ada).get("/reviews/").content.decode()


def test_the_queue_costs_the_same_with_one_and_with_three(as_, scene, django_assert_num_queries):
    ada = faculty()
    me = as_(ada)
    ReviewFactory(submission=scene.works[0], reviewer=ada)
    with django_assert_num_queries(4):
        me.get("/reviews/")
    for _number in range(2):
        ReviewFactory(submission=add_work(closed_scene(teams=0)), reviewer=ada)
    with django_assert_num_queries(4):
        me.get("/reviews/")


def test_submit_and_next_walks_the_queue_and_begins_anew(scene):
    from challenges.queries.review_queue import following

    ada = faculty()
    made = [ReviewFactory(submission=scene.works[0] if n == 0 else add_work(scene), reviewer=ada) for n in range(3)]
    assert following(ada, made[0]) == made[1]
    assert following(ada, made[2]) == made[0]
    Review.objects.exclude(pk=made[0].pk).delete()
    assert following(ada, made[0]) is None
