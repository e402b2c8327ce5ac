import datetime as dt
from decimal import Decimal

import pytest
from django.db.models import Count, Exists, F, OuterRef

from accounts.kit.together import attach, fetch_together
from accounts.models import Institution, Profile, User
from challenges.models import Attachment, Challenge, Criterion, Milestone, RubricLevel, Submission, WorkFile
from tests.factories import ChallengeFactory, MilestoneFactory, SubmissionFactory, make_team, published_challenge, student

pytestmark = pytest.mark.django_db
FILE = {"key": "7a4b697f-464d-416b-9cf2-4865cd125554", "name": "a.pdf", "size": 3, "content_type": "application/pdf"}


def full() -> Challenge:
    made = published_challenge(title="Café “α” \\ 100 %", ects=Decimal("2.25"), hours=63)
    Attachment.objects.create(challenge=made, uploaded_at=made.created_at, blob="attachments/a", **FILE)
    return made


def querysets():
    return [
        Challenge.objects.select_related("organisation", "programme", "faculty_owner").order_by("-pk"),
        Milestone.objects.filter(title="Proposal"),
        Attachment.objects.all(),
        Criterion.objects.order_by("-position")[:1],
        Challenge.objects.order_by("pk").values_list("title", "ects", "starts_on", "join_until", "themes"),
        Challenge.objects.values("organisation__name").annotate(n=Count("milestones")).order_by("organisation__name"),
        Challenge.objects.order_by("pk").annotate(late=Exists(Milestone.objects.filter(challenge=OuterRef("pk")))).defer("case"),
        Challenge.objects.order_by("organisation__name").values_list("state", flat=True).distinct(),
        User.objects.none(),
        Profile.objects.filter(level="phd"),
        Institution.objects.filter(pk__in=[]),
    ]


def shown(rows):
    return [{key: value for key, value in vars(row).items() if key != "_state"} if hasattr(row, "pk") else row for row in rows]


def test_together_gives_what_each_gives_alone(django_assert_num_queries):
    full(), ChallengeFactory(), MilestoneFactory(title="Proposal"), student()
    alone = [list(one) for one in querysets()]
    together = querysets()

    with django_assert_num_queries(1):
        fetch_together(*together)
        found = [list(one) for one in together]
        assert [one.organisation.name for one in found[0]] == [one.organisation.name for one in alone[0]]

    assert [shown(one) for one in found] == [shown(one) for one in alone]
    assert found[0][-1].ects == Decimal("2.25")
    assert isinstance(found[0][-1].join_until, dt.datetime)
    assert found[0][-1].faculty_owner.name == alone[0][-1].faculty_owner.name
    assert found[2][0].blob.name == "attachments/a"
    assert found[6][0].get_deferred_fields() == {"case"}


def test_what_was_read_already_is_not_asked_again(django_assert_num_queries):
    full()
    known, other = Challenge.objects.all(), Milestone.objects.all()
    list(known)

    with django_assert_num_queries(1) as asked:
        fetch_together(known, other)
    assert "challenges_organisation" not in asked[0]["sql"]
    with django_assert_num_queries(0):
        fetch_together(known, other, User.objects.none())
    with django_assert_num_queries(1):
        assert known.filter(title=F("title")).exists()


def test_children_find_their_parents_and_parents_their_children(django_assert_num_queries):
    one, other, empty = published_challenge(), published_challenge(), ChallengeFactory()
    criteria, levels = Criterion.objects.filter(challenge__in=[one, other]), RubricLevel.objects.order_by("-points")
    fetch_together(criteria, levels)

    with django_assert_num_queries(0):
        attach(criteria, "levels", levels)
        attach([one, other, empty], "criteria", criteria)
        assert [[level.points for level in part.levels.all()] for part in one.criteria.all()] == [[4, 3, 2, 1]] * 2
        assert len(other.criteria.all()) == 2
        assert list(empty.criteria.all()) == []
        assert other.criteria.all()[0].challenge is other
        attach(Criterion.objects.none(), "levels", levels)


def test_children_of_many_parents_are_told_apart_by_the_parents_key(django_assert_num_queries):
    made = published_challenge()
    team, milestone = make_team(made), made.milestones.first()
    one, other, empty = (SubmissionFactory(team=team, milestone=milestone, version=version) for version in (1, 2, 3))
    shared, own = (
        WorkFile.objects.create(team=team, milestone=milestone, uploaded_at=made.created_at, size=1, name=name) for name in ("a", "b")
    )
    one.files.add(shared)
    other.files.add(shared, own)
    works, files = Submission.objects.order_by("version"), WorkFile.objects.annotate(of=F("submissions")).order_by("-name")

    with django_assert_num_queries(1):
        fetch_together(works, files)
        attach(works, "files", files, by="of")
        assert [[file.name for file in work.files.all()] for work in works] == [["a"], ["b", "a"], []]
