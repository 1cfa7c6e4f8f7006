"""Every finding of a record laid flat: facts, who did it, who ordered and heard it, act or omission.

Each finding has an id: its own, or its path in the file, such as ``incident/act/by``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from prong.dates import Day
from prong.law.factors import Factors, Side
from prong.record.case import Act, Attribution, Finding, Incident, Record

ItemKind = Literal["fact", "by", "ordered-by", "heard-by", "act-kind", "occurred"]
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One finding: what it says, whom it favours, and the evidence and premises it stands on.

    ``value`` is the person of an attribution or the kind of an act. ``premises`` are ids of other
    items. ``stated``: the file states it plainly, as something nobody disputes.
    """

    id: str
    kind: ItemKind
    incident: str
    act: str | None
    favours: Side
    path: Path
    factor: str | None = None
    magnitude: int = 1
    value: str | None = None
    person: str | None = None
    on: Day | None = None
    for_: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    refers: tuple[str, ...] = ()
    premises: tuple[str, ...] = ()
    inferred: bool = False
    stated: bool = False
    says: str | None = None


def flat(record: Record, factors: Factors) -> Iterator[Item]:
    """Every finding in the order of the file, premises not yet resolved."""
    for key, incident in record.incidents.items():
        yield from _incident(key, incident, factors)


def items(record: Record, factors: Factors) -> dict[str, Item]:
    """All findings of a record by id, with the premises of each resolved where they can be."""
    by_incident: dict[str, list[Item]] = {}
    for item in flat(record, factors):
        by_incident.setdefault(item.incident, []).append(item)
    found: dict[str, Item] = {}
    for mine in by_incident.values():
        words = names(mine)
        for item in mine:
            premises = tuple(
                dict.fromkeys(target for word in item.refers for target in words.get(word, ()))
            )
            found[item.id] = replace(item, premises=premises) if premises else item
    return found


def names(listed: list[Item]) -> dict[str, tuple[str, ...]]:
    """What a word in ``from`` may name: an act, a finding's id or path, or a factor found once."""
    words: dict[str, tuple[str, ...]] = {}
    by_factor: dict[str, list[str]] = {}
    for item in listed:
        words[item.id] = (item.id,)
        short = item.id.split("/", 1)[-1]
        words.setdefault(short, (item.id,))
        if item.kind == "occurred" and item.act:
            words[item.act] = (item.id,)
        if item.factor:
            by_factor.setdefault(item.factor, []).append(item.id)
    for factor, ids in by_factor.items():
        if len(ids) == 1:
            words.setdefault(factor, (ids[0],))
    return words


def _incident(key: str, incident: Incident, factors: Factors) -> Iterator[Item]:
    home: Path = ("incidents", key)
    for number, finding in enumerate(incident.circumstances):
        yield _fact(
            f"{key}/{finding.factor}", key, None, finding, (*home, "circumstances", number), factors
        )
    for name, act in incident.acts.items():
        yield from _act(key, name, act, (*home, "acts", name), factors)
    for number, finding in enumerate(incident.findings):
        whose = f"/{finding.person}" if finding.person else ""
        yield _fact(
            f"{key}/{finding.factor}{whose}",
            key,
            None,
            finding,
            (*home, "findings", number),
            factors,
        )


def _fact(
    id: str, incident: str, act: str | None, finding: Finding, path: Path, factors: Factors
) -> Item:
    known = factors.factors.get(finding.factor)
    return Item(
        id=finding.id or id,
        kind="fact",
        incident=incident,
        act=act,
        favours=known.side if known else "plaintiff",
        path=path,
        factor=finding.factor,
        magnitude=finding.magnitude,
        person=finding.person,
        on=finding.on,
        for_=finding.for_,
        against=finding.against,
        refers=finding.from_,
        inferred=finding.inferred,
        says=finding.says,
    )


def _act(incident: str, name: str, act: Act, path: Path, factors: Factors) -> Iterator[Item]:
    home = f"{incident}/{name}"
    facts = [
        _fact(f"{home}/{f.factor}", incident, name, f, (*path, "facts", n), factors)
        for n, f in enumerate(act.facts)
    ]
    # Mitigating conduct favours the officer who did it, and so does finding that he did it.
    side: Side = "officer" if facts and all(f.favours == "officer" for f in facts) else "plaintiff"
    yield Item(
        id=home,
        kind="occurred",
        incident=incident,
        act=name,
        favours=side,
        path=path,
        for_=act.for_,
        against=act.against,
        stated=not (act.for_ or act.against),
        says=act.what,
    )
    yield _attribution(f"{home}/by", "by", incident, name, act.by, side, (*path, "by"))
    yield Item(
        id=f"{home}/kind",
        kind="act-kind",
        incident=incident,
        act=name,
        favours="plaintiff" if act.kind.is_ == "act" else "officer",
        path=(*path, "kind"),
        value=act.kind.is_,
        for_=act.kind.for_,
        against=act.kind.against,
        inferred=act.kind.inferred,
        stated=not (act.kind.for_ or act.kind.against or act.kind.inferred),
    )
    for number, one in enumerate(act.ordered_by):
        yield _attribution(
            f"{home}/ordered-by/{one.is_}", "ordered-by", incident, name, one, side,
            (*path, "ordered-by", number),
        )  # fmt: skip
    for number, one in enumerate(act.heard_by):
        yield _attribution(
            f"{home}/heard-by/{one.is_}", "heard-by", incident, name, one, side,
            (*path, "heard-by", number),
        )  # fmt: skip
    yield from facts


def _attribution(
    id: str, kind: ItemKind, incident: str, act: str, one: Attribution, side: Side, path: Path
) -> Item:
    return Item(
        id=one.id or id,
        kind=kind,
        incident=incident,
        act=act,
        favours=side,
        path=path,
        value=one.is_,
        for_=one.for_,
        against=one.against,
        refers=one.from_,
        inferred=one.inferred,
        stated=not (one.for_ or one.against or one.from_ or one.inferred),
        says=one.says,
    )
