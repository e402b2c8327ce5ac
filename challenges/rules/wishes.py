"""Whether the places or points that somebody gives fit."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from challenges.enums import Ranking


def fault(values: Sequence[int], *, ranking: str, challenges: int, points: int) -> str:
    """Words for what does not fit in the places or points given to some of an edition's `challenges`; empty when all does.

    Places run from 1 to the number of challenges, two may share one, and one has to be first; points are 1 or more and together at most
    `points`. Nothing given fits.
    """
    if ranking == Ranking.POINTS:
        if any(value < 1 for value in values):
            return _("Points are whole numbers of 1 or more.")
        if sum(values) > points:
            return _("You gave %(sum)d points, and have %(points)d. Take away %(over)d.") % {
                "sum": sum(values),
                "points": points,
                "over": sum(values) - points,
            }
        return ""
    if any(not 1 <= value <= challenges for value in values):
        return _("Places run from 1 to %(last)d.") % {"last": challenges}
    if values and min(values) != 1:
        return _("No challenge has the first place. Begin with your first choice.")
    return ""
