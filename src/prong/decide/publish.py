"""Going forward: a decided case becomes an authority, with its holdings and rulings on prong two.

A published holding is no broader than the facts it was decided on: it constrains by its reason,
and its reason is the conduct that carries the claim with the circumstances and inferences that
go with it, and it decides the conduct issue, so that a state of mind is asked of each later
case anew. Conduct that did nothing is published for the officer, limited to its facts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

from prong.dates import Day
from prong.decide.analysis import Analysis
from prong.decide.constraint import conflicting
from prong.decide.determination import Determination
from prong.decide.established import ESTABLISHED
from prong.decide.precedents import Entry, of_holding, precedents
from prong.decide.situation import Situation, situation
from prong.decide.violation import IssueDecision
from prong.faults import FieldFault
from prong.law.authorities import Authority, Breadth, DecidedOn, Holding, Ruling, Stated
from prong.law.coding import Coded
from prong.law.factors import Factors, Side
from prong.law.library import Library
from prong.record.case import Record
from prong.values import adapter, frozen, plain

DECIDED_ON: dict[str, DecidedOn] = {
    "motion-to-dismiss": "pleaded-facts",
    "summary-judgment": "assumed-facts",
    "verdict": "found-facts",
}


@frozen
class Clash:
    """A published holding that contradicts one in the library: each reason lies in the other's facts."""

    holding: Holding
    against: Entry


@frozen
class Publication:
    """An authority made from a decided case, and what it contradicts."""

    id: str
    authority: Authority
    clashes: tuple[Clash, ...]


def publish(
    analysis: Analysis, citation: str, decided: Day, *, unpublished: bool = False
) -> Publication:
    """Make an authority of a decided case."""
    record, library = analysis.record, analysis.library
    if not citation.strip():
        raise FieldFault("A decision is published under a citation.", found="nothing",
                         expected="--citation, such as a volume, reporter and page")  # fmt: skip
    taken = next((a for a in library.authorities.values() if a.citation == citation.strip()), None)
    if taken is not None:
        raise FieldFault(
            "The citation is already that of an authority of the library.",
            found=f"{citation}, {taken.authority}",
            expected="the citation of this decision, or a library from which that one is retracted",
        )
    holdings: dict[str, Holding] = {}
    rulings: list[Ruling] = []
    for d in analysis.determinations:
        if d.situation is None:
            continue
        for holding in _holdings(d, library.factors, holdings):
            holdings[holding.id] = holding
            ruling = _ruling(d, holding)
            if ruling is not None:
                rulings.append(ruling)
    source = hashlib.sha256(adapter(Record).dump_json(record, by_alias=True)).hexdigest()
    authority = Authority(
        authority=record.case,
        citation=citation.strip(),
        court=record.forum,
        docket=record.docket,
        decided=decided,
        status="unpublished" if unpublished else "published",
        coded=Coded(
            from_="text", sha256=source, note="published from the case as decided by its coder"
        ),
        holdings=tuple(holdings.values()),
        prong_two=tuple(rulings),
    )
    return Publication(slug(record.case, library), authority, tuple(_clashes(authority, library)))


def slug(caption: str, library: Library) -> str:
    """An id from a caption; one that is taken gets a number."""
    base = re.sub(r"[^a-z0-9]+", "-", caption.lower()).strip("-") or "decision"
    name, number = base, 1
    while name in library.authorities:
        number += 1
        name = f"{base}-{number}"
    return name


def _holdings(d: Determination, factors: Factors, taken: dict[str, Holding]) -> Iterator[Holding]:
    facts = d.situation
    assert facts is not None and d.doctrine is not None
    one = d.violation
    carrying = tuple(dict.fromkeys(a for s in one.sufficient_sets for a in s))
    if one.result == "shown" and carrying:
        # On the conduct alone: whether the other issues are met is asked of each case anew.
        yield _make(d, facts, _name(carrying, taken), "plaintiff", d.doctrine.conduct_issue or "claim",
                    "reason", _carrying(facts, carrying, factors), factors)  # fmt: skip
        if one.remainder == "not-shown":
            assert d.view is not None
            idle = situation(d.view, d.defendant, facts.incident, without=carrying)
            yield from _officers(d, idle, one.remainder_issues, "facts-only", factors, taken)
    elif one.result == "not-shown":
        yield from _officers(d, facts, one.issues, "reason", factors, taken)
    elif one.result == "not-reached":
        acts = tuple(a.id for a in facts.acts if a.for_plaintiff)
        if any(factors[f].kind == "act" for f in _carrying(facts, acts, factors)):
            yield _make(d, facts, _name(acts, taken), "plaintiff", "claim", "reason",
                        _carrying(facts, acts, factors), factors, dictum=True)  # fmt: skip


