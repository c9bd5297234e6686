"""Dates for people, in the language of the page, and for machines that want every part."""

from __future__ import annotations

import datetime
import functools
import zoneinfo
from typing import Any

import babel
import babel.dates

from dateline.model import PartialDate


@functools.lru_cache(maxsize=4096)
def display_date(date: PartialDate, lang: str) -> str:
    """A date in words of a language, at its own precision: `8 October 2017`, `October 2017`."""
    locale = _locale(lang)
    if not date.month:
        return babel.dates.format_skeleton("y", datetime.date(date.year, 1, 1), locale=locale)
    day = datetime.date(date.year, date.month, date.day or 1)
    if not date.day:
        return babel.dates.format_skeleton("yMMMM", day, locale=locale)
    return babel.dates.format_date(day, "long", locale=locale)


def rfc3339(date: PartialDate, timezone: str) -> str:
    """The first moment a date can mean (RFC 3339), in the archive's zone where it names none."""
    text = f"{date.first_day}T{date.clock or '00:00:00'}"
    if date.offset:
        return text + date.offset
    moment: Any = datetime.datetime.fromisoformat(text).replace(tzinfo=zoneinfo.ZoneInfo(timezone))
    # Before standard time a place's offset had seconds, for which RFC 3339 has no room.
    offset = datetime.timedelta(minutes=round(moment.utcoffset().total_seconds() / 60))
    return str(moment.replace(tzinfo=datetime.timezone(offset)).isoformat(timespec="seconds"))


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
