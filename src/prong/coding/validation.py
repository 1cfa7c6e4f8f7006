"""Real cases decided by the library as it stood, laid beside what the court decided.

A case's own decision, and everything decided from that day on, never counts: the law is taken as of
the day of decision on prong one and of the incident on prong two. Where the court decided and the
law before it forces neither side, the question is *debatable*: neither agreement nor disagreement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Literal

from prong.coding.outcome import Outcome, Result, decided_cases, load_outcome
from prong.decide.analysis import analyze
from prong.decide.determination import Determination
from prong.decide.established import ESTABLISHED
from prong.law.coding import Basis
from prong.law.library import Library
from prong.record.case import Record
from prong.record.load import load
from prong.values import frozen

Agreement = Literal["agrees", "disagrees", "debatable", "not-decided"]
Prong = Literal["one", "two", "immunity"]
PRONGS: tuple[Prong, ...] = ("one", "two", "immunity")


@frozen
class Compared:
    """One result of a court beside Prong's.

    ``agreement`` for each prong and immunity; ``ours`` and ``theirs`` what each says; ``why`` the
    authority or rule that Prong's answer stands on.
    """

    case: str
    doctrine: str
    result: Result
    outcome: Outcome
    agreement: dict[Prong, Agreement]
    ours: dict[Prong, str]
    theirs: dict[Prong, str]
    why: dict[Prong, str]


def validate(
    library: Library,
    folder: Path | None = None,
    *,
    only: Sequence[str] = (),
    trust: tuple[Basis, ...] = ("text", "seed"),
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Compared, ...]:
    """Decide every case of a folder (those shipped, without one) and compare."""
    cases = decided_cases(folder)
    chosen = {name: paths for name, paths in cases.items() if not only or name in only}
    found: list[Compared] = []
    for number, (name, (case, decided)) in enumerate(chosen.items(), 1):
        record = load(case, library)
        outcome = load_outcome(decided, record)
        found += _compared(name, record, outcome, library, trust)
        if progress:
            progress(number, len(chosen))
    return tuple(found)


def _compared(
    name: str, record: Record, outcome: Outcome, library: Library, trust: tuple[Basis, ...]
) -> Iterable[Compared]:
    determined = analyze(record, library, trust=trust).determinations
    for result in outcome.results:
        mine = [
            d
            for d in determined
            if d.defendant == result.defendant
            and d.claim.theory == result.doctrine
            and result.plaintiff in (None, d.plaintiff)
            and (result.incident is None or d.episode in (None, result.incident))
        ]
        for d in mine[:1]:
            yield _laid_beside(name, d, result, outcome, library)


def _laid_beside(
    name: str, d: Determination, result: Result, outcome: Outcome, library: Library
) -> Compared:
    two = d.both.established if d.both is not None else d.established.result
    theirs: dict[Prong, str] = {
        "one": result.violation,
        "two": {"true": "established", "false": "not-established"}.get(
            result.established, "not-decided"
        ),
        "immunity": result.immunity,
    }
    ours: dict[Prong, str] = {
        "one": d.violation.result,
        "two": "established" if two in ESTABLISHED else two,
        "immunity": d.immunity,
    }
    forced = bool(d.established.contrary) or two == "never-adopted"
    agreement: dict[Prong, Agreement] = {
        "one": _agreement(theirs["one"], ours["one"], ours["one"] in ("open", "not-reached")),
        "two": _agreement(
            theirs["two"],
            "established" if two in ESTABLISHED else "not-established",
            two in ("open", "not-reached") or (two not in ESTABLISHED and not forced),
        ),
        "immunity": _agreement(theirs["immunity"], ours["immunity"], ours["immunity"] == "open"),
    }
    return Compared(
        name, result.doctrine, result, outcome, agreement, ours, theirs, _why(d, library)
    )


def _agreement(theirs: str, ours: str, debatable: bool) -> Agreement:
    if theirs in ("not-decided", "remanded"):
        return "not-decided"
    if theirs == ours:
        return "agrees"
    return "debatable" if debatable else "disagrees"


def _why(d: Determination, library: Library) -> dict[Prong, str]:
    """What Prong's answer on each prong stands on, by its short name."""

    def named(ids: Iterable[str]) -> str:
        return ", ".join(dict.fromkeys(library.authorities[i].short or i for i in ids))

    issues = [
        f"{i.issue} {i.result}"
        + (
            f" ({i.rule.id})"
            if i.rule
            else f" ({named(e.precedent.authority for e in i.holdings)})"
            if i.holdings
            else ""
        )
        for i in d.violation.issues
    ]
    by = named(e.precedent.authority for e in (*d.established.by, *d.established.contrary))
    return {"one": "; ".join(issues), "two": by, "immunity": d.ground}


@frozen
class Tally:
    """How often Prong and the courts agree on one prong, for one doctrine or all (``None``).

    ``baseline`` is how often the commoner of the courts' outcomes would be right.
    """

    doctrine: str | None
    prong: Prong
    agrees: int
    debatable: int
    disagrees: int
    baseline: int

    @property
    def decided(self) -> int:
        """How many the courts decided."""
        return self.agrees + self.debatable + self.disagrees


def tallies(compared: Sequence[Compared]) -> tuple[Tally, ...]:
    """The tallies of each doctrine and of all, for each prong and immunity."""
    doctrines: list[str | None] = [*dict.fromkeys(c.doctrine for c in compared), None]
    made: list[Tally] = []
    for doctrine in doctrines:
        mine = [c for c in compared if doctrine in (None, c.doctrine)]
        for prong in PRONGS:
            decided = [c for c in mine if c.agreement[prong] != "not-decided"]
            if not decided:
                continue
            counts = Counter(c.agreement[prong] for c in decided)
            commonest = max(Counter(c.theirs[prong] for c in decided).values())
            made.append(
                Tally(
                    doctrine,
                    prong,
                    counts["agrees"],
                    counts["debatable"],
                    counts["disagrees"],
                    commonest,
                )
            )
    return tuple(made)
