"""The tag by which pages of Django's templates stand in the one frame that all pages have."""

from django.template import Context, Library
from django.template.base import Node, NodeList, Parser, Token
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString, mark_safe

register = Library()
FRAME = "base/frame.jinja"


class FrameNode(Node):
    """Renders its blocks, then the frame around them."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """A whole page."""
        blocks = [node for node in self.nodelist if isinstance(node, BlockNode)]
        parts = {block.name: mark_safe(str(block.render_annotated(context)).strip()) for block in blocks}  # noqa: S308 - a template rendered it
        with context.push(parts=parts):
            template = context.template.engine.get_template(FRAME)  # type: ignore[union-attr]
            return template.render(context)


@register.tag
def frame(parser: Parser, token: Token) -> FrameNode:
    """`{% frame %}` with nothing but blocks up to `{% endframe %}`."""
    nodelist = parser.parse(("endframe",))
    parser.delete_first_token()
    return FrameNode(nodelist)
