"""What the keeper of a library is told: which codings stand in their texts."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence

from prong.coding.verification import Check
from prong.law.library import Library


def verification(checks: Sequence[Check], library: Library, width: int) -> str:
    """The checks as text: what is wrong, what no text was held for, and the counts."""
    wrong = [check for check in checks if check.verdict == "wrong"]
    lines: list[str] = []
    if wrong:
        lines += ["Wrong", ""]
        for check in wrong:
            where = f"{check.authority}{f', {check.holding}' if check.holding else ''}"
            lines += textwrap.wrap(
                f"{where}: {check.what} found {check.found}; expected {check.expected}",
                width, initial_indent="  ", subsequent_indent="      ",
            )  # fmt: skip
        lines.append("")
    lines += _group(checks, "not-held", "No text held for", width)
    lines += _group(checks, "not-stated", "Not stated by the text or the index", width)
    cautions = Counter(check.caution for check in checks if check.caution)
    whole = {c.authority for c in checks if c.verdict == "verified"} - {c.authority for c in wrong}
    coded: Counter[str] = Counter(a.coded.from_ for a in library.authorities.values())
    anchors: Counter[str] = Counter(c.verdict for c in checks if c.what == "anchor")
    others: Counter[str] = Counter(c.verdict for c in checks if c.what != "anchor")
    lines += [
        f"Authorities   {len(library.authorities)}: " + _counted(coded, "coded from"),
        f"Verified      {len(whole)} authorities against their texts",
        "Anchors       " + _counted(anchors),
        "Identity      " + _counted(others),
    ]
    lines += [f"Mind          {n} verified, but {caution}" for caution, n in cautions.items()]
    return "\n".join(lines) + "\n"


def _group(checks: Sequence[Check], verdict: str, head: str, width: int) -> list[str]:
    found: dict[str, list[str]] = {}
    for check in checks:
        if check.verdict == verdict:
            said = check.holding or check.what
            found.setdefault(check.authority, []).append(said)
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
