"""An interview: from nothing to an answer, stopped and resumed, whatever is answered."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from prong.decide.analysis import analyze
from prong.decide.inquiry import inquiries
from prong.faults import Fault
from prong.files import parse_yaml
from prong.law.library import Library
from prong.record.load import from_document
from prong.web.intake import SAID, Answer, answered, begun, settled
from prong.web.rewriting import rewritten
from prong.web.shelf import Shelf
from tests.web.conftest import Bench

LIBRARY = Library.load()
FORM = {
    "case": "Roe v. Doe", "forum": "ca9", "posture": "summary-judgment-officers",
    "decided": "2024-01-01", "plaintiff": "Jane Roe", "officers": "Ann Doe, Officer",
    "bodies": "", "date": "2020-05-02", "doctrine": "state-created-danger",
}  # fmt: skip


def decided(text: str) -> Any:
    record = from_document(parse_yaml(text, "case.yaml"), LIBRARY)
    return analyze(record, LIBRARY)


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_whatever_is_answered_it_ends_and_leaves_a_case_file(data: st.DataObject) -> None:
    """Every answer is a valid file or a fault that changes nothing; no question comes twice."""
    text = begun(
        FORM
        | {
            "doctrine": data.draw(st.sampled_from(sorted(LIBRARY.doctrines))),
            "forum": data.draw(st.sampled_from(sorted(LIBRARY.forums))),
            "officers": data.draw(st.sampled_from(["Ann Doe, Officer", "Ann Doe\nBob Poe"])),
            "bodies": data.draw(st.sampled_from(["", "City of X"])),
        }
    )
    asked: set[str] = set()
    left: set[str] = set()
    for _ in range(25):
        analysis = decided(text)
        known = settled(parse_yaml(text, "case.yaml").value)
        found = inquiries(analysis, {*known, *left})
        if not found:
            return
        one = found[0]
        assert one.id not in asked
        asked.add(one.id)
        chosen: tuple[str, ...] = ()
        if one.offers:
            picks = st.lists(st.sampled_from(one.offers), max_size=3, unique=True)
            chosen = tuple(data.draw(picks))
        said = data.draw(st.sampled_from(SAID)) if one.kind == "finding" else "yes"
        root = copy.deepcopy(parse_yaml(text, "case.yaml").value)
        try:
            a = Answer(said, chosen=chosen, did=("did it",), failed=("left it",))
            answered(root, analysis.record, LIBRARY.factors.factors, one, a)
            made = rewritten(text, root)
            decided(made)
            text = made
        except Fault:
            left.add(one.id)


def test_what_a_question_says_would_follow_follows(client: TestClient) -> None:
    """The words on the page, and the answer of the file once it was so answered, agree."""
    where = interviewed(client)
    page = client.get(where).text
    assert "would be denied" in page
    for _ in range(2):
        said(client, where, "yes")
    assert 'class="cell i-denied"' in client.get(where).text
    id = where.split("/")[2]
    text = client.get(f"/api/v1/cases/{id}").json()["case"]
    assert [d.immunity for d in decided(text).determinations] == ["denied"]


def interviewed(client: TestClient) -> str:
    """The interview of a case of which the conduct is told."""
    answer = client.post("/interview", data=FORM, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    where = str(answer.headers["location"])
    send(client, where, did0="told him what she had reported")
    send(client, where, chosen0=["police-actor", "intimate-partner"])
    send(client, where, chosen0=["told-abuser-of-report", "disparaged-victim-to-abuser"])
    return where


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, page
    return found[1]


def send(client: TestClient, where: str, **fields: Any) -> Any:
    page = client.get(where).text
    both = {"base": hidden(page, "base"), "q0": hidden(page, "q0")} | fields
    answer = client.post(where, data=both, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer


def said(client: TestClient, where: str, what: str, **more: Any) -> Any:
    return send(client, where, said0=what, act0=["told-him-what-she-had-reported"], **more)


def test_undo_takes_an_answer_back_and_skipping_asks_the_next(client: TestClient) -> None:
    where = interviewed(client)
    page = client.get(where).text
    question = hidden(page, "q0")
    skipped = client.get(where, params={"skip": question}).text
    assert hidden(skipped, "q0") != question
    said(client, where, "unknown")
    after = client.get(where).text
    assert 'name="q0"' not in after or hidden(after, "q0") != question
    assert "not known" in after
    client.post(f"{where}/undo", data={"base": hidden(after, "base")})
    assert hidden(client.get(where).text, "q0") == question


def test_who_answers_upon_an_older_text_overwrites_nothing(client: TestClient) -> None:
    where = interviewed(client)
    page = client.get(where).text
    said(client, where, "no")
    late = {"base": hidden(page, "base"), "q0": hidden(page, "q0"), "said0": "yes"}
    answer = client.post(where, data=late)
    assert answer.status_code == 409 and "Nothing was written" in answer.text


@pytest.mark.parametrize(
    "wrong", [{"case": ""}, {"officers": ""}, {"doctrine": "none"}, {"date": "2030-01-01"}]
)
def test_a_form_that_makes_no_case_says_why_and_keeps_what_was_typed(
    client: TestClient, wrong: dict[str, str]
) -> None:
    answer = client.post("/interview", data=FORM | wrong)
    assert answer.status_code == 422 and "This is not yet a case" in answer.text
    assert "Jane Roe" in answer.text


def test_a_hostile_answer_stays_text(client: TestClient) -> None:
    where = interviewed(client)
    evil = "</select><script>alert(1)</script>: &a [*a, !!x"
    said(client, where, "disputed", **{"for-cite0": evil, "for-kind0": "deposition"})
    assert "<script>alert" not in client.get(where).text
    assert client.get(where, params={"about": "finding/../../x"}).status_code == 404


@pytest.mark.parametrize("script", [True, False])
def test_a_case_from_nothing_to_an_answer_stopped_and_resumed(bench: Bench, script: bool) -> None:
    from axe_playwright_python.sync_playwright import Axe

    def sound(page: Any) -> None:
        if script:
            found = Axe().run(page).response["violations"]
            assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []

    page = bench.page(java_script_enabled=script, viewport={"width": 390, "height": 800})
    page.click("text=Start a new case by interview")
    sound(page)
    page.fill("#case", f"Roe v. Doe {'with' if script else 'without'}")
    page.select_option("#forum", "ca9")
    page.select_option("#posture", "summary-judgment-officers")
    page.fill("#plaintiff", "Jane Roe")
    page.fill("#officers", "Ann Doe, Officer")
    page.fill("#date", "2020-05-02")
    page.check("input[value=state-created-danger]")
    page.click("text=Begin")
    sound(page)
    page.fill("#did0", "told him what she had reported\nsaid that she was trouble")
    page.click("text=Save the answer")
    sound(page)
    page.check("input[value=police-actor]")
    page.check("input[value=intimate-partner]")
    page.click("text=Go on")
    page.check("input[value=told-abuser-of-report]")
    page.click("text=Go on")
    id = page.url.split("/cases/")[1].split("/")[0]
    page.close()  # stopped in the middle

    page = bench.page(java_script_enabled=script)
    page.click(f"a[href='/cases/{id}']")
    page.click("text=Interview")
    assert "said that she was trouble" in page.locator("h1").inner_text()
    page.check("input[value=disparaged-victim-to-abuser]")
    page.click("text=Go on")
    for _ in range(2):
        sound(page)
        assert "Martinez" in page.locator(".why").inner_text()
        page.check("input[name=said0][value=yes]")
        page.click("text=Save the answer")
    sound(page)
    assert "Nothing left to ask" in page.locator("h1").inner_text()
    assert "denied" in page.locator("table.grid").inner_text()
    kept = Shelf(bench.folder / "cases").read(id).text
    assert [d.immunity for d in decided(kept).determinations] == ["denied"]
