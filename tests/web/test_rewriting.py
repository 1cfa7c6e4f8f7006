"""A text is rewritten where what it says differs, and nowhere else."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prong.faults import Fault
from prong.files import parse_yaml
from prong.record.load import decided, examples
from prong.web.rewriting import rewritten

TEXTS = {k: p.read_text(encoding="utf-8") for k, p in examples().items()}
TEXTS |= {k: p.read_text(encoding="utf-8") for k, p in list(decided().items())[::20]}
WORDS = st.sampled_from(
    ["plain", "12", "a: b", "# no comment", "yes", "'q'", '"q"', "- x", "", " ", "é§", "a\nb",
     "{", "x, y", "null", "!tag", "&a", "*a", "%", "@", "`", "|", ">", "x #y", "key:", "\u2028"]
)  # fmt: skip
VALUES = st.one_of(
    WORDS, st.lists(WORDS, max_size=2), st.dictionaries(st.sampled_from("klm"), WORDS, max_size=2),
    st.dictionaries(st.sampled_from("kl"), st.lists(st.dictionaries(st.just("m"), WORDS), max_size=2)),
)  # fmt: skip


def comments(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip().startswith("#")]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of everything within a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, one in inner:
        found.append((*path, key))
        if isinstance(one, dict | list):
            found += places(one, (*path, key))
    return found


def changed(data: st.DataObject, value: Any) -> None:
    """Something somewhere in a value set, added or taken out, in place."""
    path = data.draw(st.sampled_from(places(value)))
    home = value
    for step in path[:-1]:
        home = home[step]
    match data.draw(st.sampled_from(["set", "add", "remove", "both"])):
        case "set":
            home[path[-1]] = data.draw(VALUES)
        case "remove":
            del home[path[-1]]
        case how:
            put = data.draw(VALUES)
            if how == "both":
                del home[path[-1]]
            if isinstance(home, dict):
                home[data.draw(st.sampled_from(["new", "other: key", "#k"]))] = put
            else:
                home.insert(data.draw(st.integers(0, len(home))), put)


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_whatever_is_changed_is_said_and_no_line_elsewhere_moves(data: st.DataObject) -> None:
    text = TEXTS[data.draw(st.sampled_from(sorted(TEXTS)))]
    old = parse_yaml(text, "").value
    new = copy.deepcopy(old)
    for _ in range(data.draw(st.integers(1, 3))):
        changed(data, new)
    if not new:
        return
    made = rewritten(text, new)
    assert parse_yaml(made, "").value == new
    if len(new) == len(old):
        kept = comments(made)
        inside = [c for c in comments(text) if c not in kept]
        assert len(inside) <= _comments_within(old, new, text)


def _comments_within(old: Any, new: Any, text: str) -> int:
    """How many comments stand within what was taken out or replaced by something of another kind."""
    document = parse_yaml(text, "")
    lines = text.splitlines()
    lost: set[int] = set()

    def walk(a: Any, b: Any, path: tuple[Any, ...]) -> None:
        if a == b:
            return
        if isinstance(a, dict) and isinstance(b, dict) and a:
            for key in a:
                if key not in b:
                    gone((*path, key))
                else:
                    walk(a[key], b[key], (*path, key))
            return
        gone(path)

    def gone(path: tuple[Any, ...]) -> None:
        mine = [line for p, line in document.lines.items() if p[: len(path)] == path]
        lost.update(n for n in range(min(mine), max(mine) + 1) if lines[n - 1].strip()[:1] == "#")

    walk(old, new, ())
    return len(lost)


SMALL = """\
# about the case
case: Roe v. Doe   # its caption
people:
  # first
  roe: {name: "Jane Roe", is: plaintiff}  # the plaintiff
  # then the officers
  doe: {name: Ann Doe, is: officer, # hers
        rank: Officer}
list:
  - a: 1   # one
    # two
    b: 2
  - c   # see
"""


def now(change: Any) -> str:
    value = parse_yaml(SMALL, "").value
    change(value)
    return rewritten(SMALL, value)


@pytest.mark.parametrize(
    ("change", "lines"),
    [  # what stands before a neighbour is the neighbour's
        (lambda v: v["people"].pop("roe"), '  roe: {name: "Jane Roe", is: plaintiff}  # the plaintiff\n'),
        (lambda v: v["list"].pop(1), "  - c   # see\n"),
    ],
)  # fmt: skip
def test_what_is_taken_out_goes_with_what_is_said_of_it_on_its_line(
    change: Any, lines: str
) -> None:
    assert now(change) == SMALL.replace(lines, "")


def test_a_value_keeps_its_quotes_and_what_stands_behind_it() -> None:
    made = now(lambda v: v["people"]["roe"].update(name="Janet Roe"))
    assert made == SMALL.replace("Jane Roe", "Janet Roe")
    made = now(lambda v: v["people"]["doe"].update(rank="Sgt. # 2"))
    assert made == SMALL.replace("rank: Officer", 'rank: "Sgt. # 2"')


def test_a_key_is_renamed_where_it_stands() -> None:
    value = parse_yaml(SMALL, "").value
    value["people"] = {"roe": value["people"]["roe"], "smith": value["people"]["doe"]}
    made = rewritten(SMALL, value, {("people", "doe"): "smith"})
    assert made == SMALL.replace("  doe:", "  smith:")


def test_what_no_file_may_hold_is_refused() -> None:
    with pytest.raises(Fault):
        rewritten(SMALL, {"case": 3})
