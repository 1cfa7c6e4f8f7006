"""A brief is checked in the browser: sent, waited for, read beside its report, taken away, deleted."""

from __future__ import annotations

import io
import json
import random
import re
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from prong.web import apart, checks
from prong.web.checks import DOCUMENT, Asked, Checks
from prong.web.guard import MOST_BYTES
from tests.check.invented import decisions
from tests.check.planted import FAULTS, SOUND, brief
from tests.command import prong
from tests.web.conftest import KEYS, Bench, app, let_in

BRIEF = Path(__file__).parents[1] / "check" / "briefs" / "orchid.txt"


def send(page: Any, bench: Bench, path: Path = BRIEF) -> None:
    page.goto(f"{bench.address}/check")
    page.set_input_files("#document", path)
    page.select_option("#forum", label="United States Court of Appeals for the Ninth Circuit")
    page.fill("#incident-date", "2013-05-02")
    page.click("button:has-text('Check it')")


def test_a_wrong_quotation_is_followed_to_the_opinion_and_the_report_taken_away(
    bench: Bench,
) -> None:
    page = bench.page()
    page.click("a:has-text('Check a brief') >> nth=0")
    held = 6 + len(decisions())
    assert f"Checked against {held} texts" in page.locator("main").inner_text()
    send(page, bench)
    page.locator(".briefdesk").wait_for()
    here = page.url
    assert here.rsplit("/", 1)[0] == f"{bench.address}/check"
    # In its place, colored and worded by its worst finding.
    quoted = page.locator(".brieftext a.m", has_text="Malice is a part of the test")
    assert "s-wrong" in str(quoted.get_attribute("class"))
    assert quoted.locator(".tag").inner_text() == "wrong: quotation"
    plain = page.evaluate("getComputedStyle(document.body).backgroundColor")
    color = quoted.evaluate("e => getComputedStyle(e).backgroundColor")
    assert color not in (plain, "rgba(0, 0, 0, 0)")
    # What to fix opens the report, and leads to both places.
    first = page.locator(".report ol li").first
    assert "No decision begins at 611 F.3d 22" in first.inner_text()
    first.locator("text=in the brief").click()
    assert "Juniper v. Kail" in page.locator(".brieftext :target").inner_text()
    # From the words to their finding, with what the opinion has instead, and from there to it.
    quoted.click()
    found = page.locator(".report :target")
    assert "The quotation turns the sense" in found.inner_text()
    assert found.locator("ins").inner_text() == "no" and found.locator("del").inner_text() == "a"
    found.locator("blockquote a").click()
    page.wait_for_url("**/base/texts/*")
    assert page.locator("mark#words").inner_text() == "Malice is no part of the test"
    assert "998 F.3d at 413" in page.locator("main").inner_text()
    # How far the base reaches.
    page.goto(here)
    told = page.locator(".report").inner_text()
    assert "at 3 of them a decision is held" in told and "nothing of 2" in told
    page.click("text=Volume by volume")
    assert "512 F.3d 1 0 nothing" in " ".join(
        page.locator("tr:has-text('512 F.3d')").inner_text().split()
    )
    with page.expect_download() as waiting:
        page.click("a:has-text('Word')")
    assert waiting.value.suggested_filename == "check-of-orchid.docx"
    with zipfile.ZipFile(io.BytesIO(waiting.value.path().read_bytes())) as parts:
        assert "To fix before filing" in parts.read("word/document.xml").decode()
    with page.expect_download() as waiting:
        page.click("a:has-text('JSON')")
    assert json.loads(waiting.value.path().read_text())["schema"] == "prong/check/1"
    page.click("text=Delete this check")
    page.wait_for_url("**/check")
    assert page.goto(here).status == 404
    assert not list(bench.folder.glob(f"checks/*/{here.rsplit('/', 1)[1]}"))
    bench.complaints[:] = [c for c in bench.complaints if "404" not in c]


