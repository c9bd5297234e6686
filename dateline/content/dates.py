"""Dates as archives write them, kept at the precision given."""

from __future__ import annotations

import re
from typing import NamedTuple

from dateline.content.date_parts import Time, day_fault, read_time, read_zone
from dateline.model import PartialDate

_DAY = re.compile(
    r"(?P<year>\d{4})(?:[-/](?P<month>\d{1,2})(?:[-/](?P<day>\d{1,2}))?)?(?!\d)(?P<rest>.*)"
)
#: A day on which an offset follows at once, as XML Schema has it: `2018-03-01+08:00`.
_OFFSET_OF_DAY = re.compile(r"(?:z|utc|gmt|[+-]\d{2}:?\d{2})", re.IGNORECASE)
_WRONG_YEAR = re.compile(r"[+-]?(?:\d{1,3}|\d{5,6})([-/])\d{1,2}\1\d{1,2}(?!\d)")
HOW_TO_WRITE = "write 2017-10-08, with a time 2017-10-08 14:30 +03:00, or only 2017-10 or 2017"
HOW_TO_WRITE_TIMES = (
    "write the time as in 14:30 +03:00, where offsets go from -12:00 to +14:00, or leave it out"
)


class DateReading(NamedTuple):
    """What a text says as a date.

    `date` is None where it says none, or none that is certain. `fault` is what is wrong with how it
    is written, empty where nothing is, and `hint` what to do about that. `meant` is the form to
    write instead; empty where no form is certain.
    """

    date: PartialDate | None
    fault: str = ""
    hint: str = ""
    meant: str = ""


#: What a field says as a date that holds a list or names.
NO_TEXT = DateReading(None, "a date must be text", "write 2017-10-08")


def parse_date(text: str) -> PartialDate:
    """Reads a date that is written as one should be: `2017`, `2017-10`, `2017-10-08`, and the last
    with a time and an offset.

    Raises ValueError in the writer's words: what is wrong, and what was written.
    """
    reading = read_numbers(text.strip())
    if reading is None or reading.date is None or reading.fault:
        raise ValueError(reading.fault if reading else f'not a date (got "{text}")')
    return reading.date


def read_numbers(text: str) -> DateReading | None:
    """A date that begins with a year in numbers; None where the text is something else."""
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
    assert year is not None  # noqa: S101  # the expression wants one
    if fault := day_fault(year, month, day) or calendar_fault(text, year):
        is_open = day == 0 and not day_fault(year, month, None)
        hint = f"write {year:04d}-{month:02d} where the day is not known" if is_open else ""
        return DateReading(None, _got(fault, text), hint or HOW_TO_WRITE)
    date = PartialDate(year, month or 0, day or 0, time.clock, time.offset if time.clock else "")
    if not time.unread:
        return DateReading(date)
    return DateReading(date, _got(time.unread, text), HOW_TO_WRITE_TIMES)


def _time_of(found: re.Match[str]) -> Time | None:
    """The time that follows a day; None where something else does."""
    rest = found["rest"]
    if not rest:
        return Time()
    if found["day"] is None:
        return None
    time = read_time(rest[1:].lstrip()) if rest[0] in "Tt " else None
    if time is None and _OFFSET_OF_DAY.match(rest.lstrip()):
        zone = read_zone(rest)  # a day is that of its place, whatever its offset
        time = Time() if zone and zone.offset else None
    return time


def calendar_fault(text: str, year: int) -> str:
    """Why a year may be of another calendar; empty where it is not.

    Digits of other scripts often count the years of another calendar: 1396 is 2017 in Iran, 2560
    in Thailand.
    """
    is_likely = 1500 <= year <= 2399 or text.isascii()
    return "" if is_likely else f"the year {year} may be of another calendar"


def _got(fault: str, text: str) -> str:
    return f'{fault} (got "{text}")'
