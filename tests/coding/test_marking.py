"""Marking what was verified: ``prong library verify --mark`` on a copy of the law beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from prong.coding import marking
from prong.dates import Day
from prong.faults import FileFault
from prong.files import parse_yaml
from prong.law.library import Library
from tests.command import Ran, prong

HERE = Path(__file__).parent
DAY = "2026-02-03"
ROE = Path("authorities/ca9/roe-v-alder.yaml")
RULES = Path("doctrines/told-in-confidence.yaml")


@pytest.fixture
def law(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HERE / "law", tmp_path / "law"))


def mark(law: Path, day: str = DAY) -> Ran:
    return prong("library", "verify", "--texts", HERE / "texts", "--library", law, "--mark", day)


def changed(law: Path, file: Path) -> list[str]:
    before = (HERE / "law" / file).read_text("utf-8").splitlines()
    after = (law / file).read_text("utf-8").splitlines()
    assert len(before) == len(after)
    return [new for old, new in zip(before, after, strict=True) if old != new]


def test_what_was_verified_is_marked_and_nothing_else_is(law: Path) -> None:
    ran = mark(law)
    assert ran.status == 1 and f"3 codings marked as checked on {DAY}, in 2 files." in ran.err
    assert changed(law, RULES) == [
        "    coded: {from: text, file: roe-v-alder.txt, checked: 2026-02-03}",
        '    coded: {from: text, file: roe-v-alder.txt, at: "as Roe v. Alder, 900 F.3d at 102 n.1, '
        'states it", checked: 2026-02-03}',
    ]
    for untouched in (ROE, Path("authorities/ca9/elm-v-fir.yaml")):
        assert changed(law, untouched) == []
    assert len(changed(law, Path("forums/caed.yaml"))) == 1


def test_an_authority_is_marked_when_all_its_anchors_stand(law: Path) -> None:
    whole = (law / ROE).read_text("utf-8")
    kept = [part for part in whole.split("  - id: ") if "another-page" not in part]
    (law / ROE).write_text("  - id: ".join(p for p in kept if "nowhere" not in p), "utf-8")
    mark(law)
    [coded] = [line for line in (law / ROE).read_text("utf-8").splitlines() if "coded" in line]
    assert coded.endswith(f", checked: {DAY}}}")


def test_a_mark_is_not_moved_until_the_coding_is_newer(law: Path) -> None:
    mark(law)
    first = (law / RULES).read_bytes()
    assert "0 codings marked" in mark(law, "2026-05-06").err
    assert (law / RULES).read_bytes() == first
    newer = first.replace(b"checked: 2026-02-03", b"checked: 2026-02-03, on: 2026-03-04", 1)
    (law / RULES).write_bytes(newer)
    assert "1 coding marked as checked on 2026-05-06, in 1 file." in mark(law, "2026-05-06").err
    assert b"checked: 2026-05-06, on: 2026-03-04" in (law / RULES).read_bytes()


@pytest.mark.parametrize(
    ("layout", "made"),
    [
        ("coded: {from: text}  # why\n", "coded: {from: text, checked: 2026-02-03}  # why\n"),
        ("coded: {from: text,}\n", "coded: {from: text, checked: 2026-02-03,}\n"),
        (
            "coded: {from: text, # one\n  file: a.txt # two\n}\n",
            "coded: {from: text, # one\n  file: a.txt, checked: 2026-02-03 # two\n}\n",
        ),
        (
            "coded:\n  from: text  # one\n  file: a.txt\nsays: é\n",
            "coded:\n  from: text  # one\n  checked: 2026-02-03\n  file: a.txt\nsays: é\n",
        ),
        (
            "coded:\r\n  from: text\r\n  file: a.txt\r\n",
            "coded:\r\n  from: text\r\n  checked: 2026-02-03\r\n  file: a.txt\r\n",
        ),
        ("coded:\n    from: text", "coded:\n    from: text\n    checked: 2026-02-03"),
        ("coded: {checked: 2020-01-01, from: text}", "coded: {checked: 2026-02-03, from: text}"),
    ],
)
def test_a_mark_keeps_the_layout_and_the_comments(layout: str, made: str) -> None:
    assert marking.marked(layout, [("coded",)], Day.parse(DAY)) == made
    parsed = parse_yaml(made, "a file").value
    assert isinstance(parsed, dict) and parsed["coded"]["checked"] == DAY


def test_a_day_must_be_whole(law: Path) -> None:
    assert mark(law, "2026-02").status == 2


def test_an_installed_library_is_not_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marking, "SHIPPED_FOLDER", tmp_path / "site" / "prong" / "library")
    with pytest.raises(FileFault, match="installed"):
        marking.mark(Library.load(documents=True), (), Day.parse(DAY))
