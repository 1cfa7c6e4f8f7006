"""Days known to the day, the month or the year, and which lies before which."""

from __future__ import annotations

import datetime
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prong.dates import Answer, Day, before

dates = st.dates(date(1, 1, 1), date(9998, 12, 31))
texts = st.one_of(
    dates.map(lambda d: d.isoformat()),
    dates.map(lambda d: d.isoformat()[:7]),
    dates.map(lambda d: d.isoformat()[:4]),
)
days = texts.map(Day.parse)
near = st.dates(date(2019, 10, 1), date(2020, 3, 1))
near_days = st.one_of(
    near.map(Day.of),
    near.map(lambda d: Day.parse(f"{d:%Y-%m}")),
    near.map(lambda d: Day.parse(f"{d:%Y}")),
)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019-12-04", date(2019, 12, 4), date(2019, 12, 4)),
        ("2019-12", date(2019, 12, 1), date(2019, 12, 31)),
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),  # a leap year
        ("1900-02", date(1900, 2, 1), date(1900, 2, 28)),  # not a leap year
        (" 2019-12-04 ", date(2019, 12, 4), date(2019, 12, 4)),
    ],
)
def test_a_date_a_month_and_a_year_are_intervals(text: str, first: date, last: date) -> None:
    assert Day.parse(text) == Day(first, last)


@pytest.mark.parametrize(
    "text",
    [
        "", "2019-", "19-12-04", "2019-12-4", "2019-1", "2019/12/04", "12/04/2019", "December 4, 2019",
        "20191204", "2019-12-04T00:00", "2019-12-04 to 2019-12-05", "-2019", "2019-12-04-05", "no",
        "２０１９-１２-０４",
    ],
)  # fmt: skip
def test_other_forms_are_refused_with_the_forms_that_are_read(text: str) -> None:
    with pytest.raises(ValueError, match="2006-03-07, a month 2006-03 or a year 2006"):
        Day.parse(text)


@pytest.mark.parametrize(
    "text", ["2019-13", "2019-00", "2019-02-29", "2019-04-31", "2019-12-00", "0000", "0000-01-01"]
)
def test_days_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a day that exists in the calendar"):
        Day.parse(text)


@pytest.mark.parametrize(
    ("earlier", "later", "answer"),
    [
        ("2019-12-04", "2019-12-05", "yes"),
        ("2019-12-04", "2019-12-04", "no"),  # strictly before: not on the day itself
        ("2019-12-05", "2019-12-04", "no"),
        ("2019-11", "2019-12-01", "yes"),
        ("2019-12", "2019-12-01", "no"),  # at the earliest on the same day
        ("2019-12", "2019-12-02", "unknown"),
        ("2019-12-31", "2019-12", "no"),  # at the latest on the same day
        ("2019-12-30", "2019-12", "unknown"),
        ("2019", "2019-12", "unknown"),
        ("2019", "2019", "unknown"),
        ("2019-12", "2019-12", "unknown"),
        ("2018", "2019", "yes"),
        ("2020", "2019-12", "no"),
    ],
)
def test_before_answers_yes_no_or_unknown(earlier: str, later: str, answer: Answer) -> None:
    assert before(Day.parse(earlier), Day.parse(later)) == answer


@pytest.mark.parametrize(
    ("text", "following"),
    [
        ("2019-12-04", "2019-12-05"),
        ("2019-12-31", "2020-01-01"),
        ("2020-02-28", "2020-02-29"),
        ("2019-12", "2020-01-01"),
        ("2019", "2020-01-01"),
    ],
)
def test_next_is_the_day_after_the_last(text: str, following: str) -> None:
    assert Day.parse(text).next() == Day.parse(following)


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("2019-12-04", "December 4, 2019"),
        ("2013-05-02", "May 2, 2013"),
        ("2019-12", "December 2019"),
        ("2019", "2019"),
    ],
)
def test_spoken_is_how_an_opinion_writes_it(text: str, spoken: str) -> None:
    assert Day.parse(text).spoken() == spoken


@given(texts)
def test_a_day_is_written_as_it_was_read(text: str) -> None:
    assert str(Day.parse(text)) == text


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        day = Day.parse(text)
    except ValueError:
        return
    assert day.first <= day.last
    assert Day.parse(str(day)) == day


@given(days)
def test_a_day_is_known_when_its_ends_are_one(day: Day) -> None:
    assert day.known == (day.first == day.last)
    assert before(day, day) == ("no" if day.known else "unknown")


@given(dates, dates)
def test_before_agrees_with_the_order_of_known_days(one: date, other: date) -> None:
    assert before(Day.of(one), Day.of(other)) == ("yes" if one < other else "no")


@given(near_days, near_days)
def test_two_days_are_not_each_before_the_other(one: Day, other: Day) -> None:
    forth, back = before(one, other), before(other, one)
    assert (forth, back) != ("yes", "yes")
    if forth == "yes":
        assert back == "no"
    if forth == "unknown" and back != "unknown":
        assert not (one.known and other.known)


def within(day: Day) -> st.SearchStrategy[Day]:
    """The known days of an interval."""
    return st.dates(day.first, day.last).map(Day.of)


@given(near_days, near_days, st.data())
def test_an_interval_is_before_another_when_all_its_days_are(
    one: Day, other: Day, data: st.DataObject
) -> None:
    whole = before(one, other)
    if whole == "unknown":  # the ends themselves differ
        first_before_last = before(Day.of(one.first), Day.of(other.last))
        last_before_first = before(Day.of(one.last), Day.of(other.first))
        assert (first_before_last, last_before_first) == ("yes", "no")
    else:
        assert before(data.draw(within(one)), data.draw(within(other))) == whole


@given(near_days, near_days, near_days)
def test_before_is_transitive(one: Day, two: Day, three: Day) -> None:
    if before(one, two) == before(two, three) == "yes":
        assert before(one, three) == "yes"


@given(days)
def test_a_day_is_before_the_next(day: Day) -> None:
    assert day.next().known
    assert before(day, day.next()) == "yes"


def test_the_calendar_ends_with_its_last_day() -> None:
    """An answer about it must not end in a traceback; see the tests of the command line."""
    assert str(Day.parse("9999-12-31").next()) == "9999-12-31"


@given(near_days, st.integers(-400, 400))
def test_moving_by_days_keeps_the_length(day: Day, number: int) -> None:
    moved = day.plus(number)
    assert moved.last - moved.first == day.last - day.first
    assert moved.first - day.first == timedelta(number)
    assert moved.plus(-number) == day


@given(near_days, st.integers(-400, 400))
def test_what_a_day_is_written_as_names_no_other_interval(day: Day, number: int) -> None:
    """A moved month is no longer a calendar month, and must not be written as one."""
    moved = day.plus(number)
    try:
        read = Day.parse(str(moved))
    except ValueError:
        return
    assert read == moved


def test_a_day_is_a_value() -> None:
    assert Day.parse("2019-12-04") == Day.of(datetime.date(2019, 12, 4))
    assert len({Day.parse("2019"), Day.parse("2019"), Day.parse("2019-12")}) == 2
