"""A mail as it goes to the server: text and HTML, its link made at this moment."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from accounts.outbox import notices, text
from accounts.outbox.links import unsubscribe_url
from accounts.outbox.models import Mail


def compose(mail: Mail, connection: Any = None) -> EmailMultiAlternatives:
    """The message of a mail, with its link made now. Its Message-ID comes from the row, so that a second copy is known as one."""
    notice = notices.get(mail.kind)
    found = text.words(mail.kind, mail.language, mail.context)
    path = notice.secret_path(mail) if notice.secret_path else mail.path
    url = f"{settings.SITE_URL}{path}" if path else ""
    why = text.translated(notice.why, mail.language)
    leave = "" if notice.essential or not mail.user_id else unsubscribe_url(mail)
    headers = {
        "Message-ID": f"<{mail.uid}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].strip('> ')}>",
        "Auto-Submitted": "auto-generated",
    }
    if leave:
        headers |= {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = EmailMultiAlternatives(
        subject=found.subject, body=text.as_text(found, url=url, why=why), to=[mail.address], headers=headers, connection=connection
    )
    html = text.as_html(found, url=url, why=why, unsubscribe_url=leave, language=mail.language)
    message.attach_alternative(html, "text/html")
    return message
