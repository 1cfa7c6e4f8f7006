"""How grave a finding is: what a brief must not be filed with first, what only wants a look last."""

from __future__ import annotations

from collections.abc import Callable

from prong.check.finding import Check, Finding, Row

#: From the gravest. What is not listed comes last.
_ORDER: tuple[tuple[str, str], ...] = (
    ("exists", "nothing-there"),
    ("exists", "slip"),
    ("exists", "other-place"),
    ("history", "replaced"),
    ("history", "ended"),
    ("name", "other-decision"),
    ("quotation", "sense-turned"),
    ("use", "post-dated"),
    ("quotation", "not-found"),
    ("quotation", "of-another"),
    ("quotation", "id-of-another"),
    ("quotation", "of-one-it-cites"),
    ("quotation", "merged"),
    ("quotation", "separate-writing"),
    ("quotation", "differs"),
    ("quotation", "out-of-order"),
    ("court", "differs"),
    ("year", "differs"),
    ("pin", "before-first"),
    ("pin", "another-begins"),
    ("pin", "far-past-last"),
    ("pin", "past-last"),
    ("reference", "id-page"),
    ("reference", "id-nothing"),
    ("reference", "nothing"),
    ("reference", "two-things"),
    ("reference", "before-full"),
    ("place", "elsewhere"),
    ("consistency", "two-names"),
    ("consistency", "two-years"),
    ("name", "misspelt"),
    ("consistency", "two-spellings"),
    ("table", "cited-not-listed"),
    ("table", "listed-not-cited"),
)
#: What only wants a look, in the order in which it does.
_LOOKS: tuple[tuple[str, str], ...] = (
    ("exists", "superseded-known"),
    ("exists", "not-covered"),
    ("exists", "docket-only"),
    ("exists", "no-citation-read"),
    ("history", "in-part"),
    ("history", "spoken-against"),
    ("quotation", "cut-from-not"),
    ("quotation", "separate-writing"),
    ("use", "post-dated"),
    ("use", "order-unknown"),
    ("use", "remand"),
    ("use", "dictum"),
    ("use", "unpublished"),
    ("use", "does-not-count"),
    ("use", "not-of-consensus"),
)
_RANK = {key: k for k, key in enumerate(_ORDER)}
_LOOK = {key: len(_ORDER) + k for k, key in enumerate(_LOOKS)}
_LAST = len(_ORDER) + len(_LOOKS)

Placed = tuple[Row | None, Finding]


def gravity(finding: Finding) -> int:
    """Its place among all kinds of finding, 0 the gravest."""
    rank = _RANK if finding.verdict == "wrong" else _LOOK
    return rank.get((finding.about, finding.kind), _LAST)


def to_fix(check: Check) -> tuple[Placed, ...]:
    """What is wrong, the gravest first; of equals, in the order of the brief."""
    return _sorted(check, lambda f: f.verdict == "wrong")


def to_look_at(check: Check) -> tuple[Placed, ...]:
    """What is not wrong and yet wants a look, the gravest first."""
    return _sorted(check, lambda f: f.verdict != "wrong" and f.caution)


def _sorted(check: Check, wanted: Callable[[Finding], bool]) -> tuple[Placed, ...]:
    chosen: list[Placed] = []
    told: set[tuple[str, str, str | None]] = set()
    for row, f in check.findings:
        if not wanted(f):
            continue
        if f.about == "history" and row is not None:  # of a decision once, wherever it is cited
            key = (f.about, f.kind, row.of.cite)
            if key in told:
                continue
            told.add(key)
        chosen.append((row, f))
    return tuple(sorted(chosen, key=lambda placed: (gravity(placed[1]), placed[1].at[0])))
