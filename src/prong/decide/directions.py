"""Which outcome each column of a table favours: as declared, or derived from the cases themselves.

Deriving follows van Woerkom, Grossi, Prakken and Verheij (2022), who order a dimension by the sign
of a coefficient: *correlation* is Pearson's with the outcome (1 for the first, 0 for the other);
*logistic* the coefficient of a logistic regression of the outcome on all columns together, each
scaled to mean 0 and variance 1 (scikit-learn's defaults: L2 penalty, C = 1). A column of numbers
ascends where its coefficient is above 0, and descends otherwise. The values of any other column
are ordered by the coefficients of their indicators, equal ones as they are first met.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping, Sequence
from itertools import compress
from typing import Any, Literal

from prong.decide.columns import Column
from prong.decide.tables import Cells, Table
from prong.faults import FieldFault, FileFault, Place, WordFault, nearest

Method = Literal["correlation", "logistic"]
METHODS: tuple[Method, ...] = ("correlation", "logistic")
WORDS = ("ascending", "descending", "for", "against", "ignore")

#: The key under which a column of numbers has its one coefficient.
WHOLE = ""


def directed(
    table: Table,
    names: Sequence[str],
    labels: Sequence[int],
    outcomes: tuple[str, str],
    declared: Mapping[str, str | Sequence[str]],
    method: Method | None,
) -> dict[str, Column]:
    """The columns of a table with their directions; a declared one goes before a derived one."""
    for name in declared:
        table.named(name)
    found: dict[str, Column] = {}
    left = [name for name in names if name not in declared]
    coefficients: Mapping[str, Mapping[str, float]] = {}
    if left and method is None:
        raise FieldFault(
            "Which outcome a column favours is not said.",
            place=Place(table.file, field=left[0]),
            expected=f"its direction, or a method to derive it: {' or '.join(METHODS)}",
        )
    if left:
        derive = correlations if method == "correlation" else logistic
        coefficients = derive(table, left, labels)
    for name in names:
        cells = table.cells[name]
        if name in declared:
            column = _declared(table, cells, declared[name], outcomes)
        else:
            column = _derived(cells, coefficients[name], method or "")
        if column is not None:
            found[name] = column
    return found


def _declared(
    table: Table, cells: Cells, said: str | Sequence[str], outcomes: tuple[str, str]
) -> Column | None:
    name = cells.name
    word = said.strip() if isinstance(said, str) else ""
    if word == "ignore":
        return None
    if isinstance(said, str) and "<" not in said:
        # Ascending speaks of more and less, for and against of being there or not.
        there_or_not = word not in ("ascending", "descending")
        if word in outcomes:
            word = "ascending" if word == outcomes[0] else "descending"
        word = {"for": "ascending", "against": "descending"}.get(word, word)
        if word not in ("ascending", "descending"):
            raise WordFault(
                "A direction is none of the words that can stand here.",
                place=Place(table.file, field=name),
                found=word,
                expected=f"one of {', '.join((*WORDS, *outcomes))}, or the values from the worst to "
                "the best, with < between",
                nearest=nearest(word, (*WORDS, *outcomes)),
            )
        if cells.boolean and (there_or_not or not cells.numeric):
            return Column(name, "plaintiff" if word == "ascending" else "officer")
        if cells.numeric:
            return _numbers(cells, descending=word == "descending")
        raise FieldFault(
            "The values of this column are not numbers, so their order must be written out.",
            place=Place(table.file, field=name),
            found=word,
            expected="the values from the worst to the best, with < between: "
            + " < ".join(cells.texts[:6]),
        )
    values = [v.strip() for v in said.split("<")] if isinstance(said, str) else list(said)
    missing = sorted(set(cells.texts) - set(values)) if cells.numbers is None else ["numbers"]
    if missing or len(set(values)) < len(values):
        raise FieldFault(
            "An order must name every value of its column once.",
            place=Place(table.file, field=name),
            found=", ".join(values),
            expected=", ".join(cells.texts),
        )
    return Column(name, values=tuple(values))


def _derived(cells: Cells, coefficients: Mapping[str, float], method: str) -> Column:
    name = cells.name
    if WHOLE in coefficients:
        rising = coefficients[WHOLE] > 0
        if cells.boolean:
            side = "plaintiff" if rising else "officer"
            return Column(name, side, method=method, coefficients=coefficients)  # type: ignore[arg-type]
        return _numbers(cells, not rising, method, coefficients)
    ordered = sorted(coefficients, key=lambda value: coefficients[value])
    return Column(name, values=tuple(ordered), method=method, coefficients=coefficients)


def _numbers(
    cells: Cells,
    descending: bool,
    method: str = "declared",
    coefficients: Mapping[str, float] | None = None,
) -> Column:
    rising: Sequence[float] = array("d", cells.distinct())  # type: ignore[arg-type]
    values = array("d", reversed(rising)) if descending else rising
    return Column(
        cells.name,
        values=values,
        descending=descending,
        method=method,
        coefficients=coefficients or {},
    )


# Coefficients


def correlations(
    table: Table, names: Sequence[str], labels: Sequence[int]
) -> dict[str, dict[str, float]]:
    """Pearson's correlation of each column, or of each value's indicator, with the outcome."""
    size, positive = table.rows, sum(labels)
    found: dict[str, dict[str, float]] = {}
    for name in names:
        cells = table.cells[name]
        if cells.numbers is not None:
            numbers: Sequence[float] = cells.numbers
            mean = math.fsum(numbers) / size
            spread = math.fsum((x - mean) ** 2 for x in numbers)
            with_ = math.fsum(x - mean for x in compress(numbers, labels))
            found[name] = {WHOLE: _pearson(with_, spread, size, positive)}
            continue
        count = [0] * len(cells.texts)
        ours = [0] * len(cells.texts)
        for code in cells.codes:
            count[code] += 1
        for code in compress(cells.codes, labels):
            ours[code] += 1
        if cells.numeric or cells.boolean:
            value = _values(cells)
            mean = math.fsum(n * x for n, x in zip(count, value, strict=True)) / size
            spread = math.fsum(n * (x - mean) ** 2 for n, x in zip(count, value, strict=True))
            with_ = math.fsum(n * (x - mean) for n, x in zip(ours, value, strict=True))
            found[name] = {WHOLE: _pearson(with_, spread, size, positive)}
            continue
        found[name] = {
            text: _pearson(n - m * positive / size, m - m * m / size, size, positive)
            for text, n, m in zip(cells.texts, ours, count, strict=True)
        }
    return found


def _pearson(with_: float, spread: float, size: int, positive: int) -> float:
    """From the sum of a column's deviations over the first outcome and the sum of their squares."""
    both = spread * (positive - positive * positive / size)
    return with_ / math.sqrt(both) if both > 0 else 0.0


