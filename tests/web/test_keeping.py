"""A case is deleted and had back, and given another name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from prong.web.shelf import Collision, NotHere, Shelf
from tests.web.conftest import opened
from tests.web.test_stories import SMALL


def base(client: TestClient, id: str) -> str:
    found = re.search(r'name="base" value="(\w+)"', client.get(f"/cases/{id}/delete").text)
    assert found is not None
    return found[1]


def test_a_deleted_case_is_restored_with_its_draft_and_its_history(
    client: TestClient, tmp_path: Path
) -> None:
    shelf = Shelf(tmp_path / "cases")
    id = opened(client, SMALL)
    shelf.save(id, SMALL + "# more\n", shelf.read(id).digest)
    shelf.keep_draft(id, "draft", shelf.read(id).digest)
    assert client.post(f"/cases/{id}/delete", data={"base": base(client, id)}).status_code == 200
    assert client.get(f"/cases/{id}").status_code == 404 and shelf.ids() == []
    page = client.get("/").text
    assert "Deleted cases (1)" in page and f'action="/deleted/{id}/restore"' in page
    again = client.post(f"/deleted/{id}/restore", follow_redirects=False)
    assert again.headers["location"] == f"/cases/{id}"
    assert shelf.read(id).text == SMALL + "# more\n" and shelf.can(id) == (True, False)
    assert shelf.draft(id) is not None and "Deleted cases" not in client.get("/").text


def test_nothing_saved_since_is_deleted_unseen(client: TestClient, tmp_path: Path) -> None:
    id = opened(client, SMALL)
    old = base(client, id)
    shelf = Shelf(tmp_path / "cases")
    shelf.save(id, SMALL + "# more\n", shelf.read(id).digest)
    assert client.post(f"/cases/{id}/delete", data={"base": old}).status_code == 409
    assert shelf.ids() == [id]


def test_a_name_taken_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for n in range(2):
        id = shelf.new("Deleted", f"case: {n}")
        assert id == "deleted"
        shelf.delete(id, shelf.read(id).digest)
    assert {k.text for k in shelf.deleted()} == {"case: 0", "case: 1"}
    first, second = (shelf.restore(k.id) for k in shelf.deleted())
    assert {first, second} == {"deleted", "deleted-2"} == set(shelf.ids())
    with pytest.raises(NotHere):
        shelf.restore("../deleted")
    with pytest.raises(Collision):
        shelf.delete("deleted", "0" * 64)


def test_a_case_is_renamed_in_its_file(client: TestClient, tmp_path: Path) -> None:
    id = opened(client, SMALL)
    sent = {"base": base(client, id), "title": "Roe v. Doe: the second complaint"}
    assert client.post(f"/cases/{id}/rename", data=sent).status_code == 200
    kept = Shelf(tmp_path / "cases").read(id).text
    assert kept == SMALL.replace("case: Roe v. Doe", 'case: "Roe v. Doe: the second complaint"')
    assert client.post(f"/cases/{id}/rename", data=sent).status_code == 409
    assert "the second complaint" in client.get("/").text


def test_a_file_goes_out_and_comes_in_with_every_byte(client: TestClient, tmp_path: Path) -> None:
    text = SMALL.replace("case:", "# é, and a tab\t\ncase:")
    id = opened(client, text)
    sent = client.get(f"/cases/{id}/case.yaml")
    assert sent.text == text and "attachment" in sent.headers["content-disposition"]
    back = opened(client, sent.text)
    assert Shelf(tmp_path / "cases").read(back).text == text
