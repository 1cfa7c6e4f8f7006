"""What is told of a case base: the contract ``prong/casebase/1``, and the same as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Literal, NotRequired

from typing_extensions import TypedDict

from prong.dates import Day
from prong.decide.asking import Outcome, Result, grouping
from prong.decide.columns import Column, Model, Value
from prong.decide.constraint import CaseBase, Comparison, Precedent
from prong.decide.index import positions
from prong.decide.removals import Removals
from prong.decide.standing import Standing, Verdict
from prong.report.text import shown, table, wrapped
from prong.values import closed

SCHEMA: Literal["prong/casebase/1"] = "prong/casebase/1"
#: How many of the cases that force some facts are named.
NAMED = 20


@closed
class ColumnJson(TypedDict):
    column: str
    direction: str
    method: str
    coefficients: dict[str, float]


@closed
class BaseJson(TypedDict):
    """What was asked: the file, its cases, their outcomes, and the law as of which day."""

    file: str
    cases: int
    dropped: int
    outcomes: dict[str, int]
    model: Model
    as_of: str | None
    columns: list[ColumnJson]


@closed
class RemovalsJson(TypedDict):
    size: int
    share: float
    exact: bool
    at_least: int
    method: str
    greedy: int | None
    cases: list[str]


@closed
class LandmarksJson(TypedDict):
    count: int
    by_outcome: dict[str, int]
    distinct: int
    ordinary_share: float
    cases: list[str]


@closed
class ConsistencyJson(TypedDict):
    schema: str
    base: BaseJson
    consistent: bool
    consistent_cases: int
    consistency: float
    inconsistent_by_outcome: dict[str, int]
    conflicts: int
    removals: RemovalsJson
    landmarks: LandmarksJson
    pairs: NotRequired[list[list[str]]]
    cycles: NotRequired[list[list[str]]]


@closed
class ForcingJson(TypedDict):
    case: str
    outcome: str
    on: str


@closed
class NearJson(TypedDict):
    case: str
    outcome: str
    differences: int
    shared: list[str]
    missing: list[str]
    distinctions: list[str]


@closed
class IssueJson(TypedDict):
    issue: str
    result: Result
    outcome: str | None
    counts: dict[str, int]
    by: list[ForcingJson]


@closed
class PeriodJson(TypedDict):
    start: str | None
    issue: str
    result: Result
    outcome: str | None
    by: list[str]


@closed
class AskedJson(TypedDict):
    name: str
    facts: dict[str, Value | bool | int]
    issues: list[IssueJson]
    nearest: list[NearJson]
    first_forced: PeriodJson | None
    timeline: list[PeriodJson]


@closed
class ForcesJson(TypedDict):
    schema: str
    base: BaseJson
    asked: list[AskedJson]


@closed
class CaseJson(TypedDict):
    case: str
    on: str
    outcome: str
    verdict: Verdict
    alike: int
    against: int
    conflicts: int
    landmark: bool


@closed
class LeaveOneOutJson(TypedDict):
    schema: str
    base: BaseJson
    verdicts: dict[Verdict, int]
    forced_share: float
    right_share: float | None
    by_outcome: dict[str, dict[Verdict, int]]
    cases: list[CaseJson]


@closed
class LandmarksAnswerJson(TypedDict):
    schema: str
    base: BaseJson
    landmarks: LandmarksJson


#: Every answer of ``prong casebase``.
Answer = ConsistencyJson | ForcesJson | LeaveOneOutJson | LandmarksAnswerJson


def name_of(p: Precedent) -> str:
    """A case by its name, with the issue where it decided one alone."""
    return p.authority if p.holding in ("", "claim") else f"{p.authority} ({p.holding})"


def base_json(base: CaseBase, file: str, among: int, day: Day | None) -> BaseJson:
    sides = grouping(base).side
    return {
        "file": file,
        "cases": (base.all & among).bit_count(),
        "dropped": base.terms.dropped,
        "outcomes": {
            outcome: (sides[side] & among).bit_count()
            for side, outcome in base.terms.outcomes.items()
        },
        "model": base.terms.model,
        "as_of": str(day) if day else None,
        "columns": [_column(base, column) for column in base.terms.columns.values()],
    }


def _column(base: CaseBase, column: Column) -> ColumnJson:
    direction = column.order()
    if not column.dimension:
        direction = f"for {base.terms.outcomes[column.side]}"
    return {
        "column": column.word,
        "direction": direction,
        "method": column.method,
        "coefficients": {key or column.word: c for key, c in column.coefficients.items()},
    }


# Consistency


def consistency(
    base: CaseBase, head: BaseJson, standing: Standing, removals: Removals
) -> ConsistencyJson:
    size = len(standing)
    return {
        "schema": SCHEMA,
        "base": head,
        "consistent": standing.consistent == size,
        "consistent_cases": standing.consistent,
        "consistency": standing.consistent / size if size else 1.0,
        "inconsistent_by_outcome": _by_outcome(
            base, [n for n, c in zip(standing.numbers, standing.conflicts, strict=True) if c]
        ),
        "conflicts": standing.conflicting_pairs,
        "removals": {
            "size": len(removals.removed),
            "share": len(removals.removed) / size if size else 0.0,
            "exact": removals.exact,
            "at_least": removals.at_least,
            "method": removals.method,
            "greedy": removals.greedy,
            "cases": _names(base, removals.removed),
        },
        "landmarks": landmarks(base, standing),
    }


def landmarks(base: CaseBase, standing: Standing) -> LandmarksJson:
    found = standing.landmarks
    size = len(standing)
    return {
        "count": len(found),
        "by_outcome": _by_outcome(base, found),
        "distinct": len(standing.distinct_landmarks),
        "ordinary_share": (size - len(found)) / size if size else 0.0,
        "cases": _names(base, found),
    }


def _names(base: CaseBase, numbers: Sequence[int]) -> list[str]:
    return [name_of(base.precedents[n]) for n in numbers]


def _by_outcome(base: CaseBase, numbers: Sequence[int]) -> dict[str, int]:
    won = grouping(base).side["plaintiff"]
    flags = _flags(won, len(base.precedents))
    first = sum(flags[n] for n in numbers)
    one, two = base.terms.outcomes["plaintiff"], base.terms.outcomes["officer"]
    return {one: first, two: len(numbers) - first}


def _flags(bits: int, size: int) -> bytes:
    return bytes(map(int, f"{bits:0{max(size, 1)}b}"[::-1]))


def consistency_text(found: ConsistencyJson, width: int) -> str:
    base, removals, marks = found["base"], found["removals"], found["landmarks"]
    size = base["cases"]
    exact = (
        "exact, by a largest matching"
        if removals["exact"]
        else f"not shown to be the smallest; at least {removals['at_least']:,}"
    )
    rows = [
        ["Figure", "Value", "What it is"],
        [
            "Consistency",
            f"{100 * found['consistency']:.1f} %",
            f"{found['consistent_cases']:,} of {size:,} cases conflict with no other",
        ],
        ["Conflicts", f"{found['conflicts']:,}", "pairs of cases that cannot both stand"],
        [
            "Removals",
            f"{removals['size']:,}",
            f"{100 * removals['share']:.1f} % of the cases; without them all is consistent ({exact})",
        ],
        *(
            [
                [
                    "Greedy removals",
                    f"{removals['greedy']:,}",
                    f"{100 * removals['greedy'] / size:.1f} %: the case with most conflicts first",
                ]
            ]
            if removals["greedy"] is not None and size
            else []
        ),
        ["Landmarks", f"{marks['count']:,}", _counts(marks["by_outcome"])],
        [
            "Ordinary",
            f"{100 * marks['ordinary_share']:.1f} %",
            "of the cases are forced by another of the same outcome",
        ],
        ["Distinct landmarks", f"{marks['distinct']:,}", "where identical cases count as one"],
    ]
    lines = [*_heading(base, width), "", *table(rows, width)]
    if pairs := found.get("pairs"):
        lines += ["", "Conflicts", ""]
        lines += [f"  {one} against {two}" for one, two in pairs[:NAMED]]
        if found["conflicts"] > NAMED:
            lines.append(f"  and {found['conflicts'] - NAMED:,} more.")
    longer = [part for part in found.get("cycles", ()) if len(part) > 2]
    lines += [
        line
        for part in longer
        for line in ["", *wrapped(f"Priorities in a circle: {', '.join(part)}.", width)]
    ]
    if removals["cases"] and removals["size"] <= NAMED:
        lines += ["", *wrapped(f"Remove: {', '.join(removals['cases'])}.", width)]
    return shown(lines)


def _heading(base: BaseJson, width: int) -> list[str]:
    dropped = base["dropped"]
    left = f", {dropped:,} rows with an empty cell left out" if dropped else ""
    law = f", as of {base['as_of']}" if base["as_of"] else ""
    lines = wrapped(
        f"{base['file']}: {base['cases']:,} cases ({_counts(base['outcomes'])}), "
        f"{base['model']} model{law}{left}.",
        width,
    )
    derived = [c for c in base["columns"] if c["method"] != "declared"]
    if derived:
        lines += ["", *table(
            [
                ["Column", "Direction", f"Coefficient ({derived[0]['method']})"],
                *([c["column"], c["direction"], _coefficients(c)] for c in derived),
            ],
            width,
        )]  # fmt: skip
    return lines


def _coefficients(column: ColumnJson) -> str:
    found = column["coefficients"]
    if list(found) == [column["column"]]:
        return f"{found[column['column']]:.4f}"
    return ", ".join(f"{key} {c:.4f}" for key, c in sorted(found.items(), key=lambda kv: kv[1]))


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name}: {n:,}" for name, n in counts.items())


# Forces


def asked(
    base: CaseBase,
    name: str,
    facts: Mapping[str, object],
    scope: frozenset[str],
    among: int,
    nearest: int,
) -> AskedJson:
    """What follows for some facts."""
    magnitudes = base.facts(facts)
    issues = base.outcomes(facts, scope=scope, among=among)
    periods = base.timeline(facts, scope=scope) if base.terms.decided else ()
    first = next((p for p in periods if p.outcome.result == "forced"), None)
    told: list[PeriodJson] = [_period(base, p.start, p.outcome) for p in periods]
    return {
        "name": name,
        "facts": {
            word: _plain(facts[word]) if column.dimension else column.shown(m)
            for word, m in magnitudes.items()
            if (column := base.terms.columns[word])
        },
        "issues": [_issue(base, outcome) for outcome in issues.values()],
        "nearest": [
            _near(base, c) for c in base.comparisons(facts, nearest=nearest, scope=scope, among=among)
        ] if nearest else [],
        "first_forced": _period(base, first.start, first.outcome) if first else None,
        "timeline": told,
    }  # fmt: skip


def _plain(value: object) -> Value | bool | int:
    return value if isinstance(value, bool | int | float | str) else str(value)


def _issue(base: CaseBase, outcome: Outcome) -> IssueJson:
    named = [
        ForcingJson(case=base.precedents[n].authority, outcome=label, on=base.precedents[n].on)
        for label, bits in outcome.by.items()
        for n in islice(positions(bits), NAMED)
    ]
    return {
        "issue": outcome.issue,
        "result": outcome.result,
        "outcome": outcome.outcome,
        "counts": {label: bits.bit_count() for label, bits in outcome.by.items()},
        "by": named,
    }


def _period(base: CaseBase, start: Day | None, outcome: Outcome) -> PeriodJson:
    return {
        "start": str(start) if start else None,
        "issue": outcome.issue,
        "result": outcome.result,
        "outcome": outcome.outcome,
        "by": [
            base.precedents[n].authority
            for bits in outcome.by.values()
            for n in islice(positions(bits), NAMED)
        ],
    }


def _near(base: CaseBase, c: Comparison) -> NearJson:
    return {
        "case": name_of(c.precedent),
        "outcome": base.terms.outcomes[c.precedent.side],
        "differences": c.differences,
        "shared": list(c.shared),
        "missing": [*c.missing, *c.facts_missing],
        "distinctions": [d.factor for d in c.distinctions if d.bars],
    }


def forces_text(found: ForcesJson, width: int) -> str:
    lines = _heading(found["base"], width)
    for one in found["asked"]:
        facts = ", ".join(w if v is True else f"{w}={v}" for w, v in one["facts"].items())
        lines += ["", *wrapped(f"{one['name']}: {facts or 'no fact'}", width, hang=2)]
        for issue in one["issues"]:
            lines += wrapped(_said(issue), width, indent=2, hang=4)
        lines += [
            line
            for period in one["timeline"]
            for line in wrapped(_since(period), width, indent=2, hang=4)
        ]
        if one["nearest"]:
            lines += ["", *table(
                [
                    ["Nearest", "Outcome", "Differences", "Missing", "Distinguished by"],
                    *(
                        [n["case"], n["outcome"], str(n["differences"]),
                         ", ".join(n["missing"]), ", ".join(n["distinctions"])]
                        for n in one["nearest"]
                    ),
                ],
                width,
            )]  # fmt: skip
    return shown(lines)


def _said(issue: IssueJson) -> str:
    on = "" if issue["issue"] == "claim" else f"{issue['issue']}: "
    by = ", ".join(f"{f['case']} (for {f['outcome']})" for f in issue["by"][:6])
    more = sum(issue["counts"].values()) - min(6, len(issue["by"]))
    by += f" and {more:,} more" if more > 0 else ""
    match issue["result"]:
        case "forced":
            return f"{on}forced for {issue['outcome']} by {by}."
        case "conflicted":
            return f"{on}forced both ways, by {by}."
        case _:
            return f"{on}free: no case forces either outcome."


def _since(period: PeriodJson) -> str:
    since = f"from {period['start']}" if period["start"] else "before any case"
    on = "" if period["issue"] == "claim" else f", {period['issue']}"
    by = f" by {', '.join(period['by'][:6])}" if period["by"] else ""
    result = f"forced for {period['outcome']}" if period["outcome"] else period["result"]
    return f"{since}{on}: {result}{by}."


# Leave-one-out


def leave_one_out(
    base: CaseBase, head: BaseJson, standing: Standing, most: int | None = None
) -> LeaveOneOutJson:
    """What the others make of each case; ``most`` limits how many are listed one by one."""
    verdicts = standing.verdicts
    size = len(standing)
    forced = verdicts["right"] + verdicts["wrong"]
    flags = _flags(grouping(base).side["plaintiff"], len(base.precedents))
    one, two = base.terms.outcomes["plaintiff"], base.terms.outcomes["officer"]
    split: dict[str, dict[Verdict, int]] = {
        outcome: dict.fromkeys(verdicts, 0) for outcome in (one, two)
    }
    for at, n in enumerate(standing.numbers):
        split[one if flags[n] else two][standing.verdict(at)] += 1
    marks = set(standing.landmarks)
    return {
        "schema": SCHEMA,
        "base": head,
        "verdicts": dict(verdicts),
        "forced_share": forced / size if size else 0.0,
        "right_share": verdicts["right"] / forced if forced else None,
        "by_outcome": split,
        "cases": [
            {
                "case": name_of(p := base.precedents[n]),
                "on": p.on,
                "outcome": base.terms.outcomes[p.side],
                "verdict": standing.verdict(at),
                "alike": standing.alike[at],
                "against": standing.against[at],
                "conflicts": standing.conflicts[at],
                "landmark": n in marks,
            }
            for at, n in enumerate(islice(standing.numbers, most))
        ],
    }


#: What each verdict means, of the case left out.
VERDICTS: Mapping[Verdict, str] = {
    "right": "the others force its outcome, and it alone",
    "wrong": "the others force the other outcome, and it alone",
    "conflicted": "the others force both",
    "free": "the others force neither",
}


def leave_one_out_text(found: LeaveOneOutJson, width: int, most: int = 40) -> str:
    size = found["base"]["cases"]
    outcomes = list(found["by_outcome"])
    rows = [["Left out", "Cases", "Share", *outcomes, "What it means"]]
    for verdict, meaning in VERDICTS.items():
        n = found["verdicts"][verdict]
        share = f"{100 * n / size:.1f} %" if size else "-"
        split = [f"{found['by_outcome'][o][verdict]:,}" for o in outcomes]
        rows.append([verdict, f"{n:,}", share, *split, meaning])
    lines = [*_heading(found["base"], width), "", *table(rows, width)]
    if found["right_share"] is not None:
        lines += ["", *wrapped(
            f"The others decide {100 * found['forced_share']:.1f} % of the cases one way, and "
            f"{100 * found['right_share']:.1f} % of those as they were decided.",
            width,
        )]  # fmt: skip
    if len(found["cases"]) <= most:
        cases = [["Case", "Outcome", "Verdict", "Alike", "Against", "Landmark"]]
        cases += [
            [c["case"], c["outcome"], c["verdict"], str(c["alike"]), str(c["against"]),
             "yes" if c["landmark"] else ""]
            for c in found["cases"]
        ]  # fmt: skip
        lines += ["", *table(cases, width)]
    return shown(lines)


def landmarks_text(found: LandmarksAnswerJson, width: int, most: int = 200) -> str:
    marks = found["landmarks"]
    lines = [
        *_heading(found["base"], width),
        "",
        *wrapped(
            f"{marks['count']:,} landmarks ({_counts(marks['by_outcome'])}): no other case of the "
            f"same outcome forces them. {100 * marks['ordinary_share']:.1f} % of the cases are "
            f"ordinary. Where identical cases count as one, {marks['distinct']:,}.",
            width,
        ),
        "",
        *wrapped(", ".join(marks["cases"][:most]), width, indent=2, hang=2),
    ]
    if len(marks["cases"]) > most:
        lines.append(f"  and {len(marks['cases']) - most:,} more.")
    return shown(lines)
