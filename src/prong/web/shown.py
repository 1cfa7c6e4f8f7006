"""An answer laid out for a page: the grid, the steps of an argument, and what stands beside them.

Every sentence here is one that ``report`` worded.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from prong.decide.analysis import Analysis
from prong.decide.argument import Citation, RecordCite, Step, argue
from prong.decide.determination import Determination
from prong.record.findings import Item
from prong.report.phrases import (
    BREADTH,
    ESTABLISHED,
    GRADE,
    IMMUNITY,
    ISSUE,
    LEFT_OUT,
    ROLE,
    STATUS,
    VIOLATION,
    Phrases,
    capital,
)
from prong.report.prose import Teller
from prong.values import frozen
from prong.web.answers import Answered
from prong.web.asking import Question

#: How long a label of a claim may be before it is cut: names of files are of any length.
LONG = 200


@frozen
class Cell:
    """One determination in the grid, with what it was in the saved case where that differs."""

    number: int
    immunity: str
    word: str
    prong_one: str
    prong_two: str
    incident: str
    by: str
    was: str | None
    star: bool


@frozen
class Row:
    person: str
    name: str
    cells: tuple[tuple[Cell, ...], ...]


@frozen
class Grid:
    claims: tuple[str, ...]
    rows: tuple[Row, ...]


@frozen
class Changed:
    """One answer that differs from the saved case's."""

    number: int
    where: str
    was: str
    now: str
    line: str
    by: str


@frozen
class Cited:
    """An authority as a step cites it, with what its card says."""

    text: str
    link: str | None
    name: str = ""
    says: str = ""
    court: str = ""
    decided: str = ""
    weight: str = ""
    coded: str = ""


@frozen
class Shown:
    """A step with its support and the steps it stands on."""

    kind: str
    says: str
    authorities: tuple[Cited, ...]
    record: tuple[RecordCite, ...]
    absent: str | None
    parts: tuple[Shown, ...]


@frozen
class ActRow:
    what: str
    role: str
    word: str
    shown: Shown


@frozen
class Near:
    """A holding beside the facts: what is shared, what is missing, what would distinguish it."""

    cited: Cited
    says: str
    side: str
    breadth: str
    forces: bool
    shared: tuple[str, ...]
    missing: tuple[str, ...]
    distinctions: tuple[tuple[str, str], ...]


@frozen
class Toggle:
    """A finding that may be supposed the other way."""

    id: str
    says: str
    name: str
    on: bool
    label: str


@frozen
class Opened:
    """One determination, opened."""

    number: int
    d: Determination
    title: str
    bottom_line: str
    prongs: tuple[Shown, ...]
    acts: tuple[ActRow, ...]
    remainder: tuple[Shown, ...]
    first: tuple[Shown, ...]
    begins: str | None
    material: tuple[Shown, ...]
    missing: tuple[Shown, ...]
    nearest: tuple[Near, ...]
    ladder: tuple[Shown, ...]


def _key(d: Determination) -> tuple[str, str, str, str | None]:
    return d.plaintiff, d.defendant, d.claim.theory, d.episode


def words(d: Determination) -> tuple[str, str]:
    """What the two prongs came to, or why the claim is not decided here."""
    if d.situation is None:
        return STATUS[d.status], ""
    return VIOLATION[d.violation.result], ESTABLISHED[d.established.result]


def grid(answered: Answered) -> Grid:
    """Defendants by claims; a cell holds one determination for each incident."""
    analysis = answered.answer
    say = Phrases(analysis)
    before = _by_key(answered.saved)
    claims = tuple(dict.fromkeys(d.claim.theory for d in analysis.determinations))
    heads = {d.claim.theory: say.doctrine(d)[:LONG] for d in analysis.determinations}
    people = dict.fromkeys(d.defendant for d in analysis.determinations)
    found: dict[tuple[str, str], list[Cell]] = {}
    for number, d in enumerate(analysis.determinations):
        old = before.get((_key(d), _nth(analysis, number)))
        found.setdefault((d.defendant, d.claim.theory), []).append(cell(say, number, d, old))
    rows = tuple(
        Row(p, say.person(p)[:LONG], tuple(tuple(found.get((p, c), ())) for c in claims))
        for p in people
    )
    return Grid(tuple(heads[c] for c in claims), rows)


