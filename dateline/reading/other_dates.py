"""Dates that are not written as they should be: which day they mean, if they mean one.

Nothing is guessed: a word that is not known, a second meaning or a weekday that does not fit leave
a date unread.
"""

from __future__ import annotations

import calendar
import datetime
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dateline.model import PartialDate
from dateline.reading.date_parts import Time, day_fault, read_time, read_zone, written
from dateline.reading.dates import (
    HOW_TO_WRITE,
    HOW_TO_WRITE_TIMES,
    DateReading,
    calendar_fault,
    parse_date,
    read_date,
)
from dateline.reading.month_names import Names, names_of, names_of_all, sequences, words_of

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
_ISO_DAY = re.compile(r"(?<![\d+-])(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
#: 14:30, 3:23:18 pm; 3 pm; 14h30, 14 Uhr.
_CLOCK = re.compile(
    r"(?<![\d:])(?:(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?!\d)(?:\s?[ap]\.?m\b\.?)?)"
    r"|(\d{1,2})\s?([ap])\.?m\b\.?"
    r"|(\d{1,2})(?:\s?h\s?|[.:](?=\d{2}\sUhr))(\d{2})?(?!\w)(?:\sUhr)?|(\d{1,2})\sUhr)",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"\s*((?:UTC|GMT|Z)?[+-]\d{1,2}(?::?\d{2})?(?!\d)(?:\s?\([^()]*\))?|\(?[A-Z]{1,5}\b\)?)"
)
_MOST_WORDS = 14
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def read_other(text: str, language: str) -> DateReading:
    """What a text means that does not begin with a year in numbers, or goes on in another way."""
    plain = _plain(text)
    if plain != text:
        reading = read_date(plain, language)
        if reading.date and not reading.fault:
            return _read_as(reading.date, text)
        return reading._replace(fault=reading.fault.replace(plain, text))
    for read in (_separated, _in_numbers, _year_last, _epoch):
        if reading_or_none := read(text):
            return reading_or_none
    return _in_words(text, language) or _unread(text)


def _plain(text: str) -> str:
    """A text without the signs of a word processor, and with digits and dashes of one kind."""
    if not text.isascii() or "'" in text or '"' in text:
        text = _DASHES.sub("-", unicodedata.normalize("NFKC", _QUOTES.sub(" ", text)))
    return " ".join(text.split())


def _read_as(date: PartialDate, text: str, why: str = "") -> DateReading:
    """A date that is plain, and the form in which it should be written; `why` it is none."""
    if fault := day_fault(date.year, date.month or None, date.day or None):
        return DateReading(None, f'{fault} (got "{text}")', HOW_TO_WRITE)
    form = written(date)
    return DateReading(date, f'{why or f"read as {form}"} (got "{text}")', f"write {form}", form)


def _unread(text: str) -> DateReading:
    day = _ISO_DAY.search(text)
    days = len(_ISO_DAY.findall(text))
    if day and days == 1 and not day_fault(*map(int, day.groups())):
        year, month, number = map(int, day.groups())
        hint = f"if that is the day, write {year:04d}-{month:02d}-{number:02d}"
        return DateReading(None, f'not a date alone (got "{text}")', hint)
    return DateReading(None, f'not a date (got "{text}")', HOW_TO_WRITE)


def _only_meaning(date: PartialDate, text: str) -> DateReading:
    """What numbers in another order mean: it is not read, for the order may be a mistake."""
    if fault := day_fault(date.year, date.month or None, date.day or None):
        return DateReading(None, f'{fault} (got "{text}")', HOW_TO_WRITE)
    form = written(date)
    return DateReading(None, f'the year must stand first (got "{text}")', f"write {form}", form)


def _separated(text: str) -> DateReading | None:
    """A sign between day and time, `2016/03/05 - 18:31`."""
    found = _SEPARATED.fullmatch(text)
    if not found:
        return None
    sign = {"-": "a hyphen", ",": "a comma"}.get(found[2], f'"{found[2]}"')
    reading = read_date(f"{found[1]} {found[3]}")
    if reading.date is None:
        return None
    why = f"{sign} stands between the day and the time"
    return _read_as(reading.date, text, why)


def _in_numbers(text: str) -> DateReading | None:
    """The other forms that begin with a year: 2017.10.08, 20171008, 2017-W41-7, 2017-281."""
    if found := _DOTTED.fullmatch(text):
        time = read_time(found[4].strip()) if found[4] else Time()
        return _dated(found.group(1, 2, 3), time, text)
    if found := _BASIC.fullmatch(text) or _BASIC_TIME.fullmatch(text):
        clock = f"{found[4]}:{found[5] or '00'}:{found[6] or '00'}"
        basic = read_time(f"{clock}{found[7]}") if found[4] else Time()
        is_day = not day_fault(*map(int, found.group(1, 2, 3)))
        return _dated(found.group(1, 2, 3), basic, text) if is_day else None
    if found := _WEEK.fullmatch(text):
        return _of_week(int(found[1]), int(found[2]), found[3], text)
    if found := _DAY_OF_YEAR.fullmatch(text):
        year, number = int(found[1]), int(found[2])
        last = 366 if calendar.isleap(year) else 365
        if day_fault(year, None, None) or not 1 <= number <= last:
            return None
        day = datetime.date.fromordinal(datetime.date(year, 1, 1).toordinal() + number - 1)
        return _read_as(_of_day(day), text)
    return None


def _dated(day: Sequence[str], time: Time | None, text: str) -> DateReading | None:
    """A day with its time; a time that is not read has no form to write."""
    if time is None:
        return None
    year, month, number = map(int, day)
    reading = _read_as(PartialDate(year, month, number, time.clock, time.offset), text, time.unread)
    return reading._replace(hint=HOW_TO_WRITE_TIMES, meant="") if time.unread else reading


def _of_week(year: int, week: int, weekday: str | None, text: str) -> DateReading | None:
    try:
        day = datetime.date.fromisocalendar(year, week, int(weekday or 1))
    except ValueError:
        return None
    if weekday:
        return _read_as(_of_day(day), text)
    return DateReading(None, f'a week is not a day (got "{text}")', f"write {day}, or another day")


def _year_last(text: str) -> DateReading | None:
    """Numbers in another order. Between dots the day stands first; else either may."""
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
    return _two_meanings(dates, text) if dates else _unread(text)


def _two_meanings(dates: list[str], text: str) -> DateReading:
    fault = f'it may mean {" or ".join(dates)} (got "{text}")'
    return DateReading(None, fault, f"write {' or '.join(dates)}")


def _epoch(text: str) -> DateReading | None:
    """Seconds or milliseconds since 1970; a number of another kind may have as many digits."""
    found = _EPOCH.fullmatch(text)
    if not found:
        return None
    moment = datetime.datetime.fromtimestamp(int(found[1]), datetime.UTC)
    hint = f"if it counts seconds since 1970, write {moment:%Y-%m-%d %H:%M} +00:00"
    return DateReading(None, f'not a date (got "{text}")', hint)


class _Meaning(NamedTuple):
    """What the words and numbers of a text may mean; 0 and -1 stand for what is not said."""

    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = -1


def _in_words(text: str, language: str) -> DateReading | None:
    """A month in words, or a day in numbers with its weekday."""
    taken = _without_time(text)
    if taken is None:
        return None
    rest, time = taken
    given = _Meaning()
    iso = _ISO_DAY.search(rest)
    if iso:
        given = _Meaning(*map(int, iso.groups()))
        rest = f"{rest[: iso.start()]} {rest[iso.end() :]}"
    words = words_of(rest)
    if not 0 < len(words) <= _MOST_WORDS:
        return None
    known = language.partition("-")[0].lower()
    for names in (names_of(known), names_of("en"), names_of_all()):
        found = sorted(set(_meanings(words, names, given)))
        if found:
            return _agreed(found, time, text)
    return None


def _agreed(found: list[_Meaning], time: Time, text: str) -> DateReading | None:
    """The day that all meanings agree on."""
    days = sorted({each[:3] for each in found if _fits(each)})
    year, month, day = days[0] if days else found[0][:3]
    if fault := calendar_fault("\u0660", year):
        return DateReading(None, f'{fault} (got "{text}")', HOW_TO_WRITE)
    if fault := day_fault(year, month, day or None):
        return DateReading(None, f'{fault} (got "{text}")', HOW_TO_WRITE)
    if not days:
        name = _WEEKDAYS[datetime.date(year, month, day).weekday()]
        form = f"{year:04d}-{month:02d}-{day:02d}"
        hint = f"if the weekday is wrong, write {form}"
        return DateReading(None, f'{form} is a {name} (got "{text}")', hint)
    if len(days) > 1:
        return _two_meanings([written(PartialDate(*each)) for each in days], text)
    if not day:
        return None if time.clock else _read_as(PartialDate(year, month), text)
    return _dated((str(year), str(month), str(day)), time, text)


def _fits(meaning: _Meaning) -> bool:
    """Whether a weekday is that of the day, if both are given."""
    year, month, day, weekday = meaning
    if weekday < 0 or day_fault(year, month, day):
        return weekday < 0
    return datetime.date(year, month, day).weekday() == weekday


def _meanings(words: tuple[str, ...], names: Names, so_far: _Meaning) -> Iterator[_Meaning]:
    """What the words may mean together: a year and a month, perhaps a day and a weekday."""
    if not words:
        if so_far.year and so_far.month and (so_far.day or so_far.weekday < 0):
            yield so_far
        return
    yield from _numbers(words, names, so_far)
    for name in sequences(words, 0):
        after = words[len(name) :]
        if not so_far.month:
            for month in names.month(name):
                yield from _meanings(after, names, so_far._replace(month=month))
        if so_far.weekday < 0:
            for weekday in names.weekday(name):
                yield from _meanings(after, names, so_far._replace(weekday=weekday))
    if words[0] in names.fillers:
        yield from _meanings(words[1:], names, so_far)


def _numbers(words: tuple[str, ...], names: Names, so_far: _Meaning) -> Iterator[_Meaning]:
    if not words[0].isdecimal():
        return
    number = int(words[0])
    if len(words[0]) == 4 and not so_far.year:
        yield from _meanings(words[1:], names, so_far._replace(year=number))
    elif len(words[0]) < 3 and number and not so_far.day:
        yield from _meanings(words[1:], names, so_far._replace(day=number))


def _without_time(text: str) -> tuple[str, Time] | None:
    """A text without its time of day, and that time; None where it has two, or an odd one."""
    clocks = list(_CLOCK.finditer(text))
    if not clocks:
        return text, Time()
    if len(clocks) > 1:
        return None
    found = clocks[0]
    end = found.end()
    zone = _ZONE.match(text, end)
    offset = ""
    if zone and (held := read_zone(zone[1])) and (held.offset or zone[1][-1] in "0123456789)"):
        end, offset = zone.end(), zone[1]
    hour = found[2] or found[4] or found[6]
    half = f" {found[3]}m" if found[3] else ""
    clock = found[1] or f"{hour}:{found[5] or '00'}{half}"
    time = read_time(f"{clock} {offset}")
    return (f"{text[: found.start()]} {text[end:]}", time) if time else None


def _date(year: str, month: str, day: str, time: Time | None) -> PartialDate:
    time = time or Time()
    return PartialDate(int(year), int(month), int(day), time.clock, time.offset)


def _of_day(day: datetime.date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)
