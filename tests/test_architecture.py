"""The shape of the code: which room may import which, and that it knows no law and no place."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from prong.law.library import Library
from prong.record.load import examples, load

ROOT = Path(__file__).parents[1]
PRONG = ROOT / "src" / "prong"
SOURCES = sorted(PRONG.rglob("*.py"))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Every module a file imports, wherever in the file it does, with the line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{named(path)}:{node.lineno} imports by a relative path"
            for alias in node.names:
                inner = PRONG.parent.joinpath(*(node.module or "").split("."), alias.name)
                is_module = inner.is_dir() or inner.with_suffix(".py").is_file()
                yield node.lineno, f"{node.module}.{alias.name}" if is_module else str(node.module)


# Arrows point down only


BOTTOM = {"dates", "faults", "files", "values"}
LAW = {*BOTTOM, "cite", "law"}
DECIDE = {*LAW, "record", "decide"}
READ = {*BOTTOM, "cite", "read"}
CODING = {*DECIDE, *READ, "coding"}
CHECK = {*DECIDE, *READ, "base", "check"}
REPORT = {*CHECK, *CODING, "report"}

#: Section 5 of the design: what the files of each room may import.
MAY_IMPORT = {
    "dates": set(),
    "faults": set(),
    "values": {"dates"},
    "files": {"faults", "values"},
    "cite": {*BOTTOM, "cite"},
    "law": LAW,
    "record": {*LAW, "record"},
    "decide": DECIDE,
    "read": READ,
    "coding": CODING,
    "base": {*LAW, *READ, "base"},
    "check": CHECK,
    "report": REPORT,
    "cli": {*REPORT, "cli", "web"},
    "web": {*REPORT, "web"},
    "__main__": {"cli"},
}


def room(path: Path) -> str:
    return path.relative_to(PRONG).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_arrows_point_down_only(path: Path) -> None:
    """Also what is imported for types alone, or inside a function."""
    if path == PRONG / "__init__.py":  # the package's own face, which names what it offers
        return
    allowed = MAY_IMPORT[room(path)]
    for line, module in imported(path):
        top, *rest = module.split(".")
        if top == "prong" and rest:
            assert rest[0] in allowed, f"{named(path)}:{line} imports {module}"
        elif top == "prong":
            assert _only_the_version(path, line), f"{named(path)}:{line} imports the whole package"


def _only_the_version(path: Path, line: int) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.lineno == line
        and [alias.name for alias in node.names] == ["__version__"]
        for node in ast.walk(tree(path))
    )


def test_every_room_has_its_arrows() -> None:
    assert {room(path) for path in SOURCES} - {"__init__"} <= set(MAY_IMPORT)


def test_the_package_offers_what_it_names() -> None:
    import prong

    for name in prong._HOMES:
        assert getattr(prong, name).__module__ == prong._HOMES[name]
    with pytest.raises(AttributeError):
        prong.nothing_of_this_name  # noqa: B018


def test_importing_the_package_imports_nothing_else() -> None:
    script = "import sys; import prong; print([m for m in sys.modules if m.startswith('prong.')])"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


# Only what is declared is imported


DISTRIBUTIONS = {
    "yaml": "pyyaml",
    "courts_db": "courts-db",
    "typing_extensions": "typing-extensions",
    "docx": "python-docx",
    "axe_playwright_python": "axe-playwright-python",
    "courtlistener": "courtlistener-api-client",
    "sklearn": "scikit-learn",
    "argon2": "argon2-cffi",
}
#: What comes with another: pydantic's own documented place for what a custom type must return; Pillow,
#: with which the drawing library writes pictures and tests read them; the errors that CourtListener's
#: client lets through; the arrays that scikit-learn takes.
WITH = {
    "pydantic_core": "pydantic",
    "PIL": "matplotlib",
    "httpx": "courtlistener-api-client",
    "numpy": "scikit-learn",
}


#: What an extra brings, and the files or the room that alone import it.
OF_EXTRAS = {
    "src/prong/read/formats/pages.py": {"pypdfium2"},
    "src/prong/report/figures/backend.py": {"matplotlib"},
    "src/prong/report/render/word.py": {"python-docx", "typst"},
    "src/prong/report/render/pdf.py": {"typst"},
    "src/prong/decide/tables.py": {"pyarrow"},
    "src/prong/decide/directions.py": {"scikit-learn"},
    "src/prong/report/plots.py": {"matplotlib"},
    "src/prong/base/": {
        "sqlalchemy", "alembic", "platformdirs", "rapidfuzz", "courtlistener-api-client",
    },
    "src/prong/check/names.py": {"rapidfuzz"},
    "src/prong/web/": {
        "anyio", "fastapi", "starlette", "uvicorn", "jinja2", "platformdirs",
    },
    "src/prong/web/team/": {"sqlalchemy", "alembic", "argon2-cffi"},
}  # fmt: skip
#: Distributions whose data is read without importing them.
READ_AS_DATA = {"courts-db": "courts_db", "reporters-db": "reporters_db"}


def declared() -> tuple[set[str], set[str]]:
    """The names of what the package needs, and of what its tests need besides."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    def names(requirements: list[str]) -> set[str]:
        found = (re.match(r"[\w-]+", requirement) for requirement in requirements)
        return {match.group().lower() for match in found if match}

    extras = project.get("optional-dependencies", {})
    return names(project["dependencies"]), names([r for some in extras.values() for r in some])


