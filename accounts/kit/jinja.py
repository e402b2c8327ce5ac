"""Components and the pages that are asked for most are Jinja2 templates, compiled to Python; Django's templates include them by name.

A component is a file with one macro of the file's own name: `{% include "components/chip.jinja" with text=… tone=… only %}` in a
Django template calls it with those of its arguments that the context has; a Jinja template imports it. A file without such a macro
is rendered with the whole context, like any included template.
"""

from collections.abc import Callable
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.template import Context, Engine, Library, TemplateDoesNotExist
from django.template.base import Origin
from django.template.defaultfilters import filesizeformat
from django.template.loaders.base import Loader as BaseLoader
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django_htmx.jinja import htmx_script
from jinja2 import FileSystemLoader, StrictUndefined, TemplateNotFound
from jinja2 import Template as JinjaTemplate

from accounts.kit import filters, template
from accounts.kit.spoken import SpokenEnvironment

SUFFIX = ".jinja"


class Template:
    """A Jinja2 template that Django's engine renders and includes like one of its own."""

    def __init__(self, found: JinjaTemplate, engine: Engine, loader: BaseLoader) -> None:
        self.engine, self.name = engine, str(found.name)
        self.origin = Origin(name=str(found.filename), template_name=self.name, loader=loader)
        self._found = found
        name = PurePosixPath(self.name).stem
        source, _file, _fresh = found.environment.loader.get_source(found.environment, self.name)  # type: ignore[union-attr]
        self._macro: Callable[..., str] | None = getattr(found.module, name) if f"{{% macro {name}(" in source else None

    def render(self, context: Context) -> SafeString:
        """HTML from a Django context; of a page of its own with what the context processors add."""
        with context.render_context.push_state(self):  # type: ignore[arg-type]
            if context.template is None:
                with context.bind_template(self):  # type: ignore[arg-type]
                    return self._html(context)
            return self._html(context)

    def _html(self, context: Context) -> SafeString:
        values: dict[Any, Any] = context.flatten()
        if self._macro is None:
            return mark_safe(self._found.render(values))  # noqa: S308 - Jinja2 escapes
        known = {name: values[name] for name in self._macro.arguments if name in values}  # type: ignore[attr-defined]
        return mark_safe(self._macro(**known))  # noqa: S308


class Loader(BaseLoader):
    """Finds `.jinja` files in the folders of Django's templates."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:  # type: ignore[override]
        """The template of that name. Refuses (TemplateDoesNotExist) whatever is not Jinja2's."""
        if not template_name.endswith(SUFFIX):
            raise TemplateDoesNotExist(template_name)
        return _template(template_name, active_language(), self.engine, self)


@cache
def _template(name: str, language: str, engine: Engine, loader: Loader) -> Template:
    try:
        return Template(environment(language).get_template(name), engine, loader)
    except TemplateNotFound as missing:
        raise TemplateDoesNotExist(name) from missing


def active_language() -> str:
    """The language of the page, one of the settings' languages."""
    return translation.get_language() or settings.LANGUAGE_CODE


@cache
def environment(language: str) -> SpokenEnvironment:
    """The one environment of a language: escapes everything, fails on a name that it does not know."""
    made = SpokenEnvironment(
        language,
        {"static": cache(static), "url": _url, "drawing": cache(template.icon)},
        autoescape=True,
        loader=FileSystemLoader(settings.BASE_DIR / "templates"),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=settings.DEBUG,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext, npgettext=translation.npgettext
    )
    for library in (filters, template):
        made.filters |= _functions(library.register)
    made.filters |= {"linebreaks": _linebreaks, "filesizeformat": filesizeformat}
    made.globals |= {"csrf_input": _csrf_input, "language": lambda: language, "query": _query, "percent": template.percent}
    made.globals |= {"htmx_script": htmx_script, "json_ld": template.json_ld, "parts": {}}
    return made


def _functions(library: Library) -> dict[str, Any]:
    return dict(library.filters)


def _linebreaks(words: str) -> SafeString:
    return mark_safe(linebreaks(words, autoescape=True))  # noqa: S308


def _url(name: str, *arguments: Any) -> str:
    return reverse(name, args=arguments)


def _csrf_input(csrf_token: Any) -> SafeString:
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', csrf_token)


def _query(request: Any, **changed: Any) -> str:
    """The address's query with some parameters changed; None takes one out."""
    asked = request.GET.copy()
    for name, value in changed.items():
        if value is None:
            asked.pop(name, None)
        else:
            asked[name] = value
    return f"?{asked.urlencode()}"
