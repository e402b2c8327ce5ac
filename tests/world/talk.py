"""Questions, announcements, invitations into organisations, and mails in every state."""

import datetime as dt
from dataclasses import dataclass

from allauth.account.models import EmailAddress

from accounts.actions import notices
from accounts.models import Mail, Notification
from accounts.outbox.enums import MailState
from challenges.actions import announcements, questions
from challenges.models import Announcement, Question
from partners.actions import invitations
from partners.enums import MemberRole
from partners.models import MemberInvitation, Membership, Organisation
from tests.world import words
from tests.world.cases import DAY, Cases
from tests.world.people import People


@dataclass(frozen=True)
class Talk:
    """What was said and to whom: all about `running` and the first organisation, `other_invitation` and `far_question` apart."""

    answered_question: Question
    question: Question
    far_question: Question
    announcement: Announcement
    invitation: MemberInvitation
    known_invitation: MemberInvitation
    used_invitation: MemberInvitation
    expired_invitation: MemberInvitation
    withdrawn_invitation: MemberInvitation
    declined_invitation: MemberInvitation
    other_invitation: MemberInvitation
    notification: Notification
    other_notification: Notification
    waiting_mail: Mail
    failed_mail: Mail
    pending_address: EmailAddress


def make_talk(people: People, cases: Cases, own: Organisation, other: Organisation, now: dt.datetime) -> Talk:
    """All that people said to each other, and what the portal told them."""
    asked = questions.ask(challenge=cases.running, text=f"Why {words.QUESTION}?", by=people.student_in, now=now - 5 * DAY)
    questions.answer(question=asked, text=f"Because {words.ANSWER}.", seen=questions.mark(asked), by=people.mentor, now=now - 4 * DAY)
    return Talk(
        answered_question=Question.objects.get(pk=asked.pk),
        question=questions.ask(
            challenge=cases.running, text=f"When {words.UNANSWERED_QUESTION}?", by=people.other_member, now=now - 3 * DAY
        ),
        far_question=questions.ask(challenge=cases.other_open, text="Where?", by=people.solo_student, now=now - 3 * DAY),
        announcement=announcements.announce(
            challenge=cases.running,
            title=words.ANNOUNCEMENT.capitalize(),
            text=f"It is {words.ANNOUNCEMENT_TEXT}.",
            by=people.editor,
            now=now - 2 * DAY,
        ),
        **_invitations(people, own, other, now),
        **_told(people, now),  # type: ignore[arg-type]
    )


def _invitations(people: People, own: Organisation, other: Organisation, now: dt.datetime) -> dict[str, MemberInvitation]:
    def invite(address: str, at: dt.datetime, organisation: Organisation = own) -> MemberInvitation:
        by = people.owner if organisation == own else people.other_owner
        return invitations.invite(organisation=organisation, email=address, role=MemberRole.MENTOR, by=by, now=at)

    Membership.objects.filter(user=people.mentor).delete()
    used = invite(people.mentor.email, now - 70 * DAY)
    invitations.accept(invitation=used, by=people.mentor, now=now - 69 * DAY)
    expired = invite(f"{words.EXPIRED_MEMBER_ADDRESS}@example.org", now - 20 * DAY)
    withdrawn, declined = (
        invite(f"{one}@example.org", now - 3 * DAY) for one in (words.WITHDRAWN_MEMBER_ADDRESS, words.DECLINED_MEMBER_ADDRESS)
    )
    invitations.revoke(invitation=withdrawn, by=people.owner, now=now - 2 * DAY)
    invitations.decline(invitation=declined, by=None, now=now - 2 * DAY)
    found = {
        "invitation": invite(f"{words.OPEN_MEMBER_ADDRESS}@example.org", now - DAY),
        "known_invitation": invite(people.stranger.email, now - DAY),
        "used_invitation": used,
        "expired_invitation": expired,
        "withdrawn_invitation": withdrawn,
        "declined_invitation": declined,
        "other_invitation": invite(f"{words.OTHER_MEMBER_ADDRESS}@example.org", now - DAY, other),
    }
    return {name: MemberInvitation.objects.get(pk=one.pk) for name, one in found.items()}


def _told(people: People, now: dt.datetime) -> dict[str, object]:
    """The mails that were due long ago are sent, but for one that failed and one that was dropped."""
    Mail.objects.filter(created_at__lt=now - 2 * DAY).update(state=MailState.SENT, sent_at=now - DAY, attempts=1, answer="250 OK")
    failed, dropped = Mail.objects.filter(user=people.student_in, state=MailState.SENT)[:2]
    Mail.objects.filter(pk=failed.pk).update(state=MailState.FAILED, sent_at=None, attempts=8, answer=f"550 {words.MAIL_ANSWER}")
    Mail.objects.filter(pk=dropped.pk).update(state=MailState.DROPPED, sent_at=None, attempts=1, answer="")
    notices.mute(user_id=people.student_in.pk, kind="announcement")
    Notification.objects.filter(user=people.student_in, created_at__lt=now - 10 * DAY).mark_read(now - 9 * DAY)
    return {
        "notification": people.student_in.notifications.unread().first(),
        "other_notification": people.other_member.notifications.unread().first(),
        "waiting_mail": Mail.objects.filter(user=people.student_in, state=MailState.WAITING).first(),
        "failed_mail": Mail.objects.get(pk=failed.pk),
        "pending_address": EmailAddress.objects.create(
            user=people.student_in, email=f"{words.NEW_ADDRESS}@example.org", verified=False, primary=False
        ),
    }
