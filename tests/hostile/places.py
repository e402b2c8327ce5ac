"""Every address of the resolver with objects of the world in it, and one person for each role that reads them."""

from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.urls import URLPattern, get_resolver

from accounts.models import User
from accounts.outbox.links import SALT
from accounts.views.site_card import site_card
from challenges.enums import Section
from challenges.models import Attachment
from challenges.queries import invitations as team_links
from challenges.queries import pseudonyms, sharing
from challenges.queries import team_links as own_links
from partners.queries import invitations as member_links
from tests.access.addresses import patterns
from tests.world import World
from tests.world.people import waiting_statement
from tests.world.work import first

Values = dict[str, Any]
ROLES = ("student_in", "student_out", "stranger", "owner", "editor", "mentor", "reviewer", "faculty_owner", "coach", "coordinator")


def actors(world: World) -> dict[str, User | None]:
    """A visitor, and one person of each role."""
    people = world.people
    return {"visitor": None, **{name: getattr(people, name) for name in ROLES}, "administrator": people.administrator}


def places(world: World) -> list[tuple[str, str]]:
    """(route, address) of every view; fails on a view whose objects it does not know."""
    UserSession.objects.get_or_create(user=world.people.student_in, session_key="a-session-of-tests", defaults={"ip": "127.0.0.1"})
    Group.objects.get_or_create(name="A group")
    known = _objects(world)
    return [(route, address) for route, _name, pattern in patterns(get_resolver()) for address in _addresses(route, pattern, known)]


def _addresses(route: str, pattern: URLPattern, known: dict[str, list[Values]]) -> Iterator[str]:
    names = set(pattern.pattern.converters) | set(getattr(pattern.pattern.regex, "groupindex", {}))
    names -= set(pattern.default_args)
    if not names:
        yield "/" + _plain(route)
    elif route.startswith("admin/"):
        yield from _of_administration(route, pattern)
    else:
        for values in known[pattern.name]:
            yield f"/{_filled(route, values)}"


def _plain(route: str) -> str:
    return route.replace("^", "").removesuffix("$")


def _filled(route: str, values: Values) -> str:
    """The route with its values, whether it is written as a path or as an expression."""
    filled = _plain(route)
    for name, value in values.items():
        for written in (f"<str:{name}>", f"<slug:{name}>", f"<int:{name}>", f"<uuid:{name}>"):
            filled = filled.replace(written, str(value))
        filled = filled.replace(rf"(?P<{name}>[-:\w]+)", str(value)).replace(rf"(?P<{name}>[0-9A-Za-z]+)", str(value))
        filled = filled.replace(rf"(?P<{name}>.+)", str(value))
    assert not set("<>()") & set(filled), f"{route} takes something that the world does not name: {values}"
    return filled


def _of_administration(route: str, pattern: URLPattern) -> Iterator[str]:
    if pattern.name == "app_list":
        yield "/admin/accounts/"
    elif "<path:object_id>" in route and not route.startswith("admin/r/"):
        model = apps.get_model(*route.split("/")[1:3])
        yield f"/{route.replace('<path:object_id>', str(model._default_manager.first().pk))}"
    else:
        yield "/admin/nothing-of-the-kind/"


