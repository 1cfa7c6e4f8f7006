"""Editing, supposing and proposing, in a real browser."""

from __future__ import annotations

from prong.web.shelf import Shelf
from tests.web.conftest import Bench
from tests.web.test_stories import SMALL, put


def cursor(page, before: str) -> None:  # type: ignore[no-untyped-def]
    """Put the cursor of the text behind some words of it."""
    page.evaluate(
        "words => { const t = document.querySelector('#text');"
        " const at = t.value.indexOf(words) + words.length; t.focus(); t.setSelectionRange(at, at) }",
        before,
    )


def test_the_text_is_completed_by_the_keyboard_alone(bench: Bench) -> None:
    id = put(bench, SMALL.replace("told-abuser-of-report", "told-ab"))
    page = bench.page()
    page.goto(f"{bench.address}/cases/{id}/edit")
    cursor(page, "factor: told-ab")
    page.keyboard.press("Control+Space")
    box = page.locator(".offer:visible")
    box.wait_for()
    assert page.get_attribute("#text", "aria-activedescendant")
    assert box.locator("[role=option]").first.get_attribute("aria-selected") == "true"
    assert "for the plaintiff" in box.locator("[role=option]").first.inner_text()
    page.keyboard.press("Escape")
    box.wait_for(state="hidden")
    page.keyboard.press("Control+Space")
    box.wait_for()
    while "told-abuser-of-report" not in page.locator("[aria-selected=true] b").inner_text():
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#text") == SMALL
    page.locator("#faults .well").wait_for()
    # A field that is not there yet, at the end of a piece of evidence.
    cursor(page, 'cite: "Roe Dep. 12:3-9"')
    page.keyboard.type(", con")
    page.keyboard.press("Control+Space")
    box.wait_for()
    page.keyboard.press("Enter")
    assert 'cite: "Roe Dep. 12:3-9", conclusive: }' in page.input_value("#text").replace(
        "  }", " }"
    )


def test_a_fault_leads_to_its_line(bench: Bench) -> None:
    id = put(bench, SMALL)
    page = bench.page()
    page.goto(f"{bench.address}/cases/{id}/edit")
    page.fill("#text", SMALL.replace("against: [doe]", "against: [dow]"))
    page.click("#faults a[data-goto]")
    chosen = page.evaluate(
        "() => { const t = document.querySelector('#text');"
        " return t.value.slice(t.selectionStart, t.selectionEnd) }"
    )
    assert "against: [dow]" in chosen


def test_a_factor_is_picked_in_a_form_and_the_rest_stays(bench: Bench) -> None:
    id = put(bench, SMALL)
    page = bench.page()
    page.goto(
        f"{bench.address}/cases/{id}/edit?at=incidents&at=night&at=acts&at=telling&at=facts&at=0"
    )
    assert "whether" in page.locator(".about").inner_text()
    page.fill("#in-f-factor", "")
    page.type("#in-f-factor", "confidence")
    page.locator(".offer:visible [role=option]").first.wait_for()
    page.keyboard.press("Enter")
    assert page.input_value("#in-f-factor") == "report-made-in-confidence"
    page.locator(".about:has-text('in confidence')").wait_for()
    page.click("text=Save this part")
    page.locator("text=Saved.").wait_for()
    kept = Shelf(bench.folder / "cases").read(id).text
    assert kept == SMALL.replace("told-abuser-of-report", "report-made-in-confidence")


def test_a_person_who_is_named_is_not_taken_out_without_a_word(bench: Bench) -> None:
    id = put(bench, SMALL)
    page = bench.page(java_script_enabled=False)
    page.goto(f"{bench.address}/cases/{id}/edit?at=people&at=doe")
    page.click("text=Take it out")
    told = page.locator("[role=alert]:has-text('named elsewhere')")
    told.wait_for()
    assert told.locator("li").count() == 2
    told.locator("a:has-text('claims')").first.click()
    assert page.locator("#forms-title").inner_text() == "Claims: 1"
    assert Shelf(bench.folder / "cases").read(id).text == SMALL
    bench.complaints[:] = [c for c in bench.complaints if "422" not in c]


def test_a_case_is_deleted_and_restored(bench: Bench) -> None:
    id = put(bench, SMALL.replace("Roe v. Doe", "Zoe v. Doe"))
    page = bench.page()
    page.goto(f"{bench.address}/cases/{id}/edit")
    page.click("text=Delete this case")
    page.click("button:has-text('Delete it')")
    page.locator("summary:has-text('Deleted cases')").click()
    page.click("button[aria-label='Restore Zoe v. Doe']")
    page.wait_for_url(f"**/cases/{id}")


def test_a_factor_and_an_act_are_added_to_the_question(bench: Bench) -> None:
    id = put(bench, SMALL)
    page = bench.page()
    page.goto(f"{bench.address}/cases/{id}")
    page.click("summary:has-text('Add a factor')")
    page.select_option("#add-to", "night")
    page.select_option("#add-factor", "report-made-in-confidence")
    page.click("#adder details[open] button")
    page.locator("#taken label").wait_for()
    page.click("summary:has-text('Add an act')")
    page.select_option("#act-by", "doe")
    page.fill("#act-what", "called her a liar")
    page.select_option("#act-factor", "disparaged-victim-to-abuser")
    page.click("#adder details[open] button")
    page.locator("#taken label:has-text('called her a liar')").first.wait_for()
    page.click("summary:has-text('Add a factor')")
    page.select_option("#add-to", "night/telling")
    page.select_option("#add-factor", "manner-conveys-impunity")
    page.click("#adder details[open] button")
    page.locator(".changes li:has-text('943 F.3d 1260')").wait_for()
    assert "add-factor" not in page.url and page.url.count("add=") == 3
    page.locator("#taken input").last.uncheck()
    page.locator(".changes li:has-text('943 F.3d 1260')").wait_for(state="detached")
    assert Shelf(bench.folder / "cases").read(id).text == SMALL


def test_an_authority_is_added_by_form_and_an_answer_changes(bench: Bench) -> None:
    id = put(bench, SMALL)
    page = bench.page()
    page.goto(f"{bench.address}/cases/{id}")
    assert "not established" in page.locator(".cell").first.inner_text()
    page.goto(f"{bench.address}/library")
    page.click("text=Propose an authority")
    from tests.web.test_proposals import ROE

    for name, value in ROE.items():
        one = page.locator(f"[name='{name}']")
        if one.count() > 1:
            page.check(f"[name='{name}'][value={value}]")
        elif one.evaluate("e => e.type") == "select-one":
            one.select_option(value)
        else:
            one.fill(value)
    page.keyboard.press("Escape")
    page.click(".buttons button:has-text('Check it')")
    page.locator("text=The library with it is sound").wait_for()
    page.click("text=Save it to your own law")
    page.locator("text=Answers count it from now on").wait_for()
    page.goto(f"{bench.address}/cases/{id}/of/0")
    assert "not established" not in page.locator(".cell").first.inner_text()
    assert "Poe v. City of Alder" in page.locator("#opened").inner_text()
    page.goto(f"{bench.address}/library/own/poe-v-city-of-alder")
    page.click("text=Take it out of your law")
    page.locator("text=Taken out.").wait_for()
