"""What the columns of a case base mean: a factor that is there or not, or a dimension with its order."""

from __future__ import annotations

import dataclasses
import math
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from prong.dates import Day
from prong.faults import FieldFault, Place, WordFault, nearest
from prong.law.factors import Side
from prong.values import frozen

Progress = Callable[[int, int], None]
Value = float | str
Model = Literal["result", "reason"]

TRUE = {"1": True, "0": False, "1.0": True, "0.0": False, "true": True, "false": False}


@frozen
class Column:
    """A word of a case base.

    A factor favours ``side`` where it is present; it may have a magnitude, up to ``most``. A
    dimension (``values`` is not empty) favours the first outcome the further along ``values`` a
    case stands, from the worst value for that outcome to the best; as the kernel sees it, it is one
    factor for that side with a magnitude. The magnitude of the i-th value is 2i + 1, and of a value
    that no case has the even number between its neighbours. ``method`` says where the direction
    comes from, ``coefficients`` what it was derived from.
    """

    word: str
    side: Side = "plaintiff"
    values: Sequence[Value] = ()
    descending: bool = False
    most: int = 1
    method: str = "declared"
    coefficients: Mapping[str, float] = dataclasses.field(default_factory=dict)

    @property
    def dimension(self) -> bool:
        return len(self.values) > 0

    @property
    def numeric(self) -> bool:
        """Whether the values are numbers, ordered as numbers, upwards or downwards."""
        return self.dimension and not isinstance(self.values[0], str)

    def magnitude(self, value: object, place: Place | None = None) -> int:
        """What the kernel compares, of a value as a person states it."""
        if not self.dimension:
            if isinstance(value, int) and 0 <= value <= self.most:
                return int(value)
            if self.most > 1 and str(value).isdecimal() and int(str(value)) <= self.most:
                return int(str(value))
            said = TRUE.get(str(value).strip().lower())
            if said is None:
                scale = f", or a number up to {self.most}" if self.most > 1 else ""
                raise self._fault(value, f"1 or 0, true or false{scale}", place)
            return int(said)
        if self.numeric:
            try:
                number = float(str(value))
            except ValueError:
                raise self._fault(value, "a number", place) from None
            if math.isnan(number):
                raise self._fault(value, "a number", place)
            return self._rank(-number if self.descending else number)
        word = str(value) if str(value) in self.values else str(value).strip()
        if word not in self.values:
            expected = f"one of {', '.join(map(str, self.values))}"
            raise self._fault(value, expected, place)
        return 2 * self.values.index(word) + 1

    def _rank(self, key: float) -> int:
        keys = self.values if not self.descending else _Negated(self.values)
        at = bisect_left(keys, key)
        return 2 * at + 1 if at < len(keys) and keys[at] == key else 2 * at

    def shown(self, magnitude: int) -> Value | bool | int:
        """The value of a magnitude that some case has."""
        if not self.dimension:
            return magnitude if self.most > 1 else bool(magnitude)
        return self.values[magnitude // 2]

    def order(self) -> str:
        """The direction in a few words."""
        if not self.dimension:
            return "for" if self.side == "plaintiff" else "against"
        if self.numeric:
            return "descending" if self.descending else "ascending"
        return " < ".join(map(str, self.values))

    def _fault(self, value: object, expected: str, place: Place | None) -> FieldFault:
        return FieldFault(
            "The value is not one that this column can have.",
            place=place or Place(field=self.word),
            found=str(value)[:60],
            expected=expected,
        )


class _Negated(Sequence[float]):
    """The values of a descending dimension as a rising sequence."""

    def __init__(self, values: Sequence[Value]) -> None:
        self.values = values

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, at: int) -> float:  # type: ignore[override]
        return -self.values[at]  # type: ignore[operator]


@frozen
class Terms:
    """How a case base is spoken of: its outcomes, its words, and when each case was law.

    ``outcomes``: what each side is called; the first is the one that dimensions rise towards.
    ``decided`` and ``overruled``: a day for each precedent, where there are any. ``model``: what a
    decided case binds by, its whole facts or its reason. ``dropped``: how many rows were left out.
    """

    outcomes: Mapping[Side, str] = dataclasses.field(
        default_factory=lambda: {"plaintiff": "plaintiff", "officer": "officer"}
    )
    columns: Mapping[str, Column] = dataclasses.field(default_factory=dict)
    decided: Sequence[Day] = ()
    overruled: Mapping[int, Day] = dataclasses.field(default_factory=dict)
    model: Model = "reason"
    dropped: int = 0

    def side(self, outcome: str) -> Side:
        """The side that an outcome is called after."""
        for side, name in self.outcomes.items():
            if outcome in (name, side):
                return side
        raise WordFault(
            "No outcome has this name.",
            found=outcome,
            expected=" or ".join(self.outcomes.values()),
            nearest=nearest(outcome, self.outcomes.values()),
        )

    def magnitudes(self, facts: Mapping[str, object]) -> dict[str, int]:
        """Stated facts as the kernel takes them; every dimension must be stated."""
        found = {}
        for word, value in facts.items():
            column = self.columns.get(word)
            if column is None:
                raise WordFault(
                    "No column or factor has this name.",
                    found=word,
                    nearest=nearest(word, self.columns),
                )
            found[word] = column.magnitude(value)
        for word, column in self.columns.items():
            if column.dimension and word not in found:
                raise FieldFault(
                    "A dimension of the case base is not stated, and nothing follows from that.",
                    expected=word,
                )
        return {word: m for word, m in found.items() if m}
