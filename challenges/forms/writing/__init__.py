"""The forms with which a challenge is written, one a part."""

from challenges.enums import Section
from challenges.forms.writing.audience import AudienceForm
from challenges.forms.writing.base import PartForm
from challenges.forms.writing.basics import BasicsForm
from challenges.forms.writing.case import CaseForm
from challenges.forms.writing.joining import JoiningForm
from challenges.forms.writing.rubric import RubricForm
from challenges.forms.writing.terms import TermsForm
from challenges.forms.writing.times import TimesForm

FORMS: dict[str, type[PartForm]] = {
    Section.BASICS: BasicsForm,
    Section.CASE: CaseForm,
    Section.AUDIENCE: AudienceForm,
    Section.JOINING: JoiningForm,
    Section.TIMES: TimesForm,
    Section.RUBRIC: RubricForm,
    Section.TERMS: TermsForm,
}

__all__ = ["FORMS", "PartForm"]
