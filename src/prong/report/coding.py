"""What the keeper of a library is told: which codings stand in their texts."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence

from prong.coding.agreement import Kappa
from prong.coding.validation import PRONGS, Compared, Prong, tallies
from prong.coding.verification import Check
from prong.law.library import Library
from prong.report.text import table


def verification(checks: Sequence[Check], library: Library, width: int) -> str:
    """The checks as text: what is wrong, what no text was held for, and the counts."""
    wrong = [check for check in checks if check.verdict == "wrong"]
    lines: list[str] = []
    if wrong:
        lines += ["Wrong", ""]
        for check in wrong:
            lines += textwrap.wrap(
                f"{_where(check)}: {check.what} found {check.found}; expected {check.expected}",
                width, initial_indent="  ", subsequent_indent="      ",
            )  # fmt: skip
        lines.append("")
    lines += _group(checks, "not-held", "No text held for", width)
    lines += _group(checks, "not-stated", "Not stated by the text or the index", width)
    lines += _group(checks, "unanchored", "Without an anchor in the text that is held", width)
    cautions = Counter(check.caution for check in checks if check.caution)
    own = [check for check in checks if check.statement is None]
    whole = {c.authority for c in own if c.verdict == "verified"} - {c.authority for c in wrong}
    coded: Counter[str] = Counter(a.coded.from_ for a in library.authorities.values())
    anchors: Counter[str] = Counter(c.verdict for c in own if c.what == "anchor")
    stated: Counter[str] = Counter(
        c.verdict for c in checks if c.what == "anchor" and c.statement is not None
    )
    others: Counter[str] = Counter(c.verdict for c in checks if c.what != "anchor")
    lines += [
        f"Authorities   {len(library.authorities)}: " + _counted(coded, "coded from"),
        f"Verified      {len(whole)} authorities against their texts",
        "Anchors       " + _counted(anchors),
        "Statements    " + _counted(stated),
        "Identity      " + _counted(others),
    ]
    lines += [f"Mind          {n} verified, but {caution}" for caution, n in cautions.items()]
    return "\n".join(lines) + "\n"


def _where(check: Check) -> str:
    if check.statement:
        return f"{check.statement} ({check.authority})"
    return f"{check.authority}{f', {check.holding}' if check.holding else ''}"


def _group(checks: Sequence[Check], verdict: str, head: str, width: int) -> list[str]:
    found: dict[str, list[str]] = {}
    for check in checks:
        if check.verdict == verdict:
            if check.statement:
                file, _, inner = check.statement.partition(", ")
                found.setdefault(file, []).append(inner)
            else:
                found.setdefault(check.authority, []).append(check.holding or check.what)
    if not found:
        return []
    named = [f"{key} ({', '.join(dict.fromkeys(said))})" for key, said in found.items()]
    return [head, "", *(f"  {line}" for line in textwrap.wrap("; ".join(named), width - 2)), ""]


def _counted(counts: Counter[str], lead: str = "") -> str:
    return ", ".join(
        f"{n} {f'{lead} {what}' if lead else what}" for what, n in counts.most_common()
    )


def rows(checks: Sequence[Check]) -> list[dict[str, object]]:
    """The checks as plain rows, for JSON."""
    return [
        {name: value for name, value in vars(check).items() if value is not None}
        for check in checks
    ]


_PRONG: dict[Prong, str] = {"one": "prong one", "two": "prong two", "immunity": "immunity"}


def validation(compared: Sequence[Compared], width: int) -> str:
    """The comparison with the courts as text: each case, the disagreements, and the figures."""
    rows: list[tuple[str, ...]] = [("case", "defendant", "prong one", "prong two", "immunity")]
    for c in compared:
        marks = [
            c.agreement[prong] if c.agreement[prong] != "not-decided" else "" for prong in PRONGS
        ]
        rows.append((c.case, c.result.defendant, *marks))
    lines = table(rows)
    apart = [
        (c, prong)
        for wanted in ("disagrees", "debatable")
        for c in compared
        for prong in PRONGS
        if c.agreement[prong] == wanted
    ]
    if apart:
        lines += [
            "",
            "Where the court decided otherwise, or what the law before it left debatable",
            "",
        ]
    for c, prong in apart:
        said = (
            f"{c.case}, {c.result.defendant}, {_PRONG[prong]}: the court {c.theirs[prong]}"
            f"{f' ({c.outcome.citation}, at {c.result.pin})' if c.result.pin else ''};"
            f" Prong {c.ours[prong]}{f' by {c.why[prong]}' if c.why[prong] else ''}."
        )
        if c.result.teaches:
            said += f" {c.result.teaches}"
        lines += textwrap.wrap(said, width, initial_indent="  ", subsequent_indent="      ")
    lines += ["", *table(_figures(compared))]
    return "\n".join(lines) + "\n"


def _figures(compared: Sequence[Compared]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [
        ("doctrine", "", "decided", "agrees", "debatable", "disagrees", "commoner outcome")
    ]
    for tally in tallies(compared):
        rows.append(
            (
                tally.doctrine or "all",
                _PRONG[tally.prong],
                str(tally.decided),
                f"{tally.agrees} ({tally.agrees / tally.decided:.0%})",
                str(tally.debatable),
                str(tally.disagrees),
                f"{tally.baseline} ({tally.baseline / tally.decided:.0%})",
            )
        )
    return rows


def compared_rows(compared: Sequence[Compared]) -> list[dict[str, object]]:
    """The comparison as plain rows, for JSON."""
    return [
        {
            "case": c.case,
            "citation": c.outcome.citation,
            "doctrine": c.doctrine,
            "defendant": c.result.defendant,
            "incident": c.result.incident,
            "agreement": c.agreement,
            "court": c.theirs,
            "prong": c.ours,
            "because": c.why,
            "teaches": c.result.teaches,
        }
        for c in compared
    ]


def agreement(found: Sequence[Kappa], outcomes: tuple[int, int], opinions: int) -> str:
    """Two coders' agreement as text: each factor, then all."""
    rows: list[tuple[str, ...]] = [
        ("factor", "both", "first only", "second only", "neither", "kappa")
    ]
    for one in found:
        shown = "" if one.kappa is None else f"{one.kappa:.2f}"
        counts = (one.both, one.first, one.second, one.neither)
        rows.append((one.factor or "all", *map(str, counts), shown))
    lines = table(rows)
    agreed, total = outcomes
    lines += [
        "",
        f"{opinions} opinions coded twice; the side that won agrees in {agreed} of {total} holdings.",
    ]
    return "\n".join(lines) + "\n"
