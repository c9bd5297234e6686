"""Dates for people, in the language of the page, and for machines that want every part."""

from __future__ import annotations

import datetime
import functools
import zoneinfo
from typing import Any

import babel
import babel.dates
import babel.numbers

from dateline.model import PartialDate

#: The first digit of each numbering system of CLDR that a language of news uses by default.
_ZEROS = {"arab": "٠", "arabext": "۰", "beng": "০", "deva": "०", "mymrdigit": "၀"}


@functools.lru_cache(maxsize=4096)
def display_date(date: PartialDate, lang: str) -> str:
    """A date in words of a language, at its own precision: `8 October 2017`, `October 2017`."""
    locale = _locale(lang)
    day = datetime.date(date.year, date.month or 1, date.day or 1)
    if not date.month:
        text = babel.dates.format_skeleton("y", day, locale=locale)
    elif not date.day:
        text = babel.dates.format_skeleton("yMMMM", day, locale=locale)
    else:
        text = babel.dates.format_date(day, "long", locale=locale)
    return text.translate(_numerals(lang))


@functools.lru_cache(maxsize=4096)
def display_number(value: int, lang: str) -> str:
    """A whole number as a language writes it: `1,204`, `۱٬۲۰۴`."""
    text = babel.numbers.format_decimal(value, locale=_locale(lang), numbering_system="default")
    return text.translate(_numerals(lang))


@functools.lru_cache(maxsize=256)
def _numerals(lang: str) -> dict[int, str]:
    """Latin digits → those of the language. Babel knows their name but writes Latin ones."""
    zero = _ZEROS.get(_locale(lang).default_numbering_system)
    return {ord("0") + i: chr(ord(zero) + i) for i in range(10)} if zero else {}


def rfc3339(date: PartialDate, timezone: str) -> str:
    """The first moment a date can mean (RFC 3339), in the archive's zone where it names none."""
    text = f"{date.first_day}T{date.clock or '00:00:00'}"
    if date.offset:
        return text + date.offset
    moment: Any = datetime.datetime.fromisoformat(text).replace(tzinfo=zoneinfo.ZoneInfo(timezone))
    # Before standard time a place's offset had seconds, for which RFC 3339 has no room.
    offset = datetime.timedelta(minutes=round(moment.utcoffset().total_seconds() / 60))
    return str(moment.replace(tzinfo=datetime.timezone(offset)).isoformat(timespec="seconds"))


@functools.lru_cache(maxsize=4096)
def short_date(date: PartialDate, lang: str) -> str:
    """The last part of a date, for a chart or a table: `2017`, `Oct`, `8 Oct`."""
    skeleton = "MMMd" if date.day else "MMM" if date.month else "y"
    day = datetime.date(date.year, date.month or 1, date.day or 1)
    text = babel.dates.format_skeleton(skeleton, day, locale=_locale(lang))
    return text.translate(_numerals(lang))


def display_days(days: int, lang: str) -> str:
    """A length of time in words, in the unit that suits it: `3 weeks`, `2 months`."""
    length = datetime.timedelta(days=days)
    text = babel.dates.format_timedelta(length, threshold=1.4, locale=_locale(lang))
    return text.translate(_numerals(lang))


def weekday_names(lang: str) -> tuple[str, ...]:
    """The shortest names of the days of a week, in the order of `first_weekday`."""
    names = babel.dates.get_day_names("short", "stand-alone", _locale(lang))
    first = first_weekday(lang)
    return tuple(names[(first + i) % 7] for i in range(7))


@functools.lru_cache(maxsize=256)
def first_weekday(lang: str) -> int:
    """The day that a week begins with where a language is spoken; 0 is Monday."""
    return _locale(lang).first_week_day


@functools.lru_cache(maxsize=256)
def is_right_to_left(lang: str) -> bool:
    """Whether a language is written from right to left."""
    return _locale(lang).text_direction == "rtl"


@functools.lru_cache(maxsize=256)
def _locale(lang: str) -> babel.Locale:
    """The nearest locale that is known; English day-month-year where none is."""
    for tag in (lang, lang.partition("-")[0]):
        try:
            # British order suits a reader of no stated country; the American one is asked for.
            return babel.Locale.parse("en_GB" if tag == "en" else tag.replace("-", "_"))
        except (ValueError, babel.UnknownLocaleError):
            continue
    return babel.Locale.parse("en_GB")
