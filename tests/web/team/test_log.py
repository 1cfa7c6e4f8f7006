"""The log tells who did what, and when, and nothing of what a case says."""

from __future__ import annotations

import csv
import io

import pytest

from prong.faults import TeamFault
from prong.web.shelf import digest
from prong.web.team import log
from tests.web.team.conftest import COMMAND, Firm, put, sign_in, signed_in, visitor
from tests.web.test_stories import SMALL


def test_a_day_at_the_firm(firm: Firm) -> None:
    app = firm.app()
    before = len(firm.log())
    sign_in(visitor(app), "eve", "forgotten")
    eve = signed_in(app, "eve")
    id = put(eve)
    eve.get(f"/cases/{id}")
    eve.get(f"/cases/{id}/of/0?incident-date=2020-01-01")  # the same reading
    changed = SMALL.replace("Ann Doe", "Anne Doe")
    eve.post(f"/cases/{id}/edit", data={"text": changed, "base": digest(SMALL)})
    eve.get(f"/cases/{id}/memo.md")
    eve.get(f"/cases/{id}/memo.md")
    rita = signed_in(app, "rita")
    rita.get(f"/cases/{id}")
    rita.get(f"/api/v1/cases/{id}")
    rita.post(f"/cases/{id}/undo", data={"base": digest(changed)})
    bo = signed_in(app, "bo")
    bo.get(f"/cases/{id}")
    bo.post("/sign-out")
    assert firm.log()[before:] == [
        ("eve", "sign-in-refused", None), ("eve", "signed-in", None),
        ("eve", "case-added", id), ("eve", "case-opened", id), ("eve", "case-changed", id),
        ("eve", "case-exported", id), ("eve", "case-exported", id),
        ("rita", "signed-in", None), ("rita", "case-opened", id), ("rita", "case-exported", id),
        ("rita", "request-refused", id),
        ("bo", "signed-in", None), ("bo", "request-refused", id), ("bo", "signed-out", None),
    ]  # fmt: skip
    kept = firm.run(
        "SELECT what, address, via, matter_id FROM audit WHERE case_id = :id", id=id
    ).all()
    assert {row.address for row in kept} == {"203.0.113.9"}
    assert [row.what for row in kept if row.what and "memo" in row.what] == ["memo.md", "memo.md"]
    whole = str(firm.run("SELECT * FROM audit").all())
    for words in ("Roe", "Doe", "told him", "2020-01-01", "forgotten"):
        assert words not in whole


def test_a_brief_and_a_proposal_are_told_without_a_word_of_them(firm: Firm) -> None:
    app = firm.app()
    rita, ada = signed_in(app, "rita"), signed_in(app, "ada")
    before = len(firm.log())
    brief = {"document": ("secret.txt", b"See Secret v. Kept, 1 U.S. 2 (1800).")}
    rita.post("/check", files=brief)
    rita.get("/check/0/report.md")
    rita.post("/library/own/form", data={"authority": "Secret v. Kept"})
    ada.post("/library/own/form", data={"authority": "Secret v. Kept"})
    assert firm.log()[before:] == [
        ("rita", "brief-checked", None), ("rita", "check-exported", None),
        ("rita", "request-refused", None), ("ada", "law-changed", None),
    ]  # fmt: skip
    assert "Secret" not in str(firm.run("SELECT what FROM audit").all())


def test_it_is_added_to_and_nothing_else(firm: Firm) -> None:
    """Not by the application, whatever it is made to do: the database itself refuses."""
    for statement in ("UPDATE audit SET action = 'refused'", "DELETE FROM audit", "TRUNCATE audit"):
        with pytest.raises(TeamFault, match="only added to"):
            firm.run(statement)
    assert len(firm.log()) > 5


def test_nothing_is_changed_that_the_log_cannot_tell(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The entry stands in the same transaction: where it fails, so does what it tells of."""
    app = firm.app()
    eve = signed_in(app, "eve")
    id = put(eve)
    firm.run("ALTER TABLE audit RENAME TO elsewhere")
    changed = {"text": SMALL.replace("Ann Doe", "Anne Doe"), "base": digest(SMALL)}
    assert eve.post(f"/cases/{id}/edit", data=changed).status_code == 503
    assert eve.get(f"/cases/{id}").status_code == 503  # nor is it read
    firm.run("ALTER TABLE elsewhere RENAME TO audit")
    assert eve.get(f"/cases/{id}/case.yaml").text == SMALL
    eve.get(f"/cases/{id}")
    assert ("eve", "case-opened", id) in firm.log()


def test_it_is_read_page_by_page_and_by_who_and_what(firm: Firm) -> None:
    app = firm.app()
    with firm.team.begin() as c:
        for n in range(120):
            log.add(c, COMMAND, "case-opened", case=f"case{n:06}", matter=1)
    ada = signed_in(app, "ada")
    page, seen = ada.get("/team/log").text, 0
    while True:
        seen += page.count("<tr><td>2")
        found = page.partition("Earlier</a>")[0].rpartition('href="')[2]
        if "Earlier</a>" not in page:
            break
        page = ada.get(found.partition('"')[0].replace("&amp;", "&")).text
    assert seen == len(firm.log())
    one = ada.get("/team/log", params={"case": "case000007"}).text
    assert one.count("<tr><td>2") == 1
    mine = ada.get("/team/log", params={"user": "Ada", "action": "signed-in"}).text
    assert mine.count("<tr><td>2") == 1
    assert "Nothing of this kind" in ada.get("/team/log", params={"matter": "Nothing"}).text
    assert "Nothing of this kind" in ada.get("/team/log", params={"since": "2100-01-01"}).text
    assert ada.get("/team/log", params={"since": "x"}).status_code == 422
    assert ada.get("/team/log", params={"before": "9" * 40}).status_code == 200
    assert ada.get("/team/log", params={"user": "a\0b"}).status_code == 200


def test_it_is_taken_away_as_csv_that_no_spreadsheet_runs(firm: Firm) -> None:
    app = firm.app()
    ada = signed_in(app, "ada")
    ada.post("/team/matters", data={"name": '=HYPERLINK("https://evil.example")'})
    answer = ada.get("/team/log.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["action"] for row in rows] == [what for _, what, _ in firm.log()]
    assert any(row["matter"].startswith("'=HYPERLINK") for row in rows)
    some = list(csv.DictReader(io.StringIO(ada.get("/team/log.csv?action=signed-in").text)))
    assert [row["user"] for row in some] == ["ada"]
