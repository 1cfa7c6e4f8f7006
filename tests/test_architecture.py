"""The arrows of the design, and what must not stand in code: law, other parts, this machine."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from prong.files import read_yaml
from prong.law.library import Library

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "prong"
MODULES = sorted(SOURCE.rglob("*.py"))

#: What each room may import besides itself. Arrows point down only.
BOTTOM = {"dates", "faults", "values", "files"}
MAY: dict[str, set[str]] = {
    "dates": set(),
    "faults": set(),
    "values": {"dates"},
    "files": {"values", "faults"},
    "cite": BOTTOM,
    "law": BOTTOM | {"cite"},
    "record": BOTTOM | {"cite", "law"},
    "decide": BOTTOM | {"cite", "law", "record"},
    "report": BOTTOM | {"cite", "law", "record", "decide"},
    "cli": BOTTOM | {"cite", "law", "record", "decide", "report"},
    # The package itself names the verbs and values of its parts; running it runs the command line.
    "": BOTTOM | {"cite", "law", "record", "decide", "report"},
    "__main__": {"cli"},
}
DEPENDENCIES = {"pydantic", "pydantic_core", "yaml"}


def room(module: Path) -> str:
    """The room a file lies in: a folder, or the name of a file that lies in none."""
    first = module.relative_to(SOURCE).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


def imports(module: Path) -> Iterator[tuple[int, str]]:
    """Every import of a file with its line, at its head and inside its functions, in full."""
    package = ("prong", *module.relative_to(SOURCE).parent.parts)
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            home = package[: len(package) - node.level + 1] if node.level else ()
            stem = ".".join((*home, *filter(None, [node.module])))
            # ``from prong import law`` names a room; ``from prong import analyze`` does not.
            yield from ((node.lineno, f"{stem}.{alias.name}") for alias in node.names)


@pytest.mark.parametrize("module", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_arrows_point_down_only(module: Path) -> None:
    """A room imports only what lies below it; what functions import counts too."""
    own = room(module)
    assert own in MAY, "a new room: say here what it may import"
    rooms = {path.relative_to(SOURCE).parts[0].removesuffix(".py") for path in MODULES}
    wrong = [
        f"{module.relative_to(ROOT)}:{line}: {name}"
        for line, name in imports(module)
        if name.split(".")[0] == "prong"
        and (other := name.split(".")[1]) in rooms
        and other not in MAY[own] | {own}
    ]
    assert not wrong


@pytest.mark.parametrize("module", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_only_declared_parts_are_imported(module: Path) -> None:
    """The core stands on the standard library, pydantic and PyYAML."""
    allowed = sys.stdlib_module_names | DEPENDENCIES | {"prong"}
    assert [n for _, n in imports(module) if n.split(".")[0] not in allowed] == []


# No law in the code

#: Ordinary words that are also the name of a person, a case or a thing of law. Each needs a reason.
ORDINARY = {
    "custody": "a word of law in general",
    "neighbour": "a word of English",
    "crowd": "a word of English",
    "bright": "a word of English",
    "clear": "a word of English",
    "high": "a word of English, as in the highest court of a state",
    "king": "a word of English",
    "kim": "too short to be told from part of a word",
    "morgan": "also a given name",
    "reed": "a word of English",
    "sharp": "a word of English",
    "white": "a word of English, as in white space",
    "wood": "a word of English",
}


@cache
def words_of_law() -> dict[str, str]:
    """Every word that belongs in data alone, with what it is. Issues are ordinary words."""
    library = Library.load()
    courts = library.courts.courts
    found: dict[str, str] = {}
    for what, words in (
        ("factor", library.factors.factors),
        ("scope", library.factors.scopes),
        ("scale", library.factors.scales),
        ("doctrine", library.doctrines),
        ("authority", library.authorities),
        # Ids of districts are ordinary words too often: "or" is the District of Oregon.
        ("court", [k for k, c in courts.items() if c.kind in ("supreme", "appeals")]),
        ("short name", {a.short for a in library.authorities.values() if a.short}),
        ("citation", {a.citation for a in library.authorities.values()}),
        ("doctrine's name", {d.name for d in library.doctrines.values()}),
        ("circuit", {f.name for f in library.forums.values()}),
    ):
        found |= dict.fromkeys(words, what)
    for path in (SOURCE / "examples").glob("*.yaml"):
        value: dict[str, Any] = read_yaml(path).value
        found |= dict.fromkeys(value["people"], "person")
        found |= {p["name"].split()[-1]: "surname" for p in value["people"].values()}
    return {word: what for word, what in found.items() if word.lower() not in ORDINARY}


@cache
def law_in_code() -> re.Pattern[str]:
    """Any of those words as a whole word; ids also with underscores, as in a variable's name."""
    forms: set[str] = set()
    for word, what in words_of_law().items():
        forms.add(re.escape(word))
        if what in ("factor", "scope", "scale", "doctrine", "authority"):
            forms.add(re.escape(word.replace("-", "_")))
            forms.add(re.escape(word.replace("-", " ")))
    longest_first = sorted(forms, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(longest_first)})(?![\w-])", re.IGNORECASE)


def hits(text: str) -> list[str]:
    return [
        f"{number}: {match.group()}"
        for number, line in enumerate(text.splitlines(), 1)
        for match in law_in_code().finditer(line)
        if match.group().lower() not in ORDINARY
    ]


@pytest.mark.parametrize("module", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_no_law_in_the_code(module: Path) -> None:
    """No case, party, factor, doctrine, court or circuit stands in Python, comments included."""
    assert hits(module.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    ["if forum == 'ca9':", "# as Kennedy holds", "told_abuser_of_report = 1", "Ninth Circuit"],
)
def test_law_in_code_would_be_found(text: str) -> None:
    """The search above is not blind."""
    assert hits(text)


def test_the_allow_list_is_no_longer_than_it_must_be() -> None:
    """A word is allowed only while it is one of law's and one the code uses, or may come to."""
    assert all(word == word.lower() and reason for word, reason in ORDINARY.items())


# Nothing of this machine


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("no git repository: what is tracked cannot be told")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, encoding="utf-8",
    ).stdout  # fmt: skip
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_the_machine_it_was_written_on() -> None:
    """Folders of a machine and of the place of work mean nothing to anyone else."""
    home = Path.home().as_posix()
    words = [
        "/" + "work" + "/",
        "/" + "root" + "/",
        "/" + "home" + "/",
        "/" + "Users" + "/",
        ".py" + "env",
        "bash" + "_jobs",
        *([f"{home}/"] if len(home) > 1 else []),
    ]
    pattern = re.compile("|".join(rf"(?<![\w.]){re.escape(w)}" for w in words))
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [
            f"{path.relative_to(ROOT)}:{number}: {match.group()}"
            for number, line in enumerate(text.splitlines(), 1)
            for match in pattern.finditer(line)
        ]
    assert found == []