def test_without_a_script_the_page_looks_by_itself_until_it_is_done(bench: Bench) -> None:
    page = bench.page(java_script_enabled=False)
    send(page, bench)
    page.locator(".briefdesk").wait_for()  # the page is loaded again every three seconds
    page.click(".brieftext a.m:has-text('Malice')")
    assert page.url.rsplit("#", 1)[1].startswith("f")
    assert page.locator(".report :target").is_visible()
    page.click("text=Delete this check")


PAGES = (
    "/check", "/base", "/base/search?q=gate", "/base/info", "/base/info?reporter=F.3d",
    "/base/opinions/1", "/base/texts/1?at=300-340", "/base/find?q=611+F.3d+22",
)  # fmt: skip


def test_no_page_of_a_check_or_the_base_has_a_barrier_or_runs_off_its_side(bench: Bench) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = bench.page()
    send(page, bench)
    page.locator(".briefdesk").wait_for()
    report = page.url.removeprefix(bench.address)
    for width, scheme, barriers in (
        (1280, "light", (report, *PAGES)), (390, "dark", (report, PAGES[2], PAGES[5])),
    ):  # fmt: skip
        page.set_viewport_size({"width": width, "height": 850})
        page.emulate_media(color_scheme=scheme)
        for where in (report, *PAGES):
            page.goto(bench.address + where)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{where} is {wide} wide"
            if where in barriers:
                found = Axe().run(page).response["violations"]
                grave = [v["id"] for v in found if v["impact"] in ("serious", "critical")]
                assert grave == [], where


SCRIPT = "<script>document.title='in'</script><img src=x onerror=alert(1)>"


def test_a_hostile_brief_cannot_script_the_page(bench: Bench, tmp_path: Path) -> None:
    hostile = tmp_path / "a<img src=x>\"'.txt"
    hostile.write_text(
        f"ARGUMENT\n\n{SCRIPT} “{SCRIPT}” Juniper v. {SCRIPT} Kale, 611 F.3d 20, 21 (9th Cir. 2010).\n"
        f"\n“Malice is {SCRIPT} of the test.” Alder v. Birch, 998 F.3d 412, 413 (9th Cir. 2021).\n"
    )
    page = bench.page()
    send(page, bench, hostile)
    page.locator(".briefdesk").wait_for()
    assert page.title() != "in" and page.locator("img, script:not([src])").count() == 0
    assert SCRIPT[:20] in page.locator(".brieftext").inner_text()
    page.goto(f"{bench.address}/check")
    assert page.locator("img").count() == 0


# Through a client


def begun(client: TestClient, text: str | bytes, name: str = "brief.txt", **fields: str) -> Any:
    data = text.encode() if isinstance(text, str) else text
    return client.post(
        "/check", files={"document": (name, data)}, data=fields, follow_redirects=False
    )


def site(client: TestClient) -> Any:
    return client.app.state.site  # type: ignore[attr-defined]


def done(client: TestClient, answer: Any, who: str = "") -> str:
    """The address of a check, once it has ended."""
    assert answer.status_code == 303, answer.text
    where = str(answer.headers["location"])
    site(client).checks.wait(who, where.rsplit("/", 1)[1])
    return where


def words(parts: Iterable[str]) -> str:
    return " ".join("".join(parts).split())


