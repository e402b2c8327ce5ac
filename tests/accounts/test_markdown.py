import re
import sys
import time
from html.parser import HTMLParser

import pytest

from accounts.kit.markdown import LONGEST, render


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("<script>alert(1)</script>", "<script"),
        ("[x](javascript:alert(1))", "href"),
        ("[x](JaVaScRiPt:alert(1))", "href"),
        ("[x](data:text/html,hi)", "href"),
        ("![pixel](https://tracker.example/x.png)", "<img"),
        ('<a href="https://x.example" onclick="x()">x</a>', "<a"),
        ("a\x00b", "\x00"),
    ],
)
def test_what_could_harm_never_becomes_markup(text, never):
    assert never not in render(text)


def test_an_image_leaves_its_words():
    assert render("See ![the **pixel**](https://tracker.example/x.png).") == "<p>See the pixel.</p>\n"


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# One\n\n## Two\n\n### Three", "345"),
        ("## One\n\n### Two\n\n## Three", "343"),
        ("## One\n\n##### Two\n\n### Three", "344"),
        ("#### One\n\n## Two\n\n### Three", "334"),
        ("One\n===\n\nTwo\n---", "34"),
        ("# 1\n\n## 2\n\n### 3\n\n#### 4\n\n##### 5", "34566"),
    ],
)
def test_headings_start_below_those_of_the_page_and_skip_no_level(text, levels):
    html = render(text)
    assert "".join(re.findall(r"<h(\d)>", html)) == "".join(re.findall(r"</h(\d)>", html)) == levels


def test_what_people_write_comes_out():
    html = render("**bold** and [a link](https://uu.nl/x?a=1&b=2)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n3. three")
    assert "<strong>bold</strong>" in html
    assert '<a href="https://uu.nl/x?a=1&amp;b=2" rel="nofollow noopener">a link</a>' in html
    assert "<td>1</td>" in html
    assert '<ol start="3">' in html


def test_deep_nesting_ends():
    assert render(">" * 5000 + " x").count("<blockquote>") <= 20


SCRIPTS = ["javascript:a()", "JaVaScRiPt:a()", "data:text/html,a", "DATA:text/html;base64,YQ==", "vbscript:a()", "java&#115;cript:a()"]
SCRIPTS += [
    "java&Tab;script:a()",
    "javascript&colon;a()",
    "&#x6A;avascript:a()",
    "java\tscript:a()",
    "\x01javascript:a()",
    "%6aavascript:a()",
]
SCRIPTS += [
    "<javascript:a()>",
    "<java\tscript:a()>",
    "file:///etc/passwd",
    "blob:https://uu.nl/a",
    "view-source:javascript:a()",
    "//e.org\\@a",
]
FORMS = [
    "[x]({})",
    '[x]({} "title")',
    "[x][r]\n\n[r]: {}",
    "[r]\n\n[r]: {} 'title'",
    "<{}>",
    "![x]({})",
    "[![x]({})]({})",
    "# [x]({})",
    "|a|\n|-|\n|[x]({})|",
]
FORMS += ['<a href="{}">x</a>', "<img src={}>", '<iframe srcdoc="{}"></iframe>', '<svg><a xlink:href="{}"><text>x</text></a></svg>']


class Links(HTMLParser):
    """Where the markup leads, and what it runs or loads."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found += [f"<{tag}>"] if tag in {"script", "img", "iframe", "svg", "style", "object", "form", "input"} else []
        self.found += [f"{name}={value}" for name, value in attrs if name == "href" or name.startswith("on") or name in {"src", "style"}]


@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_a_link_leads_to_a_script_or_loads_anything(form):
    """A link leads to a web or a mail address, or stays in the portal; a browser reads it without its tabs and line ends."""
    for script in SCRIPTS:
        for found in Links(render(form.replace("{}", script))).found:
            scheme = re.match(r"href=([a-z][a-z0-9+.-]*):", re.sub(r"[\x00-\x20]", "", found).lower())
            assert found.startswith("href=")
            assert scheme is None or scheme[1] in {"http", "https", "mailto"}, (script, found)


def test_raw_html_stays_words():
    assert "&lt;b onclick=" in render("<b onclick=a()>x</b>")
    assert Links(render("<style>*{}</style>\n\n<form><input></form>\n\n<!-- --><![CDATA[<script>a()</script>]]>")).found == []


ENDLESS = {"quotes": ">" * 10_000, "brackets": "[" * 10_000, "pictures": "![" * 5_000, "marks": "*a **b _c " * 1_000, "lists": "- " * 5_000}
ENDLESS |= {
    "a megabyte of brackets": "[" * 10**6,
    "of references": "[a]: b\n" * 150_000,
    "of lines": "a\n\n" * 350_000,
    "of marks": "*a " * 350_000,
}
ENDLESS |= {"as long as may be": "[a](" * (LONGEST // 4), "as many signs": "&" * LONGEST}


@pytest.mark.parametrize("what", ENDLESS)
def test_what_is_made_to_exhaust_is_shown_in_no_time(what):
    """Within a second of CPU time; twice that while every line is watched for coverage. Unbounded, it was thirteen."""
    before = time.process_time()
    html = render(ENDLESS[what])
    assert time.process_time() - before < (3 if sys.gettrace() else 1.5)
    assert html.count("<") < 10_000
