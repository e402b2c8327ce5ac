"""Results as students, coaches, owners and partner staff read them, and what none of them may learn."""

import uuid

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import Notification
from accounts.outbox import actions as outbox
from accounts.outbox.models import Mail
from challenges.actions import assigning, releasing
from challenges.models import Milestone, Review, WorkFile
from challenges.queries.results import team_results
from partners.enums import MemberRole
from tests.challenges.scenes import DAY, add_work, closed_scene, submitted
from tests.factories import (
    MilestoneFactory,
    ProfileFactory,
    ReviewFactory,
    SubmissionFactory,
    UserFactory,
    coordinator,
    faculty,
    join,
    make_team,
    staff_of,
    student,
)

pytestmark = pytest.mark.django_db


def released(scene):
    Milestone.objects.filter(pk=scene.milestone.pk).update(released_at=timezone.now(), released_by=coordinator())
    scene.milestone.refresh_from_db()
    return scene


def words(answer):
    return " ".join(answer.content.decode().split())


def results_url(scene):
    return f"/challenges/{scene.challenge.slug}/results/"


def test_before_release_a_student_reads_when_results_come(as_):
    scene = closed_scene(teams=1)
    submitted(scene.works[0], comment="Secret so far.")
    me = as_(scene.members(0)[0])
    page = words(me.get(results_url(scene)))
    assert "Results are not out yet" in page
    assert "Every team gets its results at the same moment" in page
    assert "Secret so far." not in page
    Milestone.objects.filter(pk=scene.milestone.pk).update(reviews_due_at=timezone.now() + DAY)
    assert "Reviewers read the work until" in words(me.get(results_url(scene)))
    Milestone.objects.filter(pk=scene.milestone.pk).update(deadline=timezone.now() + DAY)
    assert "You can hand in until" in words(me.get(results_url(scene)))


def test_after_release_a_student_reads_score_criteria_and_feedback(as_):
    scene = closed_scene(teams=1)
    submitted(scene.works[0], 4, comment="A **bold** idea.", remark="Cite your source.")
    submitted(scene.works[0], 3)
    ReviewFactory(submission=scene.works[0], comment="An open draft.")
    released(scene)
    page = words(as_(scene.members(0)[0]).get(results_url(scene)))
    for said in (
        "8.8 of 10",
        "3.5 of 4",
        "Understanding",
        "A <strong>bold</strong> idea.",
        "Cite your source.",
        "Reviewer 1",
        "Reviewer 2",
    ):
        assert said in page
    assert "An open draft." not in page
    assert "Reviewer 3" not in page
    assert "from five scored submissions on" in page


def test_from_five_submissions_on_the_chart_says_where_one_stands(as_):
    scene = closed_scene(teams=5)
    for place, points in enumerate((1, 2, 3, 3, 4)):
        submitted(scene.works[place], points)
    released(scene)
    page = words(as_(scene.members(1)[0]).get(results_url(scene)))
    assert "2 of 5 submissions have 5.0 or less." in page
    assert 'class="own"' in page
    coach = faculty()
    scene.teams[1].coach = coach
    scene.teams[1].save()
    page = words(as_(coach).get(f"{results_url(scene)}{scene.teams[1].pk}/"))
    assert "2 of 5 submissions have 5.0 or less." in page
    assert 'class="own"' not in page


@pytest.mark.parametrize(("scored", "shown"), [(4, False), (5, True)])
def test_four_scores_give_no_chart_and_five_do(as_, scored, shown):
    scene = closed_scene(teams=6)
    for work in scene.works[:scored]:
        submitted(work, 3)
    released(scene)
    page = words(as_(scene.members(0)[0]).get(results_url(scene)))
    assert ("submissions have 7.5 or less" in page) is shown
    assert ("<svg" in page.partition("Where you stand")[2].partition("</section>")[0]) is shown
    assert ("Shown from five scored submissions on" in page) is not shown


def test_an_older_version_and_another_milestone_do_not_count(as_):
    scene = closed_scene(teams=1)
    submitted(scene.works[0], 1)
    SubmissionFactory(team=scene.teams[0], milestone=scene.milestone, version=2)
    other = MilestoneFactory(challenge=scene.challenge, deadline=timezone.now() - DAY, title="Second")
    submitted(SubmissionFactory(team=scene.teams[0], milestone=other), 4)
    released(scene)
    Milestone.objects.filter(pk=other.pk).update(released_at=timezone.now(), released_by=coordinator())
    results = {result.milestone.title: result for result in team_results(scene.teams[0], timezone.now())}
    assert results["Proposal"].outcome is None
    assert str(results["Second"].outcome.score) == "10.0"
    assert "There is no score" in words(as_(scene.members(0)[0]).get(results_url(scene)))


def test_who_handed_in_nothing_reads_so(as_):
    scene = released(closed_scene(teams=1))
    idle = student()
    make_team(scene.challenge, idle, solo=True)
    page = words(as_(idle).get(results_url(scene)))
    assert "Nothing was handed in" in page
    assert "on your own" in page
    scene.challenge.milestones.update(assessed=False, released_at=None, released_by=None)
    assert "Nothing here is scored" in words(as_(idle).get(results_url(scene)))


