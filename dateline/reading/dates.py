"""Dates as archives write them, kept at the precision given."""

from __future__ import annotations

import datetime
import re
from contextlib import suppress

from dateline.model import PartialDate

_DATE = re.compile(
    r"""(?P<year>\d{4})
    (?:[-/](?P<month>\d{1,2})
      (?:[-/](?P<day>\d{1,2})
        (?:[T\s]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?
          \s*(?P<offset>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?|\(UTC\s*[+-]\d{2}:?\d{2}\))?
        )?
      )?
    )?""",
    re.VERBOSE | re.IGNORECASE,
)
_IN_PATH = re.compile(
    r"(?:^|/)(\d{4})(?:/(\d{2})/(\d{2})(?:[-_/][^/]*)?|-(\d{2})-(\d{2})(?:[-_][^/]*)?)(?:/[^/]*)?$"
)


def parse_date(text: str) -> PartialDate:
    """Reads `2017`, `2017-10`, `2017-10-08`, and the last with a time and an offset.

    Raises ValueError in the writer's words: what is wrong, and what was written.
    """
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f'not a date (got "{text}")')
    found = match.groupdict()
    year, month, day = (int(found[part] or 0) for part in ("year", "month", "day"))
    try:
        datetime.date(year, month if found["month"] else 1, day if found["day"] else 1)
        clock = _clock(found)
        offset = _offset(found["offset"])
    except ValueError as error:
        reason = str(error).partition(", not ")[0]
        raise ValueError(f'{reason} (got "{text}")') from None
    return PartialDate(year, month, day, clock, offset)


#: Ways to write a date that mean one day wherever they are written; month names are English, for
#: Python's are unless a program asks for others.
_OTHER_WAYS = (
    *("%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y", "%b. %d, %Y"),
    *("%A, %B %d, %Y", "%A, %d %B %Y", "%d.%m.%Y", "%d. %B %Y", "%Y.%m.%d", "%Y%m%d"),
    *("%Y年%m月%d日", "%a %b %d %Y %H:%M:%S GMT%z", "%a, %d %b %Y %H:%M:%S %z"),
    *("%a, %d %b %Y %H:%M:%S GMT", "%Y-%m-%d %I:%M %p", "%B %d, %Y %I:%M %p"),
)
_MONTH = ("%B %Y", "%b %Y", "%m.%Y")
_DAY_AND_MONTH = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})")


def meant_date(text: str) -> str:
    """The date that a text means which is not written as dates are read here, so written; empty
    where it means none, or two: `10/8/2017` is a day in August or in October."""
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", re.sub(r"[“”„‘’\"'«»\u200b\ufeff]", "", text))
    text = re.sub(r"\s+", " ", text.strip())
    with suppress(ValueError):
        parse_date(text)
        return text  # but for signs of a word processor
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\s*\([A-Z]{2,5}\)$", "", text)
    for way in (*_OTHER_WAYS, *_MONTH):
        try:
            found = datetime.datetime.strptime(text, way)
        except ValueError:
            continue
        day = f"{found:%Y-%m}" if way in _MONTH else f"{found:%Y-%m-%d}"
        zone = f"{found:%z}"
        offset = f" {zone[:3]}:{zone[3:5]}" if zone else ""
        return day + (f" {found:%H:%M}{offset}" if "%M" in way else "")
    return _meant_by_numbers(text)


def _meant_by_numbers(text: str) -> str:
    """A day and a month in either order, where only one of them can be the month."""
    found = _DAY_AND_MONTH.fullmatch(text)
    if not found:
        return ""
    month, day = sorted((int(found[1]), int(found[3])))
    try:
        return datetime.date(int(found[4]), month, day).isoformat() if day > 12 else ""
    except ValueError:
        return ""


def date_in_path(path: str) -> PartialDate | None:
    """The date that stands in `2017/10/08-slug.md` or `2017-10-08-slug.md`; None without one.

    Raises ValueError where the digits are there but name no day.
    """
    match = _IN_PATH.search(path.rsplit(".", 1)[0])
    if match is None:
        return None
    year, *rest = match.groups()
    month, day = (part for part in rest if part)
    return parse_date(f"{year}-{month}-{day}")


def _clock(found: dict[str, str | None]) -> str:
    if found["hour"] is None:
        return ""
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    return datetime.time(hour, minute, second).isoformat()


def _offset(text: str | None) -> str:
    if text is None:
        return ""
    if text.upper() in ("Z", "UTC", "GMT"):
        return "+00:00"
    text = text.upper().removeprefix("(UTC").rstrip(")").strip().replace(":", "")
    hours, minutes = int(text[1:3]), int(text[3:] or 0)
    if hours * 60 + minutes > 14 * 60 or minutes > 59:
        raise ValueError("the offset from UTC must be within 14:00 hours")
    return f"{text[0]}{hours:02d}:{minutes:02d}"
