"""Days as the law meets them: a full date, or only a month or a year, handled as an interval."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

Answer = Literal["yes", "no", "unknown"]

_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True)
class Day:
    """A day that may be known only to its month or year.

    ``first`` and ``last`` are the ends of the interval, both included; they are the same
    when the day is known.
    """

    first: datetime.date
    last: datetime.date

    @classmethod
    def parse(cls, text: str) -> Day:
        """Read ``2006``, ``2006-03`` or ``2006-03-07``; raise ValueError for anything else."""
        match = _FORM.fullmatch(text.strip())
        if not match:
            raise ValueError("expected a date such as 2006-03-07, a month 2006-03 or a year 2006")
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        try:
            if month is None:
                return cls(datetime.date(year, 1, 1), datetime.date(year, 12, 31))
            if day is None:
                first = datetime.date(year, month, 1)
                later = first + datetime.timedelta(days=31)  # some day of the next month
                return cls(first, later - datetime.timedelta(days=later.day))
            known = datetime.date(year, month, day)
        except (ValueError, OverflowError):
            raise ValueError("expected a day that exists in the calendar") from None
        return cls(known, known)

    @classmethod
    def of(cls, known: datetime.date) -> Day:
        return cls(known, known)

    @property
    def known(self) -> bool:
        """Whether the day itself is known."""
        return self.first == self.last

    def next(self) -> Day:
        """The day after; of an interval, the day after its last day."""
        return Day.of(_later(self.last, 1))

    def plus(self, days: int) -> Day:
        """So many days on (or back), within the calendar."""
        return Day(_later(self.first, days), _later(self.last, days))

    @property
    def _month(self) -> bool:
        """Whether the interval is a whole month."""
        return self.first.day == 1 and self == Day.parse(self.first.isoformat()[:7])

    @property
    def _year(self) -> bool:
        return self == Day.parse(f"{self.first.year:04d}")

    def __str__(self) -> str:
        if self.known:
            return self.first.isoformat()
        if self._month:
            return self.first.isoformat()[:7]
        if self._year:
            return self.first.isoformat()[:4]
        return f"{self.first.isoformat()}/{self.last.isoformat()}"

    def spoken(self) -> str:
        """The day in the style of an opinion: December 4, 2019; December 2019; 2019."""
        if self.known:
            return f"{self.first:%B} {self.first.day}, {self.first.year}"
        if self._month:
            return f"{self.first:%B} {self.first.year}"
        if self._year:
            return str(self.first.year)
        return f"{Day.of(self.first).spoken()} to {Day.of(self.last).spoken()}"

    def during(self) -> str:
        """The day with its preposition: on December 4, 2019; in December 2019; in 2019."""
        return f"{'on' if self.known else 'in'} {self.spoken()}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        def read(value: object) -> Day:
            if isinstance(value, Day):
                return value
            if isinstance(value, str):
                return cls.parse(value)
            raise ValueError("expected a date such as 2006-03-07, a month 2006-03 or a year 2006")

        return core_schema.no_info_plain_validator_function(
            read, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {
            "anyOf": [
                {"type": "string", "pattern": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
                {"type": "integer", "minimum": 1, "maximum": 9999},
            ],
            "description": "a date, or a month or a year where no more is known",
        }


def _later(day: datetime.date, days: int) -> datetime.date:
    """A day so many days later, held at the ends of the calendar."""
    try:
        return day + datetime.timedelta(days=days)
    except OverflowError:
        return datetime.date.max if days > 0 else datetime.date.min


def before(earlier: Day, later: Day) -> Answer:
    """Whether ``earlier`` lies strictly before ``later``; ``unknown`` where the intervals overlap."""
    if earlier.last < later.first:
        return "yes"
    if earlier.first >= later.last:
        return "no"
    return "unknown"
