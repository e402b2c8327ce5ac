"""Every class of forms of the portal, and how each is made in the small world."""

import pkgutil
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from allauth.account.forms import default_token_generator
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.forms import BaseForm
from django.http import HttpRequest
from django.test import RequestFactory

from accounts.enums import Role
from accounts.forms import entrance, profile, roles
from accounts.models import User
from accounts.queries.people import holders
from accounts.queries.profiles import profile_page
from challenges.enums import Mode, Ranking
from challenges.forms import (
    agreements,
    applications,
    approval,
    board,
    confidence,
    eligibility,
    enrolling,
    joining,
    lists,
    matching,
    programmes,
    questions,
    reviews,
    rooms,
    submissions,
    teams,
    writing,
)
from challenges.forms.writing import base, composition, new, quotas, rows, rubric, times
from challenges.forms.writing import joining as part_on_joining
from challenges.models import Challenge, MarkKind, Programme
from challenges.queries import office_teams
from challenges.queries.matching.page import proposal_page
from challenges.queries.review_page import rubric_of
from challenges.queries.terms import terms_of, terms_of_edition
from partners.forms import members, organisations
from tests.world import World

Make = Callable[..., BaseForm]
PACKAGES = ("accounts.forms", "partners.forms", "challenges.forms")
# What only others are made of.
BASES: set[type[BaseForm]] = {entrance._Worded, base.PartForm, rows.RowForm}
# Made of what was sent alone.
PLAIN: tuple[type[BaseForm], ...] = (
    *(roles.ConfirmForm, roles.ReasonForm, members.InvitationForm, members.RoleForm, organisations.OfficeForm),
    *(organisations.NewOrganisationForm, approval.SubmitForm, approval.SendBackForm, approval.CancelForm, approval.OfficeFilter),
    *(questions.QuestionForm, questions.AnswerForm, questions.AnnouncementForm, reviews.ReleaseForm, reviews.OutcomeForm),
    *(submissions.WorkForm, submissions.SubmissionFilter, teams.InviteForm, teams.RenameForm, eligibility.LetInForm),
    *(
        lists.ListForm,
        lists.SeenForm,
        lists.ListedFilter,
        enrolling.StudentFilter,
        applications.DecideForm,
    ),
    *(teams.SeeksForm, agreements.AgreementForm, agreements.AskToGoForm, agreements.DecideForm),
    *(rooms.MessageForm, rooms.PulseForm),
    *(board.CardForm, board.IntroductionForm, board.ReportForm, confidence.MarkKindForm),
    *(matching.RunForm, matching.ChangeForm, matching.RevisionForm, matching.PinForm, matching.PublishForm),
)


def every_class() -> set[type[BaseForm]]:
    """Every form in the apps' rooms for forms."""
    for package in PACKAGES:
        found = import_module(package)
        for module in pkgutil.walk_packages(found.__path__, f"{package}."):
            import_module(module.name)
    return {one for one in _below(BaseForm) if one.__module__.startswith(PACKAGES)}


