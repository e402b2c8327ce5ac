"""What always comes out the same in a language is worked out while a Jinja2 template is compiled: its words, drawings and addresses.

A page of the portal says two hundred things; looking each of them up for every reader took a fifth of the time of a page.
"""

import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any

from django.utils import translation
from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

Globals = MutableMapping[str, Any]
PLACE = re.compile(r"%\((\w+)\)s|%%")


class SpokenEnvironment(Environment):
    """An environment for one language. `constant`: functions by the names that templates call them by, which for the same words always
    give the same; a call of one with words that stand in the template is made once."""

    def __init__(self, language: str, constant: Mapping[str, Callable[..., Any]], **options: Any) -> None:
        super().__init__(**options)
        self.language, self.constant = language, constant
        self.globals |= constant

    def make_globals(self, d: Globals | None) -> Globals:
        """All templates have the same ones, so that an import of one by another compares two plain dictionaries."""
        if d:
            raise TypeError("Templates of the portal have no globals of their own.")
        return self.globals

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        with translation.override(self.language):
            _Speaker(self.constant).visit(template)
        template.set_environment(self)
        return template


class _Speaker(NodeTransformer):
    """Puts into a template what it says in the active language."""

    def __init__(self, constant: Mapping[str, Callable[..., Any]]) -> None:
        self.constant = constant

    def visit_Output(self, node: nodes.Output) -> nodes.Node:
        """Texts of `trans` and words of their own; one that counts becomes a choice between its two texts."""
        (first, *others) = node.nodes
        if not others and (counted := _call_of(first, "ngettext")):
            one, many, number = counted.args
            given = {"num": number, **_given(counted)}
            is_one = nodes.Compare(number, [nodes.Operand("eq", nodes.Const(1))])
            # Dutch and English alike have one form for one thing and another for all other numbers.
            said = [translation.ngettext(_text(one), _text(many), count) for count in (1, 2)]
            texts = [nodes.Output(list(_pieces(message, given)), lineno=node.lineno) for message in said]
            return self.generic_visit(nodes.If(is_one, texts[:1], [], texts[1:], lineno=node.lineno))
        pieces: list[nodes.Expr] = []
        for child in node.nodes:
            said_here = _call_of(child, "gettext")
            if said_here and said_here.kwargs:
                pieces += _pieces(translation.gettext(_text(said_here.args[0])), _given(said_here))
            else:
                pieces.append(child)
        node.nodes = pieces
        return self.generic_visit(node)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        """A call that is known now."""
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.kwargs or not all(isinstance(one, nodes.Const) for one in node.args):
            return node
        name, words = node.node.name, [one.value for one in node.args if isinstance(one, nodes.Const)]
        if name in {"_", "gettext"}:
            return nodes.Const(Markup(translation.gettext(words[0]).replace("%%", "%")), lineno=node.lineno)  # noqa: S704 - ours
        if name in self.constant:
            return nodes.Const(Markup(escape(self.constant[name](*words))), lineno=node.lineno)  # noqa: S704
        return node


def _call_of(node: nodes.Node, name: str) -> nodes.Call | None:
    return node if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == name else None


def _text(node: nodes.Expr) -> str:
    return str(node.as_const())


def _given(call: nodes.Call) -> dict[str, nodes.Expr]:
    return {one.key: one.value for one in call.kwargs}


def _pieces(message: str, given: Mapping[str, nodes.Expr]) -> Iterator[nodes.Expr]:
    end = 0
    for place in PLACE.finditer(message):
        yield nodes.TemplateData(message[end : place.start()])
        yield given[place[1]] if place[1] else nodes.TemplateData("%")
        end = place.end()
    yield nodes.TemplateData(message[end:])