def _nth(analysis: Analysis, number: int) -> int:
    """Which of several determinations alike in every name this one is."""
    mine = _key(analysis.determinations[number])
    return sum(_key(d) == mine for d in analysis.determinations[:number])


def _by_key(analysis: Analysis) -> dict[object, Determination]:
    return {
        (_key(d), _nth(analysis, number)): d for number, d in enumerate(analysis.determinations)
    }


def cell(say: Phrases, number: int, d: Determination, old: Determination | None) -> Cell:
    one, two = words(d)
    changed = old is not None and (old.outcome != d.outcome or words(old) != words(d))
    incident = say.analysis.record.incidents[d.episode].date.spoken() if d.episode else ""
    was = None
    if changed and old is not None:
        was = IMMUNITY[old.immunity] if old.immunity != d.immunity else "; ".join(words(old))
    return Cell(
        number, d.immunity, IMMUNITY[d.immunity], one, two, incident, by(say, d), was, bool(d.dates)
    )


def by(say: Phrases, d: Determination) -> str:
    """The authority that clearly established the right, where some did."""
    return "; ".join(dict.fromkeys(say.full(e.authority, e.pin) for e in d.established.by))


def changes(answered: Answered) -> tuple[Changed, ...]:
    """The answers that differ from the saved case's, each with the authority that made them so."""
    analysis = answered.answer
    say = Phrases(analysis)
    before = _by_key(answered.saved)
    found = []
    for number, d in enumerate(analysis.determinations):
        old = before.get((_key(d), _nth(analysis, number)))
        if old is None or (old.outcome == d.outcome and words(old) == words(d)):
            continue
        was = (IMMUNITY[old.immunity], *filter(None, words(old)))
        now = (IMMUNITY[d.immunity], *filter(None, words(d)))
        found.append(
            Changed(
                number,
                f"{capital(say.person(d.defendant))}, {say.theory(d)}",
                ", ".join(was),
                ", ".join(now),
                say.bottom_line(d),
                by(say, d),
            )
        )
    return tuple(found)


class Reasons:
    """The steps of one determination as a page shows them."""

    def __init__(self, analysis: Analysis, d: Determination) -> None:
        self.analysis, self.d = analysis, d
        self.say = Phrases(analysis)

    def step(self, step: Step) -> Shown:
        return Shown(
            step.kind,
            self.say.sentence(step),
            tuple(self.cited(c, step) for c in step.authorities),
            tuple(dict.fromkeys(step.record)),
            step.absent,
            tuple(map(self.step, step.parts)),
        )

    def cited(self, citation: Citation, step: Step | None = None) -> Cited:
        text = self.say.cite(citation)
        if citation.authority is None:
            return Cited(text, None)
        library = self.analysis.library
        authority = library.authorities[citation.authority]
        mine = step is not None and step.values.get("authority") == citation.authority
        holding = authority.holding(str(step.values.get("holding"))) if mine and step else None
        if holding is None:
            on = [h for h in authority.holdings if h.doctrine == self.d.claim.theory]
            holding = next((h for h in on if h.pin == citation.pin), on[0] if on else None)
        law = self.d.law
        weight = ""
        if law is not None:
            weight = f"{'binding' if law.binds(authority) else 'persuasive'} in this forum"
        return Cited(
            text,
            f"/library/authorities/{quote(citation.authority, safe='')}",
            authority.authority,
            holding.says if holding else "",
            library.courts.courts[authority.court].name,
            authority.decided.spoken(),
            weight,
            citation.coded.from_ if citation.coded else "",
        )

    def near(self, step: Step) -> Near:
        v, say = step.values, self.say
        shared, missing = v["shared"], v["missing"]
        requires = v["requires"]
        assert isinstance(shared, tuple) and isinstance(missing, tuple)
        assert isinstance(requires, dict)
        scopes = v["scope-missing"]
        facts = v["facts-missing"]
        assert isinstance(scopes, tuple) and isinstance(facts, tuple)
        lacking = (
            *(say.factor(f, requires.get(f)) for f in missing),
            *(say.factor(f) for f in facts),
            *(self.analysis.library.factors.scopes[t].says for t in scopes),
        )
        compared = step.compared
        return Near(
            self.cited(step.authorities[0], step),
            str(v["says"]),
            str(v["side"]),
            BREADTH[str(v["breadth"])],
            bool(v["forces"]),
            tuple(say.factor(f, requires.get(f)) for f in shared),
            tuple(dict.fromkeys(lacking)),
            tuple((say.factor(x.factor), GRADE[x.grade]) for x in compared.distinctions)
            if compared
            else (),
        )


