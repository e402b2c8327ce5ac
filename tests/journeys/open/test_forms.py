"""Every form, with the keyboard alone: reached, filled in and sent, with the focus in sight at every stop."""

from urllib.parse import urljoin

from playwright.sync_api import expect

from tests.journeys.open import shape
from tests.journeys.open.crawl import Sight, kind_of
from tests.journeys.open.hands import SWAPPING, Hands

# These stand on every page.
EVERYWHERE = {"set_language", "set_theme", "account_logout"}


def forms_of(sight: Sight) -> set[tuple[str, ...]]:
    """The kinds of form on a page: the view that it is sent to, the page that it stands on, its fields."""
    found = set()
    for form in shape.read(sight.html).forms:
        goal = kind_of(urljoin(sight.path, form.action))
        found.add((form.method, goal) if goal in EVERYWHERE else (form.method, goal, sight.kind, *sorted(form.fields)))
    return found


def pages_with_new_forms(sights: list[Sight]) -> list[tuple[Sight, set[tuple[str, ...]]]]:
    """One page for each kind of form."""
    known, chosen = set(), []
    for sight in sights:
        if sight.kind == "styleguide":  # samples, which lead nowhere
            continue
        if new := forms_of(sight) - known:
            known |= new
            chosen.append((sight, new))
    return chosen


def test_every_form_is_filled_in_and_sent_with_the_keyboard(site, reader):
    people, faults = {}, []
    for sight, forms in pages_with_new_forms(site.sights):
        one = people.setdefault(sight.role, None) or reader(sight.role)
        people[sight.role] = one
        page = one.context.new_page()
        page.goto(f"{one.url}{sight.path}")
        hands = Hands(page)
        hands.catch(one.url)
        hands.walk()
        page.close()
        sent = {(method, kind_of(action)) for method, action in hands.sent}
        hands.faults += [f"never sent: {form}" for form in forms if form[:2] not in sent]
        faults += [f"{sight.role} {sight.path}: {fault}" for fault in hands.faults]
    assert not faults, "\n".join(faults)


def test_a_part_that_is_replaced_keeps_the_focus(reader):
    """Filtering replaces the boxes that one ticks: the focus stays on the box, and on a fold, which has no id for htmx to know it by."""
    page = reader("visitor").open("/challenges/")
    box = page.locator("input[name=theme]").first
    fold = page.locator(".facet summary").first
    for what, replace in ((box, lambda: page.keyboard.press("Space")), (fold, lambda: box.dispatch_event("change"))):
        what.focus()
        page.evaluate("document.getElementById('catalogue').dataset.old = 'yes'")
        replace()
        expect(page.locator("#catalogue[data-old]")).to_have_count(0)
        expect(page.locator(SWAPPING)).to_have_count(0)
        assert what.evaluate("one => one === document.activeElement")


def test_the_first_stop_leads_past_the_header(reader):
    page = reader("visitor").open("/challenges/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#main :focus")).to_be_visible()
