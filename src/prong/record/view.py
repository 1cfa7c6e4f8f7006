"""The view of the record: which findings are taken as true in the posture the case is in.

Summary judgment for the officers takes the plaintiff's version where admissible, cited evidence
supports it, with reasonable inferences, and the officers' only where nobody disputes it; evidence
marked conclusive overrides what it blatantly contradicts. A plaintiff's motion mirrors this. A
motion to dismiss takes well-pleaded facts; a verdict, the evidence for it and what the jury found;
an interlocutory appeal, what the district court assumed. The authority for each of these is in the
library's procedure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Literal

from prong.law.factors import Factors, Side, other
from prong.record.case import Evidence, EvidenceKind, Posture, Record
from prong.record.findings import Item, items

Status = Literal["present", "absent", "unknown"]
Basis = Literal[
    "stated", "undisputed", "disputed", "inferred", "conclusive", "found", "assumed", "pleaded",
    "no-evidence", "not-inferred", "moved", "supposed",
]  # fmt: skip

PLEADINGS: frozenset[EvidenceKind] = frozenset({"allegation", "judicial-notice", "supposition"})


@dataclass(frozen=True, slots=True)
class Seen:
    """How a finding stands in the view: taken or not, why, and whether it is genuinely disputed."""

    status: Status
    basis: Basis
    contested: bool = False


@dataclass(frozen=True)
class View:
    """The findings of a record as a posture takes them.

    ``moved`` are disputed findings taken to the other side's version, ``supposed`` findings
    without evidence taken as found: both ask what would follow, and change no record.
    """

    record: Record
    factors: Factors
    items: Mapping[str, Item]
    moved: frozenset[str] = frozenset()
    supposed: frozenset[str] = frozenset()
    _seen: dict[str, Seen] = field(default_factory=dict, repr=False, compare=False)
    _behind: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    _above: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    _rank: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, record: Record, factors: Factors) -> View:
        found = items(record, factors)
        order = TopologicalSorter({key: item.premises for key, item in found.items()})
        view = cls(record, factors, {key: found[key] for key in order.static_order()})
        for key, item in view.items.items():
            view._seen[key] = view._look(item)
            own = () if item.act is None else (item.act,)
            view._behind[key] = frozenset(own).union(*(view._behind[p] for p in item.premises))
            view._rank[key] = len(view._rank)
        resting: dict[str, list[str]] = {key: [] for key in view.items}
        for key, item in view.items.items():
            for premise in item.premises:
                resting[premise].append(key)
        for key in reversed(
            tuple(view.items)
        ):  # what rests on a finding, nearest the conclusion first
            over = resting[key]
            view._above[key] = frozenset(over).union(*(view._above[o] for o in over))
        return view

    def differently(self, moved: Iterable[str] = (), supposed: Iterable[str] = ()) -> View:
        """The same record with some findings moved or supposed; only what rests on them changes."""
        other_view = View(
            self.record,
            self.factors,
            self.items,
            frozenset(moved),
            frozenset(supposed),
            dict(self._seen),
            self._behind,
            self._above,
            self._rank,
        )
        touched = (other_view.moved ^ self.moved) | (other_view.supposed ^ self.supposed)
        affected = set(touched).union(*(self._above[key] for key in touched))
        for key in sorted(affected, key=self._rank.__getitem__):
            other_view._seen[key] = other_view._look(self.items[key])
        return other_view

    @property
    def posture(self) -> Posture:
        return self.record.posture

    def seen(self, id: str) -> Seen:
        """How one finding stands."""
        return self._seen[id]

    @cached_property
    def present(self) -> frozenset[str]:
        """The findings that are taken as true."""
        return frozenset([id for id, seen in self._seen.items() if seen.status == "present"])

    def taken(self, id: str) -> bool:
        return id in self.present

    @property
    def favoured(self) -> Side | None:
        """The side whose version is taken where there is evidence for it."""
        posture = self.posture
        if posture.stage == "motion-to-dismiss":
            return "plaintiff"
        if posture.stage == "verdict":
            return _side(posture.verdict_for or "plaintiff")
        return other(_side(posture.movant))

    def usable(self, names: Iterable[str]) -> tuple[Evidence, ...]:
        """The evidence that counts in this posture: admissible, and of the right kind."""
        found = (self.record.evidence[name] for name in names if name in self.record.evidence)
        if self.posture.stage == "motion-to-dismiss":
            return tuple(e for e in found if e.kind in PLEADINGS and not e.conclusory)
        return tuple(e for e in found if e.admissible and e.kind != "allegation")

    def _look(self, item: Item) -> Seen:
        seen = self._plain(item)
        if item.id in self.supposed and seen.status == "unknown":
            return Seen("present", "supposed")
        if item.id in self.moved and seen.contested and seen.basis != "not-inferred":
            if item.favours == self.favoured:
                return Seen("absent", "moved", True)
            return Seen("present", "moved", True)
        return seen

    def _plain(self, item: Item) -> Seen:
        """How a finding stands on its own evidence and premises."""
        pro, con = self.usable(item.for_), self.usable(item.against)
        settled = self._settled(pro, con)
        if settled:
            return settled
        if item.stated:
            return Seen("present", "stated")
        hard_pro = any(e.conclusive for e in pro)
        hard_con = any(e.conclusive for e in con)
        if hard_con and not hard_pro:
            return Seen("absent", "conclusive")
        if hard_pro and not hard_con and not item.premises:
            return Seen("present", "conclusive")
        if item.refers:
            return self._inferred(item, bool(con))
        if not pro and not con:
            return Seen("unknown", "no-evidence")
        if not pro:
            return Seen("absent", "undisputed")
        contested = (bool(con) or item.inferred) and self.posture.stage != "motion-to-dismiss"
        return self._weigh(item, contested)

    def _settled(self, pro: tuple[Evidence, ...], con: tuple[Evidence, ...]) -> Seen | None:
        """What is supposed; and what a jury found, or the district court assumed, where the posture
        defers to it."""
        kind: EvidenceKind
        basis: Basis
        if any(e.kind == "supposition" for e in (*pro, *con)):
            kind, basis = "supposition", "supposed"
        elif self.posture.stage == "verdict":
            kind, basis = "jury-finding", "found"
        elif self.posture.interlocutory:
            kind, basis = "assumed-below", "assumed"
        else:
            return None
        if any(e.kind == kind for e in pro):
            return Seen("present", basis)
        if any(e.kind == kind for e in con):
            return Seen("absent", basis)
        return None

    def _inferred(self, item: Item, con: bool) -> Seen:
        """A finding drawn from others stands with all of them, and falls with any one."""
        statuses = [self.seen(p).status for p in item.premises]
        if len(item.premises) < len(set(item.refers)) or "unknown" in statuses:
            return Seen("unknown", "not-inferred")
        contested = (item.inferred or con) and self.posture.stage != "motion-to-dismiss"
        if "absent" in statuses:
            return Seen("absent", "not-inferred", contested and item.favours != self.favoured)
        return self._weigh(item, contested, "inferred")

    def _weigh(self, item: Item, contested: bool, basis: Basis | None = None) -> Seen:
        """A supported finding: taken when undisputed, or when the posture favours its side."""
        if not contested:
            pleaded = self.posture.stage == "motion-to-dismiss"
            return Seen("present", basis or ("pleaded" if pleaded else "undisputed"))
        if item.favours == self.favoured:
            inferred = basis == "inferred" or item.inferred
            return Seen("present", "inferred" if inferred else "disputed", True)
        return Seen("absent", "disputed", True)

    def contested(self, incident: str) -> tuple[str, ...]:
        """The genuinely disputed findings of an incident, and the inferences a jury might decline."""
        return tuple(
            id for id, item in self.items.items()
            if item.incident == incident and self.seen(id).contested
        )  # fmt: skip

    def unknown(self, incident: str) -> tuple[str, ...]:
        """The findings of an incident on which there is no evidence."""
        return tuple(
            id for id, item in self.items.items()
            if item.incident == incident and self.seen(id).basis == "no-evidence"
        )  # fmt: skip

    def acts_behind(self, id: str) -> frozenset[str]:
        """The acts that a finding is drawn from, through all its premises."""
        return self._behind[id]


def _side(movant: str) -> Side:
    return "officer" if movant == "officers" else "plaintiff"
