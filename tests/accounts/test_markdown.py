import re

import pytest

from accounts.kit.markdown import render


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