def _objects(world: World) -> dict[str, list[Values]]:
    """The values that each named address with parameters takes in the world."""
    people, cases, work, talk = world.people, world.cases, world.work, world.talk
    running, milestone = {"slug": cases.running.slug}, {"slug": cases.running.slug, "pk": first(cases.running).pk}
    reviewing = {"slug": cases.reviewing.slug}
    member = world.organisation.memberships.get(user=people.editor)
    grant = {"pk": waiting_statement(people).pk}
    own_grant = {"pk": people.student_in.role_grants.get().pk}
    mail, organisation = {"pk": talk.failed_mail.pk}, {"slug": world.organisation.slug}
    team_token = {"token": team_links.path_of(work.invitation).rstrip("/").rpartition("/")[2]}
    member_token = {"token": member_links.path_of(talk.known_invitation).rstrip("/").rpartition("/")[2]}
    draft_file = Attachment.objects.get(challenge=cases.draft)
    review, team_invitation = {"pk": work.assigned_review.pk}, {**running, "pk": work.invitation.pk}
    every_case = [{"slug": one.slug} for one in vars(cases).values()]
    approvals = [{"slug": one.slug} for one in (cases.draft, cases.waiting, cases.half_approved, cases.running)]
    editable = [cases.draft, cases.running]
    bird = pseudonyms.address(work.released_team.pseudonym)
    reset = {"uidb36": user_pk_to_url_str(people.stranger), "key": default_token_generator.make_token(people.stranger)}
    forming = {"slug": world.other_programme.slug}
    proposal = {**forming, "pk": world.forming.proposal.pk}
    return {
        "account_confirm_email": [{"key": EmailConfirmationHMAC(talk.pending_address).key}],
        "account_reset_password_from_key": [reset, {**reset, "key": "set-password"}],
        "session_end": [{"pk": UserSession.objects.get(user=people.student_in).pk}],
        "person_detail": [{"pk": people.hopeful.pk}, {"pk": people.reviewer.pk}],
        "role_grant": [{"pk": people.stranger.pk}],
        "role_confirm": [grant],
        "role_refuse": [grant],
        "role_revoke": [own_grant],
        "mail_detail": [mail, {"pk": talk.waiting_mail.pk}],
        "mail_retry": [mail],
        "notification_open": [{"pk": talk.notification.pk}],
        "notice_off": [{"token": signing.Signer(salt=SALT).sign_object([people.student_in.pk, "announcement"])}],
        **{f"member_invitation_{step}": [member_token] for step in ("detail", "accept", "decline")},
        **{f"organisation_{page}": [organisation] for page in ("edit", "logo", "staff", "leave", "detail")},
        **{f"member_{step}": [{**organisation, "pk": member.pk}] for step in ("role", "remove")},
        **{f"member_invitation_{step}": [{**organisation, "pk": talk.invitation.pk}] for step in ("again", "revoke")},
        "review_detail": [review, {"pk": work.finished_review.pk}, {"pk": work.released_review.pk}],
        "review_draft": [review],
        "review_reopen": [{"pk": work.finished_review.pk}],
        "review_file": [{"pk": work.finished_review.pk, "key": work.reviewed_file.key}],
        "review_assign": [reviewing],
        "review_due_move": [{**reviewing, "pk": cases.assessed("reviewing").pk}],
        "review_withdraw": [{**reviewing, "pk": work.assigned_review.pk}],
        "challenge_copy": [running],
        "challenge_edit_files": [{"slug": one.slug} for one in editable],
        "challenge_remove_file": [{"slug": cases.draft.slug, "pk": draft_file.pk}],
        "challenge_edit": [{"slug": one.slug, "section": str(part)} for one in editable for part in Section if part != Section.FILES],
        "programme_office_edit": [{"slug": world.programme.slug}],
        **{
            f"challenge_{step}": approvals
            for step in ("approval", "submit", "withdraw", "approve_as_owner", "approve_as_office", "send_back")
        },
        **{f"challenge_{step}": approvals for step in ("name_owner", "hand_over", "cancel")},
        "question_list": [running],
        "question_answer": [{**running, "pk": talk.question.pk}, {**running, "pk": talk.answered_question.pk}],
        "announcement_new": [running],
        **{f"team_invitation_{step}": [team_token] for step in ("detail", "accept", "decline")},
        **{f"team_link_{step}": [{"token": own_links.path_of(work.link).rstrip("/").rpartition("/")[2]}] for step in ("detail", "join")},
        **{f"team_agreement{step}": [{**running, "pk": work.team.pk}] for step in ("", "_accept")},
        **{f"team_{room}": [{**running, "pk": work.team.pk}] for room in ("messages", "files", "pulse")},
        **{f"team_file_{step}": [{**running, "pk": work.team.pk, "key": work.shared_file.key}] for step in ("download", "remove")},
        "removal_ask": [{**running, "pk": work.team.participations.get(user=people.teammate).pk}],
        "removal_decide": [{"pk": work.removal.pk}],
        "team_ask": [{"slug": cases.open.slug, "pk": work.seeking_team.pk}],
        **{f"join_request_{step}": [{**running, "pk": work.join_request.pk}] for step in ("withdraw", "accept", "decline")},
        "challenge_join": [{"slug": cases.open.slug}, running],
        **{name: [{"slug": cases.other_open.slug}] for name in ("challenge_apply", "application_withdraw")},
        **{f"application_{step}": [{"slug": cases.other_open.slug}] for step in ("list", "decide")},
        "prerequisite_met": [{**running, "pk": world.entry.prerequisite.pk}],
        "challenge_let_in": [running],
        "challenge_let_in_back": [{**running, "pk": world.entry.admission.pk}],
        **{f"waitlist_{step}": [{"slug": cases.full.slug}] for step in ("wait", "leave")},
        **{f"team_{step}": [running] for step in ("own", "rename", "seeks", "link_open", "link_close", "hand_over", "invite", "leave")},
        **{f"team_invitation_{step}": [team_invitation] for step in ("again", "withdraw")},
        "team_detail": [{**running, "pk": work.team.pk}],
        **{f"challenge_{page}": [running] for page in ("line", "teams", "teams_spread")},
        "team_coach": [{**running, "pk": work.team.pk}],
        **{name: [{"slug": world.edition.slug}] for name in ("confidence", "confidence_kinds")},
        "confidence_kind_remove": [{"slug": world.edition.slug, "pk": world.board.mark_kind.pk}],
        **{name: [running] for name in ("board", "board_card")},
        **{f"board_{step}_person": [{**running, "pk": world.board.card.pk}] for step in ("report", "remove")},
        **{f"board_{step}_team": [{**running, "pk": work.other_team.pk}] for step in ("report", "remove")},
        "board_introduce": [{**running, "pk": world.board.card.pk}],
        **{name: [{**running, "pk": world.board.introduction.pk}] for name in ("board_answer", "board_report_introduction")},
        "submission_overview": [running],
        "work_file": [{**running, "key": work.draft_file.key}],
        "submission_work": [milestone, {"slug": cases.released.slug, "pk": cases.assessed("released").pk}],
        "submission_time": [milestone],
        "submission_receipt": [{**milestone, "version": 1}],
        "team_receipt": [{**milestone, "team_pk": work.team.pk, "version": 1}],
        "release_page": [reviewing, {"slug": cases.released.slug}],
        "release": [{**reviewing, "pk": cases.assessed("reviewing").pk}],
        "outcome": [reviewing],
        "result_list": [{"slug": cases.released.slug}],
        "team_result": [{"slug": cases.released.slug, "pk": work.released_team.pk}],
        "partner_team_list": [{"slug": cases.released.slug}],
        "partner_team": [{"slug": cases.released.slug, "bird": bird}],
        "partner_file": [{"slug": cases.released.slug, "bird": bird, "key": work.released_file.key}],
        "site_card": [{"version": site_card("en").version}],
        "challenge_card": [{**running, "version": sharing.card(cases.running, world.now).version}],
        "challenge_detail": every_case,
        "attachment_download": [{**running, "key": Attachment.objects.get(challenge=cases.running).key}],
        "programme_detail": [{"slug": world.programme.slug}, {"slug": world.edition.slug}],
        **{f"programme_{page}": [{"slug": world.edition.slug}] for page in ("join", "wishes", "leave", "students", "student_list")},
        **{f"programme_list_{page}": [{"slug": world.edition.slug, "pk": world.waiting_list.pk}] for page in ("plan", "confirm", "forget")},
        "programme_list_remove": [{"slug": world.edition.slug, "pk": world.edition.listed.get().pk}],
        **{f"matching{page}": [{"slug": world.other_programme.slug}] for page in ("", "_change", "_pairs")},
        "matching_pair_remove": [{**forming, "pk": world.forming.pair.pk}],
        "matching_run": [{**forming, "pk": world.forming.ended_run.pk}, {"slug": world.programme.slug, "pk": world.forming.waiting_run.pk}],
        "matching_run_stop": [{"slug": world.programme.slug, "pk": world.forming.waiting_run.pk}],
        **{f"proposal{step}": [proposal] for step in ("", "_move", "_pin", "_gone", "_undo", "_solve", "_publish")},
        "proposal_compare": [{**proposal, "other": world.forming.other_proposal.pk}],
    }
