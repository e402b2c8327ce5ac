"""The words of a notice, from its template."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation

_ACTION = re.compile(r"^\[(.+)\]$")


@dataclass(frozen=True)
class Words:
    """A notice in one language: the subject, plain paragraphs, and the words of its link."""

    subject: str
    paragraphs: list[str]
    action: str


def words(kind: str, language: str, context: Mapping[str, Any]) -> Words:
    """Fill the template of a kind in a language. Values are plain text; they never become markup or a second subject line."""
    template = get_template(f"emails/{kind}.{language}.txt").template  # type: ignore[attr-defined]
    flat = {key: _flat(value) for key, value in context.items()}
    with translation.override(language):
        text = template.render(Context(flat, autoescape=False))
    subject, _, rest = text.strip().partition("\n")
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", rest) if part.strip()]
    action = ""
    if paragraphs and (match := _ACTION.match(paragraphs[-1])):
        action = match.group(1)
        paragraphs.pop()
    return Words(subject=subject.strip(), paragraphs=paragraphs, action=action)


def _flat(value: Any) -> Any:
    """Strings on one line, however deep they stand: what somebody typed makes no paragraph and no second header."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, Mapping):
        return {key: _flat(one) for key, one in value.items()}
    return [_flat(one) for one in value] if isinstance(value, list | tuple) else value


def as_text(found: Words, *, url: str, why: str) -> str:
    """The plain-text body of a mail."""
    parts = [*found.paragraphs]
    if url:
        parts.append(f"{found.action}:\n{url}")
    parts.append(f"-- \n{settings.SITE_NAME}\n{why}")
    return "\n\n".join(parts) + "\n"


def as_html(found: Words, *, url: str, why: str, unsubscribe_url: str, language: str) -> str:
    """The HTML body of a mail."""
    with translation.override(language):
        return render_to_string(
            "emails/base.html",
            {
                "title": found.subject,
                "paragraphs": found.paragraphs,
                "action_label": found.action,
                "action_url": url,
                "reason": why,
                "site_name": settings.SITE_NAME,
                "site_url": settings.SITE_URL,
                "unsubscribe_url": unsubscribe_url,
                "language": language,
            },
        )


def translated(text: object, language: str) -> str:
    """A lazy text as plain words of a language."""
    with translation.override(language):
        return str(text)
