"""What stands in addresses: the words of the table, and the objects of the world that they mean."""

import uuid
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.db.models import Model

from accounts.enums import Role
from accounts.kit import tokens
from accounts.models import Mail, User
from accounts.outbox.links import unsubscribe_url
from challenges.models import Team
from challenges.queries import invitations as team_invitations
from challenges.queries import pseudonyms, team_links
from partners.queries import invitations as member_invitations
from tests.world import World
from tests.world.work import first

Things = dict[str, Any]


def things(world: World) -> Things:
    """Every word that the table may use in an address, with its object; a link of a mail is the token in it."""
    work, talk, people, cases = world.work, world.talk, world.people, world.cases
    return {
        **vars(work),
        **vars(cases),
        **vars(world.entry),
        **vars(world.forming),
        "own_organisation": world.organisation,
        "other_organisation": world.other_organisation,
        "programme": world.programme,
        "other_programme": world.other_programme,
        "waiting_list": world.waiting_list,
        "listed": world.edition.listed.get(),
        "edition": world.edition,
        "first": first(cases.running),
        "second": cases.assessed("running"),
        "far_milestone": first(cases.other_open),
        "unassessed": cases.reviewing.milestones.get(assessed=False),
        "judged": cases.assessed("reviewing"),
        "given": cases.assessed("released"),
        "attachment": cases.running.attachments.get(),
        "draft_attachment": cases.draft.attachments.get(),
        "far_attachment": cases.other_open.attachments.get(),
        "question": talk.question,
        "answered": talk.answered_question,
        "far_question": talk.far_question,
        "teammate_in": work.team.participations.get(user=people.teammate),
        "others_teammate_in": work.other_team.participations.get(user=people.other_teammate),
        "asked_by_others": work.other_team.invitations.get(),
        "notice": talk.notification,
        "other_notice": talk.other_notification,
        "failed_mail": talk.failed_mail,
        "waiting_mail": talk.waiting_mail,
        "stranger": people.stranger,
        "hopeful": people.hopeful,
        "statement": people.hopeful.role_grants.get(),
        "role": people.student_out.role_grants.get(role=Role.STUDENT),
        "mentor": people.mentor.memberships.get(),
        "other_mentor": people.other_mentor.memberships.get(),
        "asked": talk.invitation,
        "asked_elsewhere": talk.other_invitation,
        "session": elsewhere(people.student_in),
        "other_session": elsewhere(people.other_member),
        **vars(world.board),
        **_links(world),
    }


def _links(world: World) -> Things:
    work, talk, people = world.work, world.talk, world.people
    mail = Mail.objects.filter(user=people.student_in, kind="question_answered").first()
    assert mail is not None
    return {
        "to_team": team_invitations.path_of(work.known_invitation).split("/")[3],
        "into_team": team_links.path_of(work.link).split("/")[3],
        "into_team_closed": tokens.make(team_links.PURPOSE, work.link.pk, 0),
        "to_team_used": team_invitations.path_of(work.used_invitation).split("/")[3],
        "to_team_late": team_invitations.path_of(work.expired_invitation).split("/")[3],
        "to_organisation": member_invitations.path_of(talk.known_invitation).split("/")[3],
        "to_organisation_used": member_invitations.path_of(talk.used_invitation).split("/")[3],
        "confirmation": EmailConfirmationHMAC(talk.pending_address).key,
        "whose_else": user_pk_to_url_str(people.hopeful),
        "reset_else": default_token_generator.make_token(people.hopeful),
        "whose": user_pk_to_url_str(people.stranger),
        "reset": default_token_generator.make_token(people.stranger),
        "off": unsubscribe_url(mail).rstrip("/").rpartition("/")[2],
    }


def elsewhere(user: User) -> UserSession:
    """Where somebody is signed in besides."""
    return UserSession.objects.create(user=user, session_key=f"elsewhere-{user.pk}", ip="127.0.0.1", user_agent="A phone")


def in_address(parameter: str, thing: Any) -> Any:
    """What a parameter of a pattern takes from a thing: its key for a file, its slug, its number; a word stands for itself."""
    match thing, parameter:
        case Model(), "slug" | "key":
            return getattr(thing, parameter)
        case Team(), "bird":
            return pseudonyms.address(thing.pseudonym)
        case Model(), _:
            return thing.pk
    return thing


def not_there(parameter: str) -> Any:
    """A value that nothing in the world has."""
    if parameter == "key":
        return uuid.UUID(int=7)
    return "nothing-is-called-this" if parameter in {"slug", "token", "section", "bird"} else 987654321
