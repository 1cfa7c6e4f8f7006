"""Bad files, each beside the error it is refused with.

``NAME.yaml`` is a case file with one defect, run as ``prong analyze NAME.yaml``; a folder ``NAME``
is a law library with one defect, laid over the shipped one by ``--library NAME``. The first line of
each says what is wrong with it, and ``NAME.expected`` is what stands on standard error. Files that
would be big, binary or a link are made here. ``PRONG_RECORD=1`` writes what is expected anew from what
the program says now: read every change as a lawyer would before keeping it.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from prong.record.load import examples
from tests.command import Ran, prong, prong_apart

HERE = Path(__file__).parent
LEAST = HERE / "least.yaml"
GOOD = {"least", "least-library"}

CASES = sorted({path.stem for path in HERE.glob("*.yaml")} - GOOD)
LIBRARIES = sorted({path.name for path in HERE.glob("*library*") if path.is_dir()} - GOOD)

#: What a lawyer should not have to read: the words of a validator, of Python, or of nobody.
NOT_ENGLISH = re.compile(
    r"Input should|Unexpected keyword|instance of|dictionary|tuple|valid integer|parse|boolean"
    r"|None|Traceback|expected: expected|\ba (?:authority|issue|act|evidence)\b|: *$|tag:yaml",
    re.MULTILINE,
)


def run(name: str) -> Ran:
    """Run one of the files here, by its name alone."""
    with contextlib.chdir(HERE):
        if name in CASES or name == "least":
            return prong("analyze", f"{name}.yaml")
        return prong("analyze", "least.yaml", "--library", name)


def refused(ran: Ran) -> str:
    """The error of a command that was refused as bad input must be, without the program's name."""
    assert ran.status == 2, ran
    assert ran.out == ""
    assert "Traceback" not in ran.err
    assert ran.err.startswith("prong: ")
    return ran.err.removeprefix("prong: ")


@pytest.mark.parametrize("name", sorted(GOOD))
def test_the_least_case_and_the_least_library_are_accepted(name: str) -> None:
    ran = run(name)
    assert (ran.status, ran.err) == (0, "")
    assert "Doe v. Roe" in ran.out


@pytest.mark.parametrize("name", [*CASES, *LIBRARIES])
def test_is_refused_with_the_expected_error(name: str) -> None:
    said = f"prong: {refused(run(name))}".replace(datetime.date.today().isoformat(), "TODAY")
    path = HERE / f"{name}.expected"
    if os.environ.get("PRONG_RECORD"):
        path.write_text(said, encoding="utf-8")
    assert said == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*CASES, *LIBRARIES])
def test_the_error_is_a_sentence_with_a_place(name: str) -> None:
    """File, line and field, then a full sentence; found, expected and nearest each on a line."""
    expected = (HERE / f"{name}.expected").read_text(encoding="utf-8")
    assert not NOT_ENGLISH.search(expected)
    for line in expected.removeprefix("prong: ").splitlines():
        place = r"[\w./-]+(?::\d+)?: (?:[\w.<-]+: )?"
        sentence = rf"{place}[A-Z][^\n]+\.|  (?:found|expected|nearest): \S.*"
        assert re.fullmatch(sentence, line), line


@pytest.mark.parametrize("name", sorted(GOOD | {*CASES, *LIBRARIES} - {"blank"}))
def test_every_file_says_what_it_is_for(name: str) -> None:
    folder = HERE / name
    files = sorted(folder.rglob("*.yaml")) if folder.is_dir() else [HERE / f"{name}.yaml"]
    assert files
    for path in files:
        assert path.read_text(encoding="utf-8").startswith("# "), path


def test_nothing_is_expected_of_a_file_that_is_not_there() -> None:
    assert {path.stem for path in HERE.glob("*.expected")} == {*CASES, *LIBRARIES}


@pytest.mark.parametrize("name", ["unknown-factor", "library-future-authority"])
def test_a_process_of_its_own_says_the_same(name: str) -> None:
    library = [] if name in CASES else ["--library", name]
    case = f"{name}.yaml" if name in CASES else "least.yaml"
    ran = prong_apart("analyze", case, *library, cwd=HERE)
    assert refused(ran) == refused(run(name))


