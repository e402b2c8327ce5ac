"""Every class of forms, each field filled with what nobody should type: no exception, errors with words, and all that was typed."""

import io
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from allauth.core.context import request_context
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from challenges.forms.writing.rows import Rows
from tests.hostile.classes import BASES, Make, a_request, every_class, makers
from tests.hostile.forms import posting_forms
from tests.hostile.values import LARGE, as_read, encoded, hostile, profile
from tests.world import world

pytestmark = pytest.mark.django_db
Pairs = list[tuple[str, str]]
FILES = st.sampled_from([b"", b"words", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a" + b"\xff" * 50, b"RIFF\x04\0\0\0WEBPVP8 "])
CHOOSING = (forms.ChoiceField, forms.ModelChoiceField)
SOUND: list[tuple[type[forms.Field], str]] = [
    (forms.DateField, "2027-01-30"),
    (forms.DecimalField, "2.25"),
    (forms.IntegerField, "3"),
    (forms.BooleanField, "on"),
    (forms.EmailField, "noor@example.org"),
    (forms.URLField, "https://example.org/"),
    (forms.SlugField, "words"),
    (forms.CharField, "Words."),
    (forms.Field, "2027-01-30T17:00"),
]


# What every single field gets.
EACH = (
    *(
        "\x00",
        "\ud800",
        "\u202eabc\u2066",
        "x" * 300,
        "9" * 30,
        "9" * 5000,
        "-1",
        "NaN",
        "1e309",
        "1e-999999",
        "=1+1",
        "\t",
        "[a](javascript:a)",
    ),
    *("9999-12-31", "2027-03-28T02:30", "00000000-0000-0000-0000-000000000000", "https://[", "a@b@c", "<script>alert(1)</script>"),
)


def png() -> bytes:
    """A picture that is one."""
    output = io.BytesIO()
    Image.new("RGB", (4, 4), "green").save(output, "PNG")
    return output.getvalue()


def parts(form: Any) -> list[Any]:
    """The form, and the forms of its rows."""
    rows = getattr(form, "rows", None)
    return [form, *(rows.forms if isinstance(rows, Rows) else [])]


def fields(form: Any) -> dict[str, forms.Field]:
    """Every field by the name under which it is sent, with those of two rows where it has rows."""
    found = {form.add_prefix(name): field for name, field in form.fields.items()}
    if isinstance(rows := getattr(form, "rows", None), Rows):
        found |= {f"{rows.prefix}-{place}-{name}": field for place in range(2) for name, field in rows.form_class.base_fields.items()}
    return found


def rows_of(form: Any) -> Pairs:
    """The number of rows, for a form that has some."""
    return [(f"{form.rows.prefix}-count", "2")] if isinstance(getattr(form, "rows", None), Rows) else []


def offered(field: forms.Field) -> list[str]:
    """The values among which one chooses."""
    found = []
    for value, label in field.choices:  # type: ignore[attr-defined]
        found += [str(one) for one, _label in label] if isinstance(label, list | tuple) else [str(value)]
    return found


def sound(field: forms.Field) -> list[str]:
    """What the field may well take."""
    return (offered(field) or [""]) if isinstance(field, CHOOSING) else [next(text for kind, text in SOUND if isinstance(field, kind))]


def one_bad(form: Any) -> Iterable[tuple[str, str, Pairs]]:
    """Each field with each bad value, the others sound."""
    rest = {name: sound(field)[-1] for name, field in fields(form).items() if not isinstance(field, forms.FileField)}
    for name in rest:
        for value in EACH:
            yield name, value, [*rows_of(form), *(rest | {name: value}).items()]


@st.composite
def sendings(draw: st.DrawFn, form: Any) -> tuple[Pairs, dict[str, SimpleUploadedFile]]:
    """Each field sound, hostile, sent twice or left out; now and then one of them has a megabyte."""
    pairs: Pairs = []
    uploads = {}
    rows = getattr(form, "rows", None)
    if isinstance(rows, Rows):
        pairs.append((f"{rows.prefix}-count", draw(st.sampled_from(["2", "2", "2", "1", "999"]) | hostile)))
    known = fields(form)
    large = draw(st.sampled_from([*known, *[""] * 6 * len(known)])) if known else ""
    for name, field in known.items():
        if isinstance(field, forms.FileField):
            uploads[name] = SimpleUploadedFile(draw(hostile).replace("/", "") or "x", draw(FILES | st.just(png())))
            continue
        match draw(st.sampled_from(["sound", "sound", "hostile", "hostile", "twice", "missing"])):
            case _ if name == large:
                pairs.append((name, draw(st.sampled_from(LARGE))))
            case "sound":
                pairs.append((name, draw(st.sampled_from(sound(field)))))
            case "hostile":
                pairs.append((name, draw(hostile)))
            case "twice":
                pairs += [(name, draw(hostile)), (name, draw(hostile | st.sampled_from(sound(field))))]
    return pairs, uploads


def posted(pairs: Pairs) -> QueryDict:
    """What a view would hand to the form."""
    return QueryDict(encoded(pairs))


def unclear(form: Any, html: str) -> Iterable[str]:
    """Errors without words, with a gap in them, or that the form does not show."""
    for name, errors in form.errors.items():
        for error in errors:
            if not error.strip() or "%(" in error:
                yield f"{name}: {error!r:.80} says nothing"
            if (name not in form.fields or not form[name].is_hidden) and escape(error) not in html:
                yield f"{name}: {error!r:.80} is not shown"


def lost(form: Any, html: str) -> Iterable[str]:
    """What was typed or chosen, and is no longer in the form."""
    back: dict[str, list[str]] = {}
    for control in (one for found in posting_forms(html, "/") for one in found.fields):
        back.setdefault(control.name, []).append(as_read(control.value))
    for bound in form:
        field, sent = bound.field, form.data.getlist(bound.html_name)
        if (
            not sent
            or field.disabled
            or isinstance(field, forms.FileField)
            or getattr(bound.widget_type, "", bound.widget_type) == "password"
        ):
            continue
        if isinstance(field, forms.BooleanField):
            if sent[-1] == "on" and "checked" not in str(bound):
                yield f"{bound.html_name} is no longer ticked"
        elif isinstance(field, CHOOSING) and not bound.is_hidden:
            several = isinstance(field.widget, forms.SelectMultiple | forms.CheckboxSelectMultiple)
            chosen = {str(one.data["value"]) for one in bound.subwidgets if one.data.get("selected")}
            if gone := set(sent if several else sent[-1:]) & set(offered(field)) - {""} - chosen:
                yield f"{bound.html_name}: {gone} is no longer chosen"
        elif as_read(sent[-1]) not in (held := back.get(bound.html_name, [])):
            yield f"{bound.html_name}: {sent[-1]!r:.80} came back as {held!r:.80}"


def judge(form: Any) -> list[str]:
    """Whatever is wrong with a form that was sent."""
    form.is_valid()
    faults = []
    for part in parts(form):
        html = f'<form method="post">{as_crispy_form(part)}</form>'
        faults += [*unclear(part, html), *lost(part, html)]
    return faults


def sender(make: Make) -> Callable[[], None]:
    """Fills the form in many ways; what checking it wrote is taken back each time."""

    @profile(7)
    @given(sent=sendings(make()))
    def send(sent: tuple[Pairs, dict[str, SimpleUploadedFile]]) -> None:
        pairs, uploads = sent
        files = MultiValueDict({name: [one] for name, one in uploads.items()})
        with request_context(a_request()), transaction.atomic():
            faults = judge(make(data=posted(pairs), files=files))
            transaction.set_rollback(True)
        assert not faults, faults

    return send


@pytest.fixture
def known() -> dict[type[forms.BaseForm], list[Make]]:
    """The table of classes, in a small world."""
    return makers(world())


def test_every_class_of_forms_is_in_the_table(known):
    assert set(known) | BASES == every_class()


def test_anything_in_any_field_is_kept_or_told(known):
    faults: list[str] = []
    for kind, make in ((kind, make) for kind, ways in known.items() for make in ways):
        try:
            sender(make)()
        except Exception as fault:
            faults.append(f"{kind.__module__}.{kind.__name__}: {type(fault).__name__} {str(fault)[:600]}")
    assert not faults, "\n\n".join(faults)


def test_one_bad_field_among_sound_ones_raises_nothing(known):
    faults: list[str] = []
    for kind, make in ((kind, make) for kind, ways in known.items() for make in ways):
        for name, value, pairs in one_bad(make()):
            try:
                with request_context(a_request()), transaction.atomic():
                    make(data=posted(pairs), files=MultiValueDict()).is_valid()
            except Exception as fault:
                faults.append(f"{kind.__module__}.{kind.__name__}.{name} of {value!r:.40}: {type(fault).__name__} {str(fault)[:200]}")
    assert not faults, "\n\n".join(faults)
