"""Every address of the world, asked by everybody, whether or not a link leads there."""

import re

from django.urls import get_resolver

from challenges.models import Challenge
from challenges.queries import invitations as into_teams
from challenges.queries import team_links as links
from challenges.queries.sharing import card_url
from partners.queries import invitations as into_organisations
from tests.access.addresses import patterns
from tests.world import World

OF_A_CHALLENGE = (
    "",
    "join/",
    "team/",
    "board/",
    "questions/",
    "submissions/",
    "results/",
    "teams/",
    "approval/",
    "edit/case/",
    "edit/files/",
)
FOR_THE_OFFICE = ("joining/", "teams/", "reviews/", "results/")
APPLYING = ("apply/", "applications/", "applications/decide/")
# Besides the addresses that hold nothing of the world, which the resolver knows.
MORE = ("/reviews/?show=done", "/nowhere/")
LEFT_OUT = ("admin/", "accounts/logout/", "i18n/")


def fixed() -> list[str]:
    """Every address without a number, a word or a key in it."""
    routes = [
        route for route, _name, _found in patterns(get_resolver()) if not re.search(r"[<(^\\]", route) and not route.startswith(LEFT_OUT)
    ]
    return [*(f"/{route}" for route in routes), *MORE, "/admin/"]


def addresses(world: World) -> list[str]:
    """All of them, secret links left out."""
    cases = world.cases
    hidden = [cases.draft, cases.sent_back, cases.half_approved, cases.discarded, cases.other_draft]
    found = fixed()
    for challenge in (cases.running, cases.reviewing, cases.released):
        found += of_a_challenge(challenge)
    for challenge in (cases.cancelled, cases.other_open):
        found += [f"{_at(challenge)}{end}" for end in ("", "join/", "team/", "teams/", "questions/", "approval/", *APPLYING)]
    for challenge in hidden:
        found += [f"{_at(challenge)}{end}" for end in ("", "approval/", "edit/case/")]
        found += [f"/challenges/{challenge.slug}/files/{one.key}/" for one in challenge.attachments.all()]
    found += [f"{_at(cases.full)}{end}" for end in ("", "join/", "teams/")]
    found.append(f"/manage/challenges/{cases.full.slug}/line/")
    found += _on_the_board(world)
    for organisation in (world.organisation, world.other_organisation):
        found += [f"/partners/{organisation.slug}/{end}" for end in ("", "staff/", "edit/", "logo/")]
    for programme in (world.programme, world.other_programme, world.edition):
        found += [f"/programmes/{programme.slug}/{end}" for end in ("", "join/", "wishes/", "confidence/")]
        found += [f"/manage/programmes/{programme.slug}/{end}" for end in ("", "students/", "list/", "confidence/")]
    found.append(f"/manage/programmes/{world.edition.slug}/list/{world.waiting_list.pk}/")
    found += _forming(world)
    found.append(card_url(cases.running, world.now))
    found += [f"{_at(cases.running)}questions/{one.pk}/" for one in (world.talk.question, world.talk.answered_question)]
    found += [f"/manage/people/{one.pk}/" for one in (world.people.student_in, world.people.reviewer)]
    for one in (world.people.refused, world.people.revoked):
        found += [f"/admin/accounts/user/{one.pk}/change/"]
        found += [f"/admin/accounts/rolegrant/{grant.pk}/change/" for grant in one.role_grants.all()]
    found += [f"/manage/mails/{one.pk}/" for one in (world.talk.waiting_mail, world.talk.failed_mail)]
    found += [f"/me/notifications/{one.pk}/" for one in (world.talk.notification, world.talk.other_notification)]
    return found


def _forming(world: World) -> list[str]:
    """The office's pages of forming teams."""
    forming, here = world.forming, f"/manage/programmes/{world.other_programme.slug}/teams/"
    shown, other = f"{here}{forming.proposal.pk}/", forming.other_proposal.pk
    found = [here, f"{here}pairs/", f"{here}runs/{forming.ended_run.pk}/", shown, f"{shown}?move={forming.enrolment.pk}"]
    found += [f"{here}{other}/", f"{shown}compare/{other}/"]
    published = f"/manage/programmes/{world.programme.slug}/teams/{forming.published.pk}/"
    return [*found, published, f"/manage/programmes/{world.programme.slug}/teams/runs/{forming.waiting_run.pk}/"]


def secret_links(world: World) -> list[str]:
    """What stands in mails of invitations that were sent."""
    work, talk = world.work, world.talk
    teams = (work.invitation, work.used_invitation, work.withdrawn_invitation, work.declined_invitation, work.expired_invitation)
    members = (talk.invitation, talk.used_invitation, talk.withdrawn_invitation, talk.declined_invitation, talk.expired_invitation)
    return [links.path_of(work.link), *map(into_teams.path_of, teams), *map(into_organisations.path_of, members)]


def _at(challenge: Challenge) -> str:
    return f"/challenges/{challenge.slug}/"


def _on_the_board(world: World) -> list[str]:
    card, team, introduction = world.board.card, world.work.other_team, world.board.introduction
    ends = (
        f"people/{card.pk}/introduce/",
        f"people/{card.pk}/report/",
        f"teams/{team.pk}/report/",
        f"introductions/{introduction.pk}/report/",
    )
    return [f"{_at(world.cases.running)}board/{end}" for end in ends]


def of_a_challenge(challenge: Challenge) -> list[str]:
    """Everything in and behind one challenge: its own pages, its teams, their work, files and reviews."""
    here = _at(challenge)
    found = [f"{here}{end}" for end in OF_A_CHALLENGE] + [f"/manage{here}{end}" for end in FOR_THE_OFFICE] + [f"{here}announcements/new/"]
    found += [f"{here}files/{one.key}/" for one in challenge.attachments.all()]
    for milestone in challenge.milestones.all():
        found += [f"{here}submissions/{milestone.pk}/", f"{here}submissions/{milestone.pk}/time/"]
        found += [f"{here}submissions/{milestone.pk}/receipt/1/"]
    for card in challenge.board_cards.all():
        found += [f"{here}board/people/{card.pk}/{end}/" for end in ("introduce", "report")]
    for team in challenge.teams.all():
        bird = team.pseudonym.lower()
        found += [f"{here}team/{team.pk}/{room}/" for room in ("messages", "files", "pulse")]
        found += [f"{here}team/{team.pk}/files/{one.key}/" for one in team.shared_files.all()]
        found += [f"{here}team/{team.pk}/agreement/", *(f"{here}team/members/{one.pk}/go/" for one in team.participations.all())]
        found += [f"{here}join/teams/{team.pk}/", f"{here}team/{team.pk}/", f"{here}results/{team.pk}/", f"{here}teams/{bird}/"]
        found.append(f"{here}board/teams/{team.pk}/report/")
        found += [f"{here}board/introductions/{one.pk}/report/" for one in team.introductions.all()]
        for work in team.submissions.all():
            found.append(f"{here}team/{team.pk}/work/{work.milestone_id}/{work.version}/")
            found += [f"/reviews/{review.pk}/" for review in work.reviews.all()]
        for file in team.files.all():
            found += [f"{here}submissions/files/{file.key}/", f"{here}teams/{bird}/files/{file.key}/"]
            reviews = [review.pk for work in file.submissions.all() for review in work.reviews.all()]
            found += [f"/reviews/{review}/files/{file.key}/" for review in reviews]
    return found