# Files made here, because they are big, binary, deep or not files at all


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fails when what is done inside takes longer."""
    start = time.monotonic()
    yield
    assert time.monotonic() - start < seconds


def test_fifty_megabytes_are_refused_without_being_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    line = b"# one more line of a case file that goes on and on\n"
    path.write_bytes(LEAST.read_bytes() + line * (50 * 1024 * 1024 // len(line)))
    tracemalloc.start()
    try:
        with within(5):
            error = refused(prong("analyze", path))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 32 * 1024 * 1024
    assert error == (
        f"{path}: The file is larger than Prong reads.\n"
        "  found: more than 4,194,304 bytes\n"
        "  expected: at most 4,194,304 bytes\n"
    )


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_nesting_of_a_hundred_thousand_levels_is_refused(tmp_path: Path, opening: str) -> None:
    """A parser that recurses would end the process, so this runs in one of its own."""
    path = tmp_path / "deep.yaml"
    path.write_text(opening * 100_000, encoding="utf-8")
    with within(10):
        error = refused(prong_apart("analyze", path))
    assert re.fullmatch(
        rf"{re.escape(str(path))}:1: (The file is nested deeper than 32 levels"
        r"|A mapping's key must be plain text)\.\n",
        error,
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b"case: Mart\xednez v. Clovis\n", ":1: The file is not UTF-8 text."),
        (b"forum: ca9\ncase: \xff\xfe\n", ":2: The file is not UTF-8 text."),
        ("case: Doe v. Roe\n".encode("utf-16"), ":1: The file is not UTF-8 text."),
        (b"case: Doe\0v. Roe\n", "The file is not well-formed YAML: "),
        (b"case: \x1b[31mDoe v. Roe\n", "The file is not well-formed YAML: "),
        (b'case: "Doe \\uD800 Roe"\n', ":1: The file is not well-formed YAML: "),
        (b"%PDF-1.7\n1 0 obj\n", "The file is not well-formed YAML: "),
        (b"PK\x03\x04\x14\0\x06\0", "The file is not well-formed YAML: "),
    ],
)
def test_what_is_not_text_is_refused(tmp_path: Path, data: bytes, sentence: str) -> None:
    path = tmp_path / "binary.yaml"
    path.write_bytes(data)
    error = refused(prong("analyze", path))
    assert error.startswith(str(path))
    assert sentence in error
    assert error.isprintable() or error.replace("\n", "").isprintable()


def test_many_defects_do_not_flood_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "many.yaml"
    path.write_text(LEAST.read_text(encoding="utf-8") + "  - x\n" * 100_000, encoding="utf-8")
    with within(20):
        error = refused(prong("analyze", path))
    assert len(error) < 20_000


def test_control_characters_of_a_file_do_not_reach_the_terminal(tmp_path: Path) -> None:
    """An escape code in a quoted scalar could recolour, clear or retitle the reader's terminal."""
    path = tmp_path / "escape.yaml"
    text = LEAST.read_text(encoding="utf-8")
    path.write_text(text.replace("forum: ca9", 'forum: "ca9\\e[2J\\nx"'), encoding="utf-8")
    error = refused(prong("analyze", path))
    assert "\x1b" not in error
    assert len(error.splitlines()) <= 4
    path.write_text(text.replace("case: Doe v. Roe", 'case: "\\e[2JDoe"'), encoding="utf-8")
    assert "\x1b" not in prong("analyze", path).out


# Paths that lead nowhere, or out


def test_a_case_that_is_not_there(tmp_path: Path) -> None:
    gone = tmp_path / "gone.yaml"
    assert refused(prong("analyze", gone)) == f"{gone}: There is no such file.\n"


def test_an_example_misspelt() -> None:
    assert refused(prong("analyze", "martines")) == (
        "martines: There is no such case file, and no shipped example of this name.\n"
        f"  expected: a path, or one of {', '.join(examples())}\n"
        "  nearest: martinez\n"
    )


