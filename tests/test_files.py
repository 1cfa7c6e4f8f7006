"""YAML into plain values with a line for each, and files written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from prong.faults import Fault, FileFault
from prong.files import MAX_BYTES, MAX_DEPTH, parse_yaml, read_bytes, write, write_bytes
from prong.law.conditions import ConditionModel
from prong.law.factors import Scale
from prong.record.case import Act, Evidence, Finding
from prong.values import NotPlain, Value, adapter, build


def parse(text: str) -> Any:
    return parse_yaml(text, "file.yaml").value


# Lines


TEXT = """\
# a comment
case: Doe v. Roe

incidents:
  june-1:
    acts:
      told: {by: roe,
        facts: [
          one,
          {factor: two}]}
claims:
- against:
  - roe
  - serjeant
note: |
  of two
  lines
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 2),
        (("case",), 2),
        (("incidents",), 4),
        (("incidents", "june-1"), 5),
        (("incidents", "june-1", "acts", "told"), 7),
        (("incidents", "june-1", "acts", "told", "by"), 7),
        (("incidents", "june-1", "acts", "told", "facts"), 8),
        (("incidents", "june-1", "acts", "told", "facts", 0), 9),
        (("incidents", "june-1", "acts", "told", "facts", 1, "factor"), 10),
        (("claims", 0), 12),
        (("claims", 0, "against", 0), 13),
        (("claims", 0, "against", 1), 14),
        (("note",), 15),
    ],
)
def test_every_value_has_its_line(path: tuple[str | int, ...], line: int) -> None:
    place = parse_yaml(TEXT, "doe.yaml").place(path)
    assert (place.file, place.line) == ("doe.yaml", line)
    assert place.field == (".".join(map(str, path)) or None)


def test_what_is_missing_has_the_line_of_what_it_is_missing_from() -> None:
    document = parse_yaml(TEXT, "doe.yaml")
    place = document.place(("incidents", "june-1", "acts", "told", "what"))
    assert str(place) == "doe.yaml:7: incidents.june-1.acts.told.what"
    assert document.place(("people", "roe")).line == 2


# Scalars stay what was written


@pytest.mark.parametrize(
    "text",
    ["no", "yes", "on", "true", "False", "1e3", "012", "0x1F", "1_000", "2013-05-02", "12:30", "1.0",
     "~x", "=", "<<", ".inf", "NaN", "slip op. 5"],
)  # fmt: skip
def test_a_scalar_is_the_text_that_was_written(text: str) -> None:
    assert parse(f"a: {text}\n") == {"a": text}
    assert parse(f"[{text}]") == [text]
    assert parse(f"{text}: a\n") == {text: "a"}


def test_nothing_is_a_missing_value_and_quoted_nothing_an_empty_text() -> None:
    assert parse("a:\nb: ''\nc: \"\"\n") == {"a": None, "b": "", "c": ""}
    assert parse("a: null\nb: ~\n") == {"a": "null", "b": "~"}


def test_a_byte_order_mark_and_other_line_ends_are_read() -> None:
    assert parse_yaml(b"\xef\xbb\xbfa: b\r\nc: d\r\n", "f").value == {"a": "b", "c": "d"}
    assert parse_yaml(b"a: b\r\nc: d\r\n", "f").place(("c",)).line == 2


def test_other_scripts_are_read() -> None:
    assert parse("name: Íñigo Núñez\n署名: 山田 🙂\n") == {"name": "Íñigo Núñez", "署名": "山田 🙂"}


plain = st.recursive(
    st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=24,
)  # fmt: skip


def dump(value: Any) -> str:
    """A value as PyYAML writes it, but without anchors for what stands there twice."""
    return str(yaml.dump(value, Dumper=_Dumper, sort_keys=False))


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    def ignore_aliases(self, data: Any) -> bool:
        return True


@given(plain.filter(lambda v: not isinstance(v, str) or v.strip() != ""))
def test_what_another_program_wrote_is_read_back(value: Any) -> None:
    assert parse(dump(value)) == value


@given(plain.filter(lambda v: isinstance(v, dict | list)))
def test_every_value_that_was_read_has_a_line(value: Any) -> None:
    text = dump(value)
    document = parse_yaml(text, "f")

    def walk(value: Any, path: tuple[str | int, ...]) -> None:
        assert 1 <= document.lines[path] <= text.count("\n")
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for key, one in inner if isinstance(value, dict | list) else ():
            walk(one, (*path, key))

    walk(value, ())


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_a_sentence(data: bytes) -> None:
    refused_or_read(data)


@given(st.text("abc:-?[]{}#&*!|>'\"%@` \t\n\\,0xé\x00\x85\u2028", max_size=60))
@settings(max_examples=300)
def test_any_text_is_read_or_refused_in_a_sentence(text: str) -> None:
    refused_or_read(text.encode())


def refused_or_read(data: bytes) -> None:
    try:
        value = parse_yaml(data, "f").value
    except Fault as fault:
        assert fault.sentence[0].isupper()
        assert fault.sentence.endswith(".")
        assert fault.place.file == "f"
        return
    assert isinstance(value, str | list | dict)


