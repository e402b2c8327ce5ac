"""A form that is sent without what it must have comes back with the focus on what is wrong, and is as open to everyone as before."""

from tests.journeys.open import examine, shape, validator
from tests.journeys.open.crawl import Sight, kind_of

IS_AT_THE_ERRORS = "document.activeElement.matches('.error-summary, [aria-invalid=true]')"


def forms_that_refuse(sights: list[Sight]) -> list[tuple[Sight, int]]:
    """One of each kind of form that has fields which must not be empty: its page, and which of the forms there it is."""
    known, chosen = set(), []
    for sight in sights:
        for index, form in enumerate(shape.read(sight.html).forms):
            required = sorted(name for name in form.required if "-0-" not in name)  # a row that is empty counts as none
            kind = (kind_of(form.action or sight.path), *required)
            if form.method == "post" and required and kind not in known and sight.kind != "styleguide":
                known.add(kind)
                chosen.append((sight, index))
    return chosen


def test_a_refused_form_leads_to_what_is_wrong(site, reader, tmp_path):
    people, faults = {}, []
    for number, (sight, index) in enumerate(forms_that_refuse(site.sights)):
        if sight.role not in people:
            people[sight.role] = reader(sight.role)
        page = people[sight.role].open(sight.path)
        page.evaluate(f"sight.empty({index})")
        with page.expect_navigation() as answer:
            page.keyboard.press("Enter")
        found = (
            [] if page.evaluate(IS_AT_THE_ERRORS) else [f"the focus is elsewhere: {page.evaluate('sight.name(document.activeElement)')}"]
        )
        found += examine.in_light(page)
        (tmp_path / f"{number} {sight.kind}.html").write_text(answer.value.text())
        faults += [f"{sight.role} {sight.path} form {index}: {fault}" for fault in found]
    for one in people.values():  # a browser calls the refusals that were asked for errors
        one.faults[:] = [fault for fault in one.faults if "status of 422" not in fault]
    faults += validator.faults(tmp_path)
    assert not faults, "\n".join(faults)
