"""A new authority by form: told what is wrong beside its field, kept as YAML, and counted at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from prong.law.library import Library
from tests.web.conftest import KEYS, PORT, app, opened
from tests.web.test_forms import filled
from tests.web.test_stories import SMALL

#: An invented decision that an officer who tells an abuser of the report has violated the right.
ROE = {
    "f.authority": "Poe v. City of Alder",
    "f.citation": "999 F.3d 1",
    "f.court": "ca9",
    "f.decided": "2022-03-04",
    "f.coded.from": "text",
    "f.holdings.0.id": "telling",
    "f.holdings.0.doctrine": "state-created-danger",
    "f.holdings.0.for": "plaintiff",
    "f.holdings.0.scope": "police-actor",
    "f.holdings.0.reason": "told-abuser-of-report",
    "f.holdings.0.pin": "7",
    "f.holdings.0.anchor": "told the man what she had said of him",
    "f.holdings.0.says": "An officer who tells an abuser of the report puts the victim in danger.",
}


def two(client: TestClient, id: str) -> str:
    """How prong two came out in the first cell of a case's grid."""
    page = client.get(f"/cases/{id}").text
    cell = re.search(r'<a class="cell.*?</a>', page, re.S)
    assert cell is not None
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cell[0]))


def propose(client: TestClient, do: str = "save", **more: Any) -> Any:
    sent = filled(client.get("/library/own/new").text) | ROE | more
    return client.post("/library/own/form", data=sent | {"do": do}, follow_redirects=False)


def beside(page: str, field: str) -> str:
    found = re.search(rf'id="in-{field}-fault"[^>]*>(.*?)</(?:p|fieldset)>', page, re.S)
    return re.sub(r"<[^>]+>", "", found[1]) if found else ""


def test_an_answer_changes_because_of_what_is_proposed(client: TestClient, tmp_path: Path) -> None:
    id = opened(client, SMALL)
    assert "not established" in two(client, id)
    shown = propose(client, "preview")
    assert shown.status_code == 200 and "The library with it is sound." in shown.text
    assert "reason: [told-abuser-of-report]" in shown.text and "not established" in two(client, id)
    assert not (tmp_path / "library").exists()  # a look changes nothing
    assert propose(client).status_code == 303
    assert "not established" not in two(client, id)
    assert "Poe v. City of Alder" in client.get(f"/cases/{id}/of/0").text
    assert "Poe v. City of Alder" in client.get("/library/own").text
    assert client.get("/library/authorities/poe-v-city-of-alder").status_code == 200
    # It is a file of the law that the command line lays over the library in the same way,
    folder = tmp_path / "library"
    assert Library.load((folder,)).authorities["poe-v-city-of-alder"].court == "ca9"
    # and it is there at the next start.
    again = TestClient(
        app(tmp_path), base_url=f"http://127.0.0.1:{PORT}", headers={"X-CSRF": KEYS.form}
    )
    again.get("/open", params={"token": KEYS.token})
    assert "not established" not in two(again, id)


def test_what_rests_on_recollection_is_said_not_to_count_and_does_not(client: TestClient) -> None:
    id = opened(client, SMALL)
    page = client.get("/library/own/new").text
    assert 'type="radio" name="f.coded.from"' in page and "never counts" in page
    assert "checked" not in re.findall(
        r'<input type="radio"[^>]*>', page
    )  # nothing is chosen beforehand
    shown = propose(client, "preview", **{"f.coded.from": "recollection"})
    assert "rests on recollection and does not constrain" in shown.text
    assert propose(client, **{"f.coded.from": "recollection"}).status_code == 303
    assert "not established" in two(client, id)


@pytest.mark.parametrize(
    ("field", "value", "where", "told"),
    [
        ("f.holdings.0.reason", "told-abuser-of-reprot", "f-holdings-0-reason", "told-abuser-of-report"),
        ("f.holdings.0.reason", "victim-recanted-or-said-fine", "f-holdings-0-reason", "wrong side"),
        ("f.holdings.0.doctrine", "no-such", "f-holdings-0-doctrine", "no doctrine"),
        ("f.court", "ca99", "f-court", "no court"),
        ("f.decided", "yesterday", "f-decided", "wrong form"),
        ("f.decided", "2999-01-01", "f-decided", "in the future"),
        ("f.coded.from", "", "f-coded", "missing"),
        ("f.citation", "", "f-citation", "missing"),
    ],
)  # fmt: skip
def test_a_fault_is_told_beside_its_field_and_nothing_is_kept(
    client: TestClient, tmp_path: Path, field: str, value: str, where: str, told: str
) -> None:
    answer = propose(client, **{field: value})
    assert answer.status_code == 422
    text = re.sub(r"<[^>]+>", "", answer.text)
    assert told in beside(answer.text, where) or told in text, text[:3000]
    assert "Poe v. City of Alder" in answer.text  # what was filled in is not lost
    assert not list(tmp_path.glob("library/**/*.yaml"))


