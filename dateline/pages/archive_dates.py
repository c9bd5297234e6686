"""The dates of an archive: where a day stands, and all dates as text for scripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dateline.archive.arrange import month_address
from dateline.model import Arranged, Article, Listing, PartialDate
from dateline.pages.paging import PER_PAGE, sheets

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class _When(NamedTuple):
    """The date of an article: its text, its number of days (0 where no day is known), and the
    article's place among those of the same date."""

    text: str
    day: int
    place: int


class ArchiveDates:
    """Knows of each article its place within its day, and of each day the page it stands on."""

    def __init__(self, archive: Arranged):
        self._when = _when(archive.articles)
        self._pages = _day_pages(archive.months)

    def day_address(self, date: PartialDate) -> str:
        """The page on which a day begins; there it is the anchor `#dateline:day-08`."""
        return self._pages.get(date.day_text) or month_address(date)

    def texts(self, articles: Sequence[Article]) -> list[str]:
        """The date of each article as ISO 8601 at its own precision, without the time of day."""
        when = self._when
        return [when[article.path].text for article in articles]

    def encoded(self, articles: Sequence[Article]) -> str:
        """The dates of articles in order of time, as text that is short and packs well.

        Entries are parted by spaces: `GAP:PLACES`. GAP is the number of days since the entry
        before (since the last day of year 0 for the first), PLACES the articles' places among
        those of their day, with `-` for a run and `.` between; all numbers are of base 36. What is
        commonest is left out: a `:PLACES` of `:0`, the 0 that a run begins with, a GAP of 1 before
        a colon. A date less precise than a day is `@2017-10:PLACES` and does not count for GAP.
        A date and a place identify an article, so what several names share can be found from
        their dates; and a new article moves only those of its own day.
        """
        places: dict[str, list[int]] = {}
        days: dict[str, int] = {}
        for article in articles:
            text, day, place = self._when[article.path]
            if text in places:
                places[text].append(place)
            else:
                places[text], days[text] = [place], day
        entries = []
        before = 0
        for text, day in days.items():
            entry = f"@{text}"
            if day:
                entry, before = _base36(day - before), day
            written = _runs(places[text])
            if written != "0":
                entry = f":{written}" if entry == "1" else f"{entry}:{written}"
            entries.append(entry)
        return " ".join(entries)


def _when(articles: Sequence[Article]) -> dict[str, _When]:
    found = {}
    before, day, place = "", 0, 0
    for article in articles:
        text = article.date.day_text
        if text != before:
            before, place = text, 0
            day = article.date.day_number if article.date.day else 0
        found[article.path] = _When(text, day, place)
        place += 1
    return found


def _day_pages(months: Iterable[Listing]) -> dict[str, str]:
    """The days that begin on another page of their month than its own."""
    found: dict[str, str] = {}
    for month in months:
        if len(month.articles) >= 2 * PER_PAGE:
            for sheet in list(sheets(month))[1:]:
                for article in sheet.articles:
                    found.setdefault(article.date.day_text, sheet.address)
    return found


def _runs(numbers: Sequence[int]) -> str:
    """Rising numbers as runs: 0, 1, 2, 5 is `-2.5`."""
    if len(numbers) == 1:
        return _base36(numbers[0])
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ".".join(
        (_base36(first) if first or first == last else "")
        + (f"-{_base36(last)}" if last > first else "")
        for first, last in runs
    )


def _base36(number: int) -> str:
    if number < len(_DIGITS):
        return _DIGITS[number]
    return _base36(number // len(_DIGITS)) + _DIGITS[number % len(_DIGITS)]
