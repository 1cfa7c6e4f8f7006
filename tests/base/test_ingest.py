"""CourtListener's bulk files and the volumes of the Caselaw Access Project, in small."""

from __future__ import annotations

import bz2
import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prong.base import cap, citator, courtlistener, coverage, lookup, stages
from prong.base.add import add
from prong.base.held import Opinion, Reported
from prong.base.search import search
from prong.base.store import Base
from prong.faults import FieldFault, FileFault
from tests.base.conftest import OPINIONS

HERE = Path(__file__).parent
BULK, VOLUMES = HERE / "courtlistener", HERE / "cap"


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What an ingestion keeps meanwhile lies in a folder of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def one(base: Base, cite: str) -> Opinion:
    (found,) = lookup.by_citation(base, cite)
    return found


# CourtListener


@pytest.mark.parametrize("form", ["csv", "csv.bz2"])
def test_the_bulk_files_of_a_day(empty: Base, tmp_path: Path, form: str) -> None:
    folder = BULK
    if form == "csv.bz2":
        folder = tmp_path / "bulk"
        folder.mkdir()
        for path in BULK.iterdir():
            (folder / f"{path.name}.bz2").write_bytes(bz2.compress(path.read_bytes()))
    made = courtlistener.ingest(empty, folder)
    assert (made.decisions, made.texts, made.citings, made.descriptions) == (4, 5, 1, 1)
    assert made.faults == ()
    umber = one(empty, "913 F.3d 700")
    assert (umber.caption, umber.court, umber.docket) == ("Umber v. Violet", "ca9", "18-55001")
    assert (str(umber.decided), umber.status) == ("2019-02-03", "published")
    assert [(w.kind, w.author) for w in umber.writings] == [
        ("lead", "Larch"),
        ("dissent", "Medlar"),
    ]
    assert umber.at("F.3d") == Reported("913 F.3d 700", "F.3d", "913", 700, 702)


def test_text_is_taken_in_the_order_of_preference(empty: Base) -> None:
    courtlistener.ingest(empty, BULK)
    assert search(empty, '"must not be taken"').texts == 0
    (passage,) = lookup.quotation(empty, 'We say "sluice" as the trade says it')
    assert passage.pages["F.3d"] == ("701", "701")
    (escaped,) = lookup.quotation(empty, r"a path such as C:\sluice\new is none")
    assert escaped.opinion.caption == "Umber v. Violet"
    (unanimous,) = one(empty, "540 F.3d 30").writings
    assert unanimous.kind == "unanimous"


def test_an_approximate_date_is_only_a_year(empty: Base) -> None:
    courtlistener.ingest(empty, BULK)
    willow = one(empty, "2017 WL 99001")
    assert (str(willow.decided), willow.status) == ("2017", "unpublished")


def test_citings_come_from_the_texts_and_from_the_map(empty: Base) -> None:
    courtlistener.ingest(empty, BULK)
    zinnia = one(empty, "540 F.3d 30")
    citing = {c.opinion.caption: c.depth for c in citator.cited_by(empty, zinnia)}
    assert citing == {
        "Umber v. Violet": 4,
        "Willow v. Yew": 1,
    }  # 3 in the opinion, 1 in the dissent
    described = {d.passage.strip("() ") for d in citator.descriptions(empty, zinnia)}
    assert described == {"holding that a sluice is a gate", 'noting "sluices" of every kind'}
    (declined,) = citator.treatments(empty, "2017 WL 99001")
    assert declined.kind == "not-followed"


def test_a_decision_held_already_is_not_doubled(empty: Base) -> None:
    add(empty, [OPINIONS])
    made = courtlistener.ingest(empty, BULK)
    assert made.decisions == 3
    alder = one(empty, "998 F.3d 412")
    assert sorted(w.kind for w in alder.writings) == ["combined", "dissent", "majority"]


def test_a_second_run_adds_nothing(empty: Base, scratch: Path) -> None:
    courtlistener.ingest(empty, BULK)
    before = coverage.info(empty)
    assert courtlistener.ingest(empty, BULK) == stages.Ingested()
    assert coverage.info(empty) == before
    assert not list(scratch.rglob("ingest-*"))


def test_a_run_broken_off_in_a_file_goes_on_there(empty: Base, tmp_path: Path) -> None:
    """The last file of texts is cut short; put right, it is taken in and nothing is doubled."""
    folder = tmp_path / "bulk"
    shutil.copytree(BULK, folder)
    path = folder / "opinions-2025-01-31.csv"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - 700])
    with pytest.raises(FileFault):
        courtlistener.ingest(empty, folder)
    path.write_bytes(whole)
    courtlistener.ingest(empty, folder)
    info = coverage.info(empty)
    assert (info.opinions, info.writings) == (4, 5)


