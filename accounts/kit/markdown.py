"""Markdown as people write it, made into HTML that cannot harm: no raw HTML, no images from elsewhere, no script links."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML

TAGS = {
    "p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li",
    "h2", "h3", "h4", "h5", "h6", "a", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
# A page has its own h1 and h2: what a writer calls a first heading is a third one there.
SHIFT = {f"h{n}": f"h{min(n + 2, 6)}" for n in range(1, 7)}

_renderer = RendererHTML()
_parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": 20}).enable(["table", "strikethrough"])


def render(text: str) -> SafeString:
    """Sanitised HTML of a Markdown text; headings start at h3, links carry rel=nofollow noopener, images become their words."""
    tokens = _parser.parse(text.replace("\x00", ""))
    for token in tokens:
        token.tag = SHIFT.get(token.tag, token.tag)
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
