"""What may be supposed beyond the record: an act that was not done in it, a factor it does not find.

Each is written in an address as its parts between strokes, every part quoted, so that ids and words
of any kind may stand in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote

from prong.faults import FieldFault, WordFault, nearest
from prong.law.library import Library
from prong.record.case import Record
from prong.values import frozen
from prong.web.shelf import slug

#: Kinds of factor that are findings of an incident and not circumstances of it.
_FINDINGS = frozenset({"mind", "inference", "conclusion", "result"})


def _joined(*some: str) -> str:
    return "/".join(quote(part, safe="") for part in some).rstrip("/")


def _parted(text: str, least: int, most: int) -> list[str]:
    found = [unquote(part)[:500] for part in text[:2000].split("/")]
    if not least <= len(found) <= most or not all(part.strip() for part in found[:1]):
        raise FieldFault("This is nothing that can be supposed.", found=text[:80])
    return [*found, *[""] * (most - len(found))]


@frozen
class Act:
    """An act of a person in an incident."""

    incident: str
    by: str
    kind: str
    what: str

    @classmethod
    def of(cls, text: str) -> Act:
        return cls(*_parted(text, 4, 4))

    def __str__(self) -> str:
        return _joined(self.incident, self.by, self.kind, self.what)

    @property
    def id(self) -> str:
        """An id that says what it is, and that no act has by chance."""
        mark = hashlib.sha256(str(self).encode()).hexdigest()[:4]
        return f"{slug(self.what)[:40].strip('-')}-{mark}"


@frozen
class Factor:
    """A factor of an act, or of an incident where no act is named; of ``person`` for a state of mind.
    ``step``: where on its scale, if it has one."""

    incident: str
    act: str
    factor: str
    person: str = ""
    step: str = ""

    @classmethod
    def of(cls, text: str) -> Factor:
        return cls(*_parted(text, 3, 5))

    def __str__(self) -> str:
        return _joined(self.incident, self.act, self.factor, self.person, self.step)


def asked(given: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The acts and factors that the fields of a form describe, when they are filled in."""

    def of(name: str) -> str:
        return (given.get(name) or "").strip()

    acts: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()
    if of("act-in") and of("act-by") and of("act-what"):
        act = Act(of("act-in"), of("act-by"), of("act-kind") or "act", of("act-what")[:300])
        acts = (str(act),)
        if of("act-factor"):
            factors = (str(Factor(act.incident, act.id, of("act-factor"))),)
    if of("add-to") and of("add-factor"):
        incident, act_id = _parted(of("add-to"), 1, 2)
        step = "" if of("add-step") == "1" else of("add-step")
        made = Factor(incident, act_id, of("add-factor"), of("add-person"), step)
        factors = (*factors, str(made))
    return acts, factors


def add(
    root: Any,
    record: Record,
    library: Library,
    acts: tuple[str, ...],
    factors: tuple[str, ...],
    evidence: str,
) -> None:
    """Let the values of a case file hold what is supposed, on a piece of evidence, in place."""
    for act in map(Act.of, acts):
        incident = _incident(root, record, act.incident)
        if act.by not in record.people:
            raise _unknown("person", act.by, record.people)
        if act.kind not in ("act", "omission"):
            raise WordFault("Conduct is an act or an omission.", found=act.kind[:40])
        held = _mapping(incident, "acts")
        held[act.id] = {"by": act.by, "kind": act.kind, "what": act.what, "for": [evidence]}
    known = library.factors.factors
    for one in map(Factor.of, factors):
        incident = _incident(root, record, one.incident)
        if one.factor not in known:
            raise _unknown("factor", one.factor, known)
        entry = {"factor": one.factor, "for": [evidence]}
        if one.step:
            entry["magnitude"] = one.step
        kind = known[one.factor].kind
        if one.act:
            held = _mapping(incident, "acts")
            if one.act not in held:
                raise _unknown("act", one.act, held)
            home, name = held[one.act], "facts"
        else:
            home, name = incident, "findings" if kind in _FINDINGS else "circumstances"
        person = one.person or (_doer(home) if name == "facts" and kind == "mind" else "")
        if person:
            entry["person"] = person
        listed = home.get(name)
        home[name] = [*(listed if isinstance(listed, list) else [listed] if listed else []), entry]


def _doer(act: Any) -> str:
    by = act.get("by")
    return str(by.get("is", "")) if isinstance(by, dict) else str(by or "")


def _incident(root: Any, record: Record, key: str) -> Any:
    if key not in record.incidents:
        raise _unknown("incident", key, record.incidents)
    return root["incidents"][key]


def _mapping(home: Any, name: str) -> Any:
    if not isinstance(home.get(name), dict):
        home[name] = {}
    return home[name]


def _unknown(what: str, word: str, known: Mapping[str, Any]) -> WordFault:
    return WordFault(
        f"The case has no such {what}." if what != "factor" else "The library has no such factor.",
        found=word[:80],
        nearest=nearest(word, known),
    )


@frozen
class Told:
    """Something supposed beyond the record, in words, with what an address holds for it."""

    name: str
    value: str
    says: str


@frozen
class Choices:
    """What may be added to a case: where, which factors, and by whom."""

    places: tuple[tuple[str, str], ...]
    factors: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    incidents: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]


def told(
    record: Record, library: Library, acts: tuple[str, ...], factors: tuple[str, ...]
) -> tuple[Told, ...]:
    """What is supposed, said to whoever may want to take it back."""
    found = []
    whats = {a.id: a.what for a in map(Act.of, acts)}
    for text in acts:
        act = Act.of(text)
        name = record.people[act.by].name if act.by in record.people else act.by
        found.append(Told("act", text, f"{name}: {act.what} ({act.kind})"))
    for text in factors:
        one = Factor.of(text)
        known = library.factors.factors.get(one.factor)
        says = known.says if known else one.factor
        incident = record.incidents.get(one.incident)
        there = incident.acts.get(one.act) if incident else None
        what = there.what if there else whats.get(one.act, one.act)
        of = f"of the act “{what}”" if one.act else "as a circumstance"
        found.append(Told("add", text, f"{says} ({of})"))
    return tuple(found)


def choices(record: Record, library: Library, acts: tuple[str, ...]) -> Choices:
    """What may be added: acts in its incidents, and the factors of its claims that nothing finds."""
    from prong.record.findings import flat

    stated = {item.factor for item in flat(record, library.factors)}
    places, incidents = [], []
    for key, incident in record.incidents.items():
        when = incident.date.spoken()
        incidents.append((key, f"{when} ({key})"))
        places.append((_joined(key), f"{when}: as a circumstance"))
        here = {k: (a.by.is_, a.what) for k, a in incident.acts.items()}
        here |= {a.id: (a.by, a.what) for a in map(Act.of, acts) if a.incident == key}
        for name, (by, what) in here.items():
            who = record.people[by].short if by in record.people else by
            places.append((_joined(key, name), f"{when}: {who} {what}"[:120]))
    doctrines = dict.fromkeys(c.doctrine for c in record.claims if c.doctrine)
    groups = []
    for doctrine in doctrines:
        own = [
            (k, f"{f.says} (for the {f.side})")
            for k, f in library.factors.factors.items()
            if f.doctrine == doctrine
            and f.derived is None
            and library.factors.leaf(k)
            and k not in stated
        ]
        if own:
            groups.append((library.doctrines[doctrine].name, tuple(own)))
    people = tuple((k, p.name) for k, p in record.people.items())
    return Choices(tuple(places), tuple(groups), tuple(incidents), people)
