"""Markdown as people write it, made into HTML that cannot harm: no raw HTML, no images from elsewhere, no script links."""

from html import unescape

import nh3
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

TAGS = {
    "p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li",
    "h2", "h3", "h4", "h5", "h6", "a", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
# The longest text that any field keeps; whatever is longer costs no more than showing it as it is.
LONGEST = 60_000
# A page has its own h1 and h2.
FIRST, LAST = 3, 6

_renderer = RendererHTML()
_parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": 20}).enable(["table", "strikethrough"])


def render(text: str) -> SafeString:
    """Sanitised HTML of a Markdown text; headings start at h3 and skip no level, whatever levels the writer uses; links carry
    rel=nofollow noopener, images become their words. A text that no field would keep stays as it was typed."""
    if len(text) > LONGEST:
        return format_html("<p>{}</p>", text.replace("\x00", ""))
    tokens = _parser.parse(text.replace("\x00", ""))
    _nest_headings(tokens)
    for token in tokens:
        for part in token.children or []:
            if part.type == "image":
                part.type, part.content = "text", _renderer.renderInlineAsText(part.children or [], _parser.options, {})
    html = _renderer.render(tokens, _parser.options, {})
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
    )
    return mark_safe(clean)  # noqa: S308 - nh3 has just cleaned it


def plain(text: str, most: int = 300) -> str:
    """The words of a Markdown text without its marks, on one line; cut after a whole word where there are more than `most` characters."""
    words = " ".join(unescape(strip_tags(render(text))).split())
    if len(words) <= most:
        return words
    kept = words[: most - 1]
    return (kept.rpartition(" ")[0] or kept) + "…"


def _nest_headings(tokens: list[Token]) -> None:
    """Give each heading the level below the heading that it stands under."""
    above: list[str] = []
    for token in tokens:
        if token.type == "heading_open":
            above = [*(tag for tag in above if tag < token.tag), token.tag]
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(FIRST + len(above) - 1, LAST)}"