def test_a_folder_for_a_case(tmp_path: Path) -> None:
    error = refused(prong("analyze", tmp_path))
    assert error == f"{tmp_path}: This is a folder; a file was expected.\n"


def test_a_name_that_is_too_long_for_a_file() -> None:
    assert "a" * 60 in refused(prong("analyze", "a" * 5000))


def test_a_link_to_itself(tmp_path: Path) -> None:
    path = tmp_path / "self.yaml"
    path.symlink_to(path)
    assert "The file cannot be read" in refused(prong("analyze", path))


def test_a_library_folder_that_is_not_there(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    error = refused(prong("analyze", LEAST, "--library", gone))
    assert error == f"{gone}: There is no such library folder.\n  expected: a folder\n"


def test_a_file_for_a_library_folder() -> None:
    error = refused(prong("analyze", LEAST, "--library", LEAST))
    assert error == f"{LEAST}: There is no such library folder.\n  expected: a folder\n"


def test_an_empty_library_folder(tmp_path: Path) -> None:
    error = refused(prong("analyze", LEAST, "--library", tmp_path))
    assert error.startswith(f"{tmp_path}: The library folder holds no file of the law.\n")
    assert "\n  expected: YAML files in courts, factors, " in error


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library folder with one good authority, beside a file that is none of its business."""
    folder = tmp_path / "law"
    good = HERE / "least-library" / "authorities" / "ca9" / "smith-v-jones.yaml"
    (folder / "authorities" / "ca9").mkdir(parents=True)
    (folder / "authorities" / "ca9" / "smith-v-jones.yaml").write_bytes(good.read_bytes())
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "private.yaml").write_text("secret: of the client\n", encoding="utf-8")
    return folder


def test_a_link_out_of_the_library_folder(library: Path) -> None:
    link = library / "authorities" / "private.yaml"
    link.symlink_to(library.parent / "outside" / "private.yaml")
    error = refused(prong("analyze", LEAST, "--library", library))
    assert error.startswith(f"{link}: A link leads out of the library folder.\n")
    assert "secret" not in error


def test_a_folder_that_is_a_link_out_of_the_library_folder(library: Path) -> None:
    link = library / "forums"
    link.symlink_to(library.parent / "outside", target_is_directory=True)
    error = refused(prong("analyze", LEAST, "--library", library))
    assert "A link leads out of the library folder." in error


def test_a_link_to_itself_in_the_library_folder(library: Path) -> None:
    link = library / "authorities" / "self.yaml"
    link.symlink_to(link)
    assert str(link) in refused(prong("analyze", LEAST, "--library", library))


def test_a_link_to_nothing_in_the_library_folder(library: Path) -> None:
    link = library / "authorities" / "gone.yaml"
    link.symlink_to("nothing.yaml")
    error = refused(prong("analyze", LEAST, "--library", library))
    assert error == f"{link}: There is no such file.\n"


def test_a_file_of_law_under_another_ending_is_not_passed_over(library: Path) -> None:
    """Law that is silently left out would give a wrong answer without a word."""
    path = library / "authorities" / "ca9" / "brown-v-green.yml"
    path.write_text("authority: Brown v. Green\n", encoding="utf-8")
    assert str(path) in refused(prong("analyze", LEAST, "--library", library))


@pytest.mark.skipif(os.geteuid() == 0, reason="an administrator may read every file")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "private.yaml"
    path.write_bytes(LEAST.read_bytes())
    path.chmod(0)
    assert "The file cannot be read: Permission denied." in refused(prong("analyze", path))


@pytest.mark.parametrize("name", [*CASES, *LIBRARIES])
def test_the_error_is_placed_in_the_file_at_fault(name: str) -> None:
    """Not in a file of the shipped library, which its reader did not write and cannot mend."""
    for line in refused(run(name)).splitlines():
        assert line.startswith((f"{name}.yaml:", f"{name}/", "  ")), line