@pytest.mark.parametrize(
    "path", [*SOURCES, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "bench").rglob("*.py"))],
    ids=named,
)  # fmt: skip
def test_only_declared_dependencies_are_imported(path: Path) -> None:
    needed, extra = declared()
    own = {d for place, some in OF_EXTRAS.items() if named(path).startswith(place) for d in some}
    allowed = needed | own if path in SOURCES else needed | extra
    for line, module in imported(path):
        top = module.split(".")[0]
        if top in ("prong", "tests", "bench") or top in sys.stdlib_module_names:
            continue
        distribution = WITH.get(top) or DISTRIBUTIONS.get(top) or top
        assert distribution in allowed, f"{named(path)}:{line} imports {top}"


def test_every_declared_dependency_is_imported() -> None:
    needed, _ = declared()
    found = {module.split(".")[0] for path in SOURCES for _, module in imported(path)}
    texts = [path.read_text(encoding="utf-8") for path in SOURCES]
    as_data = {
        distribution
        for distribution, package in READ_AS_DATA.items()
        if any(f'find_spec("{package}")' in text for text in texts)
    }
    assert needed <= {DISTRIBUTIONS.get(top, top) for top in found} | as_data


# Code knows no law


#: Words of the library that also stand in code for another reason: each where, and why.
ALLOWED: dict[tuple[str, str], str] = {
    (
        "src/prong/cite/courts.py",
        "CA9",
    ): "A form of citing any court of appeals, named in a comment.",
    ("src/prong/cite/reporters.py", "United States"): "The name of the Supreme Court, not a party.",
    ("src/prong/read/bare.py", "United States"): "A party of so many cases that it names none.",
    ("src/prong/read/bare.py", "Doe"): "A party of so many cases that it names none.",
    ("src/prong/read/front.py", "United States"): "Names of courts, not a party.",
    ("src/prong/read/front.py", "District of Columbia"): "Names of courts, not a party.",
    ("src/prong/cite/bluebook.py", "United States"): "The name of the Supreme Court, not a party.",
    (
        "src/prong/cite/bluebook.py",
        "District of Columbia",
    ): "A sovereign that a citation writes out, whatever the case.",
    ("src/prong/report/redaction.py", "Lane"): "A kind of street, not a party.",
    ("src/prong/cli/app.py", "order"): "The option that says which prong comes first, not an act.",
    ("src/prong/cli/base.py", "search"): "The command that searches the base, not an act.",
    ("src/prong/web/api.py", "order"): "The field of that option, not an act.",
    ("src/prong/web/asking.py", "order"): "The field of that option, not an act.",
    ("src/prong/report/contract.py", "order"): "The field of that option, not an act.",
}


#: Words of the library that are also ordinary words of code, wherever they stand, and why.
ORDINARY = {
    "Pearson": "The statistician whose coefficient it is, not a party.",
    "omission": "A kind of conduct, and of parenthetical.",
    "status": "A field: where a claim or an authority stands.",
    "violation": "Prong one.",
    "pattern": "A keyword of JSON Schema.",
    "link": "An element of HTML.",
    "Conn": "The short form of a state in citations, not a party.",
    "Page": "A page of a document, not a party.",
    "cell": "An element of a table.",
    "did nothing": "Words of a docstring.",
    "Warden": "A title, beside others.",
    "Will": "A word that begins a sentence, not a party.",
}


@cache
def library() -> Library:
    return Library.load()


def ids() -> set[str]:
    """Ids of more than one word, and the ids of circuits: none can stand in code by chance."""
    law = library()
    words = {
        *law.factors.factors, *law.factors.scopes, *law.factors.scales,
        *law.doctrines, *law.authorities, *law.forums,
    }  # fmt: skip
    for path in examples().values():
        record = load(path, law)
        words |= {*record.people, *record.evidence, *record.incidents}
        words |= {act for incident in record.incidents.values() for act in incident.acts}
    return words


