"""An address for every page that answers GET, named after its route and after what of the world it shows."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from accounts.outbox.links import unsubscribe_url
from accounts.views.site_card import site_card_url
from challenges.queries import invitations as team_invitations
from challenges.queries import sharing, team_links
from challenges.queries.pseudonyms import address
from partners.queries import invitations as member_invitations
from tests.world import World, words

PUBLIC = ("open", "running", "released", "cancelled")
WRITTEN = ("sent_back", "running")
WORKED = ("running", "reviewing", "released")

# Pages that need nothing from the world.
PLAIN = """
home challenge_list programme_list organisation_list accessibility feed_atom feed_json sitemap robots styleguide me profile privacy desk
submission_list notification_list review_list removal_list
team_invitation_list member_invitation_list challenge_new challenge_office_list programme_office_list programme_office_new
office_organisation_list office_organisation_new person_list mail_list audit account_signup account_login account_logout account_inactive
account_reauthenticate account_email account_email_verification_sent account_change_password account_set_password account_reset_password
account_confirm_login_code account_reset_password_done account_reset_password_from_key_done usersessions_list
"""

# Pages of one challenge, and in which of its states each is asked for.
OF_A_CHALLENGE = {
    "challenge_detail": PUBLIC,
    "challenge_edit_files": WRITTEN,
    "challenge_join": ("open", "full"),
    "challenge_line": ("full",),
    "challenge_approval": ("waiting", "sent_back", "running"),
    "challenge_apply": ("other_open",),
    "application_list": ("other_open",),
    "application_decide": ("other_open",),
    "challenge_let_in": ("running",),
    "challenge_teams": ("running",),
    "board": ("running",),
    "partner_team_list": ("running", "released"),
    "question_list": ("running",),
    "announcement_new": ("running",),
    "team_own": ("running", "released"),
    "submission_overview": ("running",),
    "result_list": ("running", "released"),
    "release_page": WORKED,
    "review_assign": WORKED,
}

# Words and filters in an administrator's list.
SEARCHES = {
    "accounts_user": "q=o&is_active__exact=1&o=-5",
    "accounts_institution": "q=o",
    "accounts_rolegrant": "q=o&role__exact=student&o=1",
    "partners_organisation": "q=o&kind__exact=industry&o=4",
}


def addresses(world: World) -> dict[str, str]:
    """Every page by its name: the route's, and after a slash what it is about."""
    return {
        **{name: reverse(name) for name in PLAIN.split()},
        **{
            f"{name}/{state}": reverse(name, args=[getattr(world.cases, state).slug])
            for name, states in OF_A_CHALLENGE.items()
            for state in states
        },
        **_writing(world),
        **_work(world),
        **_lists(world),
        **_administration(world),
        **_forming(world),
        **_people(world),
    }


def _writing(world: World) -> dict[str, str]:
    sections = ("basics", "case", "audience", "joining", "terms", "times", "rubric")
    return {
        **{
            f"challenge_edit/{section}, {state}": reverse("challenge_edit", args=[getattr(world.cases, state).slug, section])
            for section in sections
            for state in WRITTEN
        },
        "organisation_edit": reverse("organisation_edit", args=[world.organisation.slug]),
        "organisation_staff": reverse("organisation_staff", args=[world.organisation.slug]),
        "programme_office_edit": reverse("programme_office_edit", args=[world.programme.slug]),
    }


def _work(world: World) -> dict[str, str]:
    cases, work = world.cases, world.work
    running, released = cases.running.slug, cases.released.slug
    pseudonym = address(work.released_team.pseudonym)
    now, judged = work.submission.milestone, work.reviewed_submission.milestone
    return {
        "team_detail": reverse("team_detail", args=[running, work.team.pk]),
        "confidence": reverse("confidence", args=[world.edition.slug]),
        "confidence_kinds": reverse("confidence_kinds", args=[world.edition.slug]),
        "board_introduce": reverse("board_introduce", args=[running, world.board.card.pk]),
        "board_report_person": reverse("board_report_person", args=[running, world.board.card.pk]),
        "board_report_team": reverse("board_report_team", args=[running, work.other_team.pk]),
        "board_report_introduction": reverse("board_report_introduction", args=[running, world.board.introduction.pk]),
        "submission_work": reverse("submission_work", args=[running, now.pk]),
        "submission_work/closed": reverse("submission_work", args=[cases.reviewing.slug, judged.pk]),
        "submission_time": reverse("submission_time", args=[running, now.pk]),
        "submission_receipt": reverse("submission_receipt", args=[running, now.pk, work.submission.version]),
        "team_receipt": reverse("team_receipt", args=[running, work.team.pk, now.pk, work.submission.version]),
        "work_file": reverse("work_file", args=[running, work.handed_in_file.key]),
        "attachment_download": reverse(
            "attachment_download", args=[running, cases.running.attachments.get(name__startswith=words.ATTACHMENT).key]
        ),
        "question_answer": reverse("question_answer", args=[running, world.talk.question.pk]),
        "team_result": reverse("team_result", args=[released, work.released_team.pk]),
        "partner_team": reverse("partner_team", args=[released, pseudonym]),
        "partner_file": reverse("partner_file", args=[released, pseudonym, work.released_file.key]),
        **{
            f"review_detail/{name}": reverse("review_detail", args=[getattr(work, f"{name}_review").pk])
            for name in ("assigned", "finished", "released")
        },
        "review_file": reverse("review_file", args=[work.finished_review.pk, work.reviewed_file.key]),
        "team_agreement": reverse("team_agreement", args=[running, work.team.pk]),
        **{f"team_{room}": reverse(f"team_{room}", args=[running, work.team.pk]) for room in ("messages", "files", "pulse")},
        "team_file_download": reverse("team_file_download", args=[running, work.team.pk, work.shared_file.key]),
        "removal_ask": reverse("removal_ask", args=[running, work.team.participations.get(user=world.people.teammate).pk]),
        "team_ask": reverse("team_ask", args=[cases.open.slug, work.seeking_team.pk]),
        "team_link_detail": team_links.path_of(work.link),
        "team_invitation_detail": team_invitations.path_of(work.known_invitation),
        "member_invitation_detail": member_invitations.path_of(world.talk.known_invitation),
    }


