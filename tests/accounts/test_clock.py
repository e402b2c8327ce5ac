import datetime as dt

import pytest
from django import forms
from django.utils import translation

from accounts.kit import clock
from accounts.kit.forms import LocalDateTimeField

UTC = dt.UTC


@pytest.mark.parametrize(
    ("instant", "language", "words"),
    [
        (dt.datetime(2027, 1, 29, 16, 0, tzinfo=UTC), "en", "Fri 29 Jan 2027, 17:00 CET"),
        (dt.datetime(2027, 7, 2, 15, 0, tzinfo=UTC), "nl", "vr 2 jul 2027, 17:00 CEST"),
        (dt.datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "en", "Fri 1 Jan 2027, 00:30 CET"),
    ],
)
def test_an_instant_is_shown_on_amsterdams_clock_with_its_zone(instant, language, words):
    with translation.override(language):
        assert clock.moment(instant) == words


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (dt.timedelta(days=3, hours=5), "3 days"),
        (dt.timedelta(days=2), "2 days"),
        (dt.timedelta(days=1, hours=23), "47 hours"),
        (dt.timedelta(hours=1), "1 hour"),
        (dt.timedelta(minutes=26, seconds=59), "26 minutes"),
        (dt.timedelta(seconds=59), "less than a minute"),
        (dt.timedelta(0), ""),
        (dt.timedelta(seconds=-1), ""),
    ],
)
def test_time_left_is_rounded_down(left, words):
    now = dt.datetime(2027, 1, 1, tzinfo=UTC)
    assert clock.time_left(now + left, now) == words


def test_today_is_amsterdams_date():
    assert clock.today(dt.datetime(2027, 6, 30, 22, 30, tzinfo=UTC)) == dt.date(2027, 7, 1)


class Form(forms.Form):
    at = LocalDateTimeField(required=False)


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("2027-01-30T17:00", dt.datetime(2027, 1, 30, 16, 0, tzinfo=UTC)),
        ("2027-07-30 17:00", dt.datetime(2027, 7, 30, 15, 0, tzinfo=UTC)),
        ("", None),
    ],
)
def test_a_typed_time_is_amsterdams(typed, instant):
    form = Form({"at": typed})
    assert form.is_valid()
    assert form.cleaned_data["at"] == instant


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2027-03-28T02:30", "missing"),
        ("2027-10-31T02:30", "twice"),
        ("tomorrow", "invalid"),
        ("2027-01-30T17:00+05:00", "invalid"),
        ("9999-12-31T23:59", "invalid"),
        ("0001-01-01T00:00", "invalid"),
    ],
)
def test_a_time_that_cannot_be_meant_is_refused_and_kept(typed, code):
    form = Form({"at": typed})
    assert not form.is_valid()
    assert [error.code for error in form.errors.as_data()["at"]] == [code]
    assert f'value="{typed}"' in str(form["at"])


def test_a_kept_instant_is_shown_on_amsterdams_clock_and_counts_as_unchanged():
    kept = dt.datetime(2027, 7, 30, 15, 0, 42, tzinfo=UTC)
    form = Form({"at": "2027-07-30T17:00"}, initial={"at": kept})
    assert 'value="2027-07-30T17:00"' in str(Form(initial={"at": kept})["at"])
    assert form.changed_data == []
    assert Form({"at": "2027-07-30T17:01"}, initial={"at": kept}).changed_data == ["at"]
    assert Form({"at": "nonsense"}, initial={"at": kept}).changed_data == ["at"]
    assert Form({"at": ""}, initial={"at": kept}).changed_data == ["at"]
