"""Any facts of a few students and teams, and all placements that there are of them."""

from itertools import product

from hypothesis import settings
from hypothesis import strategies as st

from challenges.matching import Composition, Different, Facts, From, Same, Student, Team, Weights, audit

FIELDS = ("care", "law", "tech")
few = settings(deadline=None, max_examples=40)


def rules(most):
    return st.one_of(
        st.builds(Different, st.just("field"), st.integers(1, most)),
        st.builds(From, st.just("field"), st.sampled_from((*FIELDS, "art")[: most + 1]), st.integers(0, most - 1)),
        st.builds(Same, st.just("field"), st.integers(4 - most, 4 - most + 1)),
    )


@st.composite
def compositions(draw, easy):
    smallest = draw(st.integers(0, 2 if easy else 3))
    asked = tuple(draw(st.lists(rules(2 if easy else 3), max_size=1 if easy else 2)))
    largest = draw(st.integers(4, 5) if easy else st.integers(max(1, smallest), 4))
    return Composition(smallest, largest, asked, common_language=draw(st.booleans()))


@st.composite
def cohorts(draw, most_students=7, most_teams=3, *, easy=False, open_to_all=False):
    """Facts of a few students and teams, with all kinds of rule; most that are `easy` have a placement, few of the others.
    `open_to_all`: nobody is barred from a challenge."""
    count, teams = draw(st.integers(4 if easy else 1, most_students)), draw(st.integers(2 if easy else 1, most_teams))
    asked = draw(st.lists(compositions(easy), min_size=1, max_size=2))
    students = tuple(
        Student(
            number,
            {"field": draw(st.sampled_from(FIELDS))},
            draw(st.sampled_from([frozenset({"en"}), frozenset({"nl"}), frozenset({"en", "nl"})])),
            times=draw(st.integers(0, 15)),
            wishes=draw(st.dictionaries(st.integers(0, 2), st.integers(1, 4), max_size=2)),
            marks=frozenset(draw(st.sampled_from(["", "", "", "m"]))),
            barred=frozenset(() if open_to_all else draw(st.sampled_from([(), (), (), (0,), (1,)]))),
        )
        for number in range(count)
    )
    pairs = [
        frozenset(pair) for pair in draw(st.sets(st.sampled_from([(a, b) for b in range(1, max(2, count)) for a in range(b)]), max_size=3))
    ]
    pairs = [pair for pair in pairs if max(pair) < count]
    together = tuple(pairs[:1]) if draw(st.booleans()) else ()
    apart = frozenset(pair for pair in pairs if pair not in together)
    pins = draw(st.dictionaries(st.integers(0, count - 1), st.integers(0, teams - 1), max_size=1))
    made = tuple(Team(number, number % 2, asked[number % len(asked)], empty=draw(st.booleans())) for number in range(teams))
    weights = Weights(time=draw(st.integers(0, 4)), spread={"field": draw(st.integers(0, 2))})
    return Facts(students, made, together, apart, pins, weights)


def everything(facts):
    """All placements that pass the audit."""
    for chosen in product([team.id for team in facts.teams], repeat=len(facts.students)):
        placement = {one.id: team for one, team in zip(facts.students, chosen, strict=True)}
        if not audit(facts, placement):
            yield placement
