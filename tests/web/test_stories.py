"""What people do at the workbench, in a real browser."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from prong.web.shelf import Shelf
from tests.web.conftest import Bench

SMALL = """\
# Kept with care.
case: Roe v. Doe
forum: ca9
posture: {stage: summary-judgment, movant: officers, decided: 2024-05-01}
people:
  roe: {name: Jane Roe, is: plaintiff}  # the plaintiff
  doe: {name: Ann Doe, is: officer, rank: Officer}
evidence:
  roe-dep: {kind: deposition, of: roe, cite: "Roe Dep. 12:3-9"}
incidents:
  night:
    date: 2023-05-02
    scope: [police-actor, intimate-partner]
    acts:
      telling: {by: doe, kind: act, what: told him, facts: [{factor: told-abuser-of-report, for: [roe-dep]}]}
claims:
  - {doctrine: state-created-danger, plaintiff: roe, against: [doe]}
"""


def answers(page: Any) -> dict[str, str]:
    """The first answer of each row of the grid."""
    rows = page.locator("table.grid tbody tr").all()
    return {r.locator("th").inner_text(): r.locator(".cell b").first.inner_text() for r in rows}


def martinez(bench: Bench, **context: Any) -> Any:
    page = bench.page(**context)
    page.click("text=Martinez v. City of Clovis >> nth=0")
    page.goto(f"{bench.address}/examples/martinez")
    return page


def test_why_sanders_is_immune(bench: Bench) -> None:
    page = martinez(bench)
    assert answers(page)["Sergeant Sanders"] == "granted"
    page.click("tr:has-text('Sergeant Sanders') .cell >> nth=0")
    opened = page.locator("#opened")
    opened.wait_for()
    said = opened.inner_text()
    assert "Immunity is granted" in said and "was not clearly established on June 4, 2013" in said
    assert "/examples/martinez/of/" in page.url  # an address that can be kept
    assert page.evaluate("document.activeElement.id") == "opened-title"
    assert opened.locator(".acts li", has_text="Pennington").count() >= 2
    assert "DeShaney" in opened.locator("section:has(> #near)").inner_text()
    # An authority's card: what it held, where, when, whether it binds here.
    card = opened.locator(".cite:has(.card:has-text('binding in this forum'))").first
    card.locator("a").hover()
    card.locator(".card").wait_for(state="visible")
    assert "Court" in card.locator(".card").inner_text()
    # A record cite leads to the evidence.
    opened.locator("a.rec:visible").first.click()
    page.wait_for_url("**/record#e*")
    assert "for" in page.locator(".evidence:target").inner_text()


def test_the_map_is_drawn_where_it_stands(bench: Bench) -> None:
    page = martinez(bench)
    page.goto(f"{bench.address}/examples/martinez/of/2")
    picture = page.locator("figure img")
    picture.scroll_into_view_if_needed()
    drawn = "() => document.querySelector('figure img').naturalWidth"
    for _ in range(120):
        if page.evaluate(drawn):
            break
        page.wait_for_timeout(500)
    assert page.evaluate(drawn) > 0
    assert "Ninth Circuit" in str(picture.get_attribute("alt"))


def test_the_same_conduct_in_2020(bench: Bench) -> None:
    """The grid answers at once, and names the authority that made the denials; nothing is saved."""
    page = martinez(bench)
    before = Shelf(bench.folder / "cases").ids()
    page.fill("#incident-date", "2020-01-01")
    changes = page.locator(".changes li")
    changes.first.wait_for()
    found = answers(page)
    assert found["Sergeant Sanders"] == found["Officer Hershberger"] == "denied"
    assert found["Officer Yambupah"] == "granted"
    told = changes.all_inner_texts()
    assert len(told) == 2 and all("943 F.3d 1260" in line for line in told)
    assert "incident-date=2020-01-01" in page.url
    assert Shelf(bench.folder / "cases").ids() == before
    page.fill("#title", "Martinez in 2020")
    page.click("text=Save this variant")
    page.wait_for_url("**/cases/martinez-in-2020")
    assert answers(page)["Sergeant Sanders"] == "denied"
    kept = Shelf(bench.folder / "cases").read("martinez-in-2020").text
    assert kept.startswith("# Martinez v. City of Clovis")  # its comments stay
    assert "date: 2020-01-01" in kept


def test_a_disputed_fact_taken_the_other_way(bench: Bench) -> None:
    page = martinez(bench)
    page.click("details.toggles:has-text('june-4') summary")
    page.check("input[name=not][value=heard-praise]")
    page.locator(".changes li").first.wait_for()
    assert (
        "open; not established"
        in page.locator("tr:has-text('Sergeant Sanders') .cell").first.inner_text()
    )
    assert "not=heard-praise" in page.url
    page.uncheck("input[name=not][value=heard-praise]")
    page.locator(".changes").wait_for(state="detached")


def test_the_memorandum_taken_away_and_opened(bench: Bench) -> None:
    page = martinez(bench)
    with page.expect_download(timeout=90_000) as waiting:
        page.click("button:has-text('Word')")
    path = waiting.value.path()
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as parts:
        text = parts.read("word/document.xml").decode()
    assert "Sanders" in text and "clearly established" in text
    assert waiting.value.suggested_filename == "martinez.docx"


def test_everything_reads_without_a_script(bench: Bench) -> None:
    page = martinez(bench, java_script_enabled=False)
    page.click("tr:has-text('Sergeant Sanders') .cell >> nth=0")
    assert "Immunity is granted" in page.locator("#opened").inner_text()
    page.fill("#incident-date", "2020-01-01")
    page.click("text=Answer")
    assert answers(page)["Sergeant Sanders"] == "denied"


def put(bench: Bench, text: str) -> str:
    return Shelf(bench.folder / "cases").new("Roe v. Doe", text)


def test_two_editors_collide_and_neither_is_overwritten(bench: Bench) -> None:
    id = put(bench, SMALL)
    one, two = bench.page(), bench.page()
    for page in (one, two):
        page.goto(f"{bench.address}/cases/{id}/edit")
    one.fill("#text", SMALL.replace("Roe Dep. 12:3-9", "Roe Dep. 99:1"))
    one.click("button:has-text('Save')")
    one.wait_for_url(f"**/cases/{id}")
    two.fill("#text", SMALL.replace("Ann Doe", "Anne Doe"))
    two.click("button:has-text('Save')")
    two.locator("text=Someone else saved this case").wait_for()
    assert "Roe Dep. 99:1" in two.locator("pre.theirs").inner_text()
    assert "Anne Doe" in two.input_value("#text")
    assert "99:1" in Shelf(bench.folder / "cases").read(id).text
    bench.complaints[:] = [c for c in bench.complaints if "409" not in c]


def test_faults_are_told_at_their_lines_and_the_draft_is_kept(bench: Bench) -> None:
    id = put(bench, SMALL)
    page = bench.page()
    page.goto(f"{bench.address}/cases/{id}/edit")
    page.fill("#text", SMALL.replace("told-abuser-of-report", "told-abuser-of-reprot"))
    fault = page.locator("#faults li").first
    fault.wait_for()
    said = fault.inner_text()
    assert "line 15" in said and "told-abuser-of-report" in said  # and the nearest word
    page.goto(f"{bench.address}/cases/{id}/edit")
    assert "reprot" in page.input_value("#text")
    assert Shelf(bench.folder / "cases").read(id).text == SMALL
    page.click("text=Discard the draft")
    assert page.input_value("#text") == SMALL


def test_a_form_adds_and_keeps_every_comment_and_undo_takes_it_back(bench: Bench) -> None:
    id = put(bench, SMALL)
    page = bench.page()
    page.goto(f"{bench.address}/cases/{id}/edit")
    page.click("summary:has-text('Evidence')")
    page.click("text=Add to evidence")
    page.fill("#part-key", "doe-dep")
    page.select_option("#in-f-kind", "deposition")
    page.fill("#in-f-cite", "Doe Dep. 4:5")
    page.click("text=Add it")
    page.locator("text=Undo the last save").wait_for()
    page.goto(f"{bench.address}/cases/{id}/edit?at=incidents&at=night&at=circumstances&new=yes")
    page.fill("#in-f-factor", "report-made-in-confidence")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.locator("#in-f-factor-about b").wait_for()  # what it means
    for cited in ("roe-dep", "doe-dep"):
        page.check(f"input[name='f.for'][value={cited}]")
    page.click("text=Add it")
    page.locator("text=Saved.").wait_for()
    assert "report-made" in page.input_value("#text")
    kept = Shelf(bench.folder / "cases").read(id).text
    assert "# Kept with care." in kept and "# the plaintiff" in kept and "Doe Dep. 4:5" in kept
    page.click("text=Undo the last save")
    page.wait_for_load_state()
    assert "report-made" not in page.input_value("#text")
    page.click("text=Do it again")
    page.wait_for_load_state()
    assert "report-made" in page.input_value("#text")


HOSTILE = (
    "</textarea></script><script>document.title='scripted'</script><img src=x onerror=alert(1)>\"'"
)


def test_a_hostile_case_file_cannot_script_a_page(bench: Bench) -> None:
    """Markup in every text of the file, and in an act's and a witness's id, stays text."""
    quoted = HOSTILE.replace("'", "''")
    text = (
        SMALL.replace("Roe v. Doe", f"'{quoted}'").replace("Jane Roe", f"'{quoted} Roe'")
        .replace("Ann Doe", f"'{quoted} Doe'").replace('"Roe Dep. 12:3-9"', f"'{quoted}'")
        .replace("roe-dep", f"'{quoted}'").replace("telling:", f"'{quoted}':")
        .replace("told him,", f"'{quoted}',").replace("night:", f"'{quoted}':")
        .replace("rank: Officer", f"rank: '{quoted}'")
    )  # fmt: skip
    id = put(bench, text)
    page = bench.page()
    for where in ("", "/of/0", "/record", "/edit", "?not=x", "/of/0?incident-date=2025-01-01"):
        page.goto(f"{bench.address}/cases/{id}{where}")
        assert page.title() != "scripted"
        assert page.locator("img[src=x]").count() == 0
        assert page.locator("script:not([src])").count() == 0
    page.goto(f"{bench.address}/")
    assert "<script>" in page.locator("ul.cases").first.inner_text()
    # Even a script that got in would not run.
    ran = page.evaluate(
        "() => { const s = document.createElement('script'); s.text = \"document.title='in'\";"
        " document.body.append(s); return document.title }"
    )
    assert ran != "in"
    bench.complaints[:] = [
        c for c in bench.complaints if "422" not in c and "inline script" not in c
    ]


PAGES = (
    "/", "/examples/martinez", "/examples/martinez/of/0", "/examples/martinez/record",
    "/examples/martinez/of/2?incident-date=2020-01-01&not=who-praised", "/library",
    "/library/authorities", "/library/authorities/kennedy-v-city-of-ridgefield",
    "/library/doctrines/state-created-danger", "/library/factors/told-abuser-of-report",
    "/library/search?q=abuser", "/cases/{}/edit", "/cases/{}/delete", "/library/own",
    "/library/own/new", "/cases/{}/edit?at=incidents&at=night&at=acts&new=yes",
)  # fmt: skip


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier_or_runs_off_its_side(bench: Bench, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    id = put(bench, SMALL.replace("factor: told", "factor: tlod"))
    page = bench.page(viewport={"width": width, "height": 850}, color_scheme=scheme)
    for where in PAGES:
        answer = page.goto(bench.address + where.format(id))
        assert answer.status == 200, where
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{where} is {wide} wide"
        found = Axe().run(page).response["violations"]
        grave = [v["id"] for v in found if v["impact"] in ("serious", "critical")]
        assert grave == [], where


def test_the_keyboard_alone_opens_an_answer(bench: Bench) -> None:
    page = martinez(bench)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("tr:has-text('Officer Yambupah') .cell").first.focus()
    page.keyboard.press("Enter")
    page.locator("#opened").wait_for()
    assert "Yambupah" in page.locator("#opened h2").inner_text()
