"""Reading a case file: its form, its words, its dates, and whether its findings can stand together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from prong.dates import before
from prong.faults import (
    ContradictionFault,
    CycleFault,
    DateFault,
    Fault,
    FieldFault,
    FileFault,
    LawFault,
    Place,
    WordFault,
    nearest,
    raise_all,
)
from prong.files import Document, check, read_yaml
from prong.law.library import Library
from prong.law.lint import magnitude_fault
from prong.record.case import Record
from prong.record.findings import Item, items, names
from prong.record.findings import flat as laid_flat
from prong.record.view import View

PathOf = tuple[str | int, ...]


def examples() -> dict[str, Path]:
    """The shipped case files by name."""
    folder = Path(__file__).parent.parent / "examples"
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


#: The shipped records of real cases; beside each lies what the court decided.
DECIDED = Path(__file__).parent.parent / "decided"


def decided() -> dict[str, Path]:
    """The shipped records of real cases, by name."""
    return {path.stem: path for path in sorted(DECIDED.glob("*.yaml")) if "." not in path.stem}


def find(case: str) -> Path:
    """The file a CASE argument names: a path, or the name of a shipped example or decided case."""
    path = Path(case)
    try:
        there = path.exists()
    except (OSError, ValueError):  # too long for a name, or no name at all
        there = False
    if there or path.suffix in (".yaml", ".yml"):
        return path
    shipped, real = examples(), decided()
    known = real | shipped
    if case not in known:
        raise FileFault(
            "There is no such case file, and no shipped example of this name.",
            place=Place(case),
            expected=f"a path, or one of {', '.join(shipped)}",
            nearest=nearest(case, [*shipped, *real]),
        )
    return known[case]


def load(case: str | Path, library: Library) -> Record:
    """Read a case file and check it against a library; raise every fault found, with its line."""
    path = case if isinstance(case, Path) else find(case)
    document = read_yaml(path)
    return from_document(document, library)


def from_document(document: Document, library: Library) -> Record:
    record = check(document, Record)
    validate(record, library, document)
    return record


def validate(record: Record, library: Library, document: Document | None = None) -> None:
    """Raise what keeps a record from being decided."""
    found = list(_faults(record, library, document or Document("the record", {})))
    raise_all(found)


def _faults(record: Record, library: Library, document: Document) -> Iterator[Fault]:
    yield from _names(record, library, document)
    flat = items(record, library.factors)
    words = list(_words(record, library, document, flat))
    yield from words
    yield from _dates(record, document)
    cycles = list(_cycles(flat, document))
    yield from cycles
    if not words and not cycles:
        yield from _contradictions(record, library, document, flat)


def _unknown(
    document: Document, path: Iterable[str | int], what: str, word: str, known: Iterable[str]
) -> WordFault:
    listed = list(known)
    shown = ", ".join(listed[:8]) + (" ..." if len(listed) > 8 else "")
    return WordFault(
        f"No {what} has this id.",
        place=document.place(path),
        found=word,
        expected=f"one of {shown}" if listed else f"a {what}, and the file has none",
        nearest=nearest(word, listed),
    )


def _names(record: Record, library: Library, document: Document) -> Iterator[Fault]:
    courts = library.courts.courts
    if record.forum not in courts:
        yield _unknown(document, ("forum",), "court", record.forum, courts)
    else:
        try:
            library.forum(record.forum, record.posture.decided)
        except WordFault as fault:
            yield WordFault(
                fault.sentence,
                place=document.place(("forum",)),
                found=fault.found,
                expected=fault.expected,
            )
    posture = record.posture
    if posture.stage == "verdict" and posture.verdict_for is None:
        yield FieldFault(
            "After a verdict the file must say for whom it was.",
            place=document.place(("posture",)),
            expected="verdict-for: officers or plaintiff",
        )
    if not record.claims:
        yield FieldFault(
            "The case has no claim to decide.",
            place=document.place(("claims",)),
            expected="one claim or more",
        )
    seen: dict[str, str] = {}
    for key, person in record.people.items():
        first = seen.setdefault(" ".join(person.name.lower().split()), key)
        if first != key:
            yield FieldFault(
                "Two people of the case have one name, so an answer could not tell them apart.",
                place=document.place(("people", key, "name")),
                found=f"{person.name}, also the name of {first}",
                expected="names that differ",
            )
    if not any(person.is_ == "plaintiff" for person in record.people.values()):
        yield FieldFault(
            "The case has no plaintiff.",
            place=document.place(("people",)),
            expected="a person with is: plaintiff",
        )
    for number, claim in enumerate(record.claims):
        path: PathOf = ("claims", number)
        if (claim.doctrine is None) == (claim.state_law is None):
            yield FieldFault(
                "A claim rests on one theory.",
                place=document.place(path),
                expected="either doctrine or state-law",
            )
        if claim.doctrine and claim.doctrine not in library.doctrines:
            yield _unknown(
                document, (*path, "doctrine"), "doctrine", claim.doctrine, library.doctrines
            )
        for name in (claim.plaintiff, *claim.against, *(f.by for f in claim.forfeited)):
            if name not in record.people:
                yield _unknown(document, path, "person", name, record.people)
        if not claim.against:
            yield FieldFault(
                "A claim must be against someone.",
                place=document.place((*path, "against")),
                expected="one or more people of the case",
            )
        if len(set(claim.against)) < len(claim.against):
            yield FieldFault(
                "A claim names one defendant twice.", place=document.place((*path, "against"))
            )
        if claim.plaintiff in claim.against:
            yield FieldFault(
                "A plaintiff cannot be a defendant to her own claim.",
                place=document.place((*path, "against")),
                found=claim.plaintiff,
            )
        for incident in claim.in_:
            if incident not in record.incidents:
                yield _unknown(document, (*path, "in"), "incident", incident, record.incidents)
        for one, forfeited in enumerate(claim.forfeited):
            where = (*path, "forfeited", one)
            if (forfeited.what is None) == (forfeited.issue is None):
                yield FieldFault(
                    "A forfeiture is of one thing.",
                    place=document.place(where),
                    expected="either what (theory, prong-one, prong-two) or issue",
                )
            issues = (
                library.doctrines[claim.doctrine].issues
                if claim.doctrine in library.doctrines
                else {}
            )
            if forfeited.issue and forfeited.issue not in issues:
                yield _unknown(document, (*where, "issue"), "issue", forfeited.issue, issues)
            yield from _evidence(record, document, where, forfeited.for_)
        yield from _evidence(record, document, path, claim.for_)
    for key, evidence in record.evidence.items():
        if evidence.of is not None and evidence.of not in record.people:
            yield _unknown(document, ("evidence", key, "of"), "person", evidence.of, record.people)


def _evidence(
    record: Record, document: Document, path: PathOf, words: Iterable[str]
) -> Iterator[Fault]:
    for word in words:
        if word not in record.evidence:
            yield WordFault(
                "This evidence is not listed in the case file.",
                place=document.place(path),
                found=word,
                expected="an id under evidence",
                nearest=nearest(word, record.evidence),
            )


def _words(
    record: Record, library: Library, document: Document, flat: dict[str, Item]
) -> Iterator[Fault]:
    factors = library.factors
    by_incident: dict[str, list[Item]] = {key: [] for key in record.incidents}
    for item in flat.values():
        by_incident[item.incident].append(item)
    first: dict[str, Item] = {}
    for item in laid_flat(record, factors):
        other = first.setdefault(item.id, item)
        if other is not item:
            line = document.place(other.path).line
            yield FieldFault(
                "Two findings of the case have one id.",
                place=document.place(item.path),
                found=f"{item.id}, also the id of the finding on line {line}",
                expected="an id of its own for each, in the field id",
            )
    for key, incident in record.incidents.items():
        for term in incident.scope:
            if term not in factors.scopes:
                yield _unknown(
                    document, ("incidents", key, "scope"), "scope term", term, factors.scopes
                )
        known = names(by_incident[key])
        for item in by_incident[key]:
            yield from _evidence(record, document, (*item.path, "for"), item.for_)
            yield from _evidence(record, document, (*item.path, "against"), item.against)
            for word in item.refers:
                if word not in known:
                    yield _unknown(
                        document,
                        (*item.path, "from"),
                        "act or finding of this incident",
                        word,
                        known,
                    )
            if item.kind in ("by", "ordered-by", "heard-by") and item.value not in record.people:
                yield _unknown(document, item.path, "person", item.value or "", record.people)
            if item.person is not None and item.person not in record.people:
                yield _unknown(
                    document, (*item.path, "person"), "person", item.person, record.people
                )
            if item.factor is not None:
                yield from _factor(library, document, item)


def _factor(library: Library, document: Document, item: Item) -> Iterator[Fault]:
    factors = library.factors
    word = item.factor or ""
    place = document.place((*item.path, "factor"))
    factor = factors.factors.get(word)
    if factor is None:
        yield WordFault(
            "The library has no such factor.",
            place=place,
            found=word,
            expected="a factor (see prong library list factors)",
            nearest=nearest(word, factors.factors),
        )
        return
    if not factors.leaf(word):
        particular = ", ".join(sorted(factors.children[word])[:6])
        yield LawFault(
            "This factor is a general one; a record states particulars.",
            place=place,
            found=word,
            expected=f"a particular such as {particular}",
        )
    if factor.derived is not None:
        yield LawFault(
            "This factor is worked out from the acts and is not stated as a finding.",
            place=place,
            found=word,
        )
    if factor.kind == "mind" and item.person is None:
        yield FieldFault(
            "A state of mind is a finding about one person.",
            place=document.place(item.path),
            found=word,
            expected="person: whose mind it was",
        )
    yield from magnitude_fault(library, word, item.magnitude, document.place(item.path))


def _dates(record: Record, document: Document) -> Iterator[Fault]:
    decided = record.posture.decided
    for key, incident in record.incidents.items():
        if before(incident.date, decided) == "no":
            yield DateFault(
                "An incident cannot be later than the decision.",
                place=document.place(("incidents", key, "date")),
                found=str(incident.date),
                expected=f"a day before {decided}, the date in posture.decided",
            )


def _cycles(flat: dict[str, Item], document: Document) -> Iterator[Fault]:
    try:
        TopologicalSorter({key: item.premises for key, item in flat.items()}).prepare()
    except CycleError as error:
        way: list[str] = error.args[1]
        yield CycleFault(
            "A finding is inferred from itself.",
            place=document.place((*flat[way[0]].path, "from")),
            found=" < ".join(way),
        )


def _contradictions(
    record: Record, library: Library, document: Document, flat: dict[str, Item]
) -> Iterator[Fault]:
    """Undisputed findings that cannot both be so: one factor found and excluded, or two at odds."""
    view = View(record, library.factors, flat)
    undisputed: dict[tuple[str, str | None, str | None, str], list[tuple[Item, bool]]] = {}
    for item in flat.values():
        if item.factor is None or item.refers:
            continue
        pro, con = bool(view.usable(item.for_)), bool(view.usable(item.against))
        if pro != con:
            key = (item.incident, item.act, item.person, item.factor)
            undisputed.setdefault(key, []).append((item, pro))
    told: set[tuple[str, str | None, str | None, frozenset[str]]] = set()
    for (incident, act, person, word), found in undisputed.items():
        opposites = [
            pair
            for other_word in library.factors[word].contradicts
            for pair in undisputed.get((incident, act, person, other_word), [])
            if pair[1]
        ]
        present = [item for item, pro in found if pro]
        absent = [item for item, pro in found if not pro]
        pair = frozenset((word, *(o.factor or "" for o, _ in opposites)))
        if present and not absent and (incident, act, person, pair) in told:
            continue
        told.add((incident, act, person, pair))
        if present and (absent or opposites):
            second = absent[0] if absent else opposites[0][0]
            yield ContradictionFault(
                "Two findings contradict each other and the file disputes neither.",
                place=document.place(second.path),
                found=f"{present[0].id} and {second.id}",
                expected="evidence against one of them, or only one of them",
            )
