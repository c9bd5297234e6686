"""The days of a year by how much they hold."""

from __future__ import annotations

import calendar
from collections import Counter

from dateline.archive.arrange import month_address
from dateline.model import Listing, PartialDate
from dateline.pages.archive_dates import ArchiveDates
from dateline.pages.views import CalendarDay, CalendarMonth

_LEVELS = 4


def year_calendar(
    year: Listing, dates: ArchiveDates, first_weekday: int
) -> tuple[CalendarMonth, ...]:
    """The twelve months of a year's listing; weeks begin with `first_weekday` (0 is Monday)."""
    number = year.articles[0].date.year
    counts = Counter((article.date.month, article.date.day) for article in year.articles)
    most = max((count for (_, day), count in counts.items() if day), default=0)
    weeks = calendar.Calendar(first_weekday)
    months = []
    for month in range(1, 13):

        def day_of(day: int, month: int = month) -> CalendarDay | None:
            if not day:
                return None
            date, count = PartialDate(number, month, day), counts[month, day]
            return CalendarDay(
                day, dates.day_address(date) if count else "", count, level(count, most)
            )

        date = PartialDate(number, month)
        months.append(
            CalendarMonth(
                date=date,
                address=month_address(date),
                count=sum(count for (of, _), count in counts.items() if of == month),
                vague=counts[month, 0],
                weeks=tuple(
                    tuple(day_of(day) for day in week)
                    for week in weeks.monthdayscalendar(number, month)
                ),
            )
        )
    return tuple(months)


def level(count: int, most: int) -> int:
    """0 for none, else the quarter of `most` that a count lies in, 1 to 4."""
    return -(-_LEVELS * count // most) if count else 0
