"""Redaction: nothing protected is left in any part of any document, and what was replaced is told."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from pathlib import Path

import pytest
import yaml

from prong.law.library import Library
from prong.record.load import examples, load
from prong.report.redaction import redaction
from tests.command import prong

CASE = """\
case: Garcia-Núñez v. City of Anytown
docket: 1:20-cv-00123
forum: ca9
posture: {stage: summary-judgment, movant: officers, decided: 2021-06-01}
people:
  garcia: {name: Ana María Garcia-Núñez, is: plaintiff, protect: victim}
  child: {name: Tom May, is: private, protect: minor}
  rowe: {name: Lee Rowe, is: officer, rank: Officer}
evidence:
  garcia-dep: {kind: deposition, of: garcia, cite: "Garcia-Nunez Dep. 12", says: "she was born on March 3,
    1990, lived at 123 West Elm Street, Apt. 4, and on May 2 told Officer Rowe that Tom May was home"}
  report: {kind: document, cite: "GARCIA_0001234", says: "SSN 123-45-6789, account no. 9876543210,
    garcia.ana@example.org"}
incidents:
  visit:
    date: 2019-05-02
    place: 123 West Elm Street, Anytown
    scope: [police-actor]
    circumstances:
      - {factor: was-unarmed, for: [garcia-dep], says: "that Ana Garcia-Núñez, born 3/3/1990, was unarmed"}
    acts:
      shot-garcia:
        by: rowe
        kind: act
        what: shot Garcia-Núñez in front of Tom on May 2
        facts:
          - {factor: shot-person-who-was-on-foot, for: [garcia-dep, report], says: that he shot Ms. Garcia}
claims:
  - {doctrine: excessive-force, plaintiff: garcia, against: [rowe]}
"""  # fmt: skip

#: What must not be found anywhere, whatever its case.
SECRETS = (
    "garcia", "núñez", "nunez", "ana maría", "tom may", "123-45-6789", "9876543210", "march 3",
    "3/3/1990", "elm street", "example.org", "apt. 4",
)  # fmt: skip


@cache
def law() -> Library:
    return Library.load()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("redaction")
    (made / "case.yaml").write_text(CASE, encoding="utf-8")
    return made


def words_of(data: bytes, suffix: str) -> str:
    """Everything a reader of the file could find in it: parts, properties, alternative texts."""
    if suffix == ".docx":
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return "\n".join(n + parts.read(n).decode("utf-8", "replace") for n in parts.namelist())
    if suffix == ".pdf":
        from pypdfium2 import PdfDocument

        document = PdfDocument(data)
        pages = [page.get_textpage().get_text_range() for page in document]
        return "\n".join([*pages, str(document.get_metadata_dict()), data.decode("latin-1")])
    text = data.decode("utf-8")
    import base64

    inside = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", text)
    return "\n".join([text, *(base64.b64decode(one).decode("utf-8") for one in inside)])


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".html", ".md", ".json", ".txt"])
def test_no_trace_is_left(folder: Path, suffix: str) -> None:
    path = folder / f"memo{suffix}"
    ran = prong("analyze", str(folder / "case.yaml"), "--redact", "-o", str(path))
    assert ran.status == 0, ran.err
    assert "Redacted: name (A.M.G.N.)" in ran.err
    found = words_of(path.read_bytes(), suffix).lower()
    for secret in SECRETS:
        assert secret not in found, secret
    for secret in SECRETS:
        assert secret not in ran.err.lower(), secret


def test_the_months_and_the_officer_stay(folder: Path) -> None:
    ran = prong("analyze", str(folder / "case.yaml"), "--redact", "-f", "md")
    assert "May 2, 2019" in ran.out and "Officer Rowe" in ran.out


def test_where_nobody_is_marked_the_plaintiff_is_taken(tmp_path: Path) -> None:
    ran = prong("analyze", "martinez", "--redact")
    assert "so the plaintiffs were taken as victims" in ran.err
    assert "martinez" not in ran.out.lower() and "D.M. v. City of Clovis" in ran.out


def test_the_answer_is_the_same(folder: Path) -> None:
    """Redaction changes names and nothing that is decided."""
    import json

    path = str(folder / "case.yaml")
    whole = json.loads(prong("analyze", path, "-f", "json").out)
    hidden = json.loads(prong("analyze", path, "--redact", "-f", "json").out)
    for a, b in zip(whole["determinations"], hidden["determinations"], strict=True):
        for key in ("immunity", "status"):
            assert a[key] == b[key]
        assert a["violation"]["result"] == b["violation"]["result"]


def made(text: str) -> str:
    record = load(examples()["martinez"], law())
    return redaction(record, law()).words(text)


HERE = Path(__file__).parent / "redaction.yaml"


@pytest.mark.parametrize(
    "pair", yaml.safe_load(HERE.read_text(encoding="utf-8")), ids=lambda p: p["why"]
)
def test_words_are_redacted_as_the_file_says(pair: dict[str, str]) -> None:
    assert made(pair["text"]) == pair["becomes"], pair["why"]
    assert made(made(pair["text"])) == made(pair["text"])
