"""Whatever stands in an address or a form, the answer is a page and never a stack trace."""

from urllib.parse import quote

import pytest
from django.utils import timezone

from tests.challenges.scenes import DAY, closed_scene
from tests.factories import ReviewFactory, coordinator, faculty, make_team, published_challenge, staff_of, student

pytestmark = pytest.mark.django_db
VALUES = ["a\x00b", "\ud800", "9" * 400, "-1", "99999-01-01T00:00"]
IN_ADDRESSES = ["q", "theme", "organisation", "status", "sort", "page", "milestone", "show", "state", "next"]
IN_FORMS = ["text", "page", "revision", "over", "remove", "do", "name", "email", "version", "accept", "answer", "seen", "step", "title"]
IN_FORMS += ["submissions", "people", "how", "each", "due_at", "move-due_at", "outcome", "comment", "coach", "coaches", "despite_gaps"]


def query(names, value):
    return "&".join(f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}" for name in (*names, "page", "q[]"))


@pytest.fixture
def pages():
    """Somebody of each role with the pages that they use."""
    running, scene, ada = published_challenge(), closed_scene(teams=1), faculty()
    me = student()
    make_team(running, me)
    review = ReviewFactory(submission=scene.works[0], reviewer=ada, due_at=timezone.now() + DAY)
    here, desk = f"/challenges/{running.slug}/", f"/manage/challenges/{scene.challenge.slug}/"
    work, huge = f"{here}submissions/{running.milestones.first().pk}/", "9" * 30
    return [
        (None, ["/", "/challenges/", here, f"{here}join/", f"{here}questions/", f"/challenges/{scene.challenge.slug}/", "/programmes/"]),
        (me, ["/me/", work, f"{here}submissions/{huge}/", f"{work}receipt/{huge}/", f"{here}team/", f"{here}team/rename/"]),
        (me, [f"{here}team/invite/", f"{here}questions/", f"{here}join/", f"{here}results/", "/challenges/invitations/a%00b/"]),
        (ada, ["/me/", "/reviews/", f"/reviews/{review.pk}/", f"/reviews/{review.pk}/draft/", f"/reviews/{huge}/"]),
        (staff_of(running.organisation), ["/me/", f"{here}teams/", f"{here}teams/{huge}/", f"{here}announcements/new/"]),
        (coordinator(), ["/manage/", f"{desk}reviews/", f"{desk}reviews/{scene.milestone.pk}/due/", f"{desk}results/", f"{desk}teams/"]),
        (coordinator(), [f"{desk}results/outcome/", f"{desk}results/{huge}/release/", f"{desk}teams/spread/", "/manage/challenges/"]),
    ]


@pytest.mark.parametrize("value", VALUES, ids=[repr(value)[:12] for value in VALUES])
def test_no_value_breaks_a_page(value, pages, as_):
    for person, urls in pages:
        client = as_(person)
        for url in urls:
            assert client.get(f"{url}?{query(IN_ADDRESSES, value)}").status_code < 500, url
            answer = client.post(url, query(IN_FORMS, value), content_type="application/x-www-form-urlencoded")
            assert answer.status_code < 500, url