def _values(cells: Cells) -> list[float]:
    truth = {"true": 1.0, "false": 0.0}
    return [
        truth[t] if (t := text.strip().lower()) in truth else float(text) for text in cells.texts
    ]


def logistic(
    table: Table, names: Sequence[str], labels: Sequence[int]
) -> dict[str, dict[str, float]]:
    """The coefficients of a logistic regression of the outcome on all columns together."""
    try:
        import numpy
        from sklearn.linear_model import LogisticRegression
        from sklearn.preprocessing import StandardScaler
    except ImportError:
        raise FileFault(
            "A logistic regression needs scikit-learn, which is not installed.",
            expected="pip install 'prong[casebase]'",
        ) from None

    keys: list[tuple[str, str]] = []
    parts: list[Any] = []
    kinds = [(name, table.cells[name]) for name in names]
    whole = [(n, c) for n, c in kinds if c.numeric or c.boolean]
    for name, cells in whole:
        keys.append((name, WHOLE))
        if cells.numbers is not None:
            parts.append(numpy.asarray(cells.numbers))
        else:
            parts.append(numpy.asarray(_values(cells))[numpy.asarray(cells.codes)])
    for name, cells in (pair for pair in kinds if pair not in whole):
        codes = numpy.asarray(cells.codes)
        for text in sorted(cells.texts):
            keys.append((name, text))
            parts.append((codes == cells.texts.index(text)).astype(float))
    scaled = StandardScaler().fit_transform(numpy.column_stack(parts))
    fitted = LogisticRegression(random_state=0).fit(scaled, numpy.asarray(list(labels)))
    made = {key: float(c) for key, c in zip(keys, fitted.coef_[0], strict=True)}
    found: dict[str, dict[str, float]] = {}
    for name, cells in kinds:
        values = [WHOLE] if (name, cells) in whole else cells.texts
        found[name] = {value: made[name, value] for value in values}
    return found