def test_the_order_of_reviewers_is_not_that_of_assignment():
    scene = closed_scene(teams=0)
    shuffled = 0
    for _number in range(12):
        work = add_work(scene)
        for comment in ("first", "second", "third"):
            submitted(work, comment=comment)
    released(scene)
    for team in scene.teams:
        [first] = [one for one in team_results(team, timezone.now()) if one.feedback]
        [again] = [one for one in team_results(team, timezone.now()) if one.feedback]
        assert [one.comment for one in first.feedback] == [one.comment for one in again.feedback]
        shuffled += [one.comment for one in first.feedback] != ["first", "second", "third"]
    assert shuffled


def test_coach_and_owner_see_the_teams_they_guide_and_nobody_else_does(as_):
    scene, coach = closed_scene(teams=2), faculty()
    scene.teams[0].coach = coach
    scene.teams[0].save()
    for work in scene.works:
        submitted(work, 4)
    page = words(as_(coach).get(results_url(scene)))
    assert scene.teams[0].name in page
    assert scene.teams[1].name not in page
    assert "not released yet" in page
    released(scene)
    owner = as_(scene.challenge.faculty_owner)
    page = words(owner.get(results_url(scene)))
    assert page.count("<strong>10.0</strong>") == 2
    assert owner.get(f"{results_url(scene)}{scene.teams[1].pk}/").status_code == 200
    assert as_(coordinator()).get(results_url(scene)).status_code == 200
    assert as_(coach).get(f"{results_url(scene)}{scene.teams[1].pk}/").status_code == 404
    left = scene.members(0)[0]
    scene.teams[0].participations.filter(user=left).update(left_at=timezone.now())
    for person in (student(), faculty(), staff_of(scene.challenge.organisation), left):
        assert as_(person).get(results_url(scene)).status_code == 404
        assert as_(person).get(f"{results_url(scene)}{scene.teams[0].pk}/").status_code == 404
    assert as_(None).get(results_url(scene)).status_code == 302
    other = closed_scene(teams=0)
    assert "No teams yet" in words(as_(other.challenge.faculty_owner).get(results_url(other)))


def test_the_partner_sees_pseudonyms_from_the_start_and_work_after_release(as_):
    scene = closed_scene(teams=0)
    team = make_team(scene.challenge, name="Marchbanks United", pseudonym="Heron")
    people = [student(name="Quillon Marchbanks", email="q.marchbanks@students.uu.nl"), student(name="Ottoline Veldt")]
    third = UserFactory(name="Perpetua Zonder")
    ProfileFactory(user=third, discipline="0421")
    for person in (*people, third):
        join(team, person)
    work = SubmissionFactory(team=team, milestone=scene.milestone, text="What we **found**.", handed_in_by=people[0])
    file = WorkFile.objects.create(
        team=team,
        milestone=scene.milestone,
        in_draft=False,
        blob=ContentFile(b"%PDF-1.4", name="x"),
        name="marchbanks.pdf",
        size=8,
        sha256="0" * 64,
        content_type="application/pdf",
        uploaded_at=timezone.now(),
    )
    work.files.add(file)
    submitted(work, 3, reviewer=faculty(name="Zebedee Otherwise", email="zebedee@uu.nl"), comment="For the team alone.")
    make_team(scene.challenge, name="Empty", pseudonym="Crane")
    staff = as_(staff_of(scene.challenge.organisation, MemberRole.MENTOR))
    base = f"/challenges/{scene.challenge.slug}/teams/"
    secrets = ("marchbanks", "quillon", "ottoline", "perpetua", "zebedee", "otherwise")
    answer = staff.get(base)
    page = words(answer)
    for said in ("Team Heron", "3 people", "Business, administration and law", "Handed in", "Nothing handed in", "Names hidden"):
        assert said in page, said
    assert "Crane" not in page
    assert not any(secret in page.lower() for secret in secrets)
    assert f"/{team.pk}/" not in answer.content.decode()
    assert staff.get(f"{base}heron/").status_code == 404
    assert staff.get(f"{base}heron/files/{file.key}/").status_code == 404
    released(scene)
    answers = [staff.get(base), staff.get(f"{base}heron/"), staff.get(f"{base}heron/files/{file.key}/"), staff.get("/me/")]
    assert f"{base}heron/" in answers[0].content.decode()
    for answer in answers:
        said = f"{answer.headers} {b''.join(answer).decode(errors='replace')}".lower()
        assert not any(secret in said for secret in secrets)
    assert "What we <strong>found</strong>." in answers[1].content.decode()
    assert "7.5 of 10" in words(answers[1])
    assert "For the team alone." not in answers[1].content.decode()
    assert answers[2]["Content-Disposition"] == 'attachment; filename="file-1.pdf"'
    people[1].named_in_results = True
    people[1].save()
    page = words(staff.get(base))
    assert "Ottoline Veldt" in page
    assert "Quillon" not in page
    assert staff.get(f"{base}heron/files/{uuid.uuid4()}/").status_code == 404
    for person in (staff_of(closed_scene(teams=0).challenge.organisation), faculty(), people[0], student()):
        for url in (base, f"{base}heron/", f"{base}heron/files/{file.key}/", f"{base}{team.pk}/"):
            assert as_(person).get(url).status_code == 404


