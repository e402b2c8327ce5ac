"""Templates are translated while they are compiled, and say what they said when they were translated for each reader."""

import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext
from jinja2 import DictLoader, StrictUndefined

from accounts.enums import Level
from accounts.kit.spoken import SpokenEnvironment
from accounts.kit.words import names, worded

TEMPLATES = {
    "words": '{{ _("Sign in") }}|{{ "<" ~ _("Sign in") }}|{% set words = [_("Menu")] %}{{ words[0] }}',
    "plain": "{% trans %}Sign in{% endtrans %}",
    "named": "{% trans team=team %}Team {{ team }}{% endtrans %}",
    "counted": "{% trans count=count %}{{ count }} challenge{% pluralize %}{{ count }} challenges{% endtrans %}",
    "marked": "{% trans taken=taken %}<strong>{{ taken }}</strong> person joined, no limit{% pluralize %}"
    "<strong>{{ taken }}</strong> people joined, no limit{% endtrans %}",
    "called": '{{ shout("a<b") }}|{{ shout(words) }}',
    "unknown": "{% trans share=share %}{{ share }} is 100% of nothing{% endtrans %}",
}


def shout(words):
    return words.upper()


def said(name, language, **given):
    environment = SpokenEnvironment(
        language,
        {"shout": shout},
        autoescape=True,
        loader=DictLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
    )
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)
    return environment.get_template(name).render(**given)


@pytest.mark.parametrize(
    ("name", "given", "english", "dutch"),
    [
        ("words", {}, "Sign in|&lt;Sign in|Menu", "Inloggen|&lt;Inloggen|Menu"),
        ("plain", {}, "Sign in", "Inloggen"),
        ("named", {"team": "<b>Fox</b>"}, "Team &lt;b&gt;Fox&lt;/b&gt;", "Team &lt;b&gt;Fox&lt;/b&gt;"),
        ("counted", {"count": 1}, "1 challenge", "1 challenge"),
        ("counted", {"count": 0}, "0 challenges", "0 challenges"),
        ("called", {"words": "<i>"}, "A&lt;B|&lt;I&gt;", "A&lt;B|&lt;I&gt;"),
        ("unknown", {"share": "All"}, "All is 100% of nothing", "All is 100% of nothing"),
    ],
)
def test_each_way_to_say_something(name, given, english, dutch):
    assert said(name, "en", **given) == english
    assert said(name, "nl", **given) == dutch


@pytest.mark.parametrize("taken", [1, 2, 21])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_what_is_counted_reads_as_gettext_has_it(taken, language):
    with translation.override(language):
        message = ngettext(
            "<strong>%(taken)s</strong> person joined, no limit", "<strong>%(taken)s</strong> people joined, no limit", taken
        )
    assert said("marked", language, taken=taken) == message % {"taken": taken}


def test_the_language_of_a_template_is_its_own_whatever_is_active():
    with translation.override("en"):
        assert said("plain", "nl") == "Inloggen"


def test_words_of_values_are_kept_for_each_language_apart():
    asked = []

    @worded
    def ways(count):
        asked.append(count)
        return gettext("Sign in") + str(count)

    for language, word in (("en", "Sign in"), ("nl", "Inloggen"), ("en", "Sign in"), ("nl", "Inloggen")):
        with translation.override(language):
            assert [ways(1), ways(2)] == [f"{word}1", f"{word}2"]
    assert asked == [1, 2, 1, 2]

    with translation.override("nl"):
        assert names(Level, "phd", "master") == tuple(str(Level(one).label) for one in ("phd", "master"))
    with pytest.raises(ValueError, match="unheard"):
        names(Level, "unheard")
