"""What is wrong with a page, for eyes, hands and machines that read it aloud."""

from typing import Any

from playwright.sync_api import BrowserContext, Page

from config.runtime.places import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SIGHT = ROOT / "tests" / "journeys" / "open" / "sight.js"
LARGE, SMALL = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
EVERYTHING = {"type": "tag", "values": TAGS}
# With other colours nothing changes but colours; in another language nothing but words.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
WORDS = {
    "type": "rule",
    "values": ["html-has-lang", "html-lang-valid", "valid-lang", "document-title", "button-name", "link-name", "label", "image-alt"],
}
RUN = """async (runOnly) => {
    const found = await axe.run(document, {
        runOnly, reporter: "no-passes", resultTypes: ["violations"], preload: false, rules: RULES,
    });
    return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)}`));
}"""
FINGER_PX = 44


def prepare(context: BrowserContext) -> None:
    """Give every page of a context the instruments. They come from the browser, which the content security policy does not concern."""
    for script in (AXE, SIGHT):
        context.add_init_script(path=script)


def by_axe(page: Page, rules: dict[str, Any]) -> list[str]:
    """What axe finds by these rules."""
    extra = '{"target-size": {enabled: true}}' if rules is EVERYTHING else "{}"
    return page.evaluate(RUN.replace("RULES", extra), rules)


def in_full(page: Page, *, whole: bool = False) -> list[str]:
    """An English page that is open: as `in_light`, then its colours in the dark."""
    found = in_light(page)
    page.emulate_media(color_scheme="dark")
    found += _say("dark", by_axe(page, EVERYTHING if whole else COLOURS))
    page.emulate_media(color_scheme="light")
    return found


def in_light(page: Page) -> list[str]:
    """On a large screen by every rule, then on a small one."""
    page.set_viewport_size(LARGE)
    return _say("light", by_axe(page, EVERYTHING)) + on_a_small_screen(page)


def in_words(page: Page) -> list[str]:
    """The same page in another language: its words, and the room that they take."""
    return _say("words", by_axe(page, WORDS)) + on_a_small_screen(page)


def on_a_small_screen(page: Page) -> list[str]:
    """At 320 px, which is also 1280 px enlarged four times: nothing sideways, nothing cut off, room for a finger, nothing that moves."""
    page.set_viewport_size(SMALL)
    found = page.evaluate(
        f"""() => {{
            const found = [...sight.wide(), ...sight.small({FINGER_PX}), ...sight.moving()];
            sight.spaced(true);
            found.push(...sight.wide().map((each) => `spaced, ${{each}}`), ...sight.cut());
            sight.spaced(false);
            return found;
        }}"""
    )
    page.set_viewport_size(LARGE)
    return _say("320 px", found)


def _say(where: str, found: list[str]) -> list[str]:
    return [f"{where}: {each}" for each in found]