def test_nesting_is_read_to_its_limit_and_refused_past_it() -> None:
    parse("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    with pytest.raises(FileFault, match=f"deeper than {MAX_DEPTH} levels"):
        parse("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))


def test_a_file_is_read_to_the_limit_of_bytes_and_refused_past_it(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_bytes(b"a" * MAX_BYTES)
    assert len(read_bytes(path)) == MAX_BYTES
    path.write_bytes(b"a" * (MAX_BYTES + 1))
    with pytest.raises(FileFault, match="larger than Prong reads"):
        read_bytes(path)


# Two readings of a file, the quick one and pydantic's (test_values.py has whole files)


ODD: list[Any] = (
    [None, "", "x", "true", "True", "yes", "no", "on", "1", "0", "-1", "+1", "01", " 1", "1.0", "1e3",
     "1_0", "\u0663", "99999999999", "2019", "2019-12-04", "2019-13", "act", "claim", "officer", "binding",
     [], ["x"], [[]], {}, {"x": "y"}, {"factor": "x"}, {"is": "x"}]
)  # fmt: skip

#: A right value of each kind, whose every field is then given every odd value.
RIGHT: list[tuple[type[Value], dict[str, Any]]] = [
    (Finding, {"factor": "x", "magnitude": "1", "for": ["x"], "from": [], "inferred": "true",
               "person": "x", "on": "2019"}),
    (Evidence, {"kind": "video", "of": "x", "cite": "5", "admissible": "false"}),
    (Act, {"by": "x", "kind": "act", "what": "x", "facts": ["x"], "heard-by": [{"is": "x"}]}),
    (Scale, {"says": "x", "steps": {"1": "x"}}),
    (ConditionModel, {"factor": "x", "at-least": "2"}),
    (ConditionModel, {"all": ["x", {"not": "y"}]}),
    (ConditionModel, {"act-is": "omission"}),
]  # fmt: skip


def agree(cls: type[Value], value: Any) -> None:
    """What the quick reading accepts, pydantic accepts with the same result."""
    try:
        quick = build(cls, value)
    except NotPlain:
        return
    assert adapter(cls).validate_python(value) == quick


@pytest.mark.parametrize(("cls", "right"), RIGHT)
def test_the_two_readings_agree_on_odd_values(cls: type[Value], right: dict[str, Any]) -> None:
    assert build(cls, right) == adapter(cls).validate_python(right)
    for field in [*right, "x", "for_", "at_least"]:
        for value in ODD:
            agree(cls, {**right, field: value})


@pytest.mark.parametrize("step", ["0", "01", "-1", " 1", "\u0663", "x", ""])
def test_the_two_readings_agree_on_the_steps_of_a_scale(step: str) -> None:
    agree(Scale, {"says": "x", "steps": {step: "x"}})


# Writing


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_whole_with_the_usual_mode(tmp_path: Path) -> None:
    path = tmp_path / "new" / "answer.txt"
    write(path, "granted §\n")
    assert path.read_bytes() == "granted §\n".encode()
    usual = tmp_path / "usual"
    usual.touch()
    assert path.stat().st_mode == usual.stat().st_mode
    assert listing(path.parent) == ["answer.txt"]


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "answer.txt"
    path.write_text("a longer old answer", encoding="utf-8")
    write(path, "new")
    assert path.read_text(encoding="utf-8") == "new"
    assert listing(tmp_path) == ["answer.txt"]


@pytest.mark.parametrize("step", ["replace", "fsync", "chmod"])
def test_the_old_file_stays_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """A full disk, a lost share or a refused rename: the old file whole, and no trace of the new."""
    path = tmp_path / "answer.txt"
    path.write_text("old", encoding="utf-8")

    def fails(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fails)
    if step in ("replace", "chmod"):  # by whichever name the writing calls it
        monkeypatch.setattr(Path, step, fails)
    with pytest.raises(FileFault) as caught:
        write(path, "new")
    monkeypatch.undo()
    assert str(caught.value) == f"{path}: The file cannot be written: No space left on device."
    assert path.read_text(encoding="utf-8") == "old"
    assert listing(tmp_path) == ["answer.txt"]


def test_nothing_is_left_when_writing_is_broken_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader presses Control-C while the file is written."""
    path = tmp_path / "answer.txt"
    path.write_text("old", encoding="utf-8")

    def broken_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", broken_off)
    with pytest.raises(KeyboardInterrupt):
        write(path, "new")
    monkeypatch.undo()
    assert path.read_text(encoding="utf-8") == "old"
    assert listing(tmp_path) == ["answer.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="an administrator may write into every folder")
def test_a_folder_that_may_not_be_written_into(tmp_path: Path) -> None:
    path = tmp_path / "answer.txt"
    path.write_text("old", encoding="utf-8")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(FileFault, match="Permission denied"):
            write(path, "new")
    finally:
        tmp_path.chmod(0o700)
    assert path.read_text(encoding="utf-8") == "old"
    assert listing(tmp_path) == ["answer.txt"]


def test_a_folder_where_the_file_should_go(tmp_path: Path) -> None:
    (tmp_path / "answer").mkdir()
    with pytest.raises(FileFault, match="The file cannot be written"):
        write(tmp_path / "answer", "new")
    assert listing(tmp_path) == ["answer"]


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "answer").write_text("old", encoding="utf-8")
    with pytest.raises(FileFault, match="The file cannot be written"):
        write(tmp_path / "answer" / "new.txt", "new")
    assert listing(tmp_path) == ["answer"]


@given(st.binary(max_size=2000))
@settings(max_examples=25, deadline=None)
def test_bytes_are_written_as_they_are(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("bytes") / "file"
    write_bytes(path, data)
    assert path.read_bytes() == data
