"""Parses dates in any form, if they mean exactly one day.

Nothing is guessed: with an unknown word, a second meaning or a weekday that does not match, the
date is not read.
"""

from __future__ import annotations

import calendar
import datetime
import re
import unicodedata

from dateline.content.date_parts import Time, day_fault, read_time, written
from dateline.content.dates import (
    HOW_TO_WRITE,
    DateReading,
    parse_date,
    read_numbers,
)
from dateline.content.dates_in_words import ISO_DAY, dated, read_as, read_words, two_meanings
from dateline.model import PartialDate

#: A longer text is not a date.
_LONGEST = 100
_QUOTES = re.compile(r"[“”„‘’\"'«»\u200b\ufeff]")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u30fc]")
_SEPARATED = re.compile(r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})\s*([-,@|]|at)\s*(\d{1,2}:.*)")
_DOTTED = re.compile(r"(\d{4})\.\s?(\d{1,2})\.\s?(\d{1,2})\.?(\s.*)?")
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(?!\d)(.{0,20}))?", re.I)
_BASIC_TIME = re.compile(r"(\d{4})-(\d{2})-(\d{2})T(\d{2})(\d{2})?(\d{2})?(?!\d)(.{0,20})", re.I)
_WEEK = re.compile(r"(\d{4})-?W(\d{2})(?:-?(\d))?", re.I)
_DAY_OF_YEAR = re.compile(r"(\d{4})-(\d{3})")
_EPOCH = re.compile(r"@?(\d{10})(?:\d{3}|\.\d{1,9})?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4})(?!\d)(?:,?\s+(.*))?")
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})[./](\d{4})")


def read_date(text: str, language: str = "") -> DateReading:
    """Reads a date in any form; `language` (a tag) is that of the names of months.

    Numbers are read if the year is first. A month in words is read too, with a fault that has the
    form to write. Numbers in another order are not read, but may have one meaning.
    """
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        return DateReading(None, "a text of this length is not a date", HOW_TO_WRITE)
    return read_numbers(text) or _read_other(text, language)


def _read_other(text: str, language: str) -> DateReading:
    """The date of a text that does not begin with a year in numbers, or continues in another
    way."""
    plain = _plain(text)
    if plain != text:
        reading = read_numbers(plain) or _read_other(plain, language)
        if reading.date and not reading.fault:
            return read_as(reading.date, text)
        return reading._replace(fault=reading.fault.replace(plain, text))
    for read in (_separated, _in_numbers, _year_last, _epoch):
        if reading_or_none := read(text):
            return reading_or_none
    return read_words(text, language) or _unread(text)


def _plain(text: str) -> str:
    """A text without typographic characters, and with digits and dashes of one kind."""
    if not text.isascii() or "'" in text or '"' in text:
        text = _DASHES.sub("-", unicodedata.normalize("NFKC", _QUOTES.sub(" ", text)))
    return " ".join(text.split())


def _unread(text: str) -> DateReading:
    day = ISO_DAY.search(text)
    days = len(ISO_DAY.findall(text))
    if day and days == 1 and not day_fault(*map(int, day.groups())):
        year, month, number = map(int, day.groups())
        hint = f"if that is the day, write {year:04d}-{month:02d}-{number:02d}"
        return DateReading(None, f'not a date alone (got "{text}")', hint)
    return DateReading(None, f'not a date (got "{text}")', HOW_TO_WRITE)


def _only_meaning(date: PartialDate, text: str) -> DateReading:
    """The only meaning of numbers in another order. It is not used, because the order may be a
    mistake."""
    if fault := day_fault(date.year, date.month or None, date.day or None):
        return DateReading(None, f'{fault} (got "{text}")', HOW_TO_WRITE)
    form = written(date)
    return DateReading(None, f'the year must stand first (got "{text}")', f"write {form}", form)


def _separated(text: str) -> DateReading | None:
    """A separator between day and time, `2016/03/05 - 18:31`."""
    found = _SEPARATED.fullmatch(text)
    if not found:
        return None
    sign = {"-": "a hyphen", ",": "a comma"}.get(found[2], f'"{found[2]}"')
    reading = read_numbers(f"{found[1]} {found[3]}")
    if reading is None or reading.date is None:
        return None
    why = f"{sign} is between the day and the time"
    return read_as(reading.date, text, why)


def _in_numbers(text: str) -> DateReading | None:
    """The other forms that begin with a year: 2017.10.08, 20171008, 2017-W41-7, 2017-281."""
    if found := _DOTTED.fullmatch(text):
        time = read_time(found[4].strip()) if found[4] else Time()
        return dated(found.group(1, 2, 3), time, text)
    if found := _BASIC.fullmatch(text) or _BASIC_TIME.fullmatch(text):
        clock = f"{found[4]}:{found[5] or '00'}:{found[6] or '00'}"
        basic = read_time(f"{clock}{found[7]}") if found[4] else Time()
        is_day = not day_fault(*map(int, found.group(1, 2, 3)))
        return dated(found.group(1, 2, 3), basic, text) if is_day else None
    if found := _WEEK.fullmatch(text):
        return _of_week(int(found[1]), int(found[2]), found[3], text)
    if found := _DAY_OF_YEAR.fullmatch(text):
        year, number = int(found[1]), int(found[2])
        last = 366 if calendar.isleap(year) else 365
        if day_fault(year, None, None) or not 1 <= number <= last:
            return None
        day = datetime.date.fromordinal(datetime.date(year, 1, 1).toordinal() + number - 1)
        return read_as(_of_day(day), text)
    return None


def _of_week(year: int, week: int, weekday: str | None, text: str) -> DateReading | None:
    try:
        day = datetime.date.fromisocalendar(year, week, int(weekday or 1))
    except ValueError:
        return None
    if weekday:
        return read_as(_of_day(day), text)
    return DateReading(None, f'a week is not a day (got "{text}")', f"write {day}, or another day")


def _year_last(text: str) -> DateReading | None:
    """Numbers in another order. Between dots the day is first; otherwise either may be."""
    if found := _MONTH_AND_YEAR.fullmatch(text):
        return _only_meaning(PartialDate(int(found[2]), int(found[1])), text)
    found = _YEAR_LAST.fullmatch(text)
    time = read_time(found[5]) if found and found[5] else Time()
    if not found or time is None:
        return None
    ways = {
        (month, day)
        for month, day in ((found[3], found[1]), (found[1], found[3]))
        if not day_fault(int(found[4]), int(month), int(day))
    }
    if found[2] == "." and (found[3], found[1]) in ways:
        ways = {(found[3], found[1])}
    dates = sorted({written(_date(found[4], *way, time)) for way in ways})
    if len(dates) == 1:
        return _only_meaning(parse_date(dates[0]), text)
    return two_meanings(dates, text) if dates else _unread(text)


def _epoch(text: str) -> DateReading | None:
    """Seconds or milliseconds since 1970; other numbers may have as many digits."""
    found = _EPOCH.fullmatch(text)
    if not found:
        return None
    moment = datetime.datetime.fromtimestamp(int(found[1]), datetime.UTC)
    hint = f"if it counts seconds since 1970, write {moment:%Y-%m-%d %H:%M} +00:00"
    return DateReading(None, f'not a date (got "{text}")', hint)


def _date(year: str, month: str, day: str, time: Time | None) -> PartialDate:
    time = time or Time()
    return PartialDate(int(year), int(month), int(day), time.clock, time.offset)


def _of_day(day: datetime.date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)
