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

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


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
        return Day.of(self.last + datetime.timedelta(days=1))

    def plus(self, days: int) -> Day:
        shift = datetime.timedelta(days=days)
        return Day(self.first + shift, self.last + shift)

    def __str__(self) -> str:
        if self.known:
            return self.first.isoformat()
        if (self.first.year, self.first.month) == (self.last.year, self.last.month):
            return f"{self.first:%Y-%m}"
        if self.first.year == self.last.year:
            return f"{self.first.year}"
        return f"{self.first.isoformat()}/{self.last.isoformat()}"

    def spoken(self) -> str:
        """The day in the style of an opinion: December 4, 2019; December 2019; 2019."""
        if self.known:
            return f"{self.first:%B} {self.first.day}, {self.first.year}"
        if (self.first.year, self.first.month) == (self.last.year, self.last.month):
            return f"{self.first:%B %Y}"
        return str(self.first.year)

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
            "type": "string",
            "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$",
            "description": "a date, or a month or a year where no more is known",
        }


def before(earlier: Day, later: Day) -> Answer:
    """Whether ``earlier`` lies strictly before ``later``; ``unknown`` where the intervals overlap."""
    if earlier.last < later.first:
        return "yes"
    if earlier.first >= later.last:
        return "no"
    return "unknown"
