"""Which things are somebody else's: to whom, and in which address."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.db.models import Model

from accounts.models import Notification, User
from challenges.enums import ChallengeState
from challenges.models import Challenge, Review, Team, WorkFile
from partners.models import Organisation
from tests.access.conftest import Scene
from tests.access.lines import Line
from tests.access.roles import person

# Pages of a challenge or an organisation that everybody reads who may see the thing itself.
FOR_EVERYONE = {"challenge_detail", "attachment_download", "question_list", "challenge_join", "challenge_card"}
FOR_EVERYONE |= {"waitlist_wait", "waitlist_leave", "organisation_detail", "organisation_logo"}


def others(scene: Scene, role: str, line: Line, parameter: str) -> list[Any]:
    """The things of the same kind that this parameter must not lead to, for who plays the role and with the rest as it is."""
    meant = scene.meant(line)
    mine = meant[parameter]
    if isinstance(mine, str):
        return [word for name, word in scene.things.items() if isinstance(word, str) and _is_another_link(line.words[parameter], name)]
    same = {thing.pk: thing for thing in scene.things.values() if type(thing) is type(mine)}
    found = [thing for thing in same.values() if thing.pk != mine.pk and _is_foreign(scene, role, line, thing, meant)]
    return sorted(found, key=lambda thing: thing.pk)


def _is_another_link(word: str, name: str) -> bool:
    """Links into a team open no organisation, and another person's key no password of this one."""
    kinds = {"into_team": "link", "to_team": "team", "to_organisation": "organisation", "off": "off", "confirmation": "confirmation"}
    if word in {"whose", "reset"}:
        return name == f"{word}_else"
    return word in kinds and name in kinds and kinds[word] != kinds[name]


def _is_foreign(scene: Scene, role: str, line: Line, thing: Model, meant: dict[str, Any]) -> bool:
    if "bird" in meant and isinstance(thing, Team):
        return not meant["slug"].teams.filter(pseudonym=thing.pseudonym).exists()
    user, children = person(scene.world, role), [one for name, one in meant.items() if name != "slug" and isinstance(one, Model)]
    if isinstance(thing, Challenge | Organisation):
        if any(parent(child) for child in children):
            return True
        return not _may_reach(role, line, thing, scene)
    if isinstance(thing, Review):
        return thing.reviewer != user if "slug" not in meant else parent(thing) != meant["slug"]
    if isinstance(thing, Notification | UserSession):
        return thing.user_id != (user.pk if user else None)
    if isinstance(thing, WorkFile) and line.view in {"review_file", "partner_file"}:
        work = meant["pk"].submission if line.view == "review_file" else None
        return thing not in work.files.all() if work else thing.team_id != meant["bird"].pk
    if parent(thing) is not None:
        return parent(thing) != meant.get("slug") or _is_of_another_team(thing, user, role)
    return False


def _may_reach(role: str, line: Line, thing: Challenge | Organisation, scene: Scene) -> bool:
    """Whether somebody may come to a challenge or an organisation by such a page at all."""
    organisation = thing.organisation if isinstance(thing, Challenge) else thing
    at_home = role == "c" or organisation == {**dict.fromkeys("oet", scene.world.organisation), "x": scene.world.other_organisation}.get(
        role
    )
    if isinstance(thing, Organisation):
        return at_home or line.view in FOR_EVERYONE
    if at_home or (role == "f" and thing.faculty_owner == scene.world.people.faculty_owner):
        return True
    user = person(scene.world, role)
    if thing.participations.filter(user=user).exists() or (role == "k" and thing.teams.filter(coach=user).exists()):
        return True
    is_public = thing.state == ChallengeState.PUBLISHED or (thing.state == ChallengeState.CANCELLED and thing.published_at is not None)
    return is_public and line.view in FOR_EVERYONE


def _is_of_another_team(thing: Model, user: User | None, role: str) -> bool:
    if isinstance(thing, WorkFile) and role in "kfc" and not thing.submissions.exists():
        return True
    team = thing if isinstance(thing, Team) else getattr(thing, "team", None)
    if team is None or role not in "imk":
        return False
    return team.coach != user if role == "k" else not team.participations.filter(user=user).exists()


def parent(thing: Model) -> Model | None:
    """The challenge or the organisation that a thing belongs to."""
    if isinstance(thing, Review):
        return thing.submission.milestone.challenge
    for name in ("challenge", "organisation"):
        if not isinstance(thing, Challenge | Organisation) and hasattr(thing, name):
            return getattr(thing, name)  # type: ignore[no-any-return]
    team = getattr(thing, "team", None)
    return team.challenge if team is not None else None