def makers(world: World) -> dict[type[BaseForm], list[Make]]:
    """How each is made of what was sent and of files: more than one way where it has another shape for another object."""
    people, cases, now = world.people, world.cases, world.now
    page = profile_page(people.student_in, now)
    faculty, office = holders(Role.FACULTY, now), people.coordinator
    known: dict[type[BaseForm], list[Make]] = {one: [one] for one in PLAIN}
    known |= _at_the_entrance(people.stranger)
    known |= {
        profile.ProfileForm: [partial(profile.ProfileForm, user=people.student_in, page=page)],
        profile.StudentForm: [partial(profile.StudentForm, page=page)],
        roles.GrantForm: [partial(roles.GrantForm, by=office)],
        organisations.OrganisationForm: [partial(organisations.OrganisationForm, organisation=world.organisation)],
        approval.NameOwnerForm: [partial(approval.NameOwnerForm, faculty=faculty)],
        approval.HandOverForm: [partial(approval.HandOverForm, faculty=faculty)],
        applications.ApplyForm: [
            partial(applications.ApplyForm, questions=list(cases.other_open.application_questions.all()), answers={}),
        ],
        confidence.MarksForm: [partial(confidence.MarksForm, kinds=[MarkKind(pk=1, words="is tall"), MarkKind(pk=2, words="is small")])],
        joining.TermsForm: [partial(joining.TermsForm, shown=terms_of(cases.running))],
        joining.RequestForm: [partial(joining.RequestForm, shown=terms_of(cases.running))],
        joining.JoinForm: [partial(joining.JoinForm, challenge=_of(mode), shown=terms_of(cases.running)) for mode in Mode],
        enrolling.EnrolForm: [partial(enrolling.EnrolForm, shown=terms_of_edition(world.edition))],
        enrolling.WishesForm: [
            partial(enrolling.WishesForm, programme=Programme(ranking=way, points=100), challenges=[cases.wished, cases.running])
            for way in Ranking
        ],
        programmes.ProgrammeForm: [partial(programmes.ProgrammeForm, with_slug=yes) for yes in (True, False)],
        reviews.ReviewForm: [
            partial(reviews.ReviewForm, criteria=rubric_of(world.work.assigned_review), final=yes) for yes in (True, False)
        ],
        reviews.AssignForm: [partial(reviews.AssignForm, works=[world.work.submission], faculty=faculty, due=now)],
        reviews.MoveForm: [partial(reviews.MoveForm, due=now)],
        matching.MoveForm: [partial(matching.MoveForm, choices=_moves(world))],
        matching.PairForm: [partial(matching.PairForm, enrolments=[world.forming.enrolment, world.forming.other_enrolment])],
        teams.HandOverForm: [partial(teams.HandOverForm, others=[people.teammate])],
        teams.CoachForm: [partial(teams.CoachForm, faculty=list(faculty))],
        teams.SpreadForm: [partial(teams.SpreadForm, loads=office_teams.loads(cases.running, list(faculty)))],
        new.NewForm: [partial(new.NewForm, user=people.editor)],
        rubric.CriterionRow: [partial(rubric.CriterionRow, prefix="criteria-0")],
        composition.RuleRow: [partial(composition.RuleRow, prefix="composition-0")],
        part_on_joining.QuestionRow: [partial(part_on_joining.QuestionRow, prefix="questions-0")],
        quotas.QuotaRow: [partial(quotas.QuotaRow, prefix="quotas-0")],
        times.MilestoneRow: [partial(times.MilestoneRow, prefix="milestones-0")],
    }
    return known | {one: [partial(_part, one, challenge) for challenge in (cases.draft, cases.running)] for one in writing.FORMS.values()}


def _at_the_entrance(user: User) -> dict[type[BaseForm], list[Make]]:
    own = (entrance.ChangeAddressForm, entrance.ChangePasswordForm, entrance.SetPasswordForm, entrance.ReauthenticateForm)
    key = default_token_generator.make_token(user)
    return {
        entrance.SignInForm: [partial(entrance.SignInForm, request=a_request())],
        **{one: [one] for one in (entrance.SignUpForm, entrance.ResetPasswordForm)},
        **{one: [partial(one, user=user)] for one in own},
        entrance.NewPasswordForm: [partial(entrance.NewPasswordForm, user=user, temp_key=key)],
    }


def a_request() -> HttpRequest:
    """What a visitor sends who signs in."""
    request = RequestFactory().post("/accounts/login/")
    request.user, request.session = AnonymousUser(), SessionStore()
    return request


def _moves(world: World) -> Any:
    found = proposal_page(world.forming.proposal, world.now, world.forming.enrolment.pk).moving
    return found.choices if found else ()


def _of(mode: Mode) -> Challenge:
    return Challenge(mode=mode)


def _part(form: type[base.PartForm], challenge: Challenge, data: Any = None, files: Any = None) -> BaseForm:
    return form(data, challenge=challenge)


def _below(kind: type) -> set[type]:
    return set(kind.__subclasses__()).union(*(_below(one) for one in kind.__subclasses__()))
