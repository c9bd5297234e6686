"""Parses dates with a month or weekday in words, in any language."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from dateline.content.date_parts import Time, day_fault, read_time, read_zone, written
from dateline.content.dates import (
    HOW_TO_WRITE,
    HOW_TO_WRITE_TIMES,
    DateReading,
    calendar_fault,
)
from dateline.content.month_names import Names, Words, names_of, names_of_all, sequences, words_of
from dateline.model import PartialDate

ISO_DAY = re.compile(r"(?<![\d+-])(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
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


class _Meaning(NamedTuple):
    """One meaning of the words and numbers of a text; 0 and -1 are missing parts."""

    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = -1


def read_words(text: str, language: str) -> DateReading | None:
    """A month in words, or a day in numbers with its weekday; None if a word is unknown.

    `language` (a tag) is the language whose names have priority.
    """
    taken = _without_time(text)
    if taken is None:
        return None
    rest, time = taken
    given = _Meaning()
    iso = ISO_DAY.search(rest)
    if iso:
        given = _Meaning(*map(int, iso.groups()))
        rest = f"{rest[: iso.start()]} {rest[iso.end() :]}"
    words = words_of(rest)
    if not 0 < len(words) <= _MOST_WORDS:
        return None
    known = language.partition("-")[0].lower()
    for names in (names_of(known), names_of("en"), names_of_all()):
        found = _meanings(words, names, given)
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
        return two_meanings([written(PartialDate(*each)) for each in days], text)
    if not day:
        return None if time.clock else read_as(PartialDate(year, month), text)
    return dated((str(year), str(month), str(day)), time, text)


def _fits(meaning: _Meaning) -> bool:
    """Whether the weekday matches the day, if both are given."""
    year, month, day, weekday = meaning
    if weekday < 0 or day_fault(year, month, day):
        return weekday < 0
    return datetime.date(year, month, day).weekday() == weekday


def _meanings(words: Words, names: Names, given: _Meaning) -> list[_Meaning]:
    """The possible meanings of all words: a year and a month, perhaps a day and a weekday."""
    reached: list[set[_Meaning]] = [{given}, *(set() for _ in words)]
    for start, word in enumerate(words):
        if word in names.fillers:
            reached[start + 1] |= reached[start]
        for name in sequences(words, start) if reached[start] else ():
            months, weekdays = names.month(name), names.weekday(name)
            number = name[0] if len(name) == 1 and word.isdecimal() else ""
            for so_far in reached[start]:
                reached[start + len(name)].update(_with(so_far, number, months, weekdays))
    return sorted(
        each for each in reached[-1] if each.year and each.month and (each.day or each.weekday < 0)
    )


def _with(
    so_far: _Meaning, number: str, months: Iterable[int], weekdays: Iterable[int]
) -> Iterator[_Meaning]:
    """The possible meanings after one more name or number."""
    if not so_far.month:
        yield from (so_far._replace(month=month) for month in months)
    if so_far.weekday < 0:
        yield from (so_far._replace(weekday=weekday) for weekday in weekdays)
    if len(number) == 4 and not so_far.year:
        yield so_far._replace(year=int(number))
    elif 0 < len(number) < 3 and int(number) and not so_far.day:
        yield so_far._replace(day=int(number))


def _without_time(text: str) -> tuple[str, Time] | None:
    """A text without its time of day, and that time; None if it has two times, or an invalid
    one."""
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


def read_as(date: PartialDate, text: str, why: str = "") -> DateReading:
    """A date with a clear day, and the standard form to write; `why` says why the text is not
    standard."""
    if fault := day_fault(date.year, date.month or None, date.day or None):
        return DateReading(None, f'{fault} (got "{text}")', HOW_TO_WRITE)
    form = written(date)
    return DateReading(date, f'{why or f"read as {form}"} (got "{text}")', f"write {form}", form)


def dated(day: Sequence[str], time: Time | None, text: str) -> DateReading | None:
    """A day with its time. If the time is not read, there is no form to write."""
    if time is None:
        return None
    year, month, number = map(int, day)
    reading = read_as(PartialDate(year, month, number, time.clock, time.offset), text, time.unread)
    return reading._replace(hint=HOW_TO_WRITE_TIMES, meant="") if time.unread else reading


def two_meanings(dates: list[str], text: str) -> DateReading:
    """The result for a text that may mean two or more days; the hint lists them."""
    fault = f'it may mean {" or ".join(dates)} (got "{text}")'
    return DateReading(None, fault, f"write {' or '.join(dates)}")