def _officers(
    d: Determination,
    facts: Situation,
    issues: Iterable[IssueDecision],
    breadth: Breadth,
    factors: Factors,
    taken: dict[str, Holding],
) -> Iterator[Holding]:
    """A holding for the officer on each issue that was rejected because of what favours him."""
    for decision in issues:
        reason = [
            f for f in decision.support
            if factors[f].side == "officer" and factors[f].particular and factors.leaf(f)
        ]  # fmt: skip
        if decision.result == "rejected" and reason:
            acts = tuple(a.id for a in facts.acts if a.for_plaintiff) or (d.defendant,)
            yield _make(
                d, facts, _name(acts, taken), "officer", decision.issue, breadth, reason, factors
            )


def _carrying(facts: Situation, acts: tuple[str, ...], factors: Factors) -> list[str]:
    """The plaintiff's particulars that go with the carrying acts: theirs, what is inferred from
    them, and the circumstances that bear on an issue their conduct bears on; not states of mind."""
    mine = {f for act in facts.acts if act.id in acts for f in act.facts}
    of_acts = {f for act in facts.acts for f in act.facts}
    issues = {i for f in mine if factors[f].kind == "act" for i in factors[f].issues}
    return [
        f
        for f in facts.particulars
        if factors[f].side == "plaintiff"
        and factors[f].kind not in ("mind", "omission")
        and not issues.isdisjoint(factors[f].issues)
        and (f in mine or f not in of_acts)
    ]


def _make(
    d: Determination,
    facts: Situation,
    name: str,
    side: Side,
    on: str,
    breadth: Breadth,
    reason: list[str],
    factors: Factors,
    *,
    dictum: bool = False,
) -> Holding:
    assert d.view is not None
    record = d.view.record
    everything = {
        f: m for f, m in facts.facts.items()
        if factors[f].kind != "conclusion" and (factors[f].derived is None or f in reason)
    }  # fmt: skip

    def stated(words: Iterable[str]) -> tuple[Stated, ...]:
        return tuple(Stated(factor=f, magnitude=everything[f]) for f in words)

    incident = record.incidents[facts.incident]
    whats = "; ".join(
        incident.acts[a.id].what
        for a in facts.acts
        if a.for_plaintiff and not set(a.facts).isdisjoint(reason)
    )
    verdict = "the claim was made out" if side == "plaintiff" else "there was no violation"
    if dictum:
        verdict = "whether that was a violation was not decided"
    return Holding(
        id=name,
        doctrine=d.claim.doctrine or "",
        for_=side,
        on=on,
        breadth=breadth,
        decided_on=DECIDED_ON[record.posture.stage],
        scope=incident.scope,
        reason=stated(reason),
        facts=stated(f for f in everything if f not in reason),
        dictum=dictum,
        says=f"Where the officer {whats or 'did no more'}, {verdict}.",
    )


def _ruling(d: Determination, holding: Holding) -> Ruling | None:
    """The ruling on prong two that goes with a holding for the plaintiff."""
    if holding.for_ != "plaintiff" or d.established.result == "not-reached":
        return None
    assert d.view is not None and d.episode is not None
    established = d.established.result in ESTABLISHED
    return Ruling(
        conduct=holding.id,
        established=established,
        as_of=d.view.record.incidents[d.episode].date,
        on=tuple(dict.fromkeys(e.precedent.authority for e in d.established.by)),
    )


def _name(acts: tuple[str, ...], taken: dict[str, Holding]) -> str:
    base = "-".join(acts[:2]) + ("-and-more" if len(acts) > 2 else "")
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def _clashes(authority: Authority, library: Library) -> Iterator[Clash]:
    for holding in authority.holdings:
        if holding.dictum:
            continue
        doctrine = library.doctrines[holding.doctrine]
        mine = of_holding("", holding, doctrine, library.factors)
        for entry in precedents(library, holding.doctrine).entries:
            if (
                not entry.ruling
                and not entry.holding.dictum
                and entry.authority.coding(entry.holding).constrains
                and conflicting(mine, entry.precedent)
            ):
                yield Clash(holding, entry)


def as_yaml(publication: Publication) -> str:
    """The authority file of a publication."""
    import yaml

    value = plain(publication.authority)
    for holding in value.get("holdings", ()):
        for part in ("reason", "despite", "facts"):
            if part in holding:
                holding[part] = [
                    s if s.get("magnitude", 1) != 1 else s["factor"] for s in holding[part]
                ]
    return str(yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=100))
