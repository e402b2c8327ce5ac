"""What the office does about marks given in confidence, in the words of the audit trail. The marks themselves leave no trace there."""

from django.utils.translation import gettext_lazy as _

from accounts.outbox.notices import Notice

NOTICES: list[Notice] = []

DONE = {
    "mark_kind.offered": _("let students say something in confidence"),
    "mark_kind.removed": _("took away something that students could say in confidence"),
    "marks.erased": _("erased what was said in confidence, as the teams are formed"),
}
