"""Template tags and filters that every template has without loading them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from accounts.kit import clock

register = template.Library()

CHART_BASELINE = 150
CHART_TALLEST = 112
_JSON_IN_HTML = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


@cache
def _drawing(name: str) -> str:
    found = finders.find(f"vendor/icons/{name}.svg")
    if not isinstance(found, str):
        raise ImproperlyConfigured(
            f"The icon “{name}” is not in static/vendor/icons. Add its name to static/icons.txt and run `make setup`."
        )
    svg = Path(found).read_text(encoding="utf-8")
    return svg[svg.index(">") + 1 : svg.rindex("</svg>")].strip()


@register.simple_tag
def icon(name: str) -> SafeString:
    """The drawing of one bootstrap icon. It says nothing to a screen reader: the words beside it do."""
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(_drawing(name)),  # noqa: S308 - a file of the icon package, not what a person wrote
    )


@register.simple_tag
def json_ld(data: Mapping[str, Any]) -> SafeString:
    """Data for search engines as a block that no browser runs; nothing in it can end the block."""
    written = json.dumps(data, ensure_ascii=False).translate(_JSON_IN_HTML)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(written))  # noqa: S308 - no < > & is left in it


@register.simple_tag
def percent(value: float | None, maximum: float | None) -> str:
    """How much of `maximum` `value` is, as an SVG length: '82.5%', never over 100, never with a decimal comma."""
    if not value or not maximum:
        return "0%"
    return f"{max(0.0, min(100.0, 100 * float(value) / float(maximum))):.4g}%"


@register.filter
def starts_with(value: object, prefix: str) -> bool:
    """Whether a text, mostly an address, begins with another."""
    return str(value).startswith(prefix)


@register.inclusion_tag("components/countdown.html")
def countdown(until: datetime, now: datetime, kind: str = "closes") -> dict[str, object]:
    """A chip that says until when something is open (`closes`) or when it is due (`due`); coral from three days on."""
    left = clock.time_left(until, now)
    soon = until - now < timedelta(days=3)
    return {"left": left, "soon": soon, "until": until, "kind": kind, "day": clock.written(clock.local(until), "j M")}


@register.inclusion_tag("components/histogram.html")
def histogram(bins: Iterable[Mapping[str, Any]], title: str, text: str = "", unit: str = "") -> dict[str, object]:
    """Bars from zero. `bins`: mappings with label, count and own (whether the reader is in it)."""
    rows = [dict(row) for row in bins]
    highest = max((int(row["count"]) for row in rows), default=0) or 1
    width = 100 / (len(rows) or 1)
    for index, row in enumerate(rows):
        height = round(CHART_TALLEST * int(row["count"]) / highest)
        row["x"] = f"{index * width + width * 0.12:.3f}%"
        row["width"] = f"{width * 0.76:.3f}%"
        row["middle"] = f"{(index + 0.5) * width:.3f}%"
        row["height"] = height
        row["top"] = CHART_BASELINE - height
        row["count_y"] = CHART_BASELINE - height - 6
        row["own_y"] = CHART_BASELINE - height - 22
    return {
        "bins": rows,
        "title": title,
        "text": text,
        "unit": unit,
        "baseline": CHART_BASELINE,
        "label_y": CHART_BASELINE + 18,
        "height": CHART_BASELINE + 26,
    }