def opened(analysis: Analysis, number: int) -> Opened:
    """One determination of an analysis, by its place in the grid."""
    d = analysis.determinations[number]
    reasons = Reasons(analysis, d)
    say = reasons.say
    tree = argue(d, analysis.library)
    beside = {"first", "never-first", "material", "not-material", "missing", "nothing-missing"}
    acts, remainder = [], []
    nearest: list[Near] = []
    ladder: list[Shown] = []
    for step in tree.walk():
        if step.kind == "act":
            role = str(step.values["role"])
            acts.append(
                ActRow(capital(str(step.values["what"])), role, ROLE[role], reasons.step(step))
            )
        elif step.kind == "remainder":
            remainder.append(reasons.step(step))
        elif step.kind == "comparison" and len(nearest) < 8:
            nearest.append(reasons.near(step))
        elif step.kind == "ladder-none" or (
            step.kind == "ladder" and "authority" not in step.values
        ):
            ladder.append(reasons.step(step))
    date = analysis.record.incidents[d.episode].date if d.episode else None
    when = f" · {date.spoken()}" if date else ""
    return Opened(
        number,
        d,
        f"{capital(say.person(d.defendant))} · {say.doctrine(d)}{when}",
        say.bottom_line(d),
        tuple(reasons.step(p) for p in tree.parts if p.kind not in beside),
        tuple(acts),
        tuple(remainder),
        _of(tree, reasons, "first", "never-first"),
        str(d.first.begins) if d.first else None,
        _of(tree, reasons, "material", "not-material"),
        _of(tree, reasons, "missing", "nothing-missing"),
        tuple(nearest),
        tuple(ladder),
    )


def _of(tree: Step, reasons: Reasons, *kinds: str) -> tuple[Shown, ...]:
    return tuple(reasons.step(p) for p in tree.parts if p.kind in kinds)


def toggles(answered: Answered) -> dict[str, tuple[tuple[str, tuple[Toggle, ...]], ...]]:
    """What may be supposed of single findings, by incident: disputes, acts, and silence."""
    view, question = answered.before, answered.question
    tell = Teller.of(answered.answer)
    made: dict[str, tuple[tuple[str, tuple[Toggle, ...]], ...]] = {}
    for key in answered.answer.record.incidents:
        groups: dict[str, list[Toggle]] = {"disputed": [], "acts": [], "silent": [], "stated": []}
        for item in view.items.values():
            if item.incident != key:
                continue
            seen = view.seen(item.id)
            if seen.contested and seen.basis != "not-inferred":
                group = "disputed"
            elif item.kind == "occurred" and seen.status == "present":
                group = "acts"
            elif seen.basis == "no-evidence":
                group = "silent"
            elif item.kind == "fact" and seen.status == "present":
                group = "stated"
            else:
                continue
            groups[group].append(_toggle(tell, question, item, seen.status == "present"))
        made[key] = tuple((name, tuple(found)) for name, found in groups.items() if found)
    return made


def _toggle(tell: Teller, question: Question, item: Item, taken: bool) -> Toggle:
    on = item.id in (question.not_ if taken else question.so)
    says = capital(tell.statement(None, item)).rstrip(".")
    return Toggle(
        item.id,
        says,
        "not" if taken else "so",
        on,
        "taken as true: suppose it is not so" if taken else "not taken as true: suppose it is so",
    )


def cites_of(shown: tuple[Shown, ...]) -> Iterator[RecordCite]:
    for one in shown:
        yield from one.record
        yield from cites_of(one.parts)


__all__ = [
    "BREADTH",
    "GRADE",
    "ISSUE",
    "LEFT_OUT",
    "Cell",
    "Changed",
    "Grid",
    "Near",
    "Opened",
    "Reasons",
    "Shown",
    "changes",
    "grid",
    "opened",
    "toggles",
]