def parts() -> set[str]:
    """Ids of issues, rules and holdings: phrases of English, looked for only as whole strings."""
    law = library()
    words: set[str] = set()
    for doctrine in law.doctrines.values():
        words |= {*doctrine.issues, *(rule.id for rule in doctrine.rules)}
    for authority in law.authorities.values():
        words |= {holding.id for holding in authority.holdings}
    return words


def names() -> set[str]:
    """Names of cases, parties, doctrines and circuits, as prose would write them."""
    law = library()
    found = {forum.name for forum in law.forums.values()}
    for authority in law.authorities.values():
        found |= {authority.authority, authority.short or authority.authority}
        found |= set(authority.authority.split(" v. "))
    found |= {doctrine.name for doctrine in law.doctrines.values()}
    for path in examples().values():
        for person in load(path, law).people.values():
            found |= {person.name, person.short}
    return found


def forms(word: str) -> str:
    """A pattern for an id of several words however they are joined: a-b, a_b or a b."""
    return "[-_ ]".join(map(re.escape, re.split("[- ]", word)))


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_no_code_contains_a_word_of_the_law(path: Path) -> None:
    """No factor, doctrine, authority or circuit by id, and no case or party by name."""
    text = path.read_text(encoding="utf-8")
    found: list[str] = []
    several = {word for word in ids() if "-" in word} | set(library().forums)
    for pattern, flags in (
        ("|".join(sorted(map(forms, several), key=len, reverse=True)), re.IGNORECASE),
        ("|".join(sorted(map(re.escape, names()), key=len, reverse=True)), 0),
    ):
        for match in re.finditer(rf"(?<![\w-])(?:{pattern})(?![\w-])", text, flags):
            line = text.count("\n", 0, match.start()) + 1
            if (named(path), match.group()) not in ALLOWED and match.group() not in ORDINARY:
                found.append(f"{named(path)}:{line}: {match.group()}")
    assert found == []


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_no_code_decides_by_a_word_of_the_law(path: Path) -> None:
    """Ids of one word, and of parts of a doctrine or an authority, are ordinary English, so they are
    looked for as whole strings of the code."""
    words = ({word for word in ids() if "-" not in word} | parts()) - ORDINARY.keys()
    found = [
        f"{named(path)}:{node.lineno}: {node.value!r}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant)
        and node.value in words
        and (named(path), str(node.value)) not in ALLOWED
    ]
    assert found == []


def test_every_allowed_word_still_stands_where_it_is_allowed() -> None:
    for (path, word), reason in ALLOWED.items():
        assert word in (ROOT / path).read_text(encoding="utf-8"), (path, word)
        assert reason.endswith(".")


def test_the_library_holds_no_code() -> None:
    for folder in ("library", "examples", "decided"):
        assert {path.suffix for path in (PRONG / folder).rglob("*") if path.is_file()} == {".yaml"}
    bases = {path.suffix for path in (PRONG / "casebases").rglob("*") if path.is_file()}
    assert bases == {".yaml", ".csv"}


# The repository says nothing of where it was made


def tracked() -> list[Path]:
    """Every file that is tracked, or would be."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no git checkout")
    return sorted({ROOT / name for name in listed.split("\0") if name})


#: Written in pieces, so that this file does not contain what it looks for.
OF_A_MACHINE = [
    "/" + "work" + "/",
    "/" + "root" + "/",
    "/" + r"home/\w+",
    "/" + "opt/(?:pypi|wheels)",
    r"[A-Z]:\\" + "Users",
    "sub" + "-?agent",
    "co" + "-?worker",
    r"\bthis " + "session",
    r"\b(?:an?|the|each|every|one|another) (?:developer|helper|CEO)'?s? " + "session",
    r"\bby a " + "session",
    r"\b(?:a|the|my|your|each) " + r"(?:helper|CEO)\b",
    "files" + r"\.pythonhosted\.org",
    "pypi" + r"\.org",
    "registry" + r"\.npmjs\.org",
    "deb" + r"\.debian\.org",
    "index" + "-url|trusted" + "-host",
    r"\b(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))" + r"(?:\.\d{1,3}){2,3}:\d+",
]


def test_no_file_mentions_the_machine_or_the_workplace_it_was_made_in() -> None:
    pattern = re.compile("|".join(OF_A_MACHINE))
    found: list[str] = []
    for path in tracked():
        if not path.is_file() or b"\0" in path.read_bytes()[:1024]:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for match in pattern.finditer(f"{named(path)}\n{text}"):
            line = text.count("\n", 0, max(0, match.start() - len(named(path)) - 1)) + 1
            found.append(f"{named(path)}:{line}: {match.group()}")
    assert found == []