def _forming(world: World) -> dict[str, str]:
    slug, forming = world.other_programme.slug, world.forming
    return {
        "matching": reverse("matching", args=[slug]),
        "matching_pairs": reverse("matching_pairs", args=[slug]),
        "matching_run/ended": reverse("matching_run", args=[slug, forming.ended_run.pk]),
        "matching_run/waiting": reverse("matching_run", args=[world.programme.slug, forming.waiting_run.pk]),
        "proposal": reverse("proposal", args=[slug, forming.proposal.pk]),
        "proposal/moving": f"{reverse('proposal', args=[slug, forming.proposal.pk])}?move={forming.enrolment.pk}",
        "proposal_compare": reverse("proposal_compare", args=[slug, forming.proposal.pk, forming.other_proposal.pk]),
    }


def _lists(world: World) -> dict[str, str]:
    return {
        "challenge_list/search": f"{reverse('challenge_list')}?q=challenge&theme=sustainability",
        "site_card": site_card_url("en"),
        "challenge_card": sharing.card_url(world.cases.running, world.now),
        "organisation_logo": reverse("organisation_logo", args=[world.organisation.slug]),
        "programme_detail/edition": reverse("programme_detail", args=[world.edition.slug]),
        "programme_join": reverse("programme_join", args=[world.edition.slug]),
        "programme_wishes": reverse("programme_wishes", args=[world.edition.slug]),
        "programme_students": reverse("programme_students", args=[world.edition.slug]),
        "programme_student_list": reverse("programme_student_list", args=[world.edition.slug]),
        "programme_list_plan": reverse("programme_list_plan", args=[world.edition.slug, world.waiting_list.pk]),
        "programme_detail": reverse("programme_detail", args=[world.programme.slug]),
        "organisation_detail": reverse("organisation_detail", args=[world.organisation.slug]),
        "review_list/done": f"{reverse('review_list')}?show=done",
        "mail_list/failed": f"{reverse('mail_list')}?state=failed",
        "person_list/search": f"{reverse('person_list')}?q=person&role=student",
        "audit/search": f"{reverse('audit')}?q=results",
    }


def _people(world: World) -> dict[str, str]:
    student = world.people.student_in
    address = EmailAddress.objects.get(user=student, verified=False)
    return {
        "person_detail/student": reverse("person_detail", args=[student.pk]),
        "person_detail/hopeful": reverse("person_detail", args=[world.people.hopeful.pk]),
        **{f"mail_detail/{name}": reverse("mail_detail", args=[getattr(world.talk, f"{name}_mail").pk]) for name in ("waiting", "failed")},
        "notification_open": reverse("notification_open", args=[world.talk.notification.pk]),
        "notice_off": "/" + unsubscribe_url(world.talk.waiting_mail).split("/", 3)[3],
        "account_confirm_email": reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key]),
        "account_reset_password_from_key": reverse(
            "account_reset_password_from_key", args=[user_pk_to_url_str(student), default_token_generator.make_token(student)]
        ),
        # Where the link before it leads whoever is not signed in.
        "account_reset_password_from_key/form": reverse(
            "account_reset_password_from_key", args=[user_pk_to_url_str(student), "set-password"]
        ),
    }


def _administration(world: World) -> dict[str, str]:
    student = world.people.student_in
    rows = {
        "accounts_user": student.pk,
        "accounts_institution": student.profile.institution_id,
        "accounts_rolegrant": student.role_grants.all()[0].pk,
        "partners_organisation": world.organisation.pk,
    }
    asked = "app_label=accounts&model_name=rolegrant&field_name=user"
    pages = {
        "admin:autocomplete": f"{reverse('admin:autocomplete')}?{asked}",
        "admin:autocomplete/search": f"{reverse('admin:autocomplete')}?{asked}&term=o",
    }
    pages |= {"admin:app_list": reverse("admin:app_list", args=["accounts"])}
    pages |= {f"admin:{name}": reverse(f"admin:{name}") for name in ("index", "login", "password_change", "password_change_done", "jsi18n")}
    for model, pk in rows.items():
        pages |= {f"admin:{model}_{page}": reverse(f"admin:{model}_{page}") for page in ("changelist", "add")}
        pages[f"admin:{model}_changelist/search"] = f"{pages[f'admin:{model}_changelist']}?{SEARCHES[model]}"
        pages |= {f"admin:{model}_{page}": reverse(f"admin:{model}_{page}", args=[pk]) for page in ("change", "history", "delete")}
    return pages