def test_several_processes_give_the_same(empty: Base) -> None:
    assert courtlistener.ingest(empty, BULK, jobs=2).texts == 5


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("opinion-clusters-2025-01-31.csv", "id,name\n", FieldFault),
        ("opinion-clusters-2025-01-31.csv", "", FieldFault),
        ("opinions-2025-01-31.csv.bz2", "no bzip2", FileFault),
        ("elsewhere.csv", "", FileFault),
    ],
)
def test_other_files_are_refused(
    empty: Base, tmp_path: Path, name: str, text: str, fault: type[Exception]
) -> None:
    folder = tmp_path / "bulk"
    folder.mkdir()
    if name.startswith("opinions"):
        shutil.copy(BULK / "opinion-clusters-2025-01-31.csv", folder)
    (folder / name).write_text(text)
    with pytest.raises(fault):
        courtlistener.ingest(empty, folder)


_FIELD = st.text(
    alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20
)


@settings(max_examples=40, deadline=None)
@given(values=st.lists(st.tuples(_FIELD, _FIELD), min_size=1, max_size=5))
def test_what_postgresql_writes_is_read_back(postgres: str, values: list[tuple[str, str]]) -> None:
    """The server itself writes the file, as the statement that CourtListener publishes does."""
    import tempfile

    import psycopg

    with psycopg.connect(postgres) as connection:
        connection.execute("CREATE TEMP TABLE t (n serial, a text, b text)")
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO t (a, b) VALUES (%s, %s)", values)
            statement = (
                "COPY (SELECT a, b FROM t ORDER BY n) TO STDOUT WITH"
                r" (FORMAT csv, ENCODING utf8, ESCAPE '\', HEADER, FORCE_QUOTE *)"
            )
            with cursor.copy(statement) as copy:
                written = b"".join(copy)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(written)
        read = [(r["a"], r["b"]) for r in stages.rows(path, ("a", "b"), lambda done, of: None)]
    assert read == values


# The Caselaw Access Project


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_volume(empty: Base, tmp_path: Path, form: str) -> None:
    folder = VOLUMES
    if form == "zip":
        folder = tmp_path / "cap"
        packed = tmp_path / "packed"
        volume = VOLUMES / "f3d" / "77"
        shutil.copytree(volume / "cases", packed / "json")
        shutil.copytree(volume / "html", packed / "html")
        for path in volume.glob("*.json"):
            (packed / "metadata").mkdir(exist_ok=True)
            shutil.copy(path, packed / "metadata")
        shutil.make_archive(str(folder / "f3d" / "77"), "zip", packed)
    made = cap.ingest(empty, folder)
    assert (made.decisions, made.texts, made.faults) == (3, 4, ())
    acorn = one(empty, "77 F.3d 1")
    assert (acorn.court, str(acorn.decided), acorn.docket) == ("ca9", "1996-02-20", "No. 95-1001")
    assert [(w.kind, w.author) for w in acorn.writings] == [
        ("majority", "LARCH, Circuit Judge"),
        ("dissent", "MEDLAR, dissenting"),
    ]
    (passage,) = lookup.quotation(empty, "It fell far.")
    assert passage.pages == {"F.3d": ("2", "2")}
    (dissent,) = lookup.quotation(empty, "It did not fall.")
    assert dissent.pages == {"F.3d": ("3", "4")}


def test_two_cases_begin_on_one_page_and_a_month_is_a_date(empty: Base) -> None:
    cap.ingest(empty, VOLUMES)
    found = lookup.by_citation(empty, "77 F.3d 4")
    assert {o.caption: str(o.decided) for o in found} == {
        "Catkin v. Drupe": "1996-02",
        "Endive v. Fennel": "1996-02-20",
    }


def test_a_whole_volume_proves_all_its_pages(empty: Base) -> None:
    cap.ingest(empty, VOLUMES)
    at = coverage.at(empty, "77 F.3d 2")
    assert at.state == "nothing-begins-there" and at.whole
    (volume,) = coverage.volumes(empty, "F.3d")
    assert (volume.whole, volume.runs, volume.last) == (True, ((1, 6),), 7)
    assert coverage.at(empty, "77 F.3d 7").state == "not-covered"


@pytest.mark.parametrize("name", ["0001-01", "0004-01", "0004-02"])
def test_a_volume_that_lacks_a_case_is_not_whole(empty: Base, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "cap"
    shutil.copytree(VOLUMES, folder)
    missing = folder / "f3d" / "77" / "cases" / f"{name}.json"
    missing.unlink()
    for _ in range(2):
        made = cap.ingest(empty, folder)
        assert len(made.faults) == 1 and name in made.faults[0]
        assert not any(v.whole for v in coverage.volumes(empty))
    shutil.copy(VOLUMES / "f3d" / "77" / "cases" / f"{name}.json", missing)
    assert cap.ingest(empty, folder).faults == ()
    assert all(v.whole for v in coverage.volumes(empty))
    assert coverage.info(empty).writings == 4


def test_a_folder_of_something_else_is_refused(empty: Base, tmp_path: Path) -> None:
    with pytest.raises(FileFault, match="no volume"):
        cap.ingest(empty, tmp_path)
    (tmp_path / "CasesMetadata.json").write_text(json.dumps({"cases": []}))
    assert cap.ingest(empty, tmp_path).faults
