"""What teams of some open challenges have to be made of, and who looks for whom on their boards."""

from accounts.models import Profile, User
from challenges.enums import Mode, RuleKind, Trait
from challenges.management.demo.calendar import Calendar
from challenges.management.demo.cases import MULTIPLIED, Built
from challenges.management.demo.people import People
from challenges.models import BoardCard, CompositionRule, Introduction, Team

MOST_BOARDS = 3
RULES = ((RuleKind.DISTINCT, Trait.DISCIPLINE_BROAD, 2), (RuleKind.LANGUAGE, "", None))
CARDS = (
    ("I interview people well, and I write quickly.", "Somebody who can count, and a team that meets in the morning."),
    ("Ik kan goed met gegevens overweg, en met R.", "Mensen die het ziekenhuis van binnen kennen."),
    ("I have worked in home care for two years.", "A team that builds something."),
    ("Ik teken, en maak een idee zichtbaar.", ""),
    ("I know the law on medical devices.", "People who have never read it."),
    ("Ik plan graag, en houd me eraan.", "Een team met verschillende opleidingen."),
)
SEEKS = (
    "Somebody from another field, with time on Mondays.",
    "Iemand die met gegevens kan werken.",
    "One person more who speaks with patients.",
)
WORDS = "We meet on Monday mornings, and nobody of us has done what you have. Shall we talk?"


def hang(built: list[Built], people: People, calendar: Calendar) -> None:
    """Rules, students and teams that look for each other, and a team's words to one, in the first open challenges that have teams."""
    at = calendar.at(-2, 18, 30)
    chosen = [one for one in built if one.case.taken and one.case.mode != Mode.SOLO and one.is_public][:MOST_BOARDS]
    for place, one in enumerate(chosen):
        CompositionRule.objects.bulk_create(
            CompositionRule(challenge=one.challenge, kind=kind, trait=trait, number=number) for kind, trait, number in RULES
        )
        free = _free(one, people)[place * len(CARDS) : (place + 1) * len(CARDS)]
        BoardCard.objects.bulk_create(
            BoardCard(challenge=one.challenge, user=user, brings=brings, seeks=seeks, shown_at=at)
            for user, (brings, seeks) in zip(free, CARDS, strict=False)
        )
        open_teams = [team for team in one.teams if not team.solo and len(one.members[team.pk]) < one.case.team[1]]
        for team, seeks in zip(open_teams, SEEKS, strict=False):
            team.seeks = seeks
        Team.objects.bulk_update(open_teams, ["seeks"])
        if free and open_teams:
            Introduction.objects.create(team=open_teams[0], user=free[0], by=one.members[open_teams[0].pk][0], words=WORDS, at=at)


def _free(one: Built, people: People) -> list[User]:
    """Students of the level that is asked, in the order of their number, who take no part in the challenge."""
    inside = {user.pk for members in one.members.values() for user in members}
    students = [user for edition in MULTIPLIED for user in people.students[edition][8:]]
    levels = dict(Profile.objects.filter(user__in=students).values_list("user", "level"))
    return [user for user in students if user.pk not in inside and levels.get(user.pk) in one.challenge.levels]