def test_every_planted_fault_is_marked_where_it_stands_and_nothing_sound_is(
    reader: TestClient,
) -> None:
    """Whatever is planted: the fault's own paragraph bears a mark of it, and no other does."""
    dice = random.Random(8)
    text, passages = brief(
        decisions(), 8, sound=dice.sample(range(len(SOUND)), 12), faults=range(len(FAULTS))
    )
    where = done(reader, begun(reader, text, forum="ca9", **{"incident-date": "2013-05-02"}))
    page = site(reader).checks.page("", where.rsplit("/", 1)[1])
    marks = page["text"]["marks"]
    shown = {
        words(p["text"] for p in one["pieces"]): {
            marks[p["mark"]]["state"] for p in one["pieces"] if p["mark"] is not None
        }
        for one in page["text"]["paragraphs"]
    }
    assert len(passages) == 12 + len(FAULTS)
    for passage in passages:
        states = shown[words(passage.text)]
        assert ("wrong" in states) == bool(passage.faults), (passage.what, passage.text, states)
    # Every address in the page leads to something on it.
    html = reader.get(where).text
    ids = set(re.findall(r'\sid="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= ids


def test_the_document_is_gone_and_the_text_stays_until_the_check_is_deleted(
    reader: TestClient, tmp_path: Path
) -> None:
    where = done(reader, begun(reader, BRIEF.read_bytes(), "../..\\secret/orchid.txt"))
    (home,) = tmp_path.glob("checks/*/*")
    assert {p.name for p in home.iterdir()} == {
        "asked.json", "stage", "page.json", "check.json", "check.html", "check.md", "check.docx",
    }  # fmt: skip
    assert home.stat().st_mode & 0o077 == 0
    assert "<h1>orchid.txt</h1>" in reader.get(where).text
    assert reader.post(f"{where}/delete", follow_redirects=False).status_code == 303
    assert not home.exists()
    assert reader.get(where).status_code == reader.get(f"{where}/report.md").status_code == 404


def test_a_check_is_its_owners_alone(reader: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site(reader), "who", lambda request: request.headers.get("x-who", ""))
    reader.headers["x-who"] = "ann"
    where = done(reader, begun(reader, "See 1 U.S. 1 (1790).", "hers.txt"), "ann")
    assert "hers.txt" in reader.get("/check").text
    reader.headers["x-who"] = "bob"
    for path in (where, f"{where}/progress", f"{where}/report.json"):
        assert reader.get(path).status_code == 404
    assert reader.post(f"{where}/delete").status_code == 404
    assert "hers.txt" not in reader.get("/check").text
    reader.headers["x-who"] = "ann"
    assert reader.get(where).status_code == 200


@pytest.mark.parametrize("id", ["x", "%2e%2e", "a" * 32, "A" * 32, "asked.json", "0" * 500])
def test_no_address_leads_out_of_the_folder(reader: TestClient, id: str) -> None:
    for end in ("", "/progress", "/report.json", "/report.yaml"):
        assert reader.get(f"/check/{id}{end}").status_code == 404


def test_what_cannot_be_is_said_before_anything_is_kept(reader: TestClient, tmp_path: Path) -> None:
    for fields, said in (
        ({"forum": "ca9"}, "both, or neither"),
        ({"forum": "ca99", "incident-date": "2013"}, "no forum of this id"),
        ({"forum": "ca9", "incident-date": "soon"}, "not a date"),
    ):
        answer = begun(reader, "See 1 U.S. 1.", **fields)
        assert answer.status_code == 422 and said in answer.text
    assert begun(reader, b"").status_code == 422
    none = reader.post("/check", data={"forum": ""})
    assert none.status_code == 422 and "No document was chosen" in none.text
    assert not list(tmp_path.glob("checks/*/*"))


def test_more_is_read_of_a_brief_than_of_anything_else_and_no_more_than_that(
    reader: TestClient,
) -> None:
    big = b"It was so held. " * (6 * 1024 * 1024 // 16)
    assert len(big) > MOST_BYTES
    assert begun(reader, big).status_code == 303
    assert reader.post("/open-file", files={"file": ("a.yaml", big)}).status_code == 413
    over = begun(reader, b"x" * (DOCUMENT + 100_000))
    assert over.status_code == 413 and "at most 32 MiB" in over.text
    just = begun(reader, b"x" * (DOCUMENT + 1))
    assert just.status_code == 422 and "32 MiB" in just.text


def test_a_form_that_shows_nothing_of_this_workbench_is_refused(reader: TestClient) -> None:
    reader.headers.pop("X-CSRF")
    assert begun(reader, "See 1 U.S. 1.").status_code == 403
    assert begun(reader, "See 1 U.S. 1.", csrf="guess").status_code == 403
    assert begun(reader, "See 1 U.S. 1.", csrf=KEYS.form).status_code == 303
    kind = {"content-type": "multipart/form-data; boundary=x"}
    for path in ("/check", "/open-file"):  # a form that is none is no fault of the workbench's
        assert reader.post(path, content=b"--y\r\nnonsense", headers=kind).status_code < 500


# What a document may try


def bomb() -> bytes:
    """A Word file of some kilobytes that unfolds into hundreds of megabytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        with parts.open("word/document.xml", "w", force_zip64=True) as out:
            for _ in range(20):
                out.write(b" " * 16 * 1024 * 1024)
    return made.getvalue()


def entity() -> bytes:
    """A Word file that asks for a file of this machine."""
    made = io.BytesIO()
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(made, "w") as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr(
            "word/document.xml",
            f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{space}"><w:body>'
            "<w:p><w:r><w:t>See &x; 1 U.S. 1 (1790).</w:t></w:r></w:p></w:body></w:document>",
        )
    return made.getvalue()


HOSTILE = {
    "a bomb": (bomb, "b.docx"),
    "a file of the machine": (entity, "e.docx"),
    "depth": (lambda: b"<html>" + b"<div>" * 100_000 + b"See 1 U.S. 1 (1790).", "d.html"),
    "one endless line": (lambda: b"1 U.S. 1 (quoting " * 100_000, "l.txt"),
    "noise": (lambda: random.Random(1).randbytes(200_000), "n.pdf"),
    "a broken PDF": (lambda: b"%PDF-1.7\n1 0 obj\n<</Kids[1 0 R]>>" * 5000, "p.pdf"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_ends_in_a_report_or_a_sentence_and_the_workbench_answers_meanwhile(
    reader: TestClient, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    site(reader).checks.seconds = 3
    make, called = HOSTILE[name]
    answer = begun(reader, make(), called)
    began = time.monotonic()
    assert reader.get("/base/search?q=gate").status_code == 200
    assert time.monotonic() - began < 2
    where = done(reader, answer)
    check = site(reader).checks.read("", where.rsplit("/", 1)[1])
    assert check.state in ("done", "failed")
    page = reader.get(where)
    assert page.status_code == 200 and "root:" not in page.text
    if check.fault is not None:
        assert check.fault.sentence in page.text and "<h2" in page.text
    out = capfd.readouterr()
    assert "U.S." not in out.out + out.err


def test_a_document_that_takes_too_long_is_ended(tmp_path: Path, opinions: str) -> None:
    """The limit is of the processor's time, in the process apart."""
    own = Checks(tmp_path, opinions, seconds=1)
    text = "See Roe v. Wade, 1 U.S. {0}, 115 (1973); Id. at {0}. Roe, supra, at 5. "
    long = "".join(text.format(i) for i in range(30_000)).encode()
    id = own.begin("", io.BytesIO(long), Asked("long.txt"))
    check = own.wait("", id)
    assert check.state == "failed" and check.fault is not None
    assert "more time or memory" in check.fault.sentence
    assert not (own.file("", id, "fault.json").parent / "document").exists()


def test_so_many_at_once_and_one_that_is_stopped_ends(
    tmp_path: Path, opinions: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Checks(tmp_path / "own", opinions, at_once=1, seconds=60)
    text = b"See Roe v. Wade, 1 U.S. 2, 115 (1973); Id. at 3. " * 40_000
    ids = [own.begin("ann", io.BytesIO(text), Asked("a.txt")) for _ in range(checks.WAITING)]
    with pytest.raises(checks.TooMany, match="Too many briefs"):
        own.begin("ann", io.BytesIO(text), Asked("a.txt"))
    assert own.begin("bob", io.BytesIO(text), Asked("b.txt"))  # another is not hindered
    states = [own.read("ann", id).state for id in ids]
    assert states.count("working") <= 1 and states[-1] == "waiting"
    began = time.monotonic()
    processes = [job.process for job in own._jobs.values() if job.process]
    for id in ids:
        own.delete("ann", id)
    own.close()
    assert time.monotonic() - began < 10
    assert all(process.poll() is not None for process in processes)
    assert own.all("ann") == []


def test_a_check_that_the_workbench_did_not_see_end_is_said_to_be_broken_off(
    tmp_path: Path, opinions: str
) -> None:
    first = Checks(tmp_path, opinions, at_once=1)
    first._turns.acquire()  # its turn never comes
    id = first.begin("", io.BytesIO(b"See 1 U.S. 1."), Asked("a.txt"))
    assert first.read("", id).state == "waiting"
    client = let_in(app(tmp_path / "second", base=opinions))
    site(client).checks.folder = tmp_path
    assert "broken off when the workbench ended" in client.get(f"/check/{id}").text
    assert client.post(f"/check/{id}/delete", follow_redirects=False).status_code == 303
    first.close()
    first._turns.release()


def test_nothing_secret_is_taken_along(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The process apart gets where things are, and no token or password of the surroundings."""
    monkeypatch.setenv("COURTLISTENER_API_TOKEN", "a secret")
    given: dict[str, Any] = {}
    monkeypatch.setattr(
        apart.subprocess, "Popen", lambda *a, **options: given.update(options, command=a)
    )
    apart.begun(
        "prong.web.checking", "1", str(tmp_path), surroundings={"PRONG_BASE": "pg://u:p@h/d"}
    )
    assert "COURTLISTENER_API_TOKEN" not in given["env"] and "PATH" in given["env"]
    assert "pg://" not in str(given["command"])


# The API


def test_the_api_says_what_the_command_says(reader: TestClient, opinions: str) -> None:
    case = {"forum": "ca9", "incident_date": "2013-05-02"}
    answer = reader.post(
        "/api/v1/check", files={"document": ("orchid.txt", BRIEF.read_bytes())}, data=case
    )
    told = prong(
        "check", str(BRIEF), "--base", opinions, "--forum", "ca9", "--incident-date", "2013-05-02",
        "-f", "json",
    )  # fmt: skip
    assert answer.json() | {"document": ""} == json.loads(told.out) | {"document": ""}
    assert answer.json()["document"] == "orchid.txt"
    assert site(reader).checks.all("") == []  # nothing of it is kept
    bad = reader.post("/api/v1/check", files={"document": ("a.docx", b"PK\x03\x04 no file")})
    assert bad.status_code == 422 and bad.json()["faults"][0]["sentence"].endswith(".")
    alone = reader.post("/api/v1/check", files={"document": ("a", b"x")}, data={"forum": "ca9"})
    assert alone.status_code == 422


def test_where_there_is_no_base_the_pages_say_how_to_make_one(client: TestClient) -> None:
    page = client.get("/check")
    assert page.status_code == 200 and "prong base init" in page.text
    assert 'type="file"' not in page.text
    for path in ("/base", "/base/search?q=x", "/base/info", "/base/opinions/1", "/base/texts/1"):
        answer = client.get(path)
        assert answer.status_code == 404 and "prong base init" in answer.text, path
    assert begun(client, "See 1 U.S. 1.").status_code == 404
    sent = client.post("/api/v1/check", files={"document": ("a.txt", b"See 1 U.S. 1.")})
    assert sent.status_code == 404 and "prong base init" in sent.json()["faults"][0]["sentence"]
    assert client.get("/api/v1/base/info").status_code == 404


def test_a_missing_extra_is_named(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *a: None if name == "alembic" else found(name, *a)
    )
    for path in ("/check", "/base"):
        assert "pip install &#39;prong[base]&#39;" in client.get(path).text
