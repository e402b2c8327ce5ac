"""Applications for a challenge: one's own, those that wait as the partner reads them, and all with names for who decides."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.kit.together import attach, fetch_together
from accounts.models import Profile, User
from challenges.enums import ApplicationState, Joining
from challenges.models import Application, ApplicationAnswer, ApplicationQuestion, Challenge
from challenges.queries.joining import JoinStanding, standing


@dataclass(frozen=True)
class Answered:
    """A question with what somebody answered; empty for no answer."""

    question: str
    text: str


@dataclass(frozen=True)
class PartnerApplication:
    """What the partner reads of somebody who applied: nothing that tells who it is."""

    called: str
    motivation: str
    answers: list[Answered]


@dataclass(frozen=True)
class OfficeApplication:
    """An application with its name, for who decides. `mark` says which savings of which one was read; `open` that it can be decided."""

    application: Application
    study: str
    answers: list[Answered]
    mark: str
    open: bool


@dataclass(frozen=True)
class ApplyPage:
    """The page on which somebody applies: the questions, how they stand, and their own application if there is one."""

    questions: list[ApplicationQuestion]
    own: Application | None
    answers: dict[int, str]
    standing: JoinStanding
    may_write: bool

    @property
    def join_url(self) -> str:
        """Where one goes on once accepted."""
        return f"/challenges/{self.own.challenge.slug}/join/" if self.own else ""

    @property
    def written(self) -> list[tuple[str, str]]:
        """The questions that were answered, with the answers."""
        return [(one.text, self.answers[one.pk]) for one in self.questions if one.pk in self.answers]


def is_asked(challenge: Challenge) -> bool:
    """Whether one joins this challenge on application, now or before it ended."""
    return challenge.joining == Joining.APPLICATION and challenge.published_at is not None


def apply_page(user: User, challenge: Challenge, now: dt.datetime) -> ApplyPage:
    """What the page of one person shows. Three statements at most."""
    questions = challenge.application_questions.all()
    applications = Application.objects.filter(challenge=challenge, user=user).select_related("challenge")
    answers = ApplicationAnswer.objects.filter(application__challenge=challenge, application__user=user)
    fetch_together(questions, applications, answers)
    own, found = next(iter(applications), None), standing(user, challenge, now)
    undecided = own is None or own.state in {ApplicationState.WAITING, ApplicationState.WITHDRAWN}
    return ApplyPage(
        questions=list(questions),
        own=own,
        answers={one.question_id: one.text for one in answers},
        standing=found,
        may_write=undecided and not found.why_not_apply,
    )


def for_partner(challenge: Challenge) -> list[PartnerApplication]:
    """Those that wait, by pseudonym. Whatever is decided goes from this list, so that it tells nobody's decision. One statement."""
    return [
        PartnerApplication(_("Applicant %(bird)s") % {"bird": one.pseudonym}, one.motivation, answers)
        for one, answers in sorted(_with_answers(challenge, waiting=True), key=lambda found: found[0].pseudonym)
    ]


def for_office(challenge: Challenge) -> list[OfficeApplication]:
    """All but the withdrawn ones, those that wait first. Two statements."""
    found = [(one, answers) for one, answers in _with_answers(challenge) if one.state != ApplicationState.WITHDRAWN]
    people = Profile.objects.filter(user__applications__challenge=challenge).select_related("institution")
    studies = {profile.user_id: _study(profile) for profile in people}
    return [
        OfficeApplication(
            application=one,
            study=studies.get(one.user_id, ""),
            answers=answers,
            mark=f"{one.pk}.{one.revision}",
            open=one.state != ApplicationState.ACCEPTED,
        )
        for one, answers in sorted(found, key=lambda pair: (pair[0].state != ApplicationState.WAITING, pair[0].applied_at))
    ]


def _study(profile: Profile) -> str:
    return f"{profile.programme_of_study}, {profile.get_level_display()}, {profile.institution.name}"


def _with_answers(challenge: Challenge, *, waiting: bool = False) -> list[tuple[Application, list[Answered]]]:
    states = [ApplicationState.WAITING] if waiting else ApplicationState.values
    applications = Application.objects.filter(challenge=challenge, state__in=states).select_related("user", "decided_by")
    questions = challenge.application_questions.all()
    answers = ApplicationAnswer.objects.filter(application__challenge=challenge)
    fetch_together(applications, questions, answers)
    attach(applications, "answers", answers)
    found = []
    for one in applications:
        said = {answer.question_id: answer.text for answer in one.answers.all()}
        found.append((one, [Answered(question.text, said.get(question.pk, "")) for question in questions]))
    return found
