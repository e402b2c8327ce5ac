"""Pages with a cohort of 600 on them: how long they take to come, for one reader on a quiet machine.

`python -m tests.bench.cohort OUT` fills an empty database (settings: tests.bench.settings) and writes into OUT, as JSON, the address of
each page and a session of who reads it.
"""

import json
import statistics
import sys
import time
from pathlib import Path

import django

from tests.bench.figures import Figures
from tests.bench.pages import headers
from tests.bench.server import Server
from tests.bench.stand import run, said, throw_away

STUDENTS = 600
MOST_MS = 300
TIMES = 21
WORDS = {
    "board": "the board of a challenge, 600 people, as a team with a place sees it",
    "students": "an edition's 600 students and how their wishes stand to the seats, for the office",
    "list": "the list of 600 students, for the office",
    "wishes": "ranking the challenges of an edition",
    "forming": "what teams are formed from, for the office",
    "proposal": "a proposal of teams for 600 students, for the office",
    "moving": "the same with the form that moves a student, and what each team would gain or lose",
}


def fill() -> dict[str, dict[str, str]]:
    """The demo data, its coming edition grown to 600 students with wishes and a list of as many, and 600 people on one board."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("seed_demo", verbosity=0, stdout=sys.stderr)
    asked = _grown()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return asked


def _grown() -> dict[str, dict[str, str]]:
    from accounts.kit import clock
    from accounts.models import User
    from challenges.models import BoardCard, Enrolment, ListedStudent, Programme, Team
    from tests.bench.sessions import sign_in

    now = clock.now()
    edition = Programme.objects.get(slug="bitt-next-demo")
    there = list(Enrolment.objects.filter(programme=edition).prefetch_related("wishes").order_by("pk"))
    team = Team.objects.exclude(seeks="").order_by("pk").first()
    assert team is not None, "No team of the demo looks for anybody."
    inside = team.participations.values("user")
    free = User.objects.exclude(enrolments__programme=edition).exclude(pk__in=inside).filter(profile__isnull=False)
    added = list(free.order_by("pk")[: STUDENTS - len(there)])
    _enrol(there, added)
    everybody = [*(one.user for one in there), *added]
    ListedStudent.objects.bulk_create(
        ListedStudent(programme=edition, address=user.email, name=user.name, user=user, listed_at=now) for user in everybody
    )
    BoardCard.objects.filter(challenge=team.challenge_id).delete()
    BoardCard.objects.bulk_create(
        BoardCard(challenge_id=team.challenge_id, user=user, brings="Hands, and time on Mondays.", shown_at=now) for user in everybody
    )
    assert len(everybody) == STUDENTS
    office, manage = sign_in(User.objects.get(email="coordinator-1@example.org")), f"/manage/programmes/{edition.slug}/"
    return {
        "board": {
            "path": f"/challenges/{team.challenge.slug}/board/",
            "session": sign_in(team.participations.select_related("user")[0].user),
        },
        "students": {"path": f"{manage}students/", "session": office},
        "list": {"path": f"{manage}list/", "session": office},
        "wishes": {"path": f"/programmes/{edition.slug}/wishes/", "session": sign_in(there[0].user)},
        "forming": {"path": f"{manage}teams/", "session": office},
        "proposal": {"path": f"{manage}teams/{_proposed(edition)}/", "session": office},
        "moving": {"path": f"{manage}teams/{_proposed(edition)}/?move={there[0].pk}", "session": office},
    }


def _proposed(edition) -> int:  # type: ignore[no-untyped-def]
    """A proposal that puts everybody into a team, one after another; seats are added for all."""
    from accounts.kit import clock
    from challenges.enums import RunState
    from challenges.models import Challenge, MatchingRun, Proposal, ProposedPlace
    from challenges.queries.matching.weights import USUAL
    from challenges.queries.matching.world import world_of

    now, chosen = clock.now(), {str(weight): points for weight, points in USUAL.items()}
    Challenge.objects.filter(programme=edition).update(seats=STUDENTS // 10)
    world = world_of(edition, chosen, now)
    seats = [slot for slot in world.slots.values() for _seat in range(slot.composition.largest)]
    run = MatchingRun.objects.create(programme=edition, weights=chosen, state=RunState.FOUND, asked_at=now, ended_at=now)
    found = Proposal.objects.create(run=run, most=9 * STUDENTS, created_at=now)
    ProposedPlace.objects.bulk_create(
        ProposedPlace(proposal=found, enrolment=one, challenge=slot.challenge, team=slot.team, number=slot.number)
        for one, slot in zip(world.enrolments.values(), seats, strict=False)
    )
    assert found.places.count() == STUDENTS
    return found.pk


def _enrol(there, added) -> None:  # type: ignore[no-untyped-def]
    """Enrol more people, each with the terms and the wishes of one who is in it already."""
    from accounts.models import TermsAcceptance
    from challenges.models import Enrolment, Wish

    models = [there[number % len(there)] for number in range(len(added))]
    terms = [
        TermsAcceptance(user=user, document=of.document, title=of.title, version=of.version, text=of.text, accepted_at=of.accepted_at)
        for user, of in zip(added, (model.terms for model in models), strict=True)
    ]
    TermsAcceptance.objects.bulk_create(terms)
    made = [
        Enrolment(programme=model.programme, user=user, terms=one, joined_at=model.joined_at, wishes_at=model.wishes_at)
        for user, one, model in zip(added, terms, models, strict=True)
    ]
    Enrolment.objects.bulk_create(made)
    Wish.objects.bulk_create(
        Wish(enrolment=one, challenge_id=wish.challenge_id, place=wish.place)
        for one, model in zip(made, models, strict=True)
        for wish in model.wishes.all()
    )


def figures() -> Figures:
    """Each page in milliseconds, from the request to the last byte: the median and the longest."""
    with throw_away() as (_postgres, environment):
        run(["collectstatic", "--noinput", "--verbosity=0"], environment)
        out = Path(environment["PORTAL_VAR"]) / "asked.json"
        said([sys.executable, "-m", "tests.bench.cohort", str(out)], environment)
        asked = json.loads(out.read_text())
        server = Server("config.wsgi:application", environment)
        try:
            taken = {name: _times(server, **asked[name]) for name in WORDS}
        finally:
            server.stop()
    rows = [(WORDS[name], f"{MOST_MS} ms", f"{statistics.median(each):.0f} ms", f"{max(each):.0f} ms") for name, each in taken.items()]
    kept = all(statistics.median(each) < MOST_MS for each in taken.values())
    return Figures(("page with 600 students", "limit", "median", "longest of 21"), rows, kept)


def _times(server: Server, path: str, session: str) -> list[float]:
    """Milliseconds of each of 21 requests, after three that are not counted."""
    found = []
    server.hang_up()
    for number in range(TIMES + 3):
        begin = time.perf_counter()
        status, _body = server.get(path, headers(session))
        assert status == 200, f"{path} answered {status}."
        if number >= 3:
            found.append(1000 * (time.perf_counter() - begin))
    return found


if __name__ == "__main__":
    django.setup()
    Path(sys.argv[1]).write_text(json.dumps(fill()), encoding="utf-8")