def test_an_authority_of_the_library_is_replaced_only_from_its_own_page(
    client: TestClient, tmp_path: Path
) -> None:
    name = {"f.authority": "Kennedy v. City of Ridgefield"}
    assert "begin from its own page" in propose(client, **name).text
    page = client.get("/library/own/new?like=kennedy-v-city-of-ridgefield").text
    sent = filled(page)
    assert sent["f.citation"] == ["439 F.3d 1055"]
    sent["f.note"] = "Read again."
    answer = client.post("/library/own/form", data=sent | {"do": "save"}, follow_redirects=False)
    assert answer.status_code == 303, re.sub(r"<[^>]+>", " ", answer.text)[:2000]
    mine = Library.load((tmp_path / "library",)).authorities["kennedy-v-city-of-ridgefield"]
    shipped = Library.load().authorities["kennedy-v-city-of-ridgefield"]
    assert mine.note == "Read again." and mine.holdings == shipped.holdings


def test_a_proposal_is_changed_with_its_comments_and_taken_out(
    client: TestClient, tmp_path: Path
) -> None:
    propose(client)
    path = next(tmp_path.glob("library/authorities/ca9/*.yaml"))
    path.write_text("# Read twice.\n" + path.read_text())
    page = client.get("/library/own/poe-v-city-of-alder").text
    late = filled(page)
    sent = filled(page) | {"f.holdings.0.breadth": "rule"}
    answer = client.post("/library/own/form", data=sent | {"do": "save"}, follow_redirects=False)
    assert answer.status_code == 303, re.sub(r"<[^>]+>", " ", answer.text)[:2000]
    assert path.read_text().startswith("# Read twice.\n") and "breadth: rule" in path.read_text()
    # Who had opened it before overwrites nothing.
    answer = client.post("/library/own/form", data=late | {"do": "save"}, follow_redirects=False)
    assert answer.status_code == 422 and "changed since" in answer.text
    base = re.search(
        r'name="base" value="(\w+)"', client.get("/library/own/poe-v-city-of-alder").text
    )
    assert base is not None
    client.post("/library/own/poe-v-city-of-alder/remove", data={"base": base[1]})
    assert not path.exists() and (tmp_path / "withdrawn-law/poe-v-city-of-alder.yaml").is_file()
    assert client.get("/library/authorities/poe-v-city-of-alder").status_code == 404


def test_more_holdings_are_asked_for_one_by_one_and_left_out(client: TestClient) -> None:
    sent = filled(client.get("/library/own/new").text) | ROE
    page = client.post("/library/own/form", data=sent | {"more": "f.holdings"}).text
    assert 'name="f.holdings.1.reason"' in page
    sent = filled(page)
    assert sent["f.holdings.0.id"] == ["telling"]
    sent |= {"f.holdings.1.id": "second", "f.holdings.1.doctrine": "state-created-danger",
             "f.holdings.1.for": "plaintiff", "f.holdings.1.reason": "disparaged-victim-to-abuser",
             "f.holdings.1.says": "So too.", "f.holdings.remove": "0"}  # fmt: skip
    page = client.post("/library/own/form", data=sent | {"do": "preview"}).text
    assert "id: second" in page and "id: telling" not in page


def test_a_folder_that_no_longer_goes_with_the_library_stops_nothing(
    client: TestClient, tmp_path: Path
) -> None:
    propose(client)
    path = next(tmp_path.glob("library/authorities/ca9/*.yaml"))
    path.write_text(path.read_text().replace("told-abuser-of-report", "no-longer-a-word"))
    again = TestClient(
        app(tmp_path), base_url=f"http://127.0.0.1:{PORT}", headers={"X-CSRF": KEYS.form}
    )
    again.get("/open", params={"token": KEYS.token})
    page = again.get("/library/own").text
    assert "left out of every answer" in page and "no-longer-a-word" in page
    assert again.get("/examples/martinez").status_code == 200


@pytest.mark.parametrize("id", ["..", "%2e%2e%2fx", "A", "x" * 300, "kennedy-v-city-of-ridgefield"])
def test_no_address_opens_a_file_that_was_not_proposed(client: TestClient, id: str) -> None:
    assert client.get(f"/library/own/{id}").status_code in (404, 405, 200)
    assert client.post(f"/library/own/{id}/remove").status_code in (404, 405)
    sent = ROE | {"id": id, "do": "save"}
    assert client.post("/library/own/form", data=sent).status_code == 404
    for court in ("../x", "a/b", ""):
        assert (
            client.post(
                "/library/own/form", data=ROE | {"f.court": court, "do": "save"}
            ).status_code
            == 422
        )