def test_the_partner_reads_names_only_once_all_results_are_out(as_):
    scene = closed_scene(teams=0)
    team = make_team(scene.challenge, student(name="Ottoline Veldt", named_in_results=True))
    interim = MilestoneFactory(challenge=scene.challenge, deadline=timezone.now() - 3 * DAY, title="Interim")
    for milestone in (interim, scene.milestone):
        submitted(SubmissionFactory(team=team, milestone=milestone), 4)
    staff, base = as_(staff_of(scene.challenge.organisation)), f"/challenges/{scene.challenge.slug}/teams/"
    Milestone.objects.filter(pk=interim.pk).update(released_at=timezone.now(), released_by=coordinator())
    page = words(staff.get(base))
    assert "10.0 of 10" in page
    assert "Ottoline" not in page + words(staff.get(f"{base}heron-1/"))
    released(scene)
    assert "Ottoline Veldt" in words(staff.get(base))


def test_a_pair_tells_the_partner_no_field_of_study(as_):
    scene = closed_scene(teams=1)
    page = words(as_(staff_of(scene.challenge.organisation)).get(f"/challenges/{scene.challenge.slug}/teams/"))
    assert "2 people" in page
    assert "Natural sciences" not in page


def test_released_work_without_a_score_and_a_challenge_without_teams(as_):
    scene = released(closed_scene(teams=1))
    staff = as_(staff_of(scene.challenge.organisation))
    assert "No score." in words(staff.get(f"/challenges/{scene.challenge.slug}/teams/heron-1/"))
    other = closed_scene(teams=0)
    page = words(as_(staff_of(other.challenge.organisation)).get(f"/challenges/{other.challenge.slug}/teams/"))
    assert "No teams yet" in page


def test_no_word_about_a_reviewer_reaches_students_or_the_partner(as_):
    """Plants an unusual name, address and organisation, and looks for them in every page, notification and mail of both sides."""
    scene = closed_scene(teams=1)
    zeb = faculty(name="Zebedee Otherwise", email="zebedee@otherwise-institute.example")
    staff_of(closed_scene(teams=0).challenge.organisation)
    secrets = ("zebedee", "otherwise", "otherwise-institute")
    office, now = coordinator(), timezone.now()
    due = now + 6 * DAY
    assigning.assign(milestone=scene.milestone, submissions=[scene.works[0].pk], people=[zeb.pk], due_at=due, by=office, now=now)
    Review.objects.all().delete()
    review = submitted(scene.works[0], 4, reviewer=zeb, comment="A clear case.")
    releasing.release(milestone=scene.milestone, despite_gaps=False, by=office, now=timezone.now())
    pupil, partner = scene.members(0)[0], staff_of(scene.challenge.organisation)
    slug, team = scene.challenge.slug, scene.teams[0]
    for person in (pupil, partner, scene.challenge.faculty_owner):
        client = as_(person)
        for url in (
            "/",
            "/me/",
            "/me/notifications/",
            "/me/privacy/",
            f"/challenges/{slug}/",
            f"/challenges/{slug}/results/",
            f"/challenges/{slug}/results/{team.pk}/",
            f"/challenges/{slug}/teams/",
            f"/challenges/{slug}/teams/heron-1/",
            f"/challenges/{slug}/team/",
            f"/challenges/{slug}/submissions/",
            f"/challenges/{slug}/submissions/{scene.milestone.pk}/",
            f"/challenges/{slug}/submissions/{scene.milestone.pk}/receipt/1/",
            f"/reviews/{review.pk}/",
        ):
            answer = client.get(url)
            said = f"{answer.headers} {answer.content.decode(errors='replace')}".lower()
            assert not any(secret in said for secret in secrets), url
        for mail in Mail.objects.filter(user=person):
            message = outbox.compose(mail)
            whole = message.message().as_string() + "".join(part for part, _type in message.alternatives) + message.body
            assert not any(secret in whole.lower() for secret in secrets), mail.kind
        for notification in Notification.objects.filter(user=person):
            assert not any(secret in str(notification.context).lower() for secret in secrets)
            assert not notification.kind.startswith("review_")


def test_pages_of_results_cost_the_same_with_one_and_with_three(as_, django_assert_num_queries):
    scene = closed_scene(teams=1)
    submitted(scene.works[0])
    released(scene)
    pupil, owner, staff = as_(scene.members(0)[0]), as_(scene.challenge.faculty_owner), as_(staff_of(scene.challenge.organisation))
    teams = f"/challenges/{scene.challenge.slug}/teams/"
    costs = [(pupil, results_url(scene), 5), (owner, results_url(scene), 5), (staff, teams, 6)]
    for client, url, cost in costs:
        with django_assert_num_queries(cost):
            client.get(url)
    for _number in range(2):
        submitted(add_work(scene))
        submitted(scene.works[0])
    for client, url, cost in costs:
        with django_assert_num_queries(cost):
            client.get(url)
