"""Two proposals side by side."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.kit import clock
from accounts.kit.together import fetch_together
from challenges.models import Proposal, ProposedPlace
from challenges.queries.matching.judging import Judged, gap_words
from challenges.queries.matching.page import granted, judged_of
from challenges.queries.matching.world import Reads


@dataclass(frozen=True)
class Comparison:
    """`rows`: a label with what each of the two says; `elsewhere`: who is in another challenge, with both."""

    one: Proposal
    other: Proposal
    rows: Sequence[tuple[str, str, str]]
    elsewhere: Sequence[tuple[str, str, str]]


def comparison(one: Proposal, other: Proposal, now: dt.datetime) -> Comparison:
    """The two judged by the facts of now, each by its own weights. One statement."""
    reads = Reads(one.run.programme, now)
    places = ProposedPlace.objects.filter(proposal__in=[one, other]).order_by("pk").defer("why")
    fetch_together(*reads.querysets, places)
    first, second = (
        judged_of(reads.world(each.run.weights), each.run, [place for place in places if place.proposal_id == each.pk])
        for each in (one, other)
    )
    return Comparison(one, other, _rows(first, second, one, other), _elsewhere(first, second))


def _rows(first: Judged, second: Judged, one: Proposal, other: Proposal) -> list[tuple[str, str, str]]:
    found = [
        (_("Made"), clock.moment(one.created_at), clock.moment(other.created_at)),
        (_("Seed"), str(one.run.seed), str(other.run.seed)),
        (_("Total"), str(first.value), str(second.value)),
        (_("How good"), gap_words(first.value, one.most), gap_words(second.value, other.most)),
        (_("Broken rules"), str(len(first.broken)), str(len(second.broken))),
    ]
    here, there = dict(granted(first)), dict(granted(second))
    return found + [(label, str(here.get(label, 0)), str(there.get(label, 0))) for label in dict.fromkeys([*here, *there])]


def _elsewhere(first: Judged, second: Judged) -> list[tuple[str, str, str]]:
    """Who is in another challenge; new teams have no names yet, so which of a challenge's it is says nothing."""
    found = []
    for user in first.world.enrolments:
        here, there = (each.world.slots.get(each.placement.get(user, 0)) for each in (first, second))
        if (here.challenge.pk if here else None) != (there.challenge.pk if there else None):
            titles = [slot.challenge.title if slot else _("no team") for slot in (here, there)]
            found.append((first.world.people[user].name, titles[0], titles[1]))
    return sorted(found)
