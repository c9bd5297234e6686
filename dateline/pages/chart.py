"""Counts over time as shapes: years, the months of a year, the days of a month."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Sequence

from dateline.model import Article, PartialDate
from dateline.pages.views import Bar, Chart

_WIDTH = 960
_HEIGHT = 120
_MIN_BAR = 3.0  # so that one article beside ten thousand can still be seen
_MAX_NAMES = 16


def span_chart(articles: Sequence[Article], label: str) -> Chart | None:
    """Articles by year, or by month where they span less than three; None for a single span.

    `articles` must be in order of time.
    """
    if not articles:
        return None
    first, last = articles[0].date, articles[-1].date
    if last.year - first.year >= 2:
        counts = Counter(article.date.year for article in articles)
        years = range(first.year, last.year + 1)
        return _chart([(f"{y:04d}", f"timeline/{y:04d}/", counts[y]) for y in years], label)
    months = [(y, m) for y in range(first.year, last.year + 1) for m in range(1, 13)]
    dated = [article.date for article in articles if article.date.month]
    by_month = Counter((date.year, date.month) for date in dated)
    months = [m for m in months if dated and _month(dated[0]) <= m <= _month(dated[-1])]
    return _chart(
        [(f"{y:04d}-{m:02d}", f"timeline/{y:04d}/{m:02d}/", by_month[y, m]) for y, m in months],
        label,
    )


def year_chart(year: int, articles: Sequence[Article], label: str) -> Chart | None:
    """The twelve months of a year."""
    counts = Counter(article.date.month for article in articles)
    months = range(1, 13)
    return _chart(
        [(f"{year:04d}-{m:02d}", f"timeline/{year:04d}/{m:02d}/", counts[m]) for m in months],
        label,
    )


def month_chart(date: PartialDate, articles: Sequence[Article], label: str) -> Chart | None:
    """The days of a month; each bar leads to its day on the month's page."""
    counts = Counter(article.date.day for article in articles)
    address = f"timeline/{date.year:04d}/{date.month:02d}/"
    days = range(1, calendar.monthrange(date.year, date.month)[1] + 1)
    return _chart(
        [(f"{date.year:04d}-{date.month:02d}-{d:02d}", address, counts[d]) for d in days],
        label,
    )


def _month(date: PartialDate) -> tuple[int, int]:
    return date.year, date.month


def _chart(spans: Sequence[tuple[str, str, int]], label: str) -> Chart | None:
    most = max((count for _, _, count in spans), default=0)
    if len(spans) < 2 or not most:
        return None
    step = _WIDTH / len(spans)
    every = -(-len(spans) // _MAX_NAMES)
    bars = tuple(
        Bar(
            name=name,
            address=address,
            count=count,
            x=round(i * step, 2),
            height=round(max(_MIN_BAR, _HEIGHT * count / most), 1) if count else 0.0,
            show_name=i % every == 0,
        )
        for i, (name, address, count) in enumerate(spans)
    )
    shown = tuple(bar for bar in bars if bar.count or bar.show_name)
    return Chart(_WIDTH, _HEIGHT, round(step, 2), shown, label)
