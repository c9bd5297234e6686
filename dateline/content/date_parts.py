"""The parts of a date: valid days, times of day, offsets from UTC."""

from __future__ import annotations

import calendar
import re
from typing import NamedTuple

from dateline.model import PartialDate

_CLOCK = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:[.,]\d{1,12})?)?"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(
    r"(?P<utc>(?:z|utc?|gmt)(?![a-z]))?\s?(?P<offset>(?P<sign>[+-])(?P<hours>\d{1,2})"
    r"(?::?(?P<minutes>\d{2}))?)?(?!\d)",
    re.IGNORECASE,
)
#: Additions to an offset without further meaning: `[Europe/Kyiv]` (RFC 9557), `(EEST)`, `UTC`.
_ZONE_AFTER_OFFSET = re.compile(r"(?:\[[^\[\]]*\]){1,3}|\([^()]*\)|[A-Za-z]{1,5}")
_ZONE_ALONE = re.compile(r"\[?([A-Z]\w{2,20}/[\w/+-]{2,40}|[A-Z]{2,5})\]?")
#: Go's monotonic clock, after the time of day.
_MONOTONIC = re.compile(r" m=[+-][\d.]+$")
#: Names of zones with the same offset everywhere: RFC 5322 (4.3), and those of Europe and Japan.
#: `CST`, `IST` and `BST` mean more than one.
_ZONES = {
    "EST": "-05:00",
    "EDT": "-04:00",
    "CDT": "-05:00",
    "MST": "-07:00",
    "MDT": "-06:00",
    "PST": "-08:00",
    "PDT": "-07:00",
    "WET": "+00:00",
    "WEST": "+01:00",
    "CET": "+01:00",
    "CEST": "+02:00",
    "EET": "+02:00",
    "EEST": "+03:00",
    "MSK": "+03:00",
    "JST": "+09:00",
}
_LEAST_OFFSET, _LARGEST_OFFSET = -12 * 60, 14 * 60


class Time(NamedTuple):
    """A time of day as in `PartialDate`. `unread` is the reason why a part of it was not read."""

    clock: str = ""
    offset: str = ""
    unread: str = ""


def day_fault(year: int, month: int | None, day: int | None) -> str:
    """The reason why a year, month or day does not exist; empty if it does. None is a missing
    part."""
    if not 1 <= year <= 9999:
        return "year must be in 1..9999"
    if month is not None and not 1 <= month <= 12:
        return "month must be in 1..12"
    if month is not None and day is not None:
        last = calendar.monthrange(year, month)[1]
        if not 1 <= day <= last:
            return f"day must be in 1..{last} for {year:04d}-{month:02d}"
    return ""


def read_time(text: str) -> Time | None:
    """A time of day with or without a zone; None if the text is something else.

    An invalid time (25:00), or one with an invalid offset, is not read, but the day that it belongs
    to is still valid.
    """
    found = _CLOCK.match(text)
    if not found:
        return None
    zone = read_zone(text[found.end() :])
    if zone is None:
        return None
    clock = _clock(found)
    if not clock:
        return Time(unread=f"there is no time {found[0].strip()}, and it is not read")
    if zone.unread and not zone.offset and _OFFSET.match(text, found.end()):
        return _without_offset(text[found.end() :], clock, zone)
    return Time(clock, zone.offset, zone.unread)


def _without_offset(after: str, clock: str, zone: Time) -> Time:
    """An invalid offset makes the time doubtful; an unknown name of a zone does not."""
    is_number = bool(re.search(r"[+-]\d", after))
    return Time(unread=zone.unread) if is_number else Time(clock, "", zone.unread)


def read_zone(text: str) -> Time | None:
    """A zone or offset without a time; None if the text is neither.

    `-4`, `+0300`, `UTC+03:00`, `(UTC+03:00)`, `GMT`, `+02:00[Europe/Kyiv]`, `+0000 UTC`, `EST`.
    """
    text = _MONOTONIC.sub("", text.replace("\u2212", "-")).strip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    if not text:
        return Time()
    found = _OFFSET.match(text)
    if found and (found["utc"] or found["offset"]):
        name = text[found.end() :].strip()
        if name and not _ZONE_AFTER_OFFSET.fullmatch(name):
            return None
        return _offset(found)
    alone = _ZONE_ALONE.fullmatch(text)
    if not alone:
        return None
    offset = _ZONES.get(alone[1], "")
    return Time("", offset, "" if offset else f"the time zone {alone[1]} is not read")


def _offset(found: re.Match[str]) -> Time:
    if not found["offset"]:
        return Time(offset="+00:00")
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    total = (hours * 60 + minutes) * (-1 if found["sign"] == "-" else 1)
    if minutes > 59 or not _LEAST_OFFSET <= total <= _LARGEST_OFFSET:
        return Time(unread=f"there is no offset {found['offset']}, and the time is not read")
    return Time(offset=f"{found['sign']}{hours:02d}:{minutes:02d}")


def _clock(found: re.Match[str]) -> str:
    """`HH:MM:SS`; empty for an invalid time. A leap second becomes the second before it."""
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    if found["half"]:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if found["half"] in "pP" else 0)
    if hour > 23 or minute > 59 or second > 60:
        return ""
    return f"{hour:02d}:{minute:02d}:{min(second, 59):02d}"


def written(date: PartialDate) -> str:
    """A date in the standard form: `2017-10-08 14:30 +03:00`."""
    clock = date.clock.removesuffix(":00") if date.clock.count(":") == 2 else date.clock
    return " ".join(part for part in (date.day_text, clock, date.offset if clock else "") if part)
