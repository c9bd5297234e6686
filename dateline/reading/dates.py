"""Dates as archives write them, kept at the precision given."""

from __future__ import annotations

import datetime
import re

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
