"""The sheet of all parts that pages are made of, with made-up examples, in both themes."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from rules.predicates import predicate

from accounts.kit.access import access

NOW = dt.datetime(2027, 1, 10, 12, 0, tzinfo=dt.UTC)
THEMES = ("light", "dark")


@predicate
def sees_styleguide(user: Any) -> bool:
    """Staff, and everyone in a local run."""
    return settings.IS_LOCAL_RUN or bool(user.is_staff)


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Title of the case", help_text="A question works best; at most 90 characters.")
    contact = forms.EmailField(label="Contact", required=False)
    summary = forms.CharField(label="Summary", widget=forms.Textarea(attrs={"rows": 3}))
    size = forms.ChoiceField(label="Size", choices=[("", "Choose a size"), ("mini", "Mini, 56 hours"), ("standard", "Standard, 98 hours")])
    way = forms.ChoiceField(
        label="Who can join",
        choices=[("solo", "Alone"), ("team", "In a team")],
        widget=forms.RadioSelect,
        help_text="Can be changed until someone joins.",
    )
    themes = forms.MultipleChoiceField(
        label="Themes",
        choices=[("access", "Access to care"), ("sustainability", "Sustainability"), ("rare", "Rare disease")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    attachment = forms.FileField(label="Attachment", required=False, help_text="At most 25 MB.")
    terms = forms.BooleanField(label="I accept the terms of this challenge", help_text="Version 2 of 4 January 2027.")


def _sample(theme: str) -> dict[str, Any]:
    return {
        "theme": theme,
        "form": SampleForm(prefix=f"{theme}-new", initial={"way": "team", "themes": ["rare"]}),
        "wrong": SampleForm(
            {f"{theme}-wrong-summary": "Packs come back to the pharmacy unopened every day.", f"{theme}-wrong-contact": "noor at example"},
            prefix=f"{theme}-wrong",
        ),
        "facet": f"theme-{theme}",
        "criterion": f"criterion-{theme}",
        "criterion_wrong": f"evidence-{theme}",
    }


def _examples() -> dict[str, Any]:
    return {
        "now": NOW,
        "in_two_days": NOW + dt.timedelta(days=2, hours=1),
        "next_month": NOW + dt.timedelta(days=40),
        "yesterday": NOW - dt.timedelta(days=1),
        "colours": ["paper", "surface", "sunken", "line", "field", "ink", "ink-2", "ink-3", "teal", "coral", "amber", "plum"],
        "tones": ["neutral", "teal", "coral", "amber", "plum"],
        "eyebrows": ["Roche Nederland", "Sustainability"],
        "card_facts": [("Team", "of 3–5, at least 3 disciplines"), ("3.5 EC", ", 12 h a week"), ("", "English")],
        "facts": [
            ("Team", "3–5 people"),
            ("Mix", "3 disciplines or more"),
            ("Effort", "98 h, 12 a week"),
            ("Credit", "3.5 EC"),
            ("Language", "English"),
            ("Rights", "You keep them"),
        ],
        "phases": [
            {
                "title": "Engage",
                "when": "12–30 January",
                "what": "Problem statement, 2 pages",
                "due": "Due Fri 30 Jan, 17:00 CET",
                "state": "past",
            },
            {
                "title": "Investigate",
                "when": "2 February – 6 March",
                "what": "Findings and two options",
                "due": "Due Fri 6 Mar, 17:00 CET",
                "state": "current",
            },
            {
                "title": "Act",
                "when": "9 March – 3 April",
                "what": "Proposal and pitch",
                "due": "Due Fri 3 Apr, 17:00 CEST",
                "state": "future",
            },
        ],
        "checklist": [
            {"label": "Title and summary", "done": True},
            {"label": "Rubric", "done": False, "url": "#checklist", "note": "The weights add up to 90 %, not 100 %."},
            {"label": "Attachments", "done": False, "optional": True},
        ],
        "tabs": [
            {"label": "The case", "url": "#", "current": True},
            {"label": "Questions", "url": "#", "count": 4, "current": False},
            {"label": "Teams", "url": "#", "count": 11, "current": False},
            {"label": "Hand in", "url": "#", "current": False},
        ],
        "crumbs": [("Challenges", "/challenges/"), ("Sustainability", "/challenges/?theme=sustainability")],
        "page": Paginator(range(180), 20).page(4),
        "options": [
            {"value": "access", "label": "Access to care", "count": 5, "checked": False},
            {"value": "sustainability", "label": "Sustainability", "count": 4, "checked": True},
            {"value": "rare", "label": "Rare disease", "count": 2, "checked": False},
        ],
        "filters": [{"label": "Open to join", "url": "#"}, {"label": "Sustainability", "url": "#"}],
        "agenda": [
            {"when": "Fri 30 Jan, 17:00 CET", "what": "Problem statement due", "url": "#"},
            {"when": "Tue 3 Feb, 10:30 CET", "what": "Coaching with your team's tutor"},
        ],
        "criteria": [
            {"label": "Understanding of the problem", "value": 30, "max": 100, "words": "30 %"},
            {"label": "Evidence", "value": 25, "max": 100, "words": "25 %"},
            {"label": "Use of disciplines", "value": 25, "max": 100, "words": "25 %"},
            {"label": "Feasibility", "value": 20, "max": 100, "words": "20 %"},
        ],
        "bins": [{"label": label, "count": count, "own": label == "8"} for label, count in zip("456789", (1, 2, 4, 7, 5, 2), strict=True)],
        "levels": [
            {"value": 1, "title": "1 · Restates", "text": "Repeats the case."},
            {"value": 2, "title": "2 · Describes", "text": "Names causes, no evidence."},
            {"value": 3, "title": "3 · Explains", "text": "Separates causes with evidence.", "checked": True},
            {"value": 4, "title": "4 · Reframes", "text": "Changes how one sees it."},
        ],
        "unchosen": [
            {"value": number, "title": f"{number} · {word}", "text": ""}
            for number, word in enumerate(("None", "Some", "Sound", "Strong"), 1)
        ],
        "level_errors": ["Choose a level, or declare a conflict."],
        "teams": [
            {"name": "Second Shelf", "members": 4, "handed": "Fri 30 Jan 2027, 16:52 CET", "state": "Handed in", "tone": "teal"},
            {"name": "Heron", "members": 3, "handed": "—", "state": "Waiting for a draft", "tone": "amber"},
        ],
        "words": "Packs come back to the pharmacy unopened every day. Which of them could *safely* reach another patient?"
        "\n\n- who has to agree\n- who answers for it",
    }


@require_safe
@access(sees_styleguide)
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in its states."""
    return render(request, "styleguide.html", {**_examples(), "samples": [_sample(theme) for theme in THEMES]})
