"""Parses dates of articles and keeps their precision."""

from __future__ import annotations

import re
from typing import NamedTuple

from dateline.content.date_parts import Time, day_fault, read_time, read_zone
from dateline.model import PartialDate

_DAY = re.compile(
    r"(?P<year>\d{4})(?:[-/](?P<month>\d{1,2})(?:[-/](?P<day>\d{1,2}))?)?(?!\d)(?P<rest>.*)"
)
#: A day followed directly by an offset, as in XML Schema: `2018-03-01+08:00`.
_OFFSET_OF_DAY = re.compile(r"(?:z|utc|gmt|[+-]\d{2}:?\d{2})", re.IGNORECASE)
_WRONG_YEAR = re.compile(r"[+-]?(?:\d{1,3}|\d{5,6})([-/])\d{1,2}\1\d{1,2}(?!\d)")
HOW_TO_WRITE = "write 2017-10-08, with a time 2017-10-08 14:30 +03:00, or only 2017-10 or 2017"
HOW_TO_WRITE_TIMES = (
    "write the time as in 14:30 +03:00, where offsets go from -12:00 to +14:00, or leave it out"
)


class DateReading(NamedTuple):
    """The result of reading a date.

    `date` is None if the text has none, or none that is certain. `fault` says what is wrong with
    its form, and is empty if nothing is. `hint` says what to do about it. `meant` is the form to
    write instead; it is empty if no form is certain.
    """

    date: PartialDate | None
    fault: str = ""
    hint: str = ""
    meant: str = ""


#: The result for a date field that contains a list or names.
NO_TEXT = DateReading(None, "a date must be text", "write 2017-10-08")


def parse_date(text: str) -> PartialDate:
    """Parses a date in the standard form: `2017`, `2017-10`, `2017-10-08`, and the last with a time
    and an offset.

    Raises ValueError with what is wrong and the text.
    """
    reading = read_numbers(text.strip())
    if reading is None or reading.date is None or reading.fault:
        raise ValueError(reading.fault if reading else f'not a date (got "{text}")')
    return reading.date


def read_numbers(text: str) -> DateReading | None:
    """A date that begins with a year in numbers; None if the text is something else."""
    found = _DAY.fullmatch(text)
    if not found:
        fault = "the year must have four digits" if _WRONG_YEAR.match(text) else ""
        return DateReading(None, _got(fault, text), HOW_TO_WRITE) if fault else None
    time = _time_of(found)
    if time is None:
        return None
    year, month, day = (
        int(found[part]) if found[part] is not None else None for part in ("year", "month", "day")
    )
    assert year is not None  # noqa: S101  # the expression requires one
    if fault := day_fault(year, month, day) or calendar_fault(text, year):
        is_open = day == 0 and not day_fault(year, month, None)
        hint = f"write {year:04d}-{month:02d} where the day is not known" if is_open else ""
        return DateReading(None, _got(fault, text), hint or HOW_TO_WRITE)
    date = PartialDate(year, month or 0, day or 0, time.clock, time.offset if time.clock else "")
    if not time.unread:
        return DateReading(date)
    return DateReading(date, _got(time.unread, text), HOW_TO_WRITE_TIMES)


def _time_of(found: re.Match[str]) -> Time | None:
    """The time after a day; None if the rest is something else."""
    rest = found["rest"]
    if not rest:
        return Time()
    if found["day"] is None:
        return None
    time = read_time(rest[1:].lstrip()) if rest[0] in "Tt " else None
    if time is None and _OFFSET_OF_DAY.match(rest.lstrip()):
        zone = read_zone(rest)  # the day stays as written, whatever its offset
        time = Time() if zone and zone.offset else None
    return time


def calendar_fault(text: str, year: int) -> str:
    """The reason why a year may belong to another calendar; empty if it does not.

    Digits of other scripts often count the years of another calendar: 1396 is 2017 in Iran, and
    2560 is 2017 in Thailand.
    """
    is_likely = 1500 <= year <= 2399 or text.isascii()
    return "" if is_likely else f"the year {year} may be of another calendar"


def _got(fault: str, text: str) -> str:
    return f'{fault} (got "{text}")'
